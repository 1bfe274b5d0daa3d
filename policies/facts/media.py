"""A picture, film or sound as the rules see it: who is on it, whose it is, what was granted. Never its content.

What nobody was asked stays None: a rule that needs to know asks, it does not guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Self

from policies.facts.common import Moment, Record

Mode = Literal["native_share", "reupload", "screen", "print"]


class Release(Record):
    """A person's signed permission: each use (a network, "screen", "print") listed by itself, where and until when."""

    person: str
    uses: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()  # none named: everywhere
    until: date | None = None
    revoked_at: Moment | None = None
    evidence: str = ""


class Grant(Record):
    """A visitor's answer to our request to reuse what they published; `scopes` are modes of reuse."""

    url: str = ""
    asked_at: Moment | None = None
    answered_at: Moment | None = None
    scopes: tuple[Mode, ...] = ()


class Work(Record):
    """A work of art or architecture as the main subject of a picture."""

    title: str = ""
    kind: str = ""  # "street_art", "light_show", "recent_architecture", "museum_work" …
    author_death_year: int | None = None  # None: unknown, or alive
    licence: str = ""


class Medium(Record):
    """One picture, film or sound: its size, type and alternative text, and what people declared of it."""

    bytes: int = 0
    mime: str = "image/jpeg"
    alt: str = ""
    people: Literal["none", "crowd", "identifiable"] | None = None
    singled_out: bool = False  # somebody in the crowd is the subject
    releases: tuple[Release, ...] = ()
    minor_visible: bool = False
    guardians_signed: int = 0  # holders of parental authority who signed
    child_author: bool = False
    origin: Literal["own", "contribution", "ugc", "agency"] | None = None
    mode: Mode | None = None
    grant: Grant | None = None
    credit: str = ""  # must stand in the caption or on the picture
    credit_in_image: bool = False
    work: Work | None = None
    public_event: bool = False  # taken at a public event
    audio_source: str | None = None  # "none", "own", "library:…"; None: nobody said
    speech: bool = False
    captions: bool = False
    transcript_url: str = ""
    text_chars: int = 0  # characters of text drawn in the picture
    text_repeated: bool = False  # the same information stands in the post's text
    synthetic: bool = False  # realistic, made by a machine
    retouched: bool = False  # a body or a face was edited
    graphic: bool = False  # shows victims, or where the police stands

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Return a picture as variants keep it; what only the store needs (its file) is left out."""
        return cls.model_validate({name: value for name, value in kept.items() if name in cls.model_fields})

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.mime.startswith("video/")

    @property
    def is_audio(self) -> bool:
        """Whether it is only heard."""
        return self.mime.startswith("audio/")
