"""Roles are given where the giver manages people, never to oneself; a person out of reach does not exist."""

from __future__ import annotations

from datetime import datetime

import pytest

from data import scope, store
from data.models import User
from desk import conversations, people, territories
from desk.refusal import NotHere, Refused
from tests import cast


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def roles(user: int) -> dict[int, frozenset[str]]:
    with store.reading() as session:
        return scope.roles_by_territory(session, user)


def test_a_director_adds_a_colleague_at_home_only(crew: cast.Cast) -> None:
    bruno, home = crew.user["bruno"], crew.territory["strasbourg"]
    fatou = people.add_user(bruno, "Fatou@Example.org", "Fatou", roles=[(home, "adviser")])
    assert roles(fatou) == {home: frozenset({"adviser"})}
    with pytest.raises(NotHere):
        people.add_user(bruno, "g@example.org", "G", roles=[(crew.territory["colmar"], "adviser")])
    with pytest.raises(Refused):
        people.add_user(bruno, "g@example.org", "G")
    with pytest.raises(Refused):
        people.add_user(bruno, "fatou@example.org", "Fatou", roles=[(home, "adviser")])
    with pytest.raises(Refused, match="rôle"):
        people.add_user(bruno, "g@example.org", "G", roles=[(home, "roi")])


def test_granting_twice_is_granting_once_and_revoking_takes_it_back(crew: cast.Cast) -> None:
    bruno, home = crew.user["bruno"], crew.territory["strasbourg"]
    fatou = people.add_user(bruno, "fatou@example.org", "Fatou", roles=[(home, "adviser")])
    people.grant(bruno, fatou, home, "press")
    people.grant(bruno, fatou, home, "press")
    people.revoke(bruno, fatou, home, "press")
    assert roles(fatou) == {home: frozenset({"adviser"})}
    with pytest.raises(NotHere):
        people.revoke(bruno, fatou, home, "press")


def test_nobody_gives_a_role_to_themselves(crew: cast.Cast) -> None:
    with pytest.raises(Refused, match="soi-même"):
        people.grant(crew.user["bruno"], crew.user["bruno"], crew.territory["strasbourg"], "admin")


def test_a_colleague_of_a_wider_territory_is_not_closed_by_one_city(crew: cast.Cast) -> None:
    for verb in (people.deactivate, lambda by, who: people.set_password(by, who, "une longue phrase neuve")):
        with pytest.raises(Refused):
            verb(crew.user["bruno"], crew.user["alice"])
        with pytest.raises(NotHere):
            verb(crew.user["bruno"], crew.user["dora"])


def test_a_closed_person_can_do_nothing_more(crew: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon)
    people.deactivate(None, crew.user["chloe"])
    with pytest.raises(Refused, match="fermé"):
        conversations.take(crew.user["chloe"], case)


def test_ones_own_password_needs_the_current_one_and_some_length(crew: cast.Cast) -> None:
    alice = crew.user["alice"]
    people.set_password(None, alice, "une longue phrase")
    with pytest.raises(Refused, match="actuel"):
        people.set_password(alice, alice, "une autre longue phrase", current="faux")
    with pytest.raises(Refused, match="12"):
        people.set_password(alice, alice, "court", current="une longue phrase")


def test_one_chooses_ones_language_among_those_there_are(crew: cast.Cast) -> None:
    people.set_language(crew.user["dora"], "de")
    with pytest.raises(Refused):
        people.set_language(crew.user["dora"], "tlh")
    with store.reading() as session:
        assert session.get_one(User, crew.user["dora"]).lang == "de"


def test_territories_are_added_below_what_one_manages(crew: cast.Cast) -> None:
    alsace = crew.territory["alsace"]
    people.grant(None, crew.user["emile"], alsace, "admin")
    obernai = territories.add(crew.user["emile"], "obernai", "Obernai", parent_id=alsace)
    territories.rename(crew.user["emile"], obernai, "Obernai et le Piémont")
    assert obernai in roles(crew.user["alice"])
    with pytest.raises(NotHere):
        territories.add(crew.user["emile"], "ailleurs", "Ailleurs")
    with pytest.raises(Refused):
        territories.add(crew.user["alice"], "ailleurs", "Ailleurs", parent_id=alsace)
    for odd in (
        {"slug": "Obernai"},
        {"slug": "obernai"},
        {"zone": "Mars/Olympus"},
        {"kind": "lune"},
        {"colour": "red"},
    ):
        with pytest.raises(Refused):
            territories.add(None, **({"slug": "rosheim", "name": "Rosheim"} | odd))
