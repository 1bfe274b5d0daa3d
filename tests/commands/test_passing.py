"""One pass prints one JSON object with the same keys whether it did much or nothing: scripts rest on each of them."""

from __future__ import annotations

import ast
from datetime import datetime

import clock
from commands.passing import FOUND, SENT
from connectors.sandbox.running import Sandbox
from data import store
from settings import ROOT
from tests import cast
from tests.commands.conftest import Parvis
from tests.scheduler.world import World


def test_an_idle_pass_says_zero_of_everything(parvis: Parvis, people: cast.Cast) -> None:
    assert parvis("publish").data == dict.fromkeys(SENT, 0)
    assert parvis("reconcile").data == dict.fromkeys(FOUND, 0)
    with store.writing() as session:
        session.connection().exec_driver_sql("UPDATE channels SET state = 'paused'")
    assert parvis("collect").data == {"accounts": 0, "messages": 0, "failures": 0}


def test_a_busy_pass_adds_no_key_and_leaves_none_out(
    parvis: Parvis, town: tuple[Sandbox, cast.Cast], noon: datetime
) -> None:
    sandbox, people = town
    world = World(sandbox, people, "", noon)
    world.queue("colmar/x", "Le vin chaud est prêt")
    sandbox.faults({"fault": "commit_then_5xx", "host": "graph.facebook.com", "times": 1})
    world.queue("colmar/facebook", "Perdu puis retrouvé")
    assert parvis("publish").data == dict.fromkeys(SENT, 0) | {"published": 1, "unconfirmed": 1}
    with clock.stopped_at(world.later(seconds=6)):
        assert parvis("reconcile").data == dict.fromkeys(FOUND, 0) | {"published": 1}


def test_no_outcome_of_the_code_is_missing_from_the_keys() -> None:
    """Every word that a send, a look or a last look ends with, as it is written there."""
    assert {"late", "queued", "sent_back", "put_off"} <= _ends("claiming", "last_look", "settling") <= set(SENT)
    assert {"moved", "asked", "not_yet"} <= _ends("looking", "reconcile") <= set(FOUND)


def _ends(*names: str) -> set[str]:
    """Return the words that are returned: alone, first of a pair, or as one arm of a condition."""
    trees = [ast.parse((ROOT / "scheduler" / f"{name}.py").read_text("utf-8")) for name in names]
    values = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Return)]
    values = [value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value for value in values]
    arms = [
        arm for value in values for arm in ([value.body, value.orelse] if isinstance(value, ast.IfExp) else [value])
    ]
    return {arm.value for arm in arms if isinstance(arm, ast.Constant) and isinstance(arm.value, str)}
