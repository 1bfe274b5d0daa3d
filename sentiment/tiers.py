"""Picks who judges: the deep tier when its artefact is there, else the fast one, and says why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sentiment import deep
from sentiment.danger_head import Told
from sentiment.fast import tier as fast
from sentiment.judgement import Class
from words import Sentence, t


class Tier(Protocol):
    """A module that judges: its name, its version, whether it can, and the chances it gives."""

    NAME: str

    def version(self) -> str:
        """Return which artefact judges."""

    def present(self) -> bool:
        """Tell whether the tier can judge here."""

    def chances_of(self, texts: Sequence[str], langs: Sequence[str]) -> list[dict[Class, float]]:
        """Return the probabilities of the three classes for each text in the language beside it."""


def best() -> Tier:
    """Return the best tier present."""
    return deep if deep.present() else fast


def named(name: str | None) -> Tier:
    """Return the tier `fast` or `deep`, the best present without a name. Raises LookupError with a plain sentence."""
    if name is None:
        return best()
    if name == fast.NAME:
        return fast
    if name != deep.NAME:
        raise LookupError(t("Le niveau « {tier} » n'existe pas : « fast » ou « deep ».", tier=name))
    if (because := why_not_deep()) is not None:
        raise LookupError(because.say())
    return deep


def heard(judge: Tier, texts: Sequence[str], langs: Sequence[str]) -> list[tuple[dict[Class, float], Told | None]]:
    """Return each text's chances, and what the judge tells of danger in it: nothing where it has no ear for that."""
    if judge is deep and deep.hears_danger():
        return deep.heard(texts, langs)
    return [(chances, None) for chances in judge.chances_of(texts, langs)]


def why_not_deep() -> Sentence | None:
    """Return why the deep tier does not judge, for the notice that people see, or nothing when it does."""
    return deep.absent_because()
