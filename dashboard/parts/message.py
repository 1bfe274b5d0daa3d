"""One message of a conversation, theirs or ours, and a colleague's note."""

from __future__ import annotations

from dashboard import dates, wording
from dashboard.parts import marks
from dashboard.parts.judged import details
from dashboard.parts.tags import Markup, tag
from data.queries.told import Noted, Said
from words import recall, t


def said(one: Said, zone: str, us: str) -> Markup:
    """Return a message: who, when, the words as they were written, and what was noticed in them."""
    who = one.sender or (t("Visiteur") if one.inward else us)
    if not one.inward and one.sender:
        who = t("{name} pour {us}", name=one.sender, us=us)
    head = tag("p", tag("strong", who), tag("span", dates.moment(one.posted_at, zone), cls="soft"), cls="said-head")
    words = tag("p", one.text, cls="said-text", lang=one.lang or "")
    if one.withdrawn_at:
        words = tag("p", t("Message retiré du réseau."), cls="said-text soft")
    media = [tag("p", t("{n} image(s) jointe(s)", n=one.media_count), cls="soft")] if one.media_count else []
    side = "theirs" if one.inward else "ours"
    return tag(
        "article",
        head,
        words,
        *media,
        _noticed(one),
        details(one, zone) if one.inward else Markup(),
        cls=f"said said-{side}",
        aria_label=who,
    )


def note(one: Noted, zone: str) -> Markup:
    """Return a colleague's note, told apart from what visitors read."""
    head = tag(
        "p",
        tag("strong", t("Note de {name}", name=one.by or t("un collègue"))),
        tag("span", dates.moment(one.at, zone), cls="soft"),
        cls="said-head",
    )
    return tag("article", head, tag("p", one.text, cls="said-text"), cls="said said-note")


def _noticed(one: Said) -> Markup:
    if not one.inward:
        return Markup()
    chips = [marks.mood(one.label)] if one.label else []
    if one.overruled:
        chips.append(marks.chip(t("✎ corrigé"), "blue"))
    if one.lang and one.lang in wording.languages():
        chips.append(marks.chip(wording.languages()[one.lang]))
    chips += [marks.chip(recall(flag.get("because")) or str(flag.get("code", "")), "amber") for flag in one.flags]
    return tag("p", *chips, cls="chips") if any(chips) else Markup()
