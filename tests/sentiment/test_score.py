"""The `score` command's lines."""

from __future__ import annotations

import json

import pytest

from sentiment.score import score_lines

KEYS = ["id", "lang", "label", "probabilities", "compound", "confidence", "urgency", "flags", "tier"]


def test_a_scored_line_has_exactly_the_promised_keys() -> None:
    line = json.dumps({"id": "7", "text": "Il y a le feu, appelez les pompiers", "lang": "fr"})
    (scored,) = score_lines([line], tier="fast")
    assert list(scored) == KEYS
    assert list(scored["probabilities"]) == ["negative", "neutral", "positive"]
    assert sum(scored["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert (scored["id"], scored["lang"], scored["label"]) == ("7", "fr", "negative")
    assert (scored["flags"], scored["tier"]) == (["safety"], "fast")
    assert json.loads(json.dumps(scored)) == scored


def test_csv_with_a_header_gives_the_same_as_jsonl() -> None:
    rows = [{"id": "a", "text": 'Accueil "déplorable", vraiment'}, {"id": "b", "text": "Deux\nlignes, merci"}]
    table = ["id,text\r\n", 'a,"Accueil ""déplorable"", vraiment"\r\n', 'b,"Deux\n', 'lignes, merci"\r\n']
    assert list(score_lines(table, "csv")) == list(score_lines([json.dumps(row) for row in rows]))


def test_ids_keep_their_type_and_empty_lines_are_passed_over() -> None:
    lines = ['{"id": 1, "text": "bravo"}', "", "\n", '{"id": 2, "text": ""}']
    assert [row["id"] for row in score_lines(lines)] == [1, 2]


@pytest.mark.parametrize(
    ("lines", "format", "number"),
    [
        (['{"id": 1, "text": "ok"}', "pas du json"], "jsonl", 2),
        (['{"id": 1}'], "jsonl", 1),
        (['{"id": 1, "text": 3}'], "jsonl", 1),
        (["[1, 2]"], "jsonl", 1),
        (['{"id": 1, "text": "ok", "lang": 4}'], "jsonl", 1),
        (["id,texte", "1,ok"], "csv", 1),
        (["id,text", "1"], "csv", 2),
        (["id,text", '1,"jamais fermé'], "csv", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named(lines: list[str], format: str, number: int) -> None:
    with pytest.raises(ValueError, match=f"Ligne {number} :"):
        list(score_lines(lines, "csv" if format == "csv" else "jsonl"))
