"""One line of JSON for each thing a worker did: ids and types, never message text, never tokens."""

from __future__ import annotations

import logging
import sys

import structlog

from settings import settings


def to_stderr() -> None:
    """Write this process's logs as JSON lines on standard error."""
    level = logging.getLevelNamesMapping().get(settings().log_level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
