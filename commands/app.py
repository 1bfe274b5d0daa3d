"""All commands under one name, and the one place where a known failure becomes a sentence and an exit code.

0: done. 1: a known failure, one plain sentence on standard error. 2: misuse.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, NoReturn

import typer
from pydantic import ValidationError

from commands.failing import KNOWN, sentence_of
from commands.speaking import say_help
from settings import Settings, settings
from words import s, spoken, t

# the room that holds each command; only the one asked for is imported, so that judging a file starts at once
COMMANDS = {
    "demo": "running",
    "dashboard": "running",
    "scheduler": "running",
    "sandbox": "running",
    "init": "operating",
    "migrate": "operating",
    "doctor": "operating",
    "backup": "copying",
    "restore": "copying",
    "collect": "passing",
    "publish": "passing",
    "reconcile": "passing",
    "renew": "passing",
    "post": "posting",
    "deliveries": "posting",
    "score": "judging",
    "policy": "judging",
    "sentiment": "measuring",
    "rescore": "measuring",
    "territory": "administering",
    "channel": "administering",
    "user": "enrolling",
    "member": "enrolling",
    "notify": "notifying",
    "erase": "protecting",
}
ABOUT = s("Parvis, un bureau pour les conversations de chaque ville. Code de sortie : 0, fait ; 1, échec dit en une "
          "phrase ; 2, commande mal écrite.")  # fmt: skip


def build(asked: Sequence[str] = ()) -> typer.Typer:
    """Return the command line: the command asked for alone, or all of them when none is."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=ABOUT.text)
    wanted = COMMANDS.get(asked[0] if asked else "")
    rooms: Iterable[str] = [wanted] if wanted else dict.fromkeys(COMMANDS.values())
    for room in rooms:
        import_module(f"commands.{room}").add_to(app)
    return app


def main(asked: Sequence[str] | None = None) -> None:
    """Run the command line; known failures are told in one sentence."""
    given = list(sys.argv[1:] if asked is None else asked)
    try:
        language = settings().lang
    except ValidationError as failure:
        _fail(_setting(failure))
    with spoken(language):
        _run(given)


def _run(given: list[str]) -> None:
    try:
        say_help(typer.main.get_command(build(given)))(args=given, prog_name="parvis.py")
    except KNOWN as failure:
        _fail(sentence_of(failure))
    except BrokenPipeError:  # who reads us has seen enough; Python would say so once more while it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as failure:
        if failure.filename is None:
            raise
        _fail(t("{file} ne se lit pas ou ne s'écrit pas.", file=failure.filename))


def _setting(failure: ValidationError) -> str:
    """Say which variable of the environment is wrong, in the language the others ask for."""
    names = [str(error["loc"][0]) for error in failure.errors()]
    rest: dict[str, Any] = {name: Settings.model_fields[name].default for name in names}
    with spoken(Settings(**rest).lang):
        if names == ["sandbox_url"]:
            return t("PARVIS_SANDBOX_URL doit désigner cette machine : 127.0.0.1, ::1 ou localhost.")
        return t("Valeur refusée pour {names}.", names=", ".join(f"PARVIS_{name.upper()}" for name in names))


def _fail(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)
