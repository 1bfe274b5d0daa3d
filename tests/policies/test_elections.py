"""Before people vote: days of the territory, the right voice, answers and approvals; and neutrality all year."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.engine import decide
from policies.rules.elections.window import public_voice, vote_near
from policies.verdict import Reason
from tests.policies.samples import BOOK, city, post

INSTITUTION = ["institution"]
RECORD = {"tags": ["institution", "bilan"], "text": "En 2025, l'office a accueilli 412 000 personnes."}
ANSWERS = {
    "antériorité": "depuis 2019",
    "regularite": "chaque année",
    "Identité": "mêmes rubriques",
    "neutralité": "oui",
}
DIRECTOR = [{"role": "director", "territory": "strasbourg"}]


def said(rule: str, **told: Any) -> Reason | None:
    """Return what one rule says of a post of Strasbourg."""
    return next((one for one in decide(post(**told), BOOK).reasons if one.rule == rule), None)


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        ("2025-08-31T21:59:59Z", False),  # still 31 August in Strasbourg
        ("2025-08-31T22:00:00Z", True),
        ("2026-03-22T22:59:59Z", True),  # the last round's day, to its end
        ("2026-03-22T23:00:00Z", False),
    ],
)
def test_the_period_runs_from_its_first_day_to_the_last_round_in_the_territory_s_own_days(at: str, holds: bool) -> None:
    assert (said("electoral_content", at=at, **RECORD) is not None) is holds


def test_the_day_is_the_one_on_which_the_words_would_be_seen() -> None:
    assert said("electoral_content", at="2025-08-20T10:00:00Z", due_at="2025-09-02T08:00:00Z", **RECORD) is not None


def test_an_election_held_elsewhere_changes_nothing_here() -> None:
    assert said("electoral_content", at="2026-02-10T09:00:00Z", **RECORD, **city("nancy", lineage=["nancy"])) is None


def test_the_election_s_own_switch_weakens_a_refusal_to_a_warning() -> None:
    praise = {"tags": INSTITUTION, "text": "La gestion exemplaire de la municipalité."}
    before, after = (
        said("electoral_content", at=at, **praise) for at in ("2026-02-10T09:00:00Z", "2026-12-05T09:00:00Z")
    )
    assert before is not None
    assert after is not None
    assert (before.verb, after.verb, after.approver) == ("block", "warn", None)


def test_where_two_periods_overlap_the_one_that_blocks_holds() -> None:
    day = post().at.date()
    one = {"territories": ["alsace"], "rounds": [day], "from": day}
    both = [{**one, "name": "w", "mode": "warn"}, {**one, "name": "b", "mode": "block"}]
    vote = vote_near(post(), {"declared": False, "elections": both}, day)
    assert vote is not None
    assert (vote.name, vote.mode) == ("b", "block")


def test_who_speaks_is_the_controller_of_the_files_or_the_tag_and_without_either_nobody_public() -> None:
    settings = {"controller": {"type": "public_authority"}}
    assert public_voice(post(), settings)
    assert public_voice(post(tags=INSTITUTION), {})
    assert not public_voice(post(), {"controller": {}})
    assert not public_voice(post(), {"controller": {"type": "private_association"}})


def test_an_open_question_is_named_and_answers_with_an_approval_let_it_go() -> None:
    feb = {"at": "2026-02-10T09:00:00Z", **RECORD}
    asked = said("electoral_content", **feb, electoral_answers={**ANSWERS, "neutralité": "  "})
    assert asked is not None
    assert (asked.verb, asked.approver, asked.code) == ("require_approval", "director", "electoral_answers")
    assert asked.sentence.values["questions"] == "neutralité"
    noted = said("electoral_content", **feb, electoral_answers=ANSWERS)
    assert noted is not None
    assert noted.code == "electoral"
    assert said("electoral_content", **feb, electoral_answers=ANSWERS, approved_roles=["director"]) is None
    assert said("electoral_content", **feb, electoral_answers=ANSWERS, approved_roles=["cm"]) is not None


def test_a_format_kept_since_before_the_period_answers_the_first_question_and_a_new_one_does_not() -> None:
    for since, open_ in (("2025-08-31", 3), ("2025-09-01", 4)):
        asked = said("electoral_content", at="2026-02-10T09:00:00Z", recurrent_since=since, **RECORD)
        assert asked is not None
        assert len(asked.sentence.values["questions"].split(", ")) == open_


def test_praise_counts_only_in_a_sentence_about_the_management() -> None:
    text = "La municipalité vous accueille. Une vue exceptionnelle sur la cathédrale !"
    assert said("electoral_content", at="2026-02-10T09:00:00Z", tags=INSTITUTION, text=text) is None


@pytest.mark.parametrize("event", ["post.submit", "post.approve"])
def test_only_the_role_that_is_asked_for_may_approve_somebody_elected_in_the_picture(event: str) -> None:
    shown = {"at": "2026-02-10T09:00:00Z", "tags": ["institution", "elu_visible"], "event": event}
    by_cm = said("electoral_elected_person", **shown)
    assert by_cm is not None
    assert by_cm.approver == "director"
    by_director = said("electoral_elected_person", **shown, actor_roles=DIRECTOR)
    assert (by_director is None) is (event == "post.approve")


@pytest.mark.parametrize(
    ("at", "verb"),
    [
        ("2026-03-13T22:59:59Z", None),
        ("2026-03-13T23:00:00Z", "block"),  # the eve begins at midnight in Strasbourg
        ("2026-03-15T22:59:59Z", "block"),
        ("2026-03-15T23:00:00Z", None),
        ("2026-03-21T10:00:00Z", "block"),  # the second round's eve
        ("2027-04-24T10:00:00Z", "warn"),
    ],
)
def test_the_institution_is_silent_on_the_eve_and_the_day_of_each_round(at: str, verb: str | None) -> None:
    found = said("electoral_silence", at=at, tags=INSTITUTION)
    assert (found.verb if found else None) == verb
    assert said("electoral_silence", at=at, tags=["event"]) is None


def test_the_mode_opens_a_period_that_no_file_knows() -> None:
    summer = {"at": "2026-07-10T09:00:00Z", **RECORD}
    assert said("electoral_content", **summer) is None
    assert said("electoral_content", **summer, overlays=["electoral"]) is not None


@pytest.mark.parametrize(
    "text", ["La Renaissance à Colmar", "Cap sur l'horizon", "Les partis pris du musée", "Un modem"]
)
def test_words_with_another_sense_are_no_party(text: str) -> None:
    assert said("party_neutrality", text=text) is None


@pytest.mark.parametrize(
    "text", ["Le PARTI SOCIALISTE", "au parti  socialiste.", "#PartiSocialiste", "Lutte Ouvrière !"]
)
def test_a_party_is_found_whatever_its_writing(text: str) -> None:
    assert said("party_neutrality", text=text) is not None


def test_staff_keep_their_reserve_and_who_may_approve_answers_alone() -> None:
    political = {"event": "reply.send", "topics": ["political"]}
    for role, asked in (("adviser", True), ("oncall", True), ("cm", False), ("director", False)):
        found = said("staff_reserve", **political, actor_roles=[{"role": role, "territory": "strasbourg"}])
        assert (found is not None) is asked
    elsewhere = said("staff_reserve", **political, actor_roles=[{"role": "cm", "territory": "colmar"}])
    assert elsewhere is not None
    assert elsewhere.approver == "cm"


@given(text=st.text(max_size=200), tags=st.lists(st.sampled_from(["institution", "bilan", "elu_nomme", "selfie"])))
def test_no_text_makes_a_rule_of_elections_crash(text: str, tags: list[str]) -> None:
    for event in ("post.submit", "post.approve", "reply.send"):
        decide(post(event=event, at="2026-02-10T09:00:00Z", text=text, tags=tags, overlays=["electoral"]), BOOK)
