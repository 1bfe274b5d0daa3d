"""« Vie privée »: erased in one gesture by who protects data, closed to others, and who looked is told."""

from __future__ import annotations

import pytest

from data import store
from data.models import Author, Conversation, Role
from tests import cast
from tests.dashboard import test_pages
from tests.dashboard.test_pages import Opened, said

opened, small = test_pages.opened, test_pages.small  # the fixtures of the pages
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_who_protects_data_erases_in_one_gesture_and_sees_who_looked(
    opened: Opened, small: tuple[cast.Cast, int, int]
) -> None:
    crew, colmar, _ = small
    with store.writing() as session:
        session.add(Role(user_id=crew.user["emile"], territory_id=crew.territory["alsace"], role="dpo"))
        handle = session.get_one(Author, session.get_one(Conversation, colmar).author_id).handle
    opened("chloe", "inbox", c=str(colmar)).switch_page("../pages/inbox.py").run()
    app = opened("emile", "privacy")
    app.text_input[0].input(handle)
    (button,) = [one for one in app.button if one.label == "Effacer"]
    button.click().run()
    assert "Cochez" in said(app)
    with store.reading() as session:
        assert session.get_one(Conversation, colmar).author_id is not None
    app.text_input[0].input(handle)
    app.checkbox[0].check()
    (button,) = [one for one in app.button if one.label == "Effacer"]
    button.click().run()
    assert not app.exception
    with store.reading() as session:
        assert session.get_one(Conversation, colmar).author_id is None
    assert "Demandes suivies" in said(app)
    assert "Réservé" in said(opened("chloe", "privacy"))
