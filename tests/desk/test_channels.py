"""An account's credentials go in sealed and never come out; pausing and reconnecting are said and written down."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from data import lifecycle, sealed, store
from data.models import AuditEvent, Channel
from desk import channels
from desk.refusal import Refused, TooLate
from tests import cast

KEYS = {"access_token": "tres-secret"}


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def stands(channel: int) -> Channel:
    with store.reading() as session:
        return session.get_one(Channel, channel)


def test_connected_sealed_and_never_written_in_the_audit(crew: cast.Cast) -> None:
    alice = crew.user["alice"]
    made = channels.connect(alice, crew.territory["colmar"], "x", "77", "@colmar_bis", KEYS, owner_id=alice)
    kept = stands(made)
    assert (kept.handle, kept.state, kept.owner_id) == ("colmar_bis", "active", alice)
    assert b"tres-secret" not in kept.credentials
    assert sealed.unseal(kept.credentials) == KEYS
    with store.reading() as session:
        assert not any("tres-secret" in str(event.detail) for event in session.scalars(select(AuditEvent)))


def test_one_account_is_connected_once_to_a_network_we_speak_by_somebody_of_the_house(crew: cast.Cast) -> None:
    alice, colmar = crew.user["alice"], crew.territory["colmar"]
    with pytest.raises(Refused, match="déjà"):
        channels.connect(alice, colmar, "x", stands(crew.channel["mulhouse/x"]).remote_id, "double", {})
    with pytest.raises(Refused, match="facebook"):
        channels.connect(alice, colmar, "minitel", "1", "3615", {})
    for stranger in (crew.user["dora"], 999):
        with pytest.raises(Refused):
            channels.connect(alice, colmar, "x", "78", "colmar", {}, owner_id=stranger)


def test_paused_with_a_reason_and_taken_up_again(crew: cast.Cast) -> None:
    alice, channel = crew.user["alice"], crew.channel["colmar/x"]
    with pytest.raises(Refused):
        channels.pause(alice, channel, "")
    channels.pause(alice, channel, "Changement d'équipe")
    assert stands(channel).state == "paused"
    with pytest.raises(TooLate):
        channels.pause(alice, channel, "encore")
    channels.resume(alice, channel)
    assert (stands(channel).state, stands(channel).because) == ("active", None)


def test_a_disconnected_account_needs_fresh_credentials(crew: cast.Cast, noon: datetime) -> None:
    alice, channel = crew.user["alice"], crew.channel["colmar/x"]
    with store.writing() as session:
        lifecycle.move(session, Channel, channel, "active", "disconnected", at=noon)
    with pytest.raises(Refused):
        channels.resume(alice, channel)
    channels.reconnect(alice, channel, KEYS)
    assert stands(channel).state == "active"
    assert sealed.unseal(stands(channel).credentials) == KEYS


PAIR = {"bearer_token": "court", "refresh_token": "long", "client_id": "nous", "client_secret": "chut"}


def test_keys_that_end_are_to_be_renewed_ahead_of_their_end(crew: cast.Cast, noon: datetime) -> None:
    alice, colmar = crew.user["alice"], crew.territory["colmar"]
    made = channels.connect(alice, colmar, "x", "77", "@colmar_bis", {**PAIR, "expires_in": "7200"})
    kept = stands(made)
    assert kept.renew_at == noon + timedelta(hours=2, minutes=-10)
    held = sealed.unseal(kept.credentials)
    assert held == {**PAIR, "expires_at": (noon + timedelta(hours=2)).isoformat()}
    channels.reconnect(alice, made, {**PAIR, "expires_at": "2026-12-05T14:00:00+01:00"})
    assert stands(made).renew_at == noon + timedelta(minutes=50)
    channels.reconnect(alice, made, PAIR)
    assert stands(made).renew_at == noon + timedelta(hours=2, minutes=-10), "nobody said: X's two hours"
    channels.reconnect(alice, made, KEYS)
    assert stands(made).renew_at is None, "these last"


@pytest.mark.parametrize("end", [{"expires_at": "2026-12-05T14:00:00"}, {"expires_in": "deux heures"}])
def test_an_end_nobody_can_read_is_refused_and_changes_nothing(crew: cast.Cast, end: dict[str, str]) -> None:
    alice, channel = crew.user["alice"], crew.channel["colmar/x"]
    channels.reconnect(alice, channel, KEYS)
    with pytest.raises(Refused, match="expires_at"):
        channels.reconnect(alice, channel, PAIR | end)
    assert sealed.unseal(stands(channel).credentials) == KEYS


def test_fresh_keys_open_what_the_old_ones_had_closed(crew: cast.Cast, noon: datetime) -> None:
    channel, later = crew.channel["colmar/x"], noon + timedelta(hours=1)
    with store.writing() as session:
        kept = session.get_one(Channel, channel)
        kept.quiet_until = kept.write_after = kept.read_after = kept.renewing_until = later
    channels.reconnect(crew.user["alice"], channel, PAIR)
    kept = stands(channel)
    assert (kept.quiet_until, kept.write_after, kept.read_after, kept.renewing_until) == (None, None, None, None)


def test_accounts_of_one_application_are_known_as_such(crew: cast.Cast) -> None:
    alice = crew.user["alice"]
    for name in ("colmar/x", "mulhouse/x"):
        channels.reconnect(alice, crew.channel[name], PAIR)
    channels.reconnect(alice, crew.channel["strasbourg/x"], PAIR | {"client_id": "autres"})
    colmar, mulhouse, strasbourg = (stands(crew.channel[f"{n}/x"]).app for n in ("colmar", "mulhouse", "strasbourg"))
    assert colmar == mulhouse != strasbourg
    assert colmar is not None
    assert "nous" not in colmar
