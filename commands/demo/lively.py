"""Keep visitors talking while somebody watches: the season goes on, at a pace one can follow.

The planted stories are told when the story's calendar gets there: the crowd of Colmar three hours after the start.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import numpy as np

import clock
from commands.demo import stories
from commands.demo.said import Said
from commands.demo.season import END, NOW, draw
from commands.demo.staff import NETWORK_OF_SOURCE
from connectors.sandbox.running import Sandbox

EVERY = 14.0  # seconds between two visitors, on average
STEP = 0.5


def talk(sandbox: Sandbox, seed: int, shift: timedelta, watch: Callable[[], None]) -> None:
    """Speak as one visitor after another, for ever; `watch` is called in between and may raise.

    `shift` lies between the story's calendar and the demo's clock.
    """
    told = clock.now() - shift
    rng = np.random.default_rng(seed + 2)
    season = [said for said in draw(seed + 2, 0.05, NOW, END) if said.text]
    rng.shuffle(season)
    while True:
        for said in season:
            _wait(float(rng.exponential(EVERY)), watch)
            here = clock.now() - shift
            for one in (said, *stories.between(told, here, seed)):
                _speak(sandbox, one)
            told = here


def _speak(sandbox: Sandbox, said: Said) -> None:
    try:
        sandbox.say(NETWORK_OF_SOURCE[said.source], said.territory, said.text, author=said.author)
    except (OSError, ValueError):
        return  # a sandbox that is being reset or tried with faults: the next visitor tries again


def _wait(seconds: float, watch: Callable[[], None]) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        watch()
        time.sleep(min(STEP, left))
