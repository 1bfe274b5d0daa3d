"""Nobody reads another city's anything: every public query is walked with a stranger's ids."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

import data.models
import data.queries
from data import store
from data.models import Member, Variant
from data.queries import brand, calendar, contributions, deliveries, people, places, waiting
from tests import cast
from tests.cast import Cast
from tests.queries import stock
from tests.queries.stock import Stock

pytestmark = pytest.mark.usefixtures("database")
NAMELESS = {
    "people.user",
    "people.roles",
    "people.colleagues",
    "brand.daily",
    "waiting.left_out",
    "approvals.asked",
    "privacy.requests",
}  # name no place
WALKED = {
    "approvals.asked",
    "approvals.pace",
    "approvals.waiting",
    "brand.daily",
    "brand.mood",
    "brand.named",
    "brand.topics",
    "calendar.drafts",
    "calendar.one_post",
    "calendar.posts",
    "contributions.one",
    "contributions.queue",
    "conversation.one",
    "copies.listed",
    "decided.overridden",
    "deliveries.all_deliveries",
    "deliveries.one",
    "inbox.counts",
    "incidents.listed",
    "inbox.queue",
    "moderation.acts",
    "my_day.summary",
    "my_day.unanswered",
    "notices.targets",
    "people.colleagues",
    "people.members",
    "people.roles",
    "people.user",
    "banners.banners",
    "places.channels",
    "places.territories",
    "privacy.looked",
    "privacy.requests",
    "relay.absences",
    "relay.one",
    "relay.roster",
    "samples.corrected_scores",
    "samples.measured",
    "samples.next_one",
    "samples.progress",
    "search.newest",
    "series.one",
    "service.answers",
    "service.kept",
    "waiting.counts",
    "waiting.left_out",
    "waiting.listed",
}


def walked() -> dict[str, Callable[..., Any]]:
    """Every public function of the room that takes a user, by "module.name"."""
    found = {}
    for module in pkgutil.iter_modules(data.queries.__path__):
        room = importlib.import_module(f"data.queries.{module.name}")
        for name, function in inspect.getmembers(room, inspect.isfunction):
            parameters = list(inspect.signature(function).parameters)
            if function.__module__ == room.__name__ and not name.startswith("_") and parameters[:1] == ["user_id"]:
                found[f"{module.name}.{name}"] = function
    return found


def ask(function: Callable[..., Any], user_id: int, desk: Stock, at: datetime) -> Any:
    """Call a query about a city's own ids."""
    known = vars(desk) | {
        "user_id": user_id,
        "at": at,
        "since": at - timedelta(days=1),
        "until": at + timedelta(days=1),
        "words": "vivre",
        "post_ids": [desk.post_id],
    }
    optional = {"territory_id"}
    return function(
        **{
            name: known[name]
            for name, one in inspect.signature(function).parameters.items()
            if one.default is inspect.Parameter.empty or name in optional
        }
    )


@pytest.fixture
def desk(noon: datetime) -> tuple[Cast, Stock, Stock]:
    """The cast, with Colmar and Mulhouse stocked alike."""
    gathered = cast.gather(noon)
    return gathered, stock.fill(gathered, "colmar", noon), stock.fill(gathered, "mulhouse", noon)


def test_every_query_of_the_room_is_walked() -> None:
    assert walked().keys() == WALKED


def test_dora_of_mulhouse_reads_nothing_of_colmar(desk: tuple[Cast, Stock, Stock], noon: datetime) -> None:
    gathered, colmar, mulhouse = desk
    for name, function in walked().items():
        asked_there = repr(ask(function, gathered.user["dora"], colmar, noon)).lower()
        asked_here = repr(ask(function, gathered.user["dora"], mulhouse, noon)).lower()
        assert "colmar" not in asked_there + asked_here, name
        if name not in NAMELESS:
            assert "mulhouse" in asked_here, name


def test_the_same_walk_shows_colmar_to_those_who_may(desk: tuple[Cast, Stock, Stock], noon: datetime) -> None:
    gathered, colmar, _ = desk
    for name, function in walked().items():
        if name not in NAMELESS:
            for who in ("alice", "chloe"):
                if (name, who) != ("my_day.summary", "chloe"):
                    assert "colmar" in repr(ask(function, gathered.user[who], colmar, noon)).lower(), (name, who)


