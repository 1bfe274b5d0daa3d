"""Danger that no word of the tables tells: it waits for the deep judge, and then for nobody."""

from __future__ import annotations

from pathlib import Path

from scheduler.collect import collect
from scheduler.deepening import deepen
from sentiment import deep
from tests.scheduler.world import World
from tests.sentiment import small_model
from words import recall


def test_danger_that_only_the_deep_judge_hears_comes_first_and_says_why(world: World, tmp_path: Path) -> None:
    small_model.put(tmp_path)
    small_model.put_head(tmp_path)
    with deep.reading(tmp_path):
        world.sandbox.say("x", "colmar_demo", "Nous étions au musée.")
        collect()
        assert world.conversations()[0].rank > 1
        deepen()
    (message,), (case,) = world.messages(), world.conversations()
    assert (case.rank, [flag["code"] for flag in message.flags]) == (1, ["safety"])
    assert "estimation : 99 %" in recall(message.flags[0]["because"])
