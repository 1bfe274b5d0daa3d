"""A post, wherever it is shown: when, where, how it stands, its words."""

from __future__ import annotations

from dashboard import dates, wording
from dashboard.parts import figures, marks
from dashboard.parts.tags import Markup, tag
from dashboard.parts.text import shortened
from data.queries.posts import Post
from words import t

TONES: dict[str, marks.Tone] = {
    "published": "green", "scheduled": "blue", "queued": "blue", "approved": "blue", "failed": "red", "missed": "red",
    "unconfirmed": "red", "held": "amber", "in_review": "amber", "declined": "red",
}  # fmt: skip
WORST = ("failed", "missed", "unconfirmed", "held", "sending", "queued", "published", "cancelled")


def line(post: Post, page: str = "calendar") -> None:
    """Draw a post on one line, which opens it on `page`."""
    when = [tag("strong", dates.hour(post.due_at, post.zone))] if post.due_at else []
    signs = [*when, *series(post), state(post), *accounts(post)]
    figures.line(page, f"post-{post.id}", excerpt(post), *signs, p=str(post.id))


def state(post: Post) -> Markup:
    """Return how a post stands, as a chip."""
    worst = standing(post)
    held = (parcel.incident for variant in post.variants for parcel in variant.deliveries if parcel.incident)
    if worst == "held" and (name := next(held, "")):
        return marks.chip(t("Suspendu — incident {name}", name=name), "amber")
    return marks.chip((wording.delivery_states() | wording.post_states()).get(worst, worst), TONES.get(worst, "grey"))


def series(post: Post) -> list[Markup]:
    """Return the sign of a post that comes back; nothing for another."""
    return [comes_back()] if post.series_id is not None else []


def comes_back() -> Markup:
    """Return the sign of a series, which says its name too."""
    said = t("Fait partie d'une série")
    return tag("span", "↻", cls="comes-back", role="img", aria_label=said, title=said)


def standing(post: Post) -> str:
    """Return the code of how a post stands: its own state, or its deliveries' worst once it is on its way."""
    sent = [parcel.state for variant in post.variants for parcel in variant.deliveries]
    worst = min(sent, key=WORST.index) if sent and post.state == "scheduled" else post.state
    return "scheduled" if sent and post.state == "scheduled" and worst == "queued" else worst


def accounts(post: Post) -> list[Markup]:
    """Return the accounts a post speaks from."""
    return [tag("span", marks.place(one.place), " ", wording.network(one.network), cls="soft") for one in post.variants]


def excerpt(post: Post) -> str:
    """Return a post's title, or the beginning of its words."""
    text = post.title or next((one.text for one in post.variants if one.text), "") or t("(sans texte)")
    return shortened(text)