def test_a_series_counts_what_its_reader_may_see(desk: tuple[Cast, Stock, Stock], noon: datetime) -> None:
    gathered, colmar, _ = desk
    span = (noon - timedelta(days=1), noon + timedelta(days=1))
    assert brand.daily(gathered.user["dora"], *span, colmar.territory_id) == []
    volumes = {who: [day.tally.volume for day in brand.daily(gathered.user[who], *span)] for who in ("alice", "dora")}
    assert volumes == {"alice": [0, 2, 0], "dora": [0, 1, 0]}


def test_emile_and_a_stranger_get_empty_answers_and_no_error(desk: tuple[Cast, Stock, Stock], noon: datetime) -> None:
    gathered, colmar, _ = desk
    for name, function in walked().items():
        for who in (gathered.user["emile"], 10**6):
            if name not in {"people.user", "my_day.summary", "inbox.queue"}:
                assert not ask(function, who, colmar, noon), name
            assert "colmar" not in repr(ask(function, who, colmar, noon)).lower(), name


def test_a_post_of_the_region_shows_each_city_its_own_words_only(noon: datetime) -> None:
    gathered = cast.gather(noon)
    post_id, _ = stock.post(gathered, "colmar", noon, state="scheduled", due_at=noon)
    with store.writing() as session:
        kept = session.get_one(data.models.Post, post_id)
        kept.territory_id, kept.title = gathered.territory["alsace"], "Avent"
        session.add(Variant(post_id=post_id, channel_id=gathered.channel["mulhouse/x"], text="Bonjour Mulhouse"))
    (seen,) = calendar.posts(gathered.user["dora"], noon, noon + timedelta(days=1))
    assert (seen.place, seen.title, [v.text for v in seen.variants]) == (None, "Avent", ["Bonjour Mulhouse"])
    whole = calendar.one_post(gathered.user["alice"], post_id)
    assert whole
    assert whole.place
    assert (whole.place.slug, len(whole.variants)) == ("alsace", 2)


def test_colleagues_are_those_whose_role_reaches_the_place(noon: datetime) -> None:
    gathered = cast.gather(noon)
    colmar = gathered.territory["colmar"]
    found = people.colleagues(gathered.user["chloe"], colmar)
    assert [(one.name, one.roles) for one in found] == [("Alice", ("cm",)), ("Chloe", ("adviser",))]
    assert people.colleagues(gathered.user["dora"], colmar) == []
    assert set(people.roles(gathered.user["dora"])) == {gathered.territory["mulhouse"]}


def test_a_link_opens_its_members_sheet_until_the_member_is_inactive(desk: tuple[Cast, Stock, Stock]) -> None:
    _, colmar, _ = desk
    sheet = contributions.of_member("link-colmar")
    assert sheet
    assert [offer.id for offer in sheet.offers] == [colmar.contribution_id]
    assert contributions.of_member("link-nowhere") is None
    with store.writing() as session:
        session.query(Member).filter_by(link_digest="link-colmar").one().active = False
    assert contributions.of_member("link-colmar") is None


def test_the_operator_sees_every_delivery_with_its_attempts(desk: tuple[Cast, Stock, Stock], noon: datetime) -> None:
    gathered, colmar, _ = desk
    assert {one.territory for one in deliveries.all_deliveries(None)} == {"colmar", "mulhouse"}
    assert [one.state for one in deliveries.all_deliveries(None, states=("held",))] == ["held", "held"]
    assert deliveries.all_deliveries(None, since=noon + timedelta(seconds=1)) == []
    parcel = deliveries.one(None, colmar.delivery_id)
    assert parcel
    assert [(one.number, one.result) for one in parcel.attempts] == [(1, "Rejected")]
    seen = {one.parcel.state for one in waiting.listed(gathered.user["chloe"], noon)}
    assert seen == {"held", "failed", "unconfirmed"}


def test_no_record_carries_credentials_passwords_or_links(desk: tuple[Cast, Stock, Stock], noon: datetime) -> None:
    gathered, colmar, _ = desk
    everything = "".join(repr(ask(function, gathered.user["alice"], colmar, noon)) for function in walked().values())
    for secret in ("credentials", "password", "link-colmar", "link_digest"):
        assert secret not in everything
    assert [a.handle for a in places.channels(gathered.user["chloe"])] == ["colmar_demo", "colmar_demo"]
