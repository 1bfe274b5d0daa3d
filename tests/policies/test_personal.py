"""Personal data: what may be listened for, how little is known of who wrote, and what is declared beforehand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.book import Book
from tests.policies.asking import said, sentence
from tests.policies.samples import TEXTS


@pytest.mark.parametrize("key", ["controller.type", "controller.dpo", "controller.notice_url"])
def test_what_nobody_declared_of_a_listening_is_named_by_its_place_in_the_files(key: str) -> None:
    nowhere = {"territory": "selestat", "lineage": []}
    assert key in sentence("listen_basis_declared", "listen.query", **nowhere)
    assert "type" not in sentence("listen_basis_declared", "listen.query", controller_type="company", **nowhere)


def test_a_city_that_is_an_authority_listens_for_its_mission_and_its_region_by_a_weighed_interest() -> None:
    for slug in ("alsace", "strasbourg", "colmar"):
        assert said("listen_basis_declared", "listen.query", territory=slug, lineage=["alsace", slug])[0] == "allow"
    for basis in ("6.1.f", "6.1.a"):
        told = {"territory": "strasbourg", "lineage": ["alsace", "strasbourg"], "legal_basis": basis}
        assert said("listen_basis_declared", "listen.query", **told) == ("block", "basis")


@pytest.mark.parametrize("basis", ["art. 6", "6.1.z", " "])
def test_a_basis_that_is_none_of_the_law_s_is_not_declared(basis: str) -> None:
    texts = TEXTS | {"alsace.yaml": TEXTS["alsace.yaml"].replace('legal_basis: "6.1.f"', f'legal_basis: "{basis}"')}
    assert said("listen_basis_declared", "listen.query", Book.of(texts)) == ("block", "undeclared")


@pytest.mark.parametrize(
    ("term", "outcome"),
    [
        ({"text": "@camille", "kind": "private_person"}, ("block", "person")),
        ({"text": " @camille"}, ("block", "account")),
        ({"text": "@maire_exemple", "kind": "function", "approved_by_role": "dpo"}, ("block", "account")),
        ({"text": "maire", "kind": "function", "approved_by_role": "cm"}, ("require_approval", "")),
        ({"text": "maire", "kind": "function", "approved_by_role": "dpo"}, ("allow", "")),
        ({"text": "@colmar_demo", "kind": "organisation"}, ("allow", "")),
        ({"text": "contact@colmar"}, ("allow", "")),
    ],
)
def test_we_listen_for_topics_and_not_for_people(term: dict[str, str], outcome: tuple[str, str]) -> None:
    topic = {"text": "route des Vins", "kind": "place"}
    assert said("listen_no_person_target", "listen.query", terms=[topic, term]) == outcome


FULL = {"remote_id": "1", "handle": "h", "name": "n", "bio": "b", "photo_url": "p", "followers": 0, "location": "l"}


def test_the_sentence_names_each_field_that_goes_and_the_handle_stays_only_where_we_can_reply() -> None:
    told = {"author": {**FULL, "contacts": ["06 00 00 00 00"]}}
    here = sentence("minimise_author", "mention.ingest", can_reply=True, **told)
    assert here.endswith("retirez bio, photo_url, followers, location, contacts.")
    there = sentence("minimise_author", "mention.ingest", can_reply=False, **told)
    assert "retirez remote_id, handle, name, bio" in there


@pytest.mark.parametrize("label", ["Santé", "SYNDIQUÉE", "political_opinion", "très catholique"])
def test_a_sensitive_label_is_redacted_and_the_sentence_that_is_kept_does_not_repeat_it(label: str) -> None:
    told = {"author_labels": ["famille", label]}
    assert said("sensitive_no_profile", "mention.ingest", **told)[0] == "redact"
    assert label not in sentence("sensitive_no_profile", "mention.ingest", **told)
    assert said("sensitive_no_profile", "mention.ingest", author_labels=["famille"], topics=[label])[0] == "allow"


@pytest.mark.parametrize("event", ["export", "report.publish"])
def test_authors_are_not_ranked_under_any_name(event: str) -> None:
    for name in ("author", "Auteur", "HANDLE"):
        assert said("author_grouping_guard", event, group_by=["topic", name])[0] == "block"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("J’ai 12 ans et j'adore", "quarantine"),
        ("I'm only 11 years old", "quarantine"),
        ("Ich bin 9 Jahre alt", "quarantine"),
        ("tengo 10 años", "quarantine"),
        ("J'ai 15 ans", "allow"),
        ("J'ai 12 ans d'expérience", "allow"),
        ("J'ai 10 ans de bons souvenirs", "allow"),
        ("J'ai 112 ans", "allow"),
        ("Le musée a 12 ans", "allow"),
    ],
)
def test_a_child_who_tells_their_age_is_not_reused(text: str, verb: str) -> None:
    assert said("child_author", "mention.ingest", text=text)[0] == verb


@settings(deadline=None)
@given(st.text(max_size=300), st.none() | st.integers())
def test_no_text_and_no_hint_makes_the_judge_of_ages_crash(text: str, age: int | None) -> None:
    verb = said("child_author", "mention.ingest", text=text, author_age_hint=age)[0]
    assert verb == "quarantine" or age is None or age >= 15


def test_loi_25_holds_in_quebec_and_below_and_no_file_there_takes_it_back() -> None:
    below = {"territory": "gaspe", "lineage": ["quebec", "gaspe"]}
    assert said("qc_loi25", "channel.activate", **below) == ("block", "loi25")
    assert said("qc_loi25", "channel.activate") == ("allow", "")
    undone = "schema: 1\nterritory: gaspe\ninherits: [quebec]\nrules: {qc_loi25: {applies: false}}\n"
    assert "gaspe.yaml" in Book.of({**TEXTS, "gaspe.yaml": undone}).problems[0].say()
