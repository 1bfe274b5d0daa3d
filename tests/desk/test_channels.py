"""An account's credentials go in sealed and never come out; pausing and reconnecting are said and written down."""

from __future__ import annotations

from datetime import datetime

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
