"""Every sentence a person reads goes through here: French in the code, English and German in `locales/`.

A `Sentence` keeps its words and its values apart: what is stored today can be read tomorrow in another language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel.messages.pofile import read_po

from settings import ROOT, settings

LANGUAGES = ("fr", "en", "de")
_language: ContextVar[str | None] = ContextVar("language", default=None)


@dataclass(frozen=True)
class Sentence:
    """A sentence in French with named blanks, and the values that fill them."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def say(self, language: str | None = None) -> str:
        """Return the sentence in `language` (the present one by default), blanks filled."""
        words = _catalogue(language or present_language()).get(self.text) or self.text
        return words.format(**self.values) if self.values else words

    def kept(self) -> dict[str, Any]:
        """Return the form that is stored as JSON."""
        return {"text": self.text, "values": dict(self.values)}

    def __str__(self) -> str:
        return self.say()


def t(text: str, /, **values: Any) -> str:
    """Say `text` (French, a literal) in the present language, blanks filled by name."""
    return Sentence(text, values).say()


def s(text: str, /, **values: Any) -> Sentence:
    """Keep `text` (French, a literal) as a sentence to be said later."""
    return Sentence(text, values)


def recall(kept: Mapping[str, Any] | None) -> str:
    """Say a stored sentence in the present language; nothing for nothing."""
    return Sentence(kept["text"], kept.get("values", {})).say() if kept else ""


def present_language() -> str:
    """Return the language in force here: the one set by `speak`, else the installation's."""
    return _language.get() or (settings().lang if settings().lang in LANGUAGES else "fr")


def speak(language: str) -> None:
    """Set the language of this thread of work (a page's run, a request, a command)."""
    _language.set(language if language in LANGUAGES else "fr")


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak `language` inside the block."""
    token = _language.set(language if language in LANGUAGES else "fr")
    try:
        yield
    finally:
        _language.reset(token)


@lru_cache
def _catalogue(language: str) -> dict[str, str]:
    path = ROOT / "locales" / language / "LC_MESSAGES" / "parvis.po"
    if language == "fr" or not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}
