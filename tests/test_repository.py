"""Rules of the house that are tests, not memory: size of files, translations, what stays out of the repository."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from settings import ROOT

WALL = 250
EXEMPT = ("data/migrations/versions/", "requirements")
SPOKEN = ("t", "s")
ROOMS = ("connectors", "data", "policies", "sentiment", "scheduler", "desk", "dashboard", "commands")


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def test_no_file_passes_the_wall() -> None:
    long = {
        str(p.relative_to(ROOT)): n for p in _tracked("*.py") if (n := len(p.read_text("utf-8").splitlines())) > WALL
    }
    assert not {name: n for name, n in long.items() if not name.startswith(EXEMPT)}


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_sentence_is_translated(language: str) -> None:
    with (ROOT / "locales" / language / "LC_MESSAGES" / "parvis.po").open("rb") as file:
        known = {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id and m.string and not m.fuzzy}
    missing = {text for text in _sentences() if text not in known}
    assert not missing, f"{len(missing)} sentences without {language}: {sorted(missing)[:5]}"
    wrong = {text for text in _sentences() if _blanks(text) != _blanks(known[text])}
    assert not wrong, f"blanks differ in {language}: {sorted(wrong)[:5]}"


def test_every_room_imports_only_what_it_may() -> None:
    # a process of its own: the linter switches off every logger it finds, and other tests listen to theirs
    linter = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
    done = subprocess.run(
        linter, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_secret_or_of_this_machine_is_kept() -> None:
    names = {p.name for p in _tracked()}
    assert not names & {"parvis.db", "sandbox.db", "demo.key", ".env"}


def _sentences() -> set[str]:
    found: set[str] = set()
    for room in ROOMS:
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / room, method_map=[("**.py", "python")], keywords=dict.fromkeys(SPOKEN)
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found - {""}


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_no_sentence_hides_inside_another_string() -> None:
    """Before Python 3.12 a call written inside an f-string is one string to the extractor: it would stay French."""
    hidden = {
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for whole in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in SPOKEN
    }
    assert not hidden
