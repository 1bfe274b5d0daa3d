"""Tells how much a text reads like the announcement of a danger, from the state the deep encoder has of it.

A head belongs to one version of the encoder; without one for that version, nothing is told. It learns nothing here.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HEAD = "danger.npz"
States = NDArray[np.float32]


@dataclass(frozen=True)
class Told:
    """The chance of one text, 0..1; whether it raises an alarm, and whether it does beside a false friend's word."""

    chance: float
    alarms: bool
    surely: bool


@dataclass(frozen=True, eq=False)
class Head:
    """A logistic regression on states (texts, width), and from which chance on it alarms, and surely."""

    weights: States
    bias: float
    alarm_from: float
    sure_from: float


def told(head: Head, states: States) -> list[Told]:
    """Return what the head tells of each text."""
    chances = 1 / (1 + np.exp(-(states.astype(np.float64) @ head.weights + head.bias)))
    return [Told(chance, chance >= head.alarm_from, chance >= head.sure_from) for chance in chances.tolist()]


def head_of(folder: Path, version: str) -> Head | None:
    """Return the head in `folder` that was fitted on exactly this version of the encoder; nothing where there is none.

    A damaged file is none: the words of the tables still raise alarms. A file put in place meanwhile is seen.
    """
    try:
        found = (folder / HEAD).stat()
    except OSError:
        return None
    return _read(folder / HEAD, version, found.st_mtime_ns)


def save(head: Head, version: str, folder: Path) -> Path:
    """Write a head as `head_of` reads it, in one move; return its path."""
    path = folder / HEAD
    made = path.with_suffix(".new")
    with made.open("wb") as file:
        np.savez(
            file, version=np.array(version), weights=head.weights.astype(np.float32), bias=np.array(head.bias),
            alarm_from=np.array(head.alarm_from), sure_from=np.array(head.sure_from),
        )  # fmt: skip
    return made.replace(path)


@lru_cache(maxsize=4)
def _read(path: Path, version: str, _stamp: int) -> Head | None:
    try:
        with np.load(path, allow_pickle=False) as kept:
            if str(kept["version"]) != version:
                return None
            return Head(kept["weights"], *(float(kept[name]) for name in ("bias", "alarm_from", "sure_from")))
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
