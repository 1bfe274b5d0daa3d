"""A stored picture and what people declare of it: who is seen, whose it is, who agreed to what. Opens no file.

What nobody said is not kept, so that words stored before are what they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from desk.refusal import refused
from words import s

SEEN = ("none", "crowd", "identifiable", "minor")
LONGEST, MOST = 200, 20


@dataclass(frozen=True)
class Agreement:
    """A person's signed permission: each use by itself (a network, "screen", "print"), its last day, where it is kept.

    `until` is a date, "2028-12-31"; empty: without an end.
    """

    person: str = ""
    uses: tuple[str, ...] = ()
    until: str = ""
    evidence: str = ""

    def kept(self) -> dict[str, Any]:
        """Return the form in which the policies read it."""
        last = {"until": self.until} if self.until else {}
        return {"person": self.person, "uses": list(self.uses), "evidence": self.evidence, **last}


@dataclass(frozen=True)
class Picture:
    """A stored picture: its file in the media folder, type, size in bytes, and the text people hear instead.

    `seen` is one of SEEN, nothing while nobody said; `signatures` counts the parents who signed for a minor.
    """

    file: str
    mime: str
    bytes: int
    alt: str = ""
    seen: str = ""
    credit: str = ""
    agreements: tuple[Agreement, ...] = ()
    signatures: int = 0

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Return a picture as variants keep it."""
        seen = "minor" if kept.get("minor_visible") else kept.get("people") or ""
        given = tuple(
            Agreement(one["person"], tuple(one["uses"]), one.get("until", ""), one["evidence"])
            for one in kept.get("releases", ())
        )
        told = {"credit": kept.get("credit", ""), "signatures": kept.get("guardians_signed", 0)}
        return cls(kept["file"], kept["mime"], kept["bytes"], kept["alt"], seen, agreements=given, **told)

    def kept(self) -> dict[str, Any]:
        """Return the form variants and contributions keep, by the names the policies read."""
        told: dict[str, Any] = {"file": self.file, "mime": self.mime, "bytes": self.bytes, "alt": self.alt}
        if self.seen:
            told["people"] = "identifiable" if self.seen == "minor" else self.seen
        if self.seen == "minor":
            told |= {"minor_visible": True, "guardians_signed": self.signatures}
        if self.credit:
            told["credit"] = self.credit
        if self.agreements and self.seen in ("identifiable", "minor"):
            told["releases"] = [one.kept() for one in self.agreements]
        return told


def tidy(one: Picture) -> Picture:
    """Return a picture with what was declared of it made plain; raise Refused for what cannot be meant."""
    if one.seen not in ("", *SEEN) or not 0 <= one.signatures <= 2 or len(one.agreements) > MOST:
        raise refused(s("Dites qui l'on voit sur l'image, et qui a signé."))
    given = tuple(_tidy(agreement) for agreement in one.agreements if any(asdict(agreement).values()))
    return replace(one, alt=one.alt.strip(), credit=_short(one.credit), agreements=given)


def _tidy(one: Agreement) -> Agreement:
    try:
        until = date.fromisoformat(one.until).isoformat() if one.until else ""
    except ValueError:
        raise refused(s("La fin de l'accord n'est pas une date : choisissez un jour.")) from None
    return Agreement(_short(one.person), _uses(one.uses), until, _short(one.evidence))


def _uses(uses: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_short(use) for use in uses if use.strip()))


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise refused(s("C'est trop long : {most} caractères au plus.", most=LONGEST))
    return text.strip()
