"""The tables of the brand page, and the formulas behind every figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dashboard import dates
from dashboard import topics as topics_said
from dashboard.parts import empty, figures, marks
from dashboard.parts.tags import Markup, show, tag
from data.queries.brand import Mood, Topic
from data.queries.nss import Score
from data.queries.samples import Corrected
from data.queries.service import Answers
from words import t

MOST_TOPICS = 12


def nss_formula() -> str:
    """Return how net sentiment is reckoned."""
    return t(
        "(positifs − négatifs) ÷ (positifs + négatifs + neutres + partagés) × 100. Les indéterminés sont montrés à "
        "part. ± : intervalle à 95 %, 1,96 × √((p + q − (p − q)²) ÷ n) × 100. En gris : n < 30, trop peu pour conclure."
    )


def corrected_formula() -> str:
    """Return how the corrected net sentiment is reckoned."""
    return t(
        "Corrigé : ce que des personnes auraient compté, d'après l'échantillon qu'elles ont étiqueté sans voir l'avis "
        "de la machine (n : leurs étiquettes). Sans échantillon dans un territoire, rien n'est avancé."
    )


def topic_formula() -> str:
    """Return how topics are counted."""
    return t("Un message compte une fois dans chacun de ses sujets. Taux = réclamations ÷ messages du sujet.")


def answer_formula() -> str:
    """Return how answer times are reckoned."""
    return t(
        "De l'heure du message sur le réseau à notre première réponse publiée, jour et nuit compris. La médiane : une "
        "réponse sur deux est plus rapide ; 9 sur 10 : le délai tenu pour neuf réponses sur dix."
    )


def scores(moods: Sequence[Mood], corrected: Sequence[Corrected]) -> None:
    """Draw each place's figures: the machine's score, and beside it the one that people's sample puts right."""
    right = {one.place.id: one.score for one in corrected}
    heads = [
        t("Territoire"), t("Sentiment net"), t("Corrigé"), "n", t("Positifs"), t("Négatifs"), t("Partagés"),
        t("Neutres"), t("Indéterminés"),
    ]  # fmt: skip
    lines = [
        [marks.place(one.place), _score(one.score), _corrected(right.get(one.place.id)), *_counts(one)] for one in moods
    ]
    figures.table(heads, lines, numbers=range(1, len(heads)), caption=t("Sentiment net par territoire"))
    show(tag("p", nss_formula(), cls="soft"))
    show(tag("p", corrected_formula(), cls="soft"))


def topics(found: Sequence[Topic]) -> None:
    """Draw the topics most talked of."""
    if not found:
        return empty.nothing(t("Aucun sujet relevé sur la période."))
    heads = [t("Sujet"), t("Messages"), t("Réclamations"), t("Taux")]
    lines = [
        [
            topics_said.name(one.topic),
            str(one.n),
            str(one.complaints),
            _grey(figures.percent(one.rate), enough=one.enough),
        ]
        for one in found[:MOST_TOPICS]
    ]
    figures.table(heads, lines, numbers=(1, 2, 3), caption=t("Sujets"))


def answers(found: Sequence[Answers]) -> None:
    """Draw how many were answered, and how fast."""
    heads = [t("Territoire"), t("À répondre"), t("Répondu"), t("Médiane"), t("9 sur 10")]
    lines = [
        [
            marks.place(one.place),
            str(one.expected),
            _grey(
                f"{one.answered} ({figures.percent(one.share)})" if one.share is not None else "0", enough=one.enough
            ),
            _grey(_minutes(one.median), enough=one.enough),
            _grey(_minutes(one.p90), enough=one.enough),
        ]
        for one in found
    ]
    figures.table(heads, lines, numbers=(1, 2, 3, 4), caption=t("Temps de réponse"))


def _score(one: Score | None) -> Markup:
    if one is None or one.nss is None or one.half_width is None:
        return tag("span", "—", cls="soft")
    said = f"{one.nss:+.0f} ± {one.half_width:.0f}"
    return tag("strong", said) if one.enough else _grey(said, enough=False)


def _corrected(one: Score | None) -> Markup:
    """Draw the corrected score with how many labels of people stand behind it."""
    said = _score(one)
    return said if one is None or one.nss is None else Markup(said + tag("span", f" n = {one.n}", cls="soft"))


def _counts(one: Mood) -> list[str]:
    whole = one.whole
    doubt = f"{whole.undetermined} ({figures.percent(whole.undetermined / whole.volume)})" if whole.volume else "0"
    return [*(str(n) for n in (whole.n, whole.positive, whole.negative, whole.mixed, whole.neutral)), doubt]


def _grey(said: str, *, enough: bool) -> Markup:
    """Too few to conclude: grey, and said so."""
    return tag("span", said) if enough else tag("span", said, cls="soft", title=t("n < 30 : trop peu pour conclure"))


def _minutes(n: float | None) -> str:
    return dates.span(timedelta(minutes=n)) if n is not None else "—"
