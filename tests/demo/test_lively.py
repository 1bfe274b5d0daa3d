"""While the demo runs, visitors go on talking, and a planted story is told when its hour comes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import clock
from commands.demo import lively, stories
from commands.demo.season import NOW
from commands.demo.staff import SPEAKERS
from connectors.sandbox.running import running


class _Enough(Exception):
    pass


def test_a_story_is_told_when_its_hour_comes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lively, "EVERY", 0.001)
    start = clock.aware(NOW)
    seen: list[int] = []
    with running(home / "sandbox.db") as sandbox, clock.stopped_at(lambda: start + timedelta(minutes=20 * len(seen))):
        for speaker in SPEAKERS:
            sandbox.account(speaker.network, speaker.remote_id, speaker.handle, speaker.name, speaker.place)

        def watch() -> None:
            seen.append(1)
            if len(seen) > 14:  # four hours and forty minutes on: the crowd of Colmar has begun
                raise _Enough

        with pytest.raises(_Enough):
            lively.talk(sandbox, 2026, timedelta(0), watch)
        said = {one["text"].partition(" ")[2] for one in sandbox.ledger()} | {one["text"] for one in sandbox.ledger()}
        planted = [one for one in stories.between(NOW, NOW + timedelta(hours=4)) if one.story == "S1" and one.text]
        assert planted
        assert {one.text for one in planted} & said
