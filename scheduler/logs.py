"""One line of JSON for each thing a process did: ids and types, never message text, never tokens.

What libraries say goes the same way, but only their name, the place and the error's type: their words could hold any.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from typing import IO, Any, cast

import structlog

from connectors.hush import redacted
from settings import ROOT, settings

OURS = ("connectors", "data", "scheduler", "desk", "dashboard", "commands", "sentiment", "policies")
HARMLESS = ("uvicorn.error", "apscheduler", "alembic")  # whose sentences are about themselves
_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


def to_stderr() -> None:
    """Write this process's logs, and those of its libraries from WARNING on, as JSON lines on standard error."""
    level = logging.getLevelNamesMapping().get(settings().log_level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.WriteLogger(cast(Any, _Stderr())),
    )
    root = logging.getLogger()
    root.handlers = [kept for kept in root.handlers if not isinstance(kept, _Lines)]
    root.addHandler(_Lines())
    for room in OURS:
        logging.getLogger(room).setLevel(level)


class _Stderr:
    """Standard error as it is now. A full disk under it stops no work: the line is lost."""

    def write(self, line: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(line)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


class _Lines(logging.StreamHandler[IO[str]]):
    def __init__(self) -> None:
        super().__init__(cast(Any, _Stderr()))

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(line_of(record), ensure_ascii=False, default=str)


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what is written of a log record: its words when they are ours, else only where it came from."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
    line: dict[str, Any] = {"event": "library", "level": record.levelname.lower(), "timestamp": at}
    if record.name.partition(".")[0] in OURS:
        line |= {"event": record.getMessage()} | {k: v for k, v in vars(record).items() if k not in _KNOWN}
    elif record.name.startswith(HARMLESS):
        line["says"] = next(iter(redacted(record.getMessage()).strip().splitlines()), "")
    line |= {"logger": record.name, "where": f"{record.module}:{record.lineno}"}
    if record.exc_info and record.exc_info[1] is not None:
        line |= told(record.exc_info[1])
    return line


def told(error: BaseException) -> dict[str, str]:
    """Return what may be said of an error: its type, and the last line of ours it passed. Never its text."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
    raised = f"{ours[-1].filename.removeprefix(f'{ROOT}/')}:{ours[-1].lineno}" if ours else ""
    return {"error": type(error).__name__, "raised": raised}


def _is_ours(filename: str) -> bool:
    return filename.startswith(f"{ROOT}/") and "/.venv/" not in filename
