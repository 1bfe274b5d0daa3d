"""All commands under one name, and the one place where a known failure becomes a sentence and an exit code.

0: done. 1: a known failure, one plain sentence on standard error. 2: misuse.
"""

from __future__ import annotations

import sys

import typer
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError, ProgrammingError

from commands import administering, enrolling, judging, operating, passing, posting, running
from commands.failing import KNOWN, Failed
from words import t

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
for room in (running, operating, passing, posting, judging, administering, enrolling):
    room.add_to(app)


def main() -> None:
    """Run the command line; known failures are told in one sentence."""
    try:
        app()
    except KNOWN as failure:
        _fail(str(failure))
    except ValidationError as failure:
        _fail("; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in failure.errors()))
    except (OperationalError, ProgrammingError) as failure:
        _fail(
            t("La base de données ne répond pas ou n'est pas prête : « parvis.py doctor » dit pourquoi.")
            + f" ({type(failure.orig).__name__})"
        )


def _fail(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


__all__ = ["Failed", "app", "main"]
