"""A delivery in words: how it stands, why, what comes next, its tries. Acts are in `parcel_acts`."""

from __future__ import annotations

import clock
from dashboard import dates, wording
from dashboard.parts import marks, posts
from dashboard.parts.tags import Markup, show, tag
from dashboard.parts.text import shortened
from data.queries.parcels import Parcel
from data.queries.seen import Kept
from data.queries.standing import Standing
from data.queries.waiting import Waiting
from words import recall, t

DECIDED_THERE = ("failed", "missed", "unconfirmed", "held")


def standing(parcel: Parcel, zone: str) -> None:
    """Draw how a delivery stands: its proof when it is published, else the reason."""
    pieces = [state(parcel)]
    if parcel.published_at:
        pieces.append(tag("span", dates.moment(parcel.published_at, zone), cls="soft"))
    pieces += _online(parcel)
    if parcel.because:
        pieces.append(tag("span", recall(parcel.because)))
    if parcel.state in DECIDED_THERE:
        pieces.append(tag("a", t("voir dans Envois"), href="/deliveries", target="_self"))
    show(tag("p", *pieces, cls="row-head"), *tries(parcel, zone))


def whole(one: Waiting, *also: Markup) -> None:
    """Draw a delivery that waits: who speaks, the first words, when it was due, what happened and what to do."""
    parcel, zone = one.parcel, one.place.zone
    show(
        marks.account(one.place, parcel.network, parcel.handle),
        tag("p", state(parcel), *also, *when(one), cls="row-head"),
        tag("p", excerpt(parcel), cls="said-text parcel-words"),
        told(one.standing),
        *tries(parcel, zone),
    )


def line(one: Waiting) -> Markup:
    """Return one line about a delivery that is as it should be."""
    parcel = one.parcel
    at = parcel.published_at or parcel.due_at
    head = tag("p", tag("strong", dates.hour(at, one.place.zone)), state(parcel), marks.place(one.place),
               tag("span", wording.network(parcel.network)), *_online(parcel), cls="row-head")  # fmt: skip
    return tag("li", head, tag("p", excerpt(parcel), cls="parcel-words"))


def state(parcel: Parcel) -> Markup:
    """Return the state of a delivery as a chip; what an incident holds back names it, and never reads as published."""
    if parcel.incident:
        return marks.chip(t("Suspendu — incident {name}", name=parcel.incident), "amber")
    return marks.chip(wording.delivery_states().get(parcel.state, parcel.state), posts.TONES.get(parcel.state, "grey"))


def when(one: Waiting) -> list[Markup]:
    """Return when a delivery was due, and how late it is while it should be on its way."""
    due = tag("span", t("prévu {at}", at=dates.moment(one.parcel.due_at, one.place.zone)))
    late = clock.now() - one.parcel.due_at
    if one.standing.group != "late" or late < marks.A_MINUTE:
        return [due]
    return [marks.chip(t("en retard de {span}", span=dates.span(late)), "amber"), due]


def told(stands: Standing) -> Markup:
    """Return what happened and what to do, each under its name."""
    pieces = [_told(t("Ce qui s'est passé"), stands.why), _told(t("Ce qu'il faut faire"), stands.next)]
    return tag("dl", *(one for pair in pieces for one in pair), cls="told")


def excerpt(parcel: Parcel) -> str:
    """Return the beginning of a delivery's words."""
    return shortened(parcel.text) or t("(sans texte)")


def tries(parcel: Parcel, zone: str) -> list[Markup]:
    """Return the history of tries, folded; nothing for none, nor for a single one that went well."""
    if not parcel.attempts or (len(parcel.attempts) == 1 and parcel.state == "published"):
        return []
    lines = []
    for one in parcel.attempts:
        result = t("publié") if one.result == "published" else recall(one.because) or t("sans réponse")
        at = dates.moment(one.started_at, zone)
        lines.append(tag("li", t("Essai {n}, {at} : {result}", n=one.number, at=at, result=result)))
    unfold = tag("summary", t("Essais ({n})", n=len(lines)))
    return [tag("details", unfold, tag("ol", *lines), cls="tries")]


def _told(name: str, kept: Kept | None) -> tuple[Markup, ...]:
    return (tag("dt", name), tag("dd", recall(kept))) if kept else ()


def _online(parcel: Parcel) -> list[Markup]:
    if not parcel.permalink.startswith(("https://", "http://")):
        return []
    return [tag("a", t("voir en ligne"), href=parcel.permalink, target="_blank", rel="noopener noreferrer")]
