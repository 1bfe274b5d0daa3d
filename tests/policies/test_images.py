"""Whose face, whose picture, whose music; and what must be said. What nobody declared is held against nobody."""

from __future__ import annotations

from typing import Any

import pytest

from policies.engine import decide
from policies.facts import AssetFacts, Medium, TickFacts
from policies.verdict import Reason
from tests.policies.samples import BOOK, NOON, post

ALT = "Une sculptrice sur bois dans son chalet du marché"
RELEASE = {"person": "Jeanne Muller", "uses": ["x"], "until": "2026-12-31", "evidence": "dossier 41"}
FACE = {"alt": ALT, "people": "identifiable"}
CLEAN = {"alt": ALT, "people": "none"}


def said(rule: str, facts: Any) -> Reason | None:
    return next((one for one in decide(facts, BOOK).reasons if one.rule == rule), None)


def of(rule: str, *media: dict[str, Any], **told: Any) -> Reason | None:
    return said(rule, post(media=media, **told))


def asset(use: str, *media: dict[str, Any], **told: Any) -> AssetFacts:
    return AssetFacts.model_validate({"at": NOON, "territory": "colmar", "use": use, "media": media, **told})


def test_each_use_is_named_by_itself_and_a_general_permission_is_none() -> None:
    assert of("image_person_release", {**FACE, "releases": [RELEASE]}) is None
    for uses in ([], ["instagram"], ["*"], ["tout"]):
        found = of("image_person_release", {**FACE, "releases": [{**RELEASE, "uses": uses}]})
        assert found is not None
        assert found.verb == "block"
        assert "X" in found.sentence.say()


def test_the_second_of_several_pictures_and_of_several_people_is_found_and_numbered() -> None:
    found = of("image_person_release", CLEAN, FACE)
    assert found is not None
    assert "Image 2" in found.sentence.say()
    other = {**RELEASE, "person": "Paul Klein", "uses": ["screen"]}
    found = of("image_person_release", {**FACE, "releases": [RELEASE, other]})
    assert found is not None
    assert "Paul Klein" in found.sentence.say()


@pytest.mark.parametrize("medium", [{"alt": ALT}, CLEAN, {"alt": ALT, "people": "crowd"}])
def test_nobody_a_crowd_or_nothing_said_asks_for_no_release(medium: dict[str, Any]) -> None:
    assert of("image_person_release", medium) is None


def test_a_screen_and_a_print_are_uses_too() -> None:
    released = {**FACE, "releases": [{**RELEASE, "uses": ["screen"]}]}
    assert said("image_person_release", asset("screen", released)) is None
    assert said("image_person_release", asset("print", released)) is not None


@pytest.mark.parametrize(("signed", "objects"), [(0, True), (1, True), (2, False)])
def test_a_minor_needs_both_signatures(signed: int, objects: bool) -> None:
    assert (of("image_minor", {**FACE, "minor_visible": True, "guardians_signed": signed}) is not None) is objects


def test_nobody_sets_aside_a_person_s_right_to_their_image() -> None:
    told = {"overrides": [{"rule": "image_person_release", "role": "director", "reason": "nous sommes pressés"}]}
    told["actor_roles"] = [{"role": "director", "territory": "*"}]
    assert decide(post(media=[FACE], **told), BOOK).blocked


@pytest.mark.parametrize(
    ("due_at", "objects"),
    [("2026-12-31T22:59:00Z", False), ("2026-12-31T23:01:00Z", True)],  # midnight in Strasbourg is 23:00 UTC
)
def test_a_permission_holds_until_the_end_of_its_last_day_where_the_post_is_seen(due_at: str, objects: bool) -> None:
    told = {"territory_zone": "Europe/Paris", "due_at": due_at}
    assert (of("consent_expiry", {**FACE, "releases": [RELEASE]}, **told) is not None) is objects


def test_what_was_taken_back_is_over_at_once_and_stops_the_last_look() -> None:
    medium = {**FACE, "releases": [{**RELEASE, "revoked_at": NOON}]}
    found = of("consent_expiry", medium, event="post.publish")
    assert found is not None
    assert (found.verb, found.code) == ("block", "expired")


def test_the_tick_of_a_consent_that_is_over_lists_what_is_out_and_what_is_planned() -> None:
    told = {"at": NOON, "territory": "colmar", "kind": "consent", "until": "2026-12-04", "past_uses": 2}
    found = said("consent_expiry", TickFacts.model_validate({**told, "planned_uses": 3}))
    assert found is not None
    assert found.code == "unschedule"
    assert "2 publications à retirer, 3" in found.sentence.say()
    assert said("consent_expiry", TickFacts.model_validate({**told, "kind": "log"})) is None


