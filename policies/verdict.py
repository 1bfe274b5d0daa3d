"""What the engine answers with: verbs in order of strictness, reasons, and the decision that keeps them all.

Records only; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from policies.facts import Facts
from words import Sentence

Verb = Literal["allow", "warn", "require_approval", "redact", "quarantine", "delay", "block", "delete"]
Mode = Literal["warn", "block"]

# mildest first: the strictest verb of all reasons is the decision's
ORDER: tuple[Verb, ...] = ("allow", "warn", "require_approval", "redact", "quarantine", "delay", "block", "delete")


def strictness(verb: Verb) -> int:
    """Return the place of `verb` in the order, 0 for `allow`."""
    return ORDER.index(verb)


@dataclass(frozen=True)
class Reason:
    """Why a rule objects. The sentence names the way out; `code` is for machines ("missed").

    A rule's function gives the first five; the engine adds which rule it was, who may override, and the law behind it.
    """

    verb: Verb
    sentence: Sentence
    approver: str | None = None
    until: datetime | None = None
    code: str = ""
    rule: str = ""
    version: int = 0
    override_role: str | None = None
    legal_ref: str = ""
    set_aside: str = ""  # why a person set the rule aside for this event, and as what

    def kept(self) -> dict[str, Any]:
        """Return the form that is stored or printed as JSON."""
        return {
            "rule": self.rule,
            "version": self.version,
            "verb": self.verb,
            "sentence": self.sentence.kept(),
            "approver": self.approver,
            "until": self.until.isoformat() if self.until else None,
            "code": self.code,
            "override_role": self.override_role,
            "legal_ref": self.legal_ref,
            "set_aside": self.set_aside,
        }


@dataclass(frozen=True)
class Rule:
    """A rule as it is registered: what it watches, the function that judges, and who may set it aside.

    `judge(facts, settings)` is pure. `mode` holds until a file says otherwise. `reads` names the sections of the
    files that the function receives beside its own settings.
    """

    id: str
    events: tuple[str, ...]
    judge: Callable[[Any, Mapping[str, Any]], Reason | None]
    mode: Mode = "block"
    override_role: str | None = None
    version: int = 1
    legal_ref: str = ""
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Looked:
    """One line of the trace: a rule that was looked at, what it said, and the files that set it."""

    rule: str
    version: int
    mode: str
    said: Verb
    note: Sentence
    files: tuple[str, ...]

    def kept(self) -> dict[str, Any]:
        """Return the form that is printed as JSON."""
        return {
            "rule": self.rule,
            "version": self.version,
            "mode": self.mode,
            "said": self.said,
            "note": self.note.kept(),
            "files": list(self.files),
        }


@dataclass(frozen=True)
class Decision:
    """The strictest verb, every reason (strictest first), the trace, and the versions of the files used.

    Obligations add up: `approvers` and `until` hold whatever the verb, so an approval asked for under a delay is
    still asked for.
    """

    event: str
    verb: Verb
    reasons: tuple[Reason, ...] = ()
    trace: tuple[Looked, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    facts: Facts | None = field(
        default=None, repr=False, compare=False
    )  # what it was about; None: it could not be read

    @property
    def passes(self) -> bool:
        """Whether it may happen now, perhaps with a warning."""
        return self.verb in ("allow", "warn")

    @property
    def blocked(self) -> bool:
        """Whether it may not happen at all as it stands."""
        return strictness(self.verb) >= strictness("block")

    @property
    def approvers(self) -> tuple[str, ...]:
        """The roles whose approval is asked for, each once."""
        return tuple(dict.fromkeys(r.approver for r in self.reasons if r.approver))

    @property
    def until(self) -> datetime | None:
        """The latest moment that any reason asks to wait for."""
        return max((r.until for r in self.reasons if r.until), default=None)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all reasons ("missed", "frozen" …)."""
        return frozenset(r.code for r in self.reasons if r.code)

    def kept(self) -> dict[str, Any]:
        """Return the form that is stored or printed as JSON."""
        return {
            "event": self.event,
            "verb": self.verb,
            "reasons": [r.kept() for r in self.reasons],
            "approvers": list(self.approvers),
            "until": self.until.isoformat() if self.until else None,
            "versions": dict(self.versions),
            "trace": [looked.kept() for looked in self.trace],
        }
