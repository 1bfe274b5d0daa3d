"""One thing that was examined: whether it is well, what it says, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["fine", "watch", "wrong"]
SIGNS: Mapping[Level, str] = {"fine": "✓", "watch": "!", "wrong": "✗"}


@dataclass(frozen=True)
class Finding:
    """`level` watch: well, and somebody should know. `do`: what a person does; `figures`: numbers for scripts."""

    subject: str
    level: Level
    says: str
    do: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fine(self) -> bool:
        """Tell whether nothing must be done."""
        return self.level != "wrong"

    def kept(self) -> dict[str, Any]:
        """Return the JSON form; its keys never change."""
        return {
            "subject": self.subject,
            "fine": self.fine,
            "level": self.level,
            "says": self.says,
            "do": self.do,
            "figures": dict(self.figures),
        }

    def line(self) -> str:
        """Return the form a person reads."""
        return f"{SIGNS[self.level]} {self.says}" + (f" → {self.do}" if self.do else "")


def level(wrong: object, watch: object = False) -> Level:
    """Return the level of what is wrong, or only to be watched."""
    return "wrong" if wrong else "watch" if watch else "fine"