def test_a_hashtag_is_no_grant_and_only_the_granted_reuse_is() -> None:
    grant = {"answered_at": NOON, "scopes": ["reupload"]}
    medium = {"alt": ALT, "origin": "ugc", "mode": "reupload"}
    found = of("ugc_rights", medium, text="#OuiStrasbourg 📷")
    assert found is not None
    assert found.verb == "block"
    assert of("ugc_rights", {**medium, "grant": grant}) is None
    assert of("ugc_rights", {**medium, "mode": "screen", "grant": grant}) is not None
    assert of("ugc_rights", {**medium, "mode": None}) is None


def test_a_block_is_not_hidden_by_a_warning_on_an_earlier_picture() -> None:
    shared = {"alt": ALT, "origin": "ugc", "mode": "native_share"}
    found = of("ugc_rights", shared, {**shared, "mode": "reupload"})
    assert found is not None
    assert found.verb == "block"
    assert "Image 2" in found.sentence.say()


@pytest.mark.parametrize("text", ["Vitrine 📷 hotel du cerf", "© HÔTEL  DU CERF"])
def test_ac_46_the_credit_counts_whatever_its_accents_and_capitals(text: str) -> None:
    assert of("credit_required", {**CLEAN, "credit": "Hôtel du Cerf"}, text=text, credit="Hôtel du Cerf") is None


def test_ac_46_without_the_credit_the_block_says_what_to_add_and_nobody_sets_it_aside() -> None:
    found = of("credit_required", {**CLEAN, "credit": "Hôtel du Cerf"}, text="Vitrine")
    assert found is not None
    assert (found.verb, found.override_role) == ("block", None)
    assert "📷 Hôtel du Cerf" in found.sentence.say()


@pytest.mark.parametrize(
    ("work", "objects"),
    [
        ({"author_death_year": 1955}, False),  # free since the first of January 2026
        ({"author_death_year": 1956}, True),
        ({"kind": "street_art"}, True),
        ({"kind": "street_art", "licence": "contrat"}, False),
        ({"kind": "cathedral"}, False),
    ],
)
def test_a_work_is_protected_for_seventy_full_years_and_on_the_watch_list(work: dict[str, Any], objects: bool) -> None:
    found = of("protected_work", {**CLEAN, "work": work})
    assert (found is not None) is objects
    assert found is None or (found.verb, found.approver) == ("require_approval", "director")


def test_the_one_who_approves_a_protected_work_must_be_the_management() -> None:
    facts = post(event="post.approve", author_id=2, media=[{**CLEAN, "work": {"kind": "street_art"}}])
    assert decide(facts, BOOK).approvers == ("director",)


@pytest.mark.parametrize(
    ("medium", "objects"),
    [
        ({"mime": "video/mp4"}, True),
        ({"mime": "audio/mpeg", "audio_source": "radio"}, True),
        ({"mime": "video/mp4", "audio_source": "library:Hiver, CC BY"}, False),
        ({"mime": "image/png"}, False),
    ],
)
def test_what_is_heard_has_a_known_source(medium: dict[str, Any], objects: bool) -> None:
    assert (of("music_licence", {"alt": ALT, **medium}) is not None) is objects


@pytest.mark.parametrize("counterpart", ["money", "gift", "stay", "exchange"])
def test_both_the_label_and_the_network_s_mark_are_needed(counterpart: str) -> None:
    codes = []
    for told in ({}, {"label": "Publicité"}, {"platform_flag": True}, {"label": "#Werbung", "platform_flag": True}):
        found = of("ad_disclosure", counterpart=counterpart, **told)
        codes.append(found.code if found else "")
    assert codes == ["label", "flag", "label", ""]


def test_machine_words_need_a_person_and_machine_pictures_a_label() -> None:
    found = of("ai_label", ai_assisted=True)
    assert found is not None
    assert (found.verb, found.approver) == ("require_approval", "cm")
    assert of("ai_label", ai_assisted=True, approved_by=2) is None
    assert of("ai_label", {**CLEAN, "synthetic": True}) is not None
    assert of("ai_label", {**CLEAN, "synthetic": True}, label="Image générée par IA") is None


def test_a_contest_has_rules_an_end_and_is_not_over_when_it_is_seen() -> None:
    told: dict[str, Any] = {"contest": True, "rules_url": "https://colmar.example/r"}
    assert of("competition_rules", **told) is not None
    assert of("competition_rules", **told, contest_ends_at="2026-12-20T12:00:00Z") is None
    late = {"contest_ends_at": "2026-12-20T12:00:00Z", "due_at": "2026-12-20T12:00:00Z"}
    assert of("competition_rules", **told, **late) is not None


def test_a_stored_picture_is_read_with_what_people_declared_of_it_and_without_its_file() -> None:
    kept = {
        "file": "a.jpg",
        "mime": "image/jpeg",
        "bytes": 3,
        "alt": ALT,
        "people": "identifiable",
        "releases": [RELEASE],
    }
    medium = Medium.of(kept)
    assert (medium.people, medium.releases[0].person) == ("identifiable", "Jeanne Muller")
    assert Medium.of({"file": "a.jpg", "mime": "image/png"}).people is None
