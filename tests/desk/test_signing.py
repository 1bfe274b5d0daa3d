"""The door: one answer for every wrong password, slow for who guesses, closed on demand, shut to demo people."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import clock
import settings as settings_module
from data import store
from data.models import SignIn, SignInTry, User
from desk import people, signing
from desk.refusal import NotHere, Refused
from tests import cast

PASSWORD = "une phrase assez longue"  # a password of the tests, of no other use


@pytest.fixture
def alice(database: str, noon: datetime) -> int:
    user = cast.gather(noon).user["alice"]
    people.set_password(None, user, PASSWORD)
    return user


def enter(password: str = PASSWORD, email: str = "alice@example.org", address: str = "192.0.2.1") -> signing.SignedIn:
    return signing.sign_in(email, password, address)


def test_the_right_password_opens_and_the_session_says_who(alice: int) -> None:
    opened = enter(email=" Alice@Example.org ")
    person = signing.who(opened.token)
    assert person is not None
    assert (person.id, person.name, person.csrf) == (alice, "Alice", opened.csrf)
    assert signing.who("") is signing.who("devinette") is None


def test_what_is_kept_is_not_the_secret(alice: int) -> None:
    opened = enter()
    with store.reading() as session:
        kept, user = session.scalars(select(SignIn)).one(), session.get_one(User, alice)
    assert opened.token not in (kept.digest, kept.csrf)
    assert opened.token not in repr(opened)
    assert user.password.startswith("$argon2id$")


def test_wrong_unknown_and_closed_are_told_alike(alice: int) -> None:
    told = set()
    for email in ("alice@example.org", "personne@example.org", "bruno@example.org"):
        with pytest.raises(Refused) as refusal:
            enter("pas le bon", email)
        told.add(str(refusal.value))
    people.deactivate(None, alice)
    with pytest.raises(Refused) as refusal:
        enter()
    assert told == {str(refusal.value)}


def test_after_five_failures_even_the_right_password_waits_a_quarter_of_an_hour(alice: int, noon: datetime) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="inconnus"):
            enter("pas le bon")
    with pytest.raises(Refused, match="essais"):
        enter()
    enter(address="192.0.2.2")
    with clock.stopped_at(noon + timedelta(minutes=15)):
        enter()


def test_guessing_from_many_addresses_is_slowed_down_too(alice: int, noon: datetime) -> None:
    for number in range(20):
        with pytest.raises(Refused, match="inconnus"):
            enter("pas le bon", address=f"192.0.2.{number}")
    with pytest.raises(Refused, match="essais"):
        enter(address="192.0.2.99")
    with pytest.raises(Refused, match="inconnus"):
        enter("pas le bon", "bruno@example.org", "192.0.2.99")
    with clock.stopped_at(noon + timedelta(minutes=15)):
        enter(address="192.0.2.99")


def test_success_forgets_the_failures_and_no_address_is_kept(alice: int) -> None:
    with pytest.raises(Refused):
        enter("pas le bon")
    with store.reading() as session:
        kept = session.scalars(select(SignInTry.key)).all()
    assert len(kept) == 2
    assert not any(told in key for key in kept for told in ("192.0.2.1", "alice"))
    enter()
    with store.reading() as session:
        assert not session.scalars(select(SignInTry)).all()


def test_a_session_lasts_twelve_hours_from_the_last_time_it_was_seen(alice: int, noon: datetime) -> None:
    token = enter().token
    with clock.stopped_at(noon + timedelta(hours=11)):
        assert signing.who(token)
    with clock.stopped_at(noon + timedelta(hours=22)):
        assert signing.who(token)
    with clock.stopped_at(noon + timedelta(hours=34)):
        assert signing.who(token) is None


def test_signed_out_closed_from_elsewhere_or_password_changed_it_is_over(alice: int) -> None:
    first, second = enter(), enter()
    signing.sign_out(first.token)
    assert signing.who(first.token) is None
    (left,) = signing.sessions(alice)
    signing.revoke(alice, left.id)
    assert signing.who(second.token) is None
    third = enter()
    people.set_password(alice, alice, "une autre longue phrase", current=PASSWORD)
    assert signing.who(third.token) is None


def test_nobody_closes_anothers_session(alice: int) -> None:
    opened = enter()
    with store.reading() as session:
        bruno = session.scalars(select(User.id).where(User.email == "bruno@example.org")).one()
    with pytest.raises(NotHere):
        signing.revoke(bruno, signing.sessions(alice)[0].id)
    assert signing.who(opened.token)


def test_demo_people_open_only_inside_the_demo(database: str, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_DEMO", "true")
    settings_module.settings.cache_clear()
    people.add_user(None, "camille@demo.example", "Camille", password="demo", demo=True)
    opened = enter("demo", "camille@demo.example")
    monkeypatch.delenv("PARVIS_DEMO")
    settings_module.settings.cache_clear()
    assert signing.who(opened.token) is None
    with pytest.raises(Refused):
        enter("demo", "camille@demo.example")
