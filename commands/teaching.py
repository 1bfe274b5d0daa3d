"""What the demo's own templates teach the light models, less those held out to measure them.

`python -m commands.teaching FOLDER` writes the light models again from a folder of labelled files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from commands.demo import season
from commands.demo.lines import templates
from commands.demo.said import Said
from sentiment import light
from sentiment.learning import aims, emergencies, gate, tongues

_DAYS = timedelta(days=66)  # a normal season and the market
_SPOKEN = ("fr", "de", "en", "gsw", "es", "it", "nl")


def told(*, held_out: bool, seed: int = 2026) -> list[Said]:
    """Return one text of the season for each template, mood and intent, of templates held out or of the others."""
    seen: dict[tuple[str, str, str], Said] = {}
    for said in _season(seed):
        if said.template and said.text and said.lang in _SPOKEN and _is_held_out(said) == held_out:
            seen.setdefault((said.template, said.mood, said.intent), said)
    return list(seen.values())


def models(folder: Path) -> Iterator[tuple[str, light.Light]]:
    """Yield the name and the model of each light artefact."""
    yield "intent", aims.learn((said.text, said.intent) for said in told(held_out=False))
    yield "offence", aims.learn_offence(folder)
    yield "language", tongues.learn(folder)
    yield "emergency", emergencies.learn(folder)
    yield "noise", gate.learn(folder)


@lru_cache(maxsize=1)
def _season(seed: int) -> list[Said]:
    return season.draw(seed, 0.5, until=season.START + _DAYS)


def _is_held_out(said: Said) -> bool:
    lang, _, _ = said.template.partition(":")
    return said.template in _held_out(lang)


@lru_cache
def _held_out(lang: str) -> set[str]:
    return {t.name for group in templates(lang).values() for t in group if t.held_out}


if __name__ == "__main__":
    for name, model in models(Path(sys.argv[1])):
        sys.stdout.write(f"{light.save(model, name)}\n")
