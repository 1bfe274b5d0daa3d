"""How a verb says no: each refusal is one or more sentences a person may read, with the way out."""

from __future__ import annotations

from collections.abc import Sequence

from words import Sentence, s


class Stopped(Exception):
    """A verb that changed nothing. `sentences` say why; `str()` says them in the reader's language."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        super().__init__(*(sentence.text for sentence in sentences))
        self.sentences = tuple(sentences)

    def __str__(self) -> str:
        return " ".join(sentence.say() for sentence in self.sentences)


class Refused(Stopped):
    """Not allowed, or a policy says no."""

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why, strictest first."""
        return self.sentences


class NotHere(Stopped):
    """Unknown, or of a territory this person may not see: one sentence for both, so that nothing is revealed."""

    def __init__(self) -> None:
        super().__init__([s("Introuvable ici : cet élément n'existe pas, ou il appartient à un autre territoire.")])


class TooLate(Stopped):
    """Somebody, or the clock, moved it first."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__([sentence])


class NeedsConfirmation(Stopped):
    """Possible, once the person has seen `sentence`: call again with `token` as confirmation."""

    def __init__(self, sentence: Sentence, token: str) -> None:
        super().__init__([sentence])
        self.sentence = sentence
        self.token = token


def refused(sentence: Sentence) -> Refused:
    """Return a refusal for one reason."""
    return Refused([sentence])


def given(because: str) -> Sentence:
    """Keep a reason typed by a person as a sentence; raise Refused when there is none."""
    if not because.strip():
        raise refused(s("Dites pourquoi, en quelques mots."))
    return s("« {reason} »", reason=because.strip())
