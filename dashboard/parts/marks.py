"""Signs beside names: the territory's colour, the network, the chip that explains a row. Never a colour alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, Protocol

import clock
from dashboard import dates, wording
from dashboard.parts.tags import Markup, safe_colour, tag
from data.queries.seen import Kept
from words import recall, t

Tone = Literal["red", "amber", "green", "blue", "grey"]
MOOD_TONES: dict[str, Tone] = {
    "negative": "red",
    "positive": "green",
    "neutral": "grey",
    "mixed": "amber",
    "undetermined": "grey",
}
COURSE_TONES: dict[str, tuple[str, Tone]] = {"souring": ("↘", "red"), "recovered": ("↗", "green")}
A_MINUTE = timedelta(minutes=1)
RANK_TONES: dict[int, Tone] = {1: "red", 2: "blue", 3: "amber", 4: "amber", 5: "blue"}


class Coloured(Protocol):
    """Anything with a name and a colour: a territory."""

    @property
    def name(self) -> str: ...
    @property
    def colour(self) -> str: ...


def place(of: Coloured) -> Markup:
    """Return a territory's name with its colour beside it."""
    dot = tag("span", cls="dot", style=f"background:{safe_colour(of.colour)}", aria_hidden="true")
    return tag("span", dot, of.name, cls="place")


def chip(text: str, tone: Tone = "grey") -> Markup:
    """Return a short word in a rounded box."""
    return tag("span", text, cls=f"chip chip-{tone}")


def account(of: Coloured, network: str, handle: str) -> Markup:
    """Return an account's banner: who will be speaking, in the colour of its territory."""
    style = f"--of:{safe_colour(of.colour)}"
    name = tag("strong", f"@{handle.lstrip('@')}")
    return tag("div", place(of), tag("span", f"{wording.network(network)} · ", name), cls="account", style=style)


def deadline(
    due_at: datetime | None,
    asked_at: datetime | None,
    late_because: Kept | None = None,
    paused_at: datetime | None = None,
) -> Markup:
    """Return the time left to answer, or by how much it is late, and by whose fault; nothing when nothing is asked.

    A delay that stands still shows since when a service has it.
    """
    if due_at is None or asked_at is None:
        return Markup()
    if paused_at is not None:
        return chip(t("délai arrêté : chez le service depuis {span}", span=dates.span(clock.now() - paused_at)))
    left = due_at - clock.now()
    if left.total_seconds() < 0 and late_because:
        said = t("panne, en retard de {span}", span=dates.span(left))
        return tag("span", said, cls="chip chip-amber", title=recall(late_because))
    if left.total_seconds() < 0:
        return chip(t("en retard de {span}", span=dates.span(left)), "red")
    return tag("span", t("encore {span}", span=dates.span(left)), cls="soft")


def mood(label: str | None) -> Markup:
    """Return the mood of a message as a chip; nothing for a neutral or unweighed one."""
    shown = label in ("negative", "positive", "mixed", "undetermined")
    return chip(wording.moods()[label], MOOD_TONES[label]) if label and shown else Markup()


def course(mood: str | None, because: Kept | None) -> Markup:
    """Return where a visitor's mood is heading along the thread, its reason under the pointer; nothing when steady."""
    if mood not in COURSE_TONES:
        return Markup()
    sign, tone = COURSE_TONES[mood]
    signed = tag("span", sign, aria_hidden="true")
    return tag("span", signed, " ", wording.courses()[mood], cls=f"chip chip-{tone}", title=recall(because))


def copies(n: int) -> Markup:
    """Return how many conversations say the same and stand folded under a row; nothing for none."""
    return chip(t("+{n} copie(s)", n=n), "grey") if n else Markup()


def ago(at: datetime) -> str:
    """Say how long ago something was."""
    past = clock.now() - at
    return t("il y a {span}", span=dates.span(past)) if past >= A_MINUTE else t("à l'instant")
