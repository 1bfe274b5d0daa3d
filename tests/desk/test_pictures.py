"""What people declare of a picture is kept with the words, judged, covered by the approval, and told to nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from data import digests, store
from data.models import Contribution, Post, Variant
from desk import contributions, media, posts
from desk.media import Agreement, Picture
from desk.posts import VariantText, When
from desk.refusal import Refused
from tests import cast

ALT = "Une sculptrice sur bois dans son chalet"
RELEASED = Agreement("Jeanne Muller", ("x", "print"), "2027-12-31", "dossier 41")


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def stored() -> Picture:
    written = BytesIO()
    Image.new("RGB", (64, 48), "green").save(written, "JPEG")
    return replace(media.store_image(written.getvalue()), alt=ALT)


def draft(people: cast.Cast, *pictures: Picture, text: str = "Au marché ce matin.") -> int:
    words = [VariantText(people.channel["colmar/x"], text, pictures)]
    return posts.draft(people.user["alice"], people.territory["colmar"], words, when=When("2026-12-06T10:00"))


def test_a_picture_nobody_declared_anything_of_is_kept_as_it_always_was(stored: Picture) -> None:
    assert stored.kept() == {"file": stored.file, "mime": "image/jpeg", "bytes": stored.bytes, "alt": ALT}


@pytest.mark.parametrize(
    "told",
    [
        {"seen": "none"},
        {"seen": "crowd", "credit": "Léa Martin"},
        {"seen": "identifiable", "agreements": (RELEASED, Agreement("Paul Klein", ("x",), "", "dossier 42"))},
        {"seen": "minor", "signatures": 2, "agreements": (RELEASED,)},
    ],
)
def test_what_is_declared_is_read_back_as_it_was_said(stored: Picture, told: dict[str, object]) -> None:
    picture = replace(stored, **told)  # type: ignore[arg-type]
    (kept,) = media.checked([picture])
    assert Picture.of(kept) == picture


@pytest.mark.parametrize(
    "told",
    [
        {"seen": "somebody"},
        {"seen": "minor", "signatures": 3},
        {"seen": "identifiable", "agreements": (Agreement("Jeanne", ("x",), "demain", "dossier"),)},
        {"credit": "x" * 201},
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(stored: Picture, told: dict[str, object]) -> None:
    with pytest.raises(Refused):
        media.checked([replace(stored, **told)])  # type: ignore[arg-type]


def test_a_recognisable_person_stops_the_post_until_the_permission_names_its_network(
    people: cast.Cast, stored: Picture
) -> None:
    face, alice = replace(stored, seen="identifiable"), people.user["alice"]
    with pytest.raises(Refused, match="personne reconnaissable"):
        posts.submit(alice, draft(people, face))
    with pytest.raises(Refused, match="Jeanne Muller"):
        posts.submit(alice, draft(people, replace(face, agreements=(replace(RELEASED, uses=("print",)),))))
    released = draft(people, replace(face, agreements=(RELEASED,)))
    assert posts.submit(alice, released, and_schedule=True).state == "scheduled"


def test_a_permission_changed_after_the_approval_asks_for_a_new_one(people: cast.Cast, stored: Picture) -> None:
    post = draft(people, replace(stored, seen="identifiable", agreements=(RELEASED,)))
    posts.submit(people.user["alice"], post)
    with store.writing() as session:
        approved = session.get_one(Post, post).digest
        variant = session.scalars(select(Variant).where(Variant.post_id == post)).one()
        variant.media = [replace(stored, seen="identifiable", agreements=(replace(RELEASED, until=""),)).kept()]
        session.flush()
        assert digests.of_post(session, post) != approved


def test_what_a_member_said_of_the_people_travels_with_the_picture(people: cast.Cast) -> None:
    link = contributions.add_member(people.user["alice"], people.territory["colmar"], "Hôtel du Cerf").link_token
    written = BytesIO()
    Image.new("RGB", (64, 48), "red").save(written, "JPEG")
    told = {"credit": "Hôtel du Cerf", "scopes": ["networks"], "photo": written.getvalue(), "alt": ALT}
    given = contributions.offer(link, "photo", "Notre vitrine.", **told, people="crowd")  # type: ignore[arg-type]
    contributions.accept(people.user["alice"], given)
    post = contributions.to_post(people.user["alice"], given, [people.channel["colmar/x"]])
    with store.reading() as session:
        assert session.scalars(select(Variant).where(Variant.post_id == post)).one().media[0]["people"] == "crowd"


def test_the_credit_a_draft_owes_is_said_while_one_writes_and_to_nobody_of_another_city(people: cast.Cast) -> None:
    post, member = draft(people), contributions.add_member(None, people.territory["colmar"], "Hôtel du Cerf")
    with store.writing() as session:
        offered = Contribution(
            territory_id=people.territory["colmar"], member_id=member.id, kind="tip", text="x", credit="Hôtel du Cerf",
            rights={}, created_at=session.get_one(Post, post).created_at,
        )  # fmt: skip
        session.add(offered)
        session.flush()
        session.get_one(Post, post).contribution_id = offered.id

    def asked(name: str, city: str) -> set[str]:
        words = [VariantText(people.channel[f"{city}/x"], "Une vitrine.")]
        said = posts.check_words(people.user[name], people.territory[city], words, post_id=post)
        return {reason.rule for decision in said.values() for reason in decision.reasons}

    assert "credit_required" in asked("alice", "colmar")
    assert "credit_required" not in asked("dora", "mulhouse")
