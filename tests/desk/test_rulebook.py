"""AC-62: a broken file never disables rules, not even across a restart; whoever can act is told file and line."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import clock
from data import store, versions
from data.models import PolicyVersion
from desk import rulebook, ruling
from policies import in_force
from policies.book import SHIPPED, InvalidBook
from scheduler import rulebook as workers
from tests import cast

RULES = "\nrules:\n"
STRICT = f"{RULES}  four_eyes: {{posts: true}}\n"


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The policy files, copied so that a test may break them."""
    folder = tmp_path / "policies"
    for file in [*SHIPPED.glob("*.yaml"), *SHIPPED.glob("modes/*.yaml")]:
        there = folder / file.relative_to(SHIPPED)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, there)
    monkeypatch.setattr(in_force, "SHIPPED", folder)
    restart(monkeypatch)
    return folder


def restart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what a process holds in memory, as a new one has."""
    monkeypatch.setattr(in_force, "_kept", in_force._Kept())
    monkeypatch.setattr(workers, "_told", workers._Told())


def write(file: Path, more: str) -> None:
    """Add to a file; what is about rules goes under those it has."""
    text = file.read_text("utf-8")
    file.write_text(text.replace(RULES, more, 1) if more == STRICT else text + more, "utf-8")


def four_eyes(city: str = "strasbourg") -> bool:
    found: bool = in_force.book().for_(city).settings_of("four_eyes")["posts"]
    return found


@pytest.mark.parametrize("begin", [rulebook.begin, workers.tend])
def test_ac_62_a_file_broken_before_a_restart_keeps_its_last_valid_rules(
    crew: cast.Cast, files: Path, monkeypatch: pytest.MonkeyPatch, begin: object
) -> None:
    assert callable(begin)
    write(files / "strasbourg.yaml", STRICT)
    begin()
    assert four_eyes()
    (files / "strasbourg.yaml").write_text("schema: 1\nterritory: [strasbourg\n", "utf-8")
    restart(monkeypatch)
    begin()
    here = in_force.book().for_("strasbourg")
    assert (four_eyes(), here.missing) == (True, ())
    assert [problem.file for problem in in_force.book().problems] == ["strasbourg.yaml"]


def test_ac_62_without_what_was_kept_the_city_waits_for_a_person_and_says_so(
    crew: cast.Cast, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "strasbourg.yaml").write_text("schema: 1\nterritory: [strasbourg\n", "utf-8")
    rulebook.begin()
    assert in_force.book().for_("strasbourg").missing == ("strasbourg.yaml",)


def test_ac_62_even_the_base_and_the_roles_survive_a_restart(
    crew: cast.Cast, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rulebook.begin()
    for name in ("base.yaml", "roles.yaml"):
        (files / name).write_text("schema: zwei\n", "utf-8")
    restart(monkeypatch)
    with pytest.raises(InvalidBook):
        in_force.book()
    rulebook.begin()
    assert "cm" in in_force.matrix()["publish"]


def test_a_file_mended_holds_at_once_and_a_version_that_comes_back_is_the_last_again(
    crew: cast.Cast, files: Path, noon: datetime
) -> None:
    first = (files / "strasbourg.yaml").read_text("utf-8")
    workers.tend()
    write(files / "strasbourg.yaml", STRICT)
    with clock.stopped_at(noon + timedelta(minutes=1)):
        workers.tend()
    assert "four_eyes" in versions.last_valid()["strasbourg.yaml"]
    (files / "strasbourg.yaml").write_text(first, "utf-8")
    with clock.stopped_at(noon + timedelta(minutes=2)):
        workers.tend()
    assert versions.last_valid()["strasbourg.yaml"] == first
    assert not four_eyes()
    with store.reading() as session:
        kept = session.scalars(select(PolicyVersion).where(PolicyVersion.file == "strasbourg.yaml")).all()
    assert len(kept) == 2  # each version once, none forgotten


def test_nothing_is_written_while_nothing_changes(
    crew: cast.Cast, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers.tend()
    monkeypatch.setattr(store, "writing", None)
    workers.tend()
    rulebook.begin()


def test_a_file_taken_out_of_force_by_a_person_is_not_missed_after_the_next_restart(
    crew: cast.Cast, files: Path, monkeypatch: pytest.MonkeyPatch, noon: datetime
) -> None:
    rulebook.begin()
    (files / "colmar.yaml").unlink()
    restart(monkeypatch)
    rulebook.begin()
    assert [one.file for one in in_force.book().problems] == ["colmar.yaml"]  # gone by mistake: it stands, and is told
    with store.writing() as session:
        assert versions.retire(session, "colmar.yaml", noon)
    restart(monkeypatch)
    rulebook.begin()
    assert not in_force.book().problems


def test_ac_62_who_can_act_is_told_the_file_and_the_line_and_nobody_of_another_city(
    crew: cast.Cast, files: Path
) -> None:
    rulebook.begin()
    write(files / "mulhouse.yaml", "\nzorg: 1\n")
    (line,) = [
        n for n, said in enumerate((files / "mulhouse.yaml").read_text("utf-8").split("\n"), 1) if "zorg" in said
    ]
    told = {name: ruling.problems(crew.user[name]) for name in ("alice", "dora", "bruno", "chloe", "emile")}
    assert {name for name, found in told.items() if found} == {"alice", "dora"}
    assert f"mulhouse.yaml, ligne {line}" in told["dora"][0].say()
    (files / "base.yaml").write_text("schema: zwei\n", "utf-8")
    assert {"base.yaml"} == {
        one.file for one in ruling.problems(crew.user["bruno"])
    }  # of all, so told to all who can act
    assert not ruling.problems(crew.user["chloe"])
