"""A post that comes back: laid as ordinary posts for all its dates at once, and made longer. What it would be is in
`foreseeing`, what is done with all its dates together in `together`; both are named here too.

The same series asked for twice is one; a date has one post, whatever became of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import clock
from data import store
from data.models import Recurrence
from desk import laying, occurrences
from desk.dates import LAST_DAY, Rule, checked, stop_if_many, year_after
from desk.drafting import VariantText, stop_wrong_accounts
from desk.foreseeing import Foreseen, asked, foresee, stop_if_any_blocked
from desk.occurrences import Occurrence
from desk.passing import GRACE
from desk.refusal import refused
from desk.rewording import change
from desk.rights import Asker
from desk.together import Went, approve, digests_of, held_series, stop, submit
from desk.wording import About
from words import s

__all__ = [
    "LAST_DAY", "Foreseen", "Laid", "Rule", "Went",
    "approve", "change", "digests_of", "extend", "foresee", "lay", "stop", "submit",
]  # fmt: skip


@dataclass(frozen=True)
class Laid:
    """A series, the posts of all its dates, and those that are new."""

    series_id: int
    post_ids: tuple[int, ...]
    new_ids: tuple[int, ...]


def lay(
    by: int,
    territory_id: int,
    variants: Sequence[VariantText],
    rule: Rule,
    *,
    title: str = "",
    beneficiary: str = "visitor",
    tags: Sequence[str] = (),
    confirm: str | None = None,
) -> Laid:
    """Make a draft for each date of a series; asked for again, the same series is returned and nothing is made.

    Raises NeedsConfirmation for hours that clocks skip or show twice (`confirm`: « moved » or « left_out »), and
    Refused when the policies block any of the dates: nothing is written then.
    """
    rule = checked(occurrences.answered(rule, confirm))
    found = occurrences.occurrences(rule)
    stop_if_many(found)
    _stop_if_over(found[0])
    about = {"title": title, "beneficiary": beneficiary, "tags": list(tags)}
    with store.reading() as session:
        who, said = asked(session, by, territory_id, variants)
        stop_wrong_accounts(session, who, said, About(by, tags=tags))
        stop_if_any_blocked(session, who, said, found, About(by, tags=tags))

    def wanted() -> Recurrence:
        row = Recurrence(territory_id=territory_id, author_id=by, created_at=clock.now(), **about)
        laying.tell(row, rule, said)
        return row

    try:
        return _lay(by, wanted(), found)
    except IntegrityError:  # asked for twice at the same moment: the other one has made it by now
        return _lay(by, wanted(), found)


def extend(by: int, series_id: int, until: date, *, confirm: str | None = None) -> Laid:
    """Make a series longer: drafts for the dates that are missing up to `until`, with its words. Raises as `lay`."""
    with store.reading() as session:
        kept, who, _, found = _longer(session, by, series_id, until, confirm, held=False)
        said = laying.words_of(session, kept)
        stop_if_any_blocked(session, who, said, found, About(by, tags=kept.tags))
    with store.writing() as session:
        kept, _, rule, found = _longer(session, by, series_id, until, confirm, held=True)
        laying.tell(kept, rule, laying.words_of(session, kept))
        laying.stop_if_there(session, kept)
        new = laying.lay(session, kept, by, found)
        laying.record(session, kept, by, "extended", len(new))
        return Laid(kept.id, _ids(session, kept.id), tuple(new))


def _longer(
    session: Session, by: int, series_id: int, until: date, confirm: str | None, *, held: bool
) -> tuple[Recurrence, Asker, Rule, list[Occurrence]]:
    kept, who = held_series(session, by, series_id, held=held)
    if until <= kept.ends_on:
        raise refused(s("La nouvelle fin doit venir après l'ancienne, le {day}.", day=f"{kept.ends_on:%d/%m/%Y}"))
    if until > year_after(clock.now().astimezone(clock.zone(kept.zone)).date()):
        raise refused(s("Une série se prolonge d'un an au plus à partir d'aujourd'hui."))
    rule = occurrences.answered(replace(laying.rule_of(kept), until=until), confirm)
    there = {post.local_date for post in laying.posts_of(session, series_id)}
    missing = [one for one in occurrences.occurrences(rule) if one.on not in there and one.due_at > clock.now()]
    stop_if_many(missing)
    return kept, who, rule, missing


def _stop_if_over(first: Occurrence) -> None:
    if first.due_at < clock.now() - GRACE:
        raise refused(s("La première date est passée, le {day} : commencez plus tard.", day=f"{first.on:%d/%m/%Y}"))


def _lay(by: int, wanted: Recurrence, found: Sequence[Occurrence]) -> Laid:
    with store.writing() as session:
        same = select(Recurrence).where(Recurrence.key == wanted.key, Recurrence.stopped_at.is_(None))
        there = session.scalars(same.with_for_update()).one_or_none()
        if there is not None and _is_meant(session, there.id):
            return Laid(there.id, _ids(session, there.id), ())
        if there is not None:  # each of its dates was cancelled, one by one
            there.stopped_at, there.stopped_by_id = clock.now(), by
            session.flush()
        session.add(wanted)
        session.flush()
        new = laying.lay(session, wanted, by, found)
        laying.record(session, wanted, by, "laid", len(new))
        return Laid(wanted.id, tuple(new), tuple(new))


def _is_meant(session: Session, series_id: int) -> bool:
    return any(post.state != "cancelled" for post in laying.posts_of(session, series_id))


def _ids(session: Session, series_id: int) -> tuple[int, ...]:
    return tuple(post.id for post in laying.posts_of(session, series_id))
