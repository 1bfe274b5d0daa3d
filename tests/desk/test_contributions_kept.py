"""What members hand in is kept as long as it serves, and no one link fills the house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import clock
from desk import contributions
from desk.refusal import Refused, TooLate
from tests import cast
from tests.desk.test_contributions import crew, kept, link, offer

__all__ = ["crew", "link"]  # fixtures
Ending = Callable[[cast.Cast, str, int], object]


def originals(home: Path) -> set[str]:
    return {path.name for path in (home / "media" / "private").iterdir()}


def test_a_grant_is_kept_for_its_use_and_five_years(link: str, noon: datetime) -> None:
    assert kept(offer(link)).keep_until == datetime(2034, 12, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "end",
    [
        lambda crew, link, given: contributions.withdraw(link, given),
        lambda crew, link, given: contributions.decline(crew.user["alice"], given, "quality"),
    ],
    ids=["withdrawn", "declined"],
)
def test_the_original_goes_with_its_offer_and_only_with_it(crew: cast.Cast, link: str, home: Path, end: Ending) -> None:
    given, same = offer(link), offer(link)
    end(crew, link, given)
    assert originals(home) == {kept(same).media[0]["original"]}
    (left,) = kept(given).media
    assert "original" not in left
    assert (home / "media" / left["file"]).is_file()


def test_an_offer_accepted_keeps_its_original_and_a_late_refusal_deletes_nothing(
    crew: cast.Cast, link: str, home: Path
) -> None:
    alice, given = crew.user["alice"], offer(link)
    contributions.accept(alice, given)
    with pytest.raises(TooLate):
        contributions.decline(alice, given, "quality")
    assert originals(home) == {kept(given).media[0]["original"]}


def test_twenty_offers_a_day_then_the_link_waits_until_tomorrow(crew: cast.Cast, link: str, noon: datetime) -> None:
    first = [offer(link, photo=None, kind="tip") for _ in range(20)]
    contributions.withdraw(link, first[0])  # taking back makes no room: the house was still filled
    with pytest.raises(Refused, match="20 propositions"):
        offer(link, photo=None, kind="tip")
    other = contributions.add_member(crew.user["alice"], crew.territory["colmar"], "Musée").link_token
    offer(other, photo=None, kind="tip")
    with clock.stopped_at(noon + timedelta(days=1)):
        offer(link, photo=None, kind="tip")
