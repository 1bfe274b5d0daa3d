"""How promised delays were kept, by class: median and ninetieth percentile, never a mean; outages apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dashboard import dates
from dashboard.parts import empty, figures, marks
from dashboard.parts.tags import Markup, tag
from data.queries.service import Promised
from words import t


def formula() -> str:
    """Return how promised delays are reckoned."""
    return t(
        "De l'heure du message sur le réseau à la première réponse d'une personne. « Ouvert » : minutes d'ouverture, "
        "sans le temps passé chez un service ; « horloge » : jour et nuit. À l'heure = tenus ÷ (tenus + en retard) ; "
        "les pannes d'un compte sont comptées à part. n : réponses ; en gris : n < 30, trop peu pour conclure."
    )


def names() -> dict[str, str]:
    """Return how each class of promise is called."""
    return {
        "safety": t("Sécurité"),
        "press": t("Presse"),
        "dm_today": t("Message privé pour aujourd'hui"),
        "today_question": t("Question pour aujourd'hui"),
        "dm_question": t("Message privé"),
        "public_question": t("Question publique"),
        "complaint_ack": t("Réclamation"),
        "review_negative": t("Avis négatif"),
        "review_positive": t("Avis positif"),
        "lost_item": t("Objet perdu"),
        "praise": t("Remerciement"),
    }


def draw(found: Sequence[Promised]) -> None:
    """Draw one line for each place and class."""
    if not found:
        return empty.nothing(t("Aucune demande sur la période."))
    heads = [
        t("Territoire"), t("Demande"), "n", t("Ouvert : médiane"), t("9 sur 10"), t("Horloge : médiane"), t("9 sur 10"),
        t("À l'heure"), t("Pannes"), t("Chez un service"),
    ]  # fmt: skip
    lines = [
        [
            marks.place(one.place),
            names().get(one.promise, one.promise),
            f"{one.answered} / {one.expected}",
            *(_cell(n, one) for n in (one.open_median, one.open_p90, one.clock_median, one.clock_p90)),
            _grey(figures.percent(one.on_time) if one.on_time is not None else "—", enough=one.enough),
            str(one.outages),
            _span(one.paused_for) if one.paused_for else "—",
        ]
        for one in found
    ]
    figures.table(heads, lines, numbers=range(2, len(heads)), caption=t("Délais promis"))


def _cell(minutes: float | None, one: Promised) -> Markup:
    return _grey(_span(minutes) if minutes is not None else "—", enough=one.enough)


def _span(minutes: float) -> str:
    return dates.span(timedelta(minutes=minutes))


def _grey(said: str, *, enough: bool) -> Markup:
    return tag("span", said) if enough else tag("span", said, cls="soft", title=t("n < 30 : trop peu pour conclure"))
