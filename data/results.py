"""What the result of a try says: how far the words came, and whether they may be sent again. Told here alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Submission = Literal["visible", "refused", "never left", "unknown"]
Retry = Literal["needless", "safe", "by a person", "after a look"]


@dataclass(frozen=True)
class Meaning:
    """`submission`: how far the words came. `retry`: whether sending them again could show them twice."""

    submission: Submission
    retry: Retry


PUBLISHED = "published"
DUPLICATE = "Duplicate"  # refused because the same words stand there already: perhaps ours
UNKNOWN = Meaning("unknown", "after a look")  # also of a try that never ended: its worker died
MEANINGS = {
    PUBLISHED: Meaning("visible", "needless"),
    "Rejected": Meaning("refused", "by a person"),
    "Unsupported": Meaning("refused", "by a person"),
    "Unauthorized": Meaning("refused", "safe"),
    "RateLimited": Meaning("refused", "safe"),
    "OutOfCredit": Meaning("refused", "safe"),
    "Unreachable": Meaning("never left", "safe"),
}
# results after which nothing of that try can stand on the network; any other result, or none, is unknown
SURE = tuple(name for name, one in MEANINGS.items() if one.submission in ("refused", "never left"))


def meaning(result: str | None) -> Meaning:
    """Return what a result says; None is a try that never ended."""
    return UNKNOWN if result is None else MEANINGS.get(result, UNKNOWN)
