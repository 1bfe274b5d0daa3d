"""How the danger head is learnt: families held out whole, thresholds by precision, nothing of what judges."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from commands.demo import season, stories
from sentiment import deep
from sentiment.danger_head import head_of
from sentiment.learning import danger_fit
from sentiment.learning.danger_figures import NEVER, card_of, least_chance
from sentiment.learning.danger_fit import OURS, Seen, fitted, put_in_place
from settings import ROOT
from tests.sentiment import dangers, small_model

ROWS = [row.split("\t") for row in OURS.read_text("utf-8").splitlines()]
HELD_OUT = [row.split("\t") for row in (Path(__file__).parent / "dangers_heldout.tsv").read_text("utf-8").splitlines()]


def bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def parts(text: str) -> set[str]:
    text = bare(text)
    return {text[at : at + 5] for at in range(len(text) - 4)}


@pytest.fixture
def artefact(tmp_path: Path) -> Iterator[Path]:
    small_model.put(tmp_path / "deep")
    yield tmp_path / "deep"
    deep.forget()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    lines = "".join(f"pos\tun parking {one}{other}\n" for one in "abcdefgh" for other in "stuv")
    (tmp_path / "data" / "umsab.fr.train.tsv").write_text(lines, encoding="utf-8")
    return tmp_path / "data"


def test_there_are_enough_sentences_of_both_kinds_in_every_language_of_the_desk() -> None:
    assert all(len(row) == 4 for row in ROWS)
    assert len({bare(row[3]) for row in ROWS}) == len(ROWS)
    for kind, least in (("danger", 400), ("friend", 600)):
        mine = [row for row in ROWS if row[0] == kind]
        assert len(mine) >= least
        assert {"fr", "de", "en", "gsw", "es", "it", "pt"} == {row[2] for row in mine}
    assert not {row[1] for row in ROWS if row[0] == "danger"} & {row[1] for row in ROWS if row[0] == "friend"}


def test_nothing_that_judges_is_learnt_not_even_nearly() -> None:
    planted = {said.text for said in stories.between(season.START, season.END) if said.story == "S3"}
    judges = [*dangers.KEPT, *dangers.FRIENDS_KEPT, *(row[3] for row in HELD_OUT), *planted]
    assert len(planted) > 3
    known = [parts(text) for text in judges]
    for *_, text in ROWS:
        mine = parts(text)
        assert not [one for one in known if len(mine & one) > 0.6 * min(len(mine), len(one))], text


def test_a_family_is_never_judged_by_a_model_that_saw_it() -> None:
    """A column a family tells everything of it, and nothing of any other."""
    danger = np.array([place % 2 == 0 for place in range(40) for _ in range(3)])
    states = np.repeat(np.eye(40, dtype=np.float32), 3, axis=0)
    families = tuple(f"family {place}" for place in range(40) for _ in range(3))
    seen = Seen(states, danger, families, len(danger))
    weights, bias = danger_fit._fit(states, danger, np.ones(120, np.float32), 1.0)
    assert ((states @ weights + bias > 0) == danger).all()
    scores = danger_fit._held_out(seen, 1.0, 1)
    assert ((scores > 0) == danger).mean() < 0.7


def test_the_threshold_is_the_least_that_is_precise_and_quiet() -> None:
    chances = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.95, 0.4, 0.3])
    danger = np.array([True, True, False, True, False, False, False, False])
    assert least_chance(chances[:5], danger[:5], 5, precise=0.7, quiet=1) == 0.6
    assert least_chance(chances[:5], danger[:5], 5, precise=0.9, quiet=1) == 0.8
    assert least_chance(chances, danger, 5, precise=0.7, quiet=3) == 0.6  # one of three quiet ones may alarm
    assert least_chance(chances, danger, 5, precise=0.7, quiet=100) == NEVER


def test_what_a_chance_means_is_how_often_it_is_true() -> None:
    chance = np.random.default_rng(1)
    scores = chance.normal(0, 2, 4000)
    danger = chance.random(4000) < 1 / (1 + np.exp(-(0.5 * scores - 1)))
    seen = Seen(np.zeros((4000, 1), np.float32), danger, ("",) * 4000, 4000)
    _, (slope, shift) = danger_fit._meant(scores, seen)
    assert (slope, shift) == (pytest.approx(0.5, abs=0.06), pytest.approx(-1, abs=0.12))


def test_the_head_that_is_fitted_names_its_encoder_and_fits_no_other(artefact: Path, folder: Path) -> None:
    figures = fitted(folder, artefact)
    assert figures is not None
    assert (figures.version, figures.dangers + figures.friends, figures.quiet) == ("deep-1", len(ROWS), 32)
    head = head_of(artefact, "deep-1")
    assert head is not None
    assert head.weights.shape == (small_model.WIDTH,)
    assert head.alarm_from == figures.alarm_from <= head.sure_from
    assert head_of(artefact, "deep-2") is None
    assert fitted(folder, artefact) == figures  # the same folder, the same head
    again = head_of(artefact, "deep-1")
    assert again is not None
    assert again.weights.tolist() == head.weights.tolist()


def test_only_the_products_own_artefact_writes_the_card(artefact: Path, folder: Path, tmp_path: Path) -> None:
    card = tmp_path / "card.md"
    put_in_place(folder, artefact, card)
    assert not card.exists()
    with deep.reading(artefact):
        figures = put_in_place(folder, artefact, card)
    assert figures is not None
    assert card_of(figures) in card.read_text(encoding="utf-8")


def test_it_is_one_command(artefact: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "sentiment.learning.danger_fit", str(folder), str(artefact)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["version"] == "deep-1"
    assert head_of(artefact, "deep-1") is not None
