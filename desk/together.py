"""All dates of a series at once: handed in, approved, stopped. Each goes its own way as an ordinary post, in
its own unit of work: what one date is refused stops no other, and what was interrupted is taken up by asking again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import digests, store
from data.models import Channel, Delivery, Post, Recurrence, Variant
from desk import laying, reviewing
from desk.passing import Moved, move_post
from desk.queueing import OUT, clear, take_back
from desk.refusal import Refused, Stopped, TooLate
from desk.rights import Asker, reach, require_all
from words import Sentence, s

GOING = ("draft", "in_review", "approved", "scheduled")


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
        ids = [post.id for post in laying.posts_of(session, series_id) if post.state == "draft" and to_come(post)]
    return each(series_id, ids, lambda one: reviewing.submit(by, one, and_schedule=and_schedule))


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
    return each(series_id, ids, lambda one: reviewing.approve(by, one, and_schedule=and_schedule, seen=seen[one]))


def stop(by: int, series_id: int) -> int:
    """Stop a series: what has not left is cancelled, what has left stays. Returns how many dates will not leave."""
    with store.writing() as session:
        kept, _ = held_series(session, by, series_id)
        kept.stopped_at, kept.stopped_by_id = clock.now(), by
        posts = [post for post in laying.posts_of(session, series_id, held=True) if post.state in GOING]
        require_all_of(session, by, posts)
        ended = sum(_cancelled(session, by, post) for post in posts)
        laying.record(session, kept, by, "stopped", ended)
        return ended


def _cancelled(session: Session, by: int, post: Post) -> bool:
    because = s("La série est arrêtée.")
    if has_left(session, post.id):  # in part at least: the rest goes no further
        return clear(session, post, by, because) > 0
    take_back(session, post, by, because)
    move_post(session, post, "cancelled", by, because=because)
    return True


def require_all_of(session: Session, by: int, posts: Sequence[Post]) -> None:
    """Ask once for all posts what `held_post` asks for one: the right to it in every city it speaks for."""
    for action, states in {"draft": ("draft", "in_review", "declined"), "publish": ("approved", "scheduled")}.items():
        ids = [post.id for post in posts if post.state in states]
        spoken_for = select(Channel.territory_id).join(Variant, Variant.channel_id == Channel.id).distinct()
        require_all(session, by, action, session.scalars(spoken_for.where(Variant.post_id.in_(ids))))


def each(series_id: int, ids: Iterable[int], act: Callable[[int], Moved]) -> Went:
    """Do `act` with each post and tell what became of it. Raises Refused, each reason once, when none moved."""
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


def held_series(session: Session, by: int, series_id: int, *, held: bool = True) -> tuple[Recurrence, Asker]:
    """Return a series that goes on, for somebody who may write for every city it speaks for; TooLate for another."""
    kept = reach(session, by, "draft", Recurrence, series_id, held=held)
    if kept.stopped_at is not None:
        raise TooLate(s("Cette série est arrêtée : faites-en une autre."))
    places = {one.declared for one in laying.words_of(session, kept) if one.declared is not None}
    return kept, require_all(session, by, "draft", {kept.territory_id, *places})


def to_come(post: Post) -> bool:
    """Tell whether a post's time is not over yet."""
    return post.due_at is not None and post.due_at > clock.now()


def has_left(session: Session, post_id: int) -> bool:
    """Tell whether any part of a post is out, perhaps."""
    out = select(Delivery.id).where(Delivery.post_id == post_id, Delivery.state.in_(OUT)).limit(1)
    return session.scalar(out) is not None
