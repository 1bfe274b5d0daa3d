"""The rules on their page, « Déroger… » where words are written, and the banner of a broken file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

import clock
from data import store
from data.models import PolicyDecision, Variant
from policies import in_force
from policies.book import Book
from tests import cast
from tests.dashboard import test_pages
from tests.dashboard.test_pages import said
from tests.policies.samples import TEXTS

Opened = Callable[..., AppTest]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
opened, small = test_pages.opened, test_pages.small  # fixtures
WHY = "Vœux à minuit, vu avec la mairie"


def write_for_tonight(app: AppTest, channel: int) -> None:
    """Write a post for three in the morning, when posts wait for the opening."""
    app.multiselect(key="compose-accounts-0").set_value([channel]).run()
    app.text_area(key=f"live-variant-0-{channel}").input("Bonne année !").run()
    app.toggle(key="compose-later-0").set_value(True).run()
    night = (clock.now() + timedelta(days=2)).replace(hour=3, minute=0)
    app.date_input(key="compose-0-day").set_value(night.date()).run()
    app.time_input(key="compose-0-hour").set_value(night.time().replace(second=0, microsecond=0)).run()


def overrides() -> list[str]:
    with store.reading() as session:
        return [one["reason"] for row in session.scalars(select(Variant)) for one in row.overrides]


def test_ac_61_a_cm_sets_a_rule_aside_while_writing_and_it_is_listed_by_the_month(
    opened: Opened,
    small: tuple[cast.Cast, int, int],
) -> None:
    channel = small[0].channel["colmar/x"]
    app = opened("alice", "compose")
    write_for_tonight(app, channel)
    name = f"post-{channel}-quiet_hours"
    app.text_input(key=f"aside-why-{name}").input("court")
    _send(app, name)
    assert "10 caractères" in said(app)
    app.text_input(key=f"aside-why-{name}").input(WHY)
    _send(app, name)
    assert not app.exception
    assert f"Dérogation (Community manager) : {WHY}" in said(app)
    app.text_area(key=f"live-variant-0-{channel}").input("Bonne année à tous !").run()
    assert WHY not in said(app)  # other words need it anew
    app.text_area(key=f"live-variant-0-{channel}").input("Bonne année !").run()
    app.button(key="submit").click().run()
    assert not app.exception
    assert overrides() == [WHY]
    with store.reading() as session:
        assert {row.set_aside for row in session.scalars(select(PolicyDecision))} == {1}
    assert WHY in said(opened("alice", "rules"))
    assert WHY not in said(opened("dora", "rules"))


def test_ac_61_an_adviser_is_offered_no_override(opened: Opened, small: tuple[cast.Cast, int, int]) -> None:
    app = opened("chloe", "compose")
    write_for_tonight(app, small[0].channel["colmar/x"])
    assert not [one for one in app.text_input if one.key and one.key.startswith("aside-")]
    assert "Exception à demander à" in said(app)


def test_words_are_tried_by_who_may_and_the_page_says_why(opened: Opened, small: tuple[cast.Cast, int, int]) -> None:
    app = opened("bruno", "rules")
    assert "Les règles qui valent ici" in said(app)
    app.selectbox(key="try-account").set_value(small[0].channel["strasbourg/x"]).run()
    app.text_area(key="try-text").input("x" * 400).run()
    assert not app.exception
    assert "retirez-en" in said(app)
    assert not [one for one in opened("chloe", "rules").text_area if one.key == "try-text"]


def test_ac_62_a_broken_file_is_said_on_every_page_to_who_can_act(
    opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = Book.of({**TEXTS, "mulhouse.yaml": TEXTS["mulhouse.yaml"] + "\nzorg: 1\n"}, Book.of(TEXTS))
    monkeypatch.setattr(in_force, "_kept", in_force._Kept(in_force._stamp(), broken))
    for page in ("my_day", "inbox", "preferences"):
        assert "mulhouse.yaml, ligne" in said(opened("dora", page))
    assert "mulhouse.yaml" not in said(opened("chloe", "inbox"))
    assert "mulhouse.yaml" not in said(opened("bruno", "inbox"))


def _send(app: AppTest, name: str) -> None:
    form = f"aside-form-{name}"
    next(one for one in app.button if one.form_id == form).click().run()
