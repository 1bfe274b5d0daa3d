"""All dates of a series at once: handed in, approved, reworded, stopped. Each goes its own way as an ordinary post, in
its own unit of work: what one date is refused stops no other, and what was interrupted is taken up by asking again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import digests, store
from data.models import Delivery, Post, Recurrence, Variant
from desk import laying, reviewing
from desk.drafting import write
from desk.foreseeing import stop_if_rewording_blocked
from desk.passing import Moved, back_to_draft, held_post, move_post
from desk.queueing import OUT, clear, take_back
from desk.refusal import NotHere, Refused, Stopped, TooLate
from desk.rights import Asker, reach, require_all
from desk.wording import Spoken
from words import Sentence, s


@dataclass(frozen=True)
class Went:
    """What became of the dates: posts that moved, and why others did not."""

    series_id: int
    moved: Mapping[int, Moved]
    refused: Mapping[int, tuple[Sentence, ...]]

    def count(self, state: str) -> int:
        """Return how many stand in a state now."""
        return sum(one.state == state for one in self.moved.values())


def submit(by: int, series_id: int, *, and_schedule: bool = False) -> Went:
    """Hand in every draft of a series that is still to come. Raises Refused when none could be."""
    with store.reading() as session:
        reach(session, by, "draft", Recurrence, series_id, held=False)
        ids = [post.id for post in laying.posts_of(session, series_id) if post.state == "draft" and _to_come(post)]
    return _each(series_id, ids, lambda one: reviewing.submit(by, one, and_schedule=and_schedule))


def digests_of(by: int, series_id: int) -> dict[int, str]:
    """Return the digest of each date that waits for approval: what a reviewer reads, to give to `approve`."""
    with store.reading() as session:
        reach(session, by, "draft", Recurrence, series_id, held=False)
        waiting = [post.id for post in laying.posts_of(session, series_id) if post.state == "in_review"]
        return {post_id: digests.of_post(session, post_id) for post_id in waiting}


def approve(by: int, series_id: int, seen: Mapping[int, str], *, and_schedule: bool = True) -> Went:
    """Approve the dates that were read, each as it was read. Raises Refused when none could be."""
    with store.reading() as session:
        reach(session, by, "approve", Recurrence, series_id, held=False)
        ids = [post.id for post in laying.posts_of(session, series_id) if post.id in seen]
    return _each(series_id, ids, lambda one: reviewing.approve(by, one, and_schedule=and_schedule, seen=seen[one]))


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
        for post in posts:
            held_post(session, by, post.id, "draft" if post.state in ("draft", "in_review", "declined") else "publish")
            back_to_draft(session, post, by, s("Les mots de la série ont changé."))
            write(session, post, laying.on_day(session, new, _day(post)))
            post.author_id = by  # whose words they are now: nobody approves their own
        laying.tell(kept, laying.rule_of(kept), new)
        laying.record(session, kept, by, "reworded", len(posts))
    went = _each(series_id, before, lambda one: reviewing.submit(by, one, and_schedule=True))
    drafts = {post.id: Moved(post.id, "draft") for post in posts if post.id not in before}
    return replace(went, moved={**drafts, **went.moved})


def stop(by: int, series_id: int) -> int:
    """Stop a series: what has not left is cancelled, what has left stays. Returns how many dates will not leave."""
    with store.writing() as session:
        kept, _ = _held(session, by, series_id)
        if kept.stopped_at is not None:
            raise TooLate(s("Cette série est déjà arrêtée."))
        kept.stopped_at, kept.stopped_by_id = clock.now(), by
        ended = sum(_cancelled(session, by, post) for post in laying.posts_of(session, series_id))
        laying.record(session, kept, by, "stopped", ended)
        return ended


def _cancelled(session: Session, by: int, post: Post) -> bool:
    if post.state in ("cancelled", "declined"):
        return False
    held_post(session, by, post.id, "publish" if post.state in ("approved", "scheduled") else "draft")
    because = s("La série est arrêtée.")
    if _has_left(session, post.id):  # in part at least: the rest goes no further
        return clear(session, post, by, because) > 0
    take_back(session, post, by, because)
    move_post(session, post, "cancelled", by, because=because)
    return True


def _each(series_id: int, ids: Iterable[int], act: Callable[[int], Moved]) -> Went:
    moved, refused = {}, {}
    for post_id in ids:
        try:
            moved[post_id] = act(post_id)
        except Stopped as stopped:
            refused[post_id] = stopped.sentences
    if refused and not moved:
        said = {(one.text, repr(one.values)): one for sentences in refused.values() for one in sentences}
        raise Refused(list(said.values()))
    return Went(series_id, moved, refused)


def _reworded(
    session: Session, by: int, series_id: int, texts: Mapping[int, str], *, held: bool
) -> tuple[Recurrence, Asker, list[Spoken], list[Post]]:
    """Return the series, who asks, the new words, and the posts that will say them."""
    kept, who = _held(session, by, series_id, held=held)
    old = laying.words_of(session, kept)
    if texts.keys() - {one.channel_id for one in old}:
        raise NotHere
    new = [replace(one, text=texts.get(one.channel_id, one.text)) for one in old]
    return kept, who, new, [post for post in laying.posts_of(session, series_id) if _says(session, post, old)]


def _held(session: Session, by: int, series_id: int, *, held: bool = True) -> tuple[Recurrence, Asker]:
    kept = reach(session, by, "draft", Recurrence, series_id, held=held)
    places = {one.declared for one in laying.words_of(session, kept) if one.declared is not None}
    return kept, require_all(session, by, "draft", {kept.territory_id, *places})


def _day(post: Post) -> date:
    if post.local_date is None:
        raise AssertionError  # a post of a series has a date
    return post.local_date


def _to_come(post: Post) -> bool:
    return post.due_at is not None and post.due_at > clock.now()


def _says(session: Session, post: Post, words: Sequence[Spoken]) -> bool:
    """Tell whether a post is still to come and says the words of its series."""
    if not _to_come(post) or post.state == "cancelled" or _has_left(session, post.id):
        return False
    stands = {v.channel_id: v.text for v in session.scalars(select(Variant).where(Variant.post_id == post.id))}
    return stands == {one.channel_id: one.text for one in laying.on_day(session, words, _day(post))}


def _has_left(session: Session, post_id: int) -> bool:
    out = select(Delivery.id).where(Delivery.post_id == post_id, Delivery.state.in_(OUT)).limit(1)
    return session.scalar(out) is not None
