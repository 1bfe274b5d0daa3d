"""Keep visitors talking while somebody watches: the season goes on, at a pace one can follow."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from commands.demo.season import END, NOW, draw
from commands.demo.staff import NETWORK_OF_SOURCE
from connectors.sandbox.running import Sandbox

EVERY = 9.0  # seconds between two visitors, on average
STEP = 0.5


def talk(sandbox: Sandbox, seed: int, watch: Callable[[], None]) -> None:
    """Speak as one visitor after another, for ever; `watch` is called in between and may raise."""
    rng = np.random.default_rng(seed + 2)
    season = [said for said in draw(seed + 2, 0.05, NOW, END) if said.text]
    rng.shuffle(season)
    while True:
        for said in season:
            _wait(float(rng.exponential(EVERY)), watch)
            _speak(sandbox, said.source, said.territory, said.author, said.text)


def _speak(sandbox: Sandbox, source: str, territory: str, author: str, text: str) -> None:
    try:
        sandbox.say(NETWORK_OF_SOURCE[source], territory, text, author=author)
    except (OSError, ValueError):
        return  # a sandbox that is being reset or tried with faults: the next visitor tries again


def _wait(seconds: float, watch: Callable[[], None]) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        watch()
        time.sleep(min(STEP, left))
