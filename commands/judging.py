"""Commands that judge what is handed to them: `score` texts, `policy check` an event, `policy list` the rules."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO

import typer

from commands.failing import Failed
from commands.reading import reading
from words import s, t

policy = typer.Typer(no_args_is_help=True, help=s("Interroger les règles.").text)
FILE = s("Fichier JSONL ou CSV, avec « id », « text » et si l'on veut « lang » ; l'entrée standard par défaut.")
EVENT = s("Un événement enregistré, en JSON.")
TIER = s("Le meilleur niveau installé par défaut.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=s("Peser des textes : un objet JSON par ligne.").text)(score)
    app.add_typer(policy, name="policy")


def score(
    file: Annotated[Path | None, typer.Argument(help=FILE.text)] = None,
    tier: Annotated[Literal["fast", "deep"] | None, typer.Option(help=TIER.text)] = None,
) -> None:
    """Weigh texts as they are read: those before a line that cannot be read are already out."""
    from sentiment import tiers
    from sentiment.score import score_lines

    with reading(file) as text, _plainly():
        tiers.named(tier)
        lines, as_csv = _lines(text, file)
        for judged in score_lines(lines, "csv" if as_csv else "jsonl", tier):
            print(json.dumps(judged, ensure_ascii=False))


@policy.command("check", help=s("Dire la décision sur un événement, et le chemin qui y mène.").text)
def check_event(event: Annotated[Path, typer.Argument(help=EVENT.text)]) -> None:
    """Print the decision on a saved event with its trace; one that cannot be judged is blocked, and a failure."""
    from policies.book import Book
    from policies.check import check
    from policies.events import Unreadable, read

    given = _event(event)
    with _plainly():
        print(json.dumps(check(given, Book.load()), ensure_ascii=False, indent=2, default=str))
    try:
        read(given)
    except Unreadable as failure:
        raise Failed(failure.sentence.say()) from None


@policy.command("list", help=s("Toutes les règles : identifiant, événements, mode, fichiers qui la règlent.").text)
def list_rules(
    as_json: Annotated[bool, typer.Option("--json", help=s("Un tableau JSON.").text)] = False,
) -> None:
    """List every rule: its event, its mode and the files that set it."""
    from policies.book import Book
    from policies.check import rules_listed

    with _plainly():
        rules = rules_listed(Book.load())
    if as_json:
        print(json.dumps(rules, ensure_ascii=False, indent=2, default=str))
        return
    for rule in rules:
        print(f"{rule['id']:<16} {rule['mode']:<6} {', '.join(rule['files']) or '–':<48} {rule['event']}")


@policy.command(
    "show", help=s("Montrer un fichier de règles : toutes ses versions, ou FICHIER@VERSION en entier.").text
)
def show_file(
    name: Annotated[str, typer.Argument(help=s("Par exemple colmar.yaml, ou colmar.yaml@a1b2c3d4e5f6.").text)],
) -> None:
    """List the versions of a file that were ever in force, or print the text of one."""
    from commands.ready import on_database
    from data.versions import versions

    file, _, wanted = name.partition("@")
    kept = on_database(versions)(file)
    found = [one for one in kept if not wanted or one.version == wanted]
    if not found:
        raise Failed(t("Aucune version de « {name} » n'est gardée.", name=name))
    if wanted:
        print(found[0].text, end="")
        return
    for one in found:
        retired = t("retirée") if one.retired_at else ""
        print(f"{one.version}  {one.in_force_at.isoformat()}  {retired}".rstrip())


@policy.command("retire", help=s("Retirer un fichier supprimé exprès : ses règles cessent au prochain démarrage.").text)
def retire_file(file: Annotated[str, typer.Argument(help=s("Le nom du fichier, tel que colmar.yaml.").text)]) -> None:
    """Take a file that was deleted on purpose out of force; its versions stay readable."""
    from commands.ready import on_database

    on_database(_retire)(file)


def _retire(file: str) -> None:
    import clock
    from data import store, versions
    from policies.in_force import book

    if file in book().pages and not any(one.file == file for one in book().problems):
        raise Failed(t("« {file} » est en vigueur : supprimez d'abord le fichier.", file=file))
    with store.writing() as session:
        if not versions.retire(session, file, clock.now()):
            raise Failed(t("Aucune version de « {name} » n'est gardée.", name=file))


@contextmanager
def _plainly() -> Iterator[None]:
    """What a quiet room refuses with a ValueError or a LookupError of its own is a sentence already."""
    try:
        yield
    except (UnicodeDecodeError, KeyError, IndexError):
        raise
    except (ValueError, LookupError) as failure:
        raise Failed(str(failure)) from None


def _lines(text: TextIO, file: Path | None) -> tuple[Iterator[str], bool]:
    """Return the lines, and whether they are CSV: by the file's name, else by how the first one begins."""
    first = next(text, "")
    as_csv = file.suffix.lower() == ".csv" if file else not first.lstrip().startswith("{")
    return itertools.chain([first], text), as_csv and bool(first)


def _event(file: Path) -> Mapping[str, Any]:
    with reading(file) as text:
        try:
            given = json.load(text)
        except json.JSONDecodeError as failure:
            sentence = t("{file} n'est pas du JSON : ligne {line}.", file=file.name, line=failure.lineno)
            raise Failed(sentence) from None
    if not isinstance(given, dict):
        raise Failed(t("{file} doit contenir un objet JSON.", file=file.name))
    return given
