"""What the composer hands to the desk, and the acts that are two verbs in a row: keep, then submit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.queries import calendar
from data.queries.places import Account
from desk import posts, series
from desk.posts import Moved, VariantText, When
from desk.series import Rule, Went


@dataclass(frozen=True)
class Draft:
    """What stands in the composer. `post_id` None: not kept yet. `local` None: no time."""

    territory_id: int
    variants: tuple[VariantText, ...]
    title: str = ""
    local: str | None = None
    zone: str | None = None
    tags: tuple[str, ...] = ()
    post_id: int | None = None

    def when(self, fold: int | None = None) -> When:
        """Return the time as the desk takes it."""
        return When(self.local, self.zone, fold)


def keep(by: int, draft: Draft, kept: Callable[[int], None], *, confirm: str | None = None) -> int:
    """Keep a draft, new or changed, and return its id; `kept` hears it before anything else may be refused."""
    fold = int(confirm) if confirm in ("0", "1") else None
    told: dict[str, Any] = {"variants": draft.variants, "title": draft.title, "tags": draft.tags}
    told["when"] = draft.when(fold)
    if draft.post_id is None:
        post_id = posts.draft(by, draft.territory_id, **told)
    else:
        post_id = draft.post_id
        posts.change(by, post_id, **told, confirm=None if fold is not None else confirm)
    kept(post_id)
    return post_id


def submit(by: int, draft: Draft, kept: Callable[[int], None], *, confirm: str | None = None) -> Moved:
    """Keep a draft and hand it in; it is scheduled at once where the policies let it."""
    post_id = keep(by, draft, kept, confirm=confirm)
    return posts.submit(by, post_id, and_schedule=draft.local is not None)


def publish(by: int, draft: Draft, kept: Callable[[int], None], *, confirm: str | None = None) -> Moved:
    """Keep a draft and send it now, where the policies let it."""
    return posts.publish_now(by, keep(by, draft, kept, confirm=confirm))


def repeat(by: int, draft: Draft, rule: Rule, *, confirm: str | None = None) -> Went:
    """Lay a series and hand in its dates; the draft its words come from, if there was one, has become these dates."""
    words = tuple(one for one in draft.variants if one.text.strip())
    laid = series.lay(by, draft.territory_id, words, rule, title=draft.title, tags=draft.tags, confirm=confirm)
    went = series.submit(by, laid.series_id, and_schedule=True)
    before = calendar.one_post(by, draft.post_id) if draft.post_id is not None else None
    if before is not None and before.state == "draft":
        posts.cancel(by, before.id)
    return went


def longer(by: int, series_id: int, until: date, *, confirm: str | None = None) -> Went:
    """Make a series longer and hand in the new dates."""
    series.extend(by, series_id, until, confirm=confirm)
    return series.submit(by, series_id, and_schedule=True)


def move(by: int, post_id: int, local: str, zone: str, *, fold: int | None = None) -> Moved:
    """Give a post another time and hand it in again."""
    posts.reschedule(by, post_id, local, zone, fold=fold)
    return posts.submit(by, post_id, and_schedule=True)


def home(chosen: Sequence[Account]) -> int:
    """Return the territory a post belongs to: the one all its accounts share, else the region above them."""
    places = {account.place.id: account.place for account in chosen}
    if len(places) == 1:
        return next(iter(places))
    above = {place.parent_id or place.id for place in places.values()}
    return next(iter(above)) if len(above) == 1 else next(iter(places))
