"""Say the command line's own help in the operator's language. Written in French beside each command."""

from __future__ import annotations

from typing import Any

from words import Sentence


def say_help(command: Any) -> Any:
    """Translate the help of a command, of its options and of the commands below it; return the command."""
    command.help = _said(command.help)
    for option in command.params:
        option.help = _said(getattr(option, "help", None))
    for below in getattr(command, "commands", {}).values():
        say_help(below)
    return command


def _said(text: str | None) -> str | None:
    return Sentence(text).say() if text else text
