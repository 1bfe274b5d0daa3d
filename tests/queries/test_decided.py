"""AC-61: what was set aside in a month is listed once, with who, as what and why, for those who see the place."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dashboard.parts.overridden import as_csv
from data.queries.decided import overridden
from desk import posts
from desk.posts import SetAside, VariantText, When
from tests import cast

WHY = "=Vœux à minuit, vu avec la mairie"


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    people = cast.gather(noon)
    aside = (SetAside("quiet_hours", WHY),)
    words = [VariantText(people.channel["mulhouse/x"], "Bonne année !", overrides=aside)]
    post = posts.draft(people.user["dora"], people.territory["mulhouse"], words, when=When("2026-12-06T03:00"))
    posts.submit(people.user["dora"], post)
    posts.approve(people.user["alice"], post, and_schedule=True)
    return people


def test_ac_61_one_override_is_one_line_however_often_it_was_judged(crew: cast.Cast, noon: datetime) -> None:
    day = timedelta(days=1)
    for name in ("alice", "dora"):
        (one,) = overridden(crew.user[name], noon - day, noon + day)
        assert (one.rule, one.by, one.role, one.reason) == ("quiet_hours", "Dora", "cm", WHY)
        assert (one.place.slug, one.network, one.at) == ("mulhouse", "x", noon)
    assert overridden(crew.user["alice"], noon + day, noon + 2 * day) == []
    assert overridden(crew.user["alice"], noon - day, noon + day, crew.territory["colmar"]) == []
    for stranger in ("bruno", "chloe", "emile"):
        assert overridden(crew.user[stranger], noon - day, noon + day) == []


def test_the_file_of_a_month_runs_nothing_in_a_spreadsheet(crew: cast.Cast, noon: datetime) -> None:
    found = overridden(crew.user["dora"], noon - timedelta(days=1), noon + timedelta(days=1))
    head, line = as_csv(found).decode("utf-8-sig").splitlines()
    assert head.startswith("at,territory,network,post,rule")
    assert "\"'=Vœux" in line
