"""What a worker writes down while it sends, fails, looks and reads: one JSON line an event, no word and no secret."""

from __future__ import annotations

import json
import logging

import pytest
from sqlalchemy import select

from data import sealed, store
from data.models import Channel
from scheduler import logs
from scheduler.collect import collect
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from tests.scheduler.world import World

TEXTS = ("Le vin chaud est prêt", "Refusé par le réseau", "Réponse perdue", "Jeton périmé", "Où se garer ?")


def test_sending_failing_looking_and_reading_leave_lines_without_words_or_secrets(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = logging.getLogger().handlers[:]
    logs.to_stderr()
    try:
        world.sandbox.say("x", "colmar_demo", TEXTS[4], author="Camille Visiteuse")
        for channel, text, fault in (
            ("colmar/x", TEXTS[0], None),
            ("colmar/facebook", TEXTS[1], "duplicate_403"),
            ("mulhouse/x", TEXTS[2], "commit_then_5xx"),
            ("strasbourg/x", TEXTS[3], "token_expired"),
        ):
            world.sandbox.faults(*([{"fault": fault, "times": 1}] if fault else []))
            world.queue(channel, text)
            publish("w")
        world.later(seconds=5)
        reconcile("w"), collect()
    finally:
        logging.getLogger().handlers = kept
    told = capsys.readouterr().err
    lines = [json.loads(line) for line in told.splitlines()]
    assert all({"event", "level", "timestamp"} <= line.keys() for line in lines)
    sent = [line for line in lines if line["event"] == "delivery"]
    assert [line["delivery"] for line in sent] == [1, 2, 3, 4]
    assert len({line["result"] for line in sent}) == 4
    assert {"look", "collected"} <= {line["event"] for line in lines}
    with store.reading() as session:
        secrets = {s for c in session.scalars(select(Channel)) for s in sealed.unseal(c.credentials).values()}
    assert secrets
    for secret in (*secrets, *TEXTS, "Visiteuse", "colmar_demo"):
        assert secret not in told, secret


@pytest.mark.parametrize("says", ["", " \n "])
def test_an_empty_line_of_a_library_is_a_line_like_others(says: str) -> None:
    record = logging.LogRecord("uvicorn.error", logging.WARNING, __file__, 1, says, None, None)
    assert logs.line_of(record)["says"] == ""
