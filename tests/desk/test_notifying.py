"""Addresses for notices: set by who administers the place, sealed, never shown in full, unseen by strangers."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from data import sealed, store
from data.models import AuditEvent, Notice, NoticeTarget
from data.queries import notices
from desk import notifying, people
from desk.refusal import NotHere, Refused
from tests import cast

TOKEN = "3ccdd113474722377935511fc85d3dd4"
ROOM = f"mmosts://mattermost.example.org/{TOKEN}"
RELAY = "mailto://parvis:PASSWORD@127.0.0.1?from=parvis@example.org"


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    gathered = cast.gather(noon)
    people.grant(None, gathered.user["chloe"], gathered.territory["colmar"], "admin")
    people.grant(None, gathered.user["dora"], gathered.territory["mulhouse"], "admin")
    return gathered


def test_it_goes_in_sealed_and_only_its_service_and_host_are_shown(crew: cast.Cast) -> None:
    chloe, dora = crew.user["chloe"], crew.user["dora"]
    made = notifying.add(chloe, crew.territory["colmar"], "team", " Équipe ", ROOM)
    with store.reading() as session:
        kept = session.get_one(NoticeTarget, made)
        assert TOKEN.encode() not in kept.url
        assert sealed.unseal(kept.url) == {"url": ROOM}
        assert kept.by_id == chloe
        assert not any(TOKEN in str(event.detail) for event in session.scalars(select(AuditEvent)))
    (shown,) = notices.targets(chloe)
    assert (shown.name, shown.shown, shown.place, shown.by) == (
        "Équipe", "Mattermost · mattermost.example.org", "colmar", "Chloe",
    )  # fmt: skip
    assert TOKEN not in str(shown)
    assert notices.targets(dora) == []
    assert notices.targets(crew.user["emile"]) == []


def test_somebody_of_mulhouse_neither_sets_nor_takes_away_an_address_of_colmar(crew: cast.Cast) -> None:
    colmar, dora = crew.territory["colmar"], crew.user["dora"]
    theirs = notifying.add(None, colmar, "team", "Équipe", ROOM)
    for attempt in (
        lambda: notifying.add(dora, colmar, "team", "À moi", ROOM),
        lambda: notifying.add(dora, None, "team", "À tous", ROOM),
        lambda: notifying.remove(dora, theirs),
        lambda: notifying.remove(dora, notifying.add(None, None, "team", "À tous", ROOM)),
    ):
        with pytest.raises(NotHere):
            attempt()
    assert {one.name for one in notices.targets(None)} == {"À tous", "Équipe"}
    assert len(notices.targets(None)) == 2


def test_without_the_role_there_is_no_address(crew: cast.Cast) -> None:
    with pytest.raises(Refused, match="rôle"):
        notifying.add(crew.user["alice"], crew.territory["colmar"], "team", "Équipe", ROOM)


def test_only_the_operator_sets_one_in_the_house_or_without_encryption(crew: cast.Cast) -> None:
    with pytest.raises(Refused) as refused:
        notifying.add(crew.user["chloe"], crew.territory["colmar"], "mail", "Relais", RELAY)
    assert "PASSWORD" not in f"{refused.value} {refused.value.args} {refused.value.__context__}"
    assert notifying.add(None, None, "mail", "Relais", RELAY)
    assert [one.shown for one in notices.targets(None)] == ["mail · 127.0.0.1"]


@pytest.mark.parametrize(
    ("kind", "name", "url"),
    [("sms", "Équipe", ROOM), ("team", " ", ROOM), ("team", "Équipe", RELAY), ("mail", "Équipe", ROOM),
     ("team", "Équipe", "json://example.org"), ("team", "Équipe", "")],
)  # fmt: skip
def test_what_cannot_be_an_address_is_refused_and_leaves_nothing(
    crew: cast.Cast, kind: str, name: str, url: str
) -> None:
    with pytest.raises(Refused):
        notifying.add(None, crew.territory["colmar"], kind, name, url)
    assert notices.targets(None) == []


def test_taken_away_it_is_gone_with_what_was_still_to_be_told_there(crew: cast.Cast) -> None:
    made = notifying.add(crew.user["chloe"], crew.territory["colmar"], "team", "Équipe", ROOM)
    notifying.remove(crew.user["chloe"], made)
    with store.reading() as session:
        assert session.query(NoticeTarget).count() == session.query(Notice).count() == 0
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.subject == "notice_targets"))
        assert verbs.all() == ["added", "removed"]
    with pytest.raises(NotHere):
        notifying.remove(crew.user["chloe"], made)
