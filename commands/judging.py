"""Commands that judge what is handed to them: `score` texts, `policy check` an event, `policy list` the rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from commands.failing import Failed
from policies.book import Book
from policies.check import check, rules_listed
from settings import ROOT
from words import t

policy = typer.Typer(no_args_is_help=True, help="Ask the rules.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(score)
    app.add_typer(policy, name="policy")


def score(
    file: Annotated[Path | None, typer.Argument(help="JSONL or CSV; standard input when left out.")] = None,
    tier: Annotated[Literal["fast", "deep"] | None, typer.Option(help="The best there is when left out.")] = None,
) -> None:
    """Weigh texts: JSONL {"id", "text", "lang"?} or CSV in, one JSON object a line out."""
    from sentiment.score import score_lines

    if tier == "deep":
        raise Failed(t("Le niveau « deep » n'est pas installé : seul « fast » est disponible."))
    lines = (_read(file) if file else sys.stdin.read()).splitlines()
    as_csv = file.suffix == ".csv" if file else not (lines and lines[0].lstrip().startswith("{"))
    try:
        for judged in score_lines(lines, "csv" if as_csv else "jsonl"):
            print(json.dumps(judged, ensure_ascii=False))
    except ValueError as failure:
        raise Failed(str(failure)) from None


@policy.command("check")
def check_event(event: Annotated[Path, typer.Argument(help="A saved event, JSON.")]) -> None:
    """Print the decision on a saved event, with its trace."""
    try:
        given: Any = json.loads(_read(event))
    except json.JSONDecodeError as failure:
        sentence = t("{file} n'est pas du JSON : ligne {line}.", file=event.name, line=failure.lineno)
        raise Failed(sentence) from None
    if not isinstance(given, dict):
        raise Failed(t("{file} doit contenir un objet JSON.", file=event.name))
    try:
        print(json.dumps(check(given, _book()), ensure_ascii=False, indent=2, default=str))
    except ValueError as failure:
        raise Failed(str(failure)) from None


@policy.command("list")
def list_rules(as_json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False) -> None:
    """List every rule: its event, its mode and the files that set it."""
    rules = rules_listed(_book())
    if as_json:
        print(json.dumps(rules, ensure_ascii=False, indent=2, default=str))
        return
    for rule in rules:
        print(f"{rule['id']:<22} {rule['mode']:<6} {rule['event']:<40} {', '.join(rule['files'])}")


def _book() -> Book:
    return Book.load(ROOT / "policies")


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        sentence = t("{file} ne se lit pas : {why}.", file=file, why=type(failure).__name__)
        raise Failed(sentence) from None
