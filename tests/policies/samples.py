"""Events and books the tests of this room start from."""

from __future__ import annotations

from typing import Any

from policies.book import SHIPPED, Book
from policies.facts import MentionFacts, PostFacts

TEXTS = {
    path.relative_to(SHIPPED).as_posix(): path.read_text("utf-8")
    for path in sorted((*SHIPPED.glob("*.yaml"), *SHIPPED.glob("modes/*.yaml")))
}
BOOK = Book.of(TEXTS)
NOON = "2026-12-05T11:00:00Z"  # a Saturday, 12:00 in Alsace


def post(**told: Any) -> PostFacts:
    """Return a post of Strasbourg that nothing speaks against, with these facts changed."""
    usual: dict[str, Any] = {
        "event": "post.submit",
        "at": NOON,
        "territory": "strasbourg",
        "lineage": ["alsace", "strasbourg"],
        "channel": {"network": "x", "territory": "strasbourg"},
        "actor_id": 1,
        "author_id": 1,
        "actor_roles": [{"role": "cm", "territory": "alsace"}],
        "text": "Bonjour",
        "digest": "d",
        "approved_digest": "d",
    }
    return PostFacts.model_validate({**usual, **told})


def mention(text: str, **told: Any) -> MentionFacts:
    """Return a visitor's message to Colmar."""
    usual = {"at": NOON, "territory": "colmar", "lineage": ["alsace", "colmar"], "text": text}
    return MentionFacts.model_validate({**usual, **told})


def city(slug: str, **told: Any) -> dict[str, Any]:
    """Return the facts that place a post in a city."""
    return {"territory": slug, "lineage": ["alsace", slug], "channel": {"network": "x", "territory": slug}, **told}
