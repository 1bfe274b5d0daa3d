"""Other words for a series: the dates still to come that say its words say the new ones, and are handed in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import store
from data.models import Post, Recurrence, Variant
from desk import laying, reviewing
from desk.drafting import write
from desk.foreseeing import stop_if_rewording_blocked
from desk.passing import Moved, back_to_draft
from desk.refusal import NotHere
from desk.rights import Asker
from desk.together import Went, each, has_left, held_series, require_all_of, to_come
from desk.wording import Spoken
from words import s


def change(by: int, series_id: int, texts: Mapping[int, str]) -> Went:
    """Give a series other words, by channel: the dates still to come that say its words say the new ones, and are
    handed in again where they had been. A date with words of its own keeps them.

    Raises Refused, with nothing changed, when the policies block any of the dates.
    """
    with store.reading() as session:
        _, who, new, posts = _reworded(session, by, series_id, texts, held=False)
        stop_if_rewording_blocked(session, who, new, posts)
    with store.writing() as session:
        kept, _, new, posts = _reworded(session, by, series_id, texts, held=True)
        before = [post.id for post in posts if post.state != "draft"]
        require_all_of(session, by, posts)
        _around = laying.around(session, kept)
        for post in posts:
            back_to_draft(session, post, by, s("Les mots de la série ont changé."))
            write(session, post, laying.on_day(session, new, _day(post)))
            post.author_id = by  # whose words they are now: nobody approves their own
        laying.tell(kept, laying.rule_of(kept), new)
        laying.stop_if_there(session, kept)
        laying.record(session, kept, by, "reworded", len(posts))
    went = each(series_id, before, lambda one: reviewing.submit(by, one, and_schedule=True))
    drafts = {post.id: Moved(post.id, "draft") for post in posts if post.id not in before}
    return replace(went, moved={**drafts, **went.moved})


def _reworded(
    session: Session, by: int, series_id: int, texts: Mapping[int, str], *, held: bool
) -> tuple[Recurrence, Asker, list[Spoken], list[Post]]:
    """Return the series, who asks, the new words, and the posts that will say them."""
    kept, who = held_series(session, by, series_id, held=held)
    old = laying.words_of(session, kept)
    if texts.keys() - {one.channel_id for one in old}:
        raise NotHere
    new = [replace(one, text=texts.get(one.channel_id, one.text)) for one in old]
    posts = laying.posts_of(session, series_id, held=held)
    return kept, who, new, [post for post in posts if _says(session, post, old)]


def _day(post: Post) -> date:
    if post.local_date is None:
        raise AssertionError  # a post of a series has a date
    return post.local_date


def _says(session: Session, post: Post, words: Sequence[Spoken]) -> bool:
    """Tell whether a post is still to come and says the words of its series."""
    if not to_come(post) or post.state == "cancelled" or has_left(session, post.id):
        return False
    stands = {v.channel_id: v.text for v in session.scalars(select(Variant).where(Variant.post_id == post.id))}
    return stands == {one.channel_id: one.text for one in laying.on_day(session, words, _day(post))}
