"""What scripts rest on: the names of the commands, their help, the exit codes, one sentence for a known failure."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from commands.app import COMMANDS, build
from settings import ROOT
from tests.commands.conftest import Parvis

# the command line as it is promised to scripts; a name that disappears from here breaks them
PROMISED = {
    "demo": {"--seed", "--scale", "--port", "--sandbox-port", "--now"},
    "init": set(),
    "migrate": set(),
    "doctor": {"--json"},
    "backup": {"file"},
    "restore": {"file"},
    "dashboard": {"--port"},
    "scheduler": set(),
    "sandbox": {"--port"},
    "collect": {"--once"},
    "publish": {"--once"},
    "reconcile": {"--once"},
    "renew": {"--once"},
    "channel": set(),
    "territory": set(),
    "user": set(),
    "member": set(),
    "post": {"--as", "--channel", "--text", "--at", "--reply-to"},
    "deliveries": {"--json"},
    "score": {"file", "--tier"},
    "sentiment evaluate": {"file", "--tier", "--json"},
    "sentiment labelled": {"--territory"},
    "sentiment train": {"data", "--out", "--seed", "--tier"},
    "rescore": {"--since", "--territory", "--tier", "--batch"},
    "policy check": {"event"},
    "policy list": {"--json"},
    "channel rotate-key": set(),
    "notify add": {"kind", "name", "--territory"},
    "notify list": {"--json"},
    "notify remove": set(),
    "notify test": {"--to"},
}
ON_DATABASE = [
    ("deliveries",),
    ("backup", "copy.zip"),
    ("collect",),
    ("publish",),
    ("reconcile",),
    ("renew",),
    ("rescore",),
    ("scheduler",),
    ("dashboard", "--port", "1"),
    ("territory", "list"),
    ("channel", "list"),
    ("channel", "rotate-key"),
    ("user", "list"),
    ("member", "list"),
    ("notify", "list"),
    ("post", "--as", "alice", "--channel", "colmar/x", "--text", "Bonjour"),
]


def _command(name: str) -> Any:
    found: Any = typer.main.get_command(build())
    for part in name.split():
        found = found.commands[part]
    return found


def _all(command: Any, name: str = "") -> dict[str, Any]:
    below = getattr(command, "commands", {})
    inner = {k: v for part, one in below.items() for k, v in _all(one, f"{name} {part}".strip()).items()}
    return {name: command} | inner


@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_command_exists_with_its_options_and_help(name: str) -> None:
    command = _command(name)
    assert command.help
    names = {word for option in command.params for word in (*option.opts, option.name)}
    assert names >= PROMISED[name]


def test_every_command_option_and_argument_has_help_and_none_is_missing_from_the_map_of_rooms() -> None:
    everything = _all(typer.main.get_command(build()))
    assert {name for name in everything if name and " " not in name} == set(COMMANDS)
    silent = [name for name, command in everything.items() if not command.help]
    silent += [f"{n} {o.name}" for n, c in everything.items() for o in c.params if not getattr(o, "help", None)]
    assert not silent


def test_the_help_of_one_command_is_the_same_alone_as_among_all(parvis: Parvis) -> None:
    alone = parvis("policy", "--help")
    assert alone.code == 0
    assert "check" in alone.out
    assert "list" in alone.out


def test_help_speaks_the_language_of_the_installation(parvis: Parvis, monkeypatch: pytest.MonkeyPatch) -> None:
    french = parvis("--help").out
    assert "Envoyer ce dont c'est l'heure" in french
    monkeypatch.setenv("PARVIS_LANG", "en")
    assert parvis("--help").out != french
    assert parvis("deliveries").failed_saying("parvis.py migrate")


@pytest.mark.parametrize("words", ON_DATABASE, ids=" ".join)
def test_a_database_that_is_not_prepared_is_told_with_the_command_that_prepares_it(
    parvis: Parvis, home: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("commands.running._free", lambda *_: None)  # port 1 is nobody's to take
    assert parvis(*words).failed_saying("parvis.py migrate")
    assert not (home / "parvis.db").exists()  # asking did not make an empty one


@pytest.mark.parametrize(
    ("variable", "value", "words", "says"),
    [
        ("SANDBOX_URL", "http://example.org", ("collect",), "PARVIS_SANDBOX_URL"),
        ("NOW_SHIFT", "demain", ("deliveries",), "PARVIS_NOW_SHIFT"),
        ("DATABASE_URL", "n'importe quoi", ("deliveries",), "PARVIS_DATABASE_URL"),
        ("DATABASE_URL", "mysql://somebody:secret@host/db", ("migrate",), "PARVIS_DATABASE_URL"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", ("user", "list"), "ne répond pas"),
        ("HOME", __file__, ("migrate",), "ne se lit pas"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    parvis: Parvis, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.setenv(f"PARVIS_{variable}", value)
    outcome = parvis(*words)
    assert outcome.failed_saying(says)
    assert "secret" not in outcome.err


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("key", ["", "court"])
def test_the_workers_and_the_dashboard_do_not_start_without_a_usable_key(
    parvis: Parvis, database: str, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr("commands.running._free", lambda *_: None)
    monkeypatch.setenv("PARVIS_SECRET_KEY", key)
    for name in ("collect", "publish", "reconcile", "scheduler", "dashboard"):
        assert parvis(name).failed_saying("PARVIS_SECRET_KEY"), name


@pytest.mark.parametrize(
    "words",
    [("frob",), ("post",), ("score", "--tier", "royal"), ("channel", "frob"), ("sandbox", "--port", "99999")],
    ids=" ".join,
)
def test_misuse_ends_with_two(parvis: Parvis, words: tuple[str, ...]) -> None:
    outcome = parvis(*words)
    assert outcome.code == 2
    assert outcome.err


def test_the_program_itself_ends_with_the_code_and_the_sentence(home: Path) -> None:
    command = [sys.executable, str(ROOT / "parvis.py")]
    helped = subprocess.run([*command, "score", "--help"], capture_output=True, text=True, check=False)
    assert (helped.returncode, helped.stderr) == (0, "")
    failed = subprocess.run([*command, "score", str(home / "absent.csv")], capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert re.fullmatch(r"[^\n]*absent\.csv n'existe pas\.\n", failed.stderr)
