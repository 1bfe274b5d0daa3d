"""The deep tier: what its file computes, what it does without one, and that it asks nobody. On a small model."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.doctoring import machine
from sentiment import deep, tiers
from sentiment.deep_text import MOST_PIECES, prepared, shortened
from sentiment.fast import tier as fast
from sentiment.judgement import CLASSES
from settings import ROOT
from tests.sentiment import small_model

texts = st.one_of(
    st.text(), st.lists(st.sampled_from(["super", "NUL", "schön", "!", "😚", "\u0000", "@a"])).map(" ".join)
)


@pytest.fixture
def artefact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    small_model.put(tmp_path / "deep")
    monkeypatch.setattr(deep, "FOLDER", tmp_path / "deep")
    deep.forget()
    yield tmp_path / "deep"
    deep.forget()


def test_the_file_computes_what_the_layers_say_padding_or_not(artefact: Path) -> None:
    w, word = small_model.drawn()
    session = onnxruntime.InferenceSession(artefact / "model.onnx")
    ids = [[0, 5, 8, 9, 2], [0, 6, 2, 1, 1]]
    given = {"ids": np.array(ids), "lengths": np.array([5, 3], np.int32), "loud": np.array([[0], [1]], np.float32)}
    scores = session.run(None, given)[0]
    expected = [small_model.computed(w, word, ids[0], False), small_model.computed(w, word, ids[1][:3], True)]
    assert scores == pytest.approx(np.array(expected), abs=0.12)  # what eight bits cost; scores spread over ±3
    assert np.ptp(scores) > 1


@given(st.lists(texts, max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_texts_get_sound_chances_in_their_order(artefact: Path, many: list[str]) -> None:
    found = deep.chances_of(many, ["fr"] * len(many))
    assert len(found) == len(many)
    for chances in found:
        assert tuple(chances) == CLASSES
        assert sum(chances.values()) == pytest.approx(1)
        assert min(chances.values()) >= 0


def test_a_text_is_judged_alike_alone_and_among_others(artefact: Path) -> None:
    many = ["super", "nul nul nul nul", "SCHÖN !", "", "un parking super " * 40, "x" * 30]
    together = deep.chances_of(many, ["fr"] * len(many))
    for text, among in zip(many, together, strict=True):
        assert deep.chances_of([text], ["fr"])[0] == pytest.approx(among, abs=0.03)
    assert together[0] != pytest.approx(together[1], abs=0.03)


def test_each_language_has_its_own_calibration(artefact: Path) -> None:
    (french, other) = deep.chances_of(["super nul", "super nul"], ["fr", "xx"])
    assert max(french.values()) < max(other.values())  # the manifest makes French twice as careful
    assert max(french, key=french.__getitem__) == max(other, key=other.__getitem__)


def test_the_model_never_sees_capitals_and_is_told_of_them() -> None:
    assert prepared("QUELLE ARNAQUE !") == ("quelle arnaque !", True)
    assert prepared("Quelle arnaque, la SNCF !") == ("quelle arnaque, la sncf !", False)
    assert prepared("OK") == ("ok", False)
    assert prepared("@SUPER_VILLE https://EXAMPLE.ORG/A jolie vue") == ("@user http jolie vue", False)


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    pieces = list(range(500))
    kept = shortened(pieces)
    assert len(kept) == MOST_PIECES
    assert (kept[0], kept[-1]) == (0, 499)
    assert shortened(pieces[:MOST_PIECES]) == pieces[:MOST_PIECES]


def test_with_its_artefact_it_is_present_under_the_version_of_the_manifest(artefact: Path) -> None:
    assert deep.present()
    assert (deep.version(), deep.NAME) == ("deep-1", "deep")


@pytest.mark.parametrize("name", ["model.onnx", "pieces.json", "manifest.json"])
def test_without_a_file_it_is_not_present_and_says_which_is_missing(artefact: Path, name: str) -> None:
    (artefact / name).unlink()
    assert not deep.present()
    assert name in str(deep.absent_because())
    assert deep.version() == ""
    with pytest.raises(LookupError, match=name):
        deep.chances_of(["super"], ["fr"])


@pytest.mark.parametrize("name", ["model.onnx", "pieces.json"])
def test_one_changed_byte_makes_it_absent(artefact: Path, name: str) -> None:
    raw = bytearray((artefact / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (artefact / name).write_bytes(raw)
    assert not deep.present()
    assert name in str(deep.absent_because())


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"version": "x"}', "\x00"])
def test_an_unreadable_manifest_makes_it_absent(artefact: Path, said: str) -> None:
    (artefact / "manifest.json").write_text(said)
    assert not deep.present()


def test_many_threads_load_it_once(artefact: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[object] = []
    real = onnxruntime.InferenceSession

    def counted(*args: object, **options: object) -> object:
        loads.append(args)
        return real(*args, **options)

    monkeypatch.setattr(onnxruntime, "InferenceSession", counted)
    threads = [threading.Thread(target=deep.chances_of, args=(["super"], ["fr"])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1


ALONE = """
import json, os, sys
from pathlib import Path
def refuse(event, args):
    if event.startswith("socket."):
        os._exit(9)
sys.addaudithook(refuse)
from sentiment import deep
deep.FOLDER = Path(sys.argv[1])
assert deep.present() and not {"onnxruntime", "tokenizers", "torch"} & set(sys.modules), "loaded too early"
print(json.dumps(deep.chances_of(["super parking", "NUL"], ["fr", "de"])))
assert "torch" not in sys.modules and not any(name.startswith("sentiment.learning") for name in sys.modules)
held = [f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")] if os.path.isdir("/proc/self/fd") else []
assert not [fd for fd in held if os.path.islink(fd) and os.readlink(fd).startswith("socket:")], "native code holds one"
"""


def test_it_judges_with_sockets_blocked_loads_late_and_never_what_trains(artefact: Path) -> None:
    done = subprocess.run([sys.executable, "-c", ALONE, str(artefact)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == 2


def test_an_artefact_put_in_place_later_is_seen_and_one_taken_away_is_missed(artefact: Path) -> None:
    kept = (artefact / "model.onnx").read_bytes()
    (artefact / "model.onnx").unlink()
    assert not deep.present()
    (artefact / "model.onnx").write_bytes(kept)
    assert deep.present()
    (artefact / "manifest.json").unlink()
    assert "manifest.json" in str(deep.absent_because())


def test_a_model_that_is_whole_but_does_not_run_here_leaves_the_fast_tier_and_says_why(artefact: Path) -> None:
    (artefact / "model.onnx").write_bytes(b"of a kind this machine does not know")
    manifest = json.loads((artefact / "manifest.json").read_text())
    manifest["files"]["model.onnx"] = hashlib.sha256((artefact / "model.onnx").read_bytes()).hexdigest()
    (artefact / "manifest.json").write_text(json.dumps(manifest))
    assert tiers.best() is deep  # not tried yet
    with pytest.raises(LookupError, match="ne se charge pas"):
        deep.chances_of(["super"], ["fr"])
    assert tiers.best() is fast
    assert "ne se charge pas" in str(tiers.why_not_deep())
    assert machine.judge().figures == {"tier": f"fast/{fast.version()}"}


def test_doctor_finds_by_itself_that_the_model_does_not_run(artefact: Path) -> None:
    (artefact / "pieces.json").write_text("{}")
    manifest = json.loads((artefact / "manifest.json").read_text())
    manifest["files"]["pieces.json"] = hashlib.sha256(b"{}").hexdigest()
    (artefact / "manifest.json").write_text(json.dumps(manifest))
    assert (machine.judge().level, "ne se charge pas" in machine.judge().says) == ("watch", True)
