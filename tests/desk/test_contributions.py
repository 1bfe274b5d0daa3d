"""A member's photo keeps its credit and loses where it was taken; the rights given can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select

import clock
from data import lifecycle, store
from data.models import Contribution, Delivery, Member, Post, Variant
from desk import contributions, media, posts
from desk.refusal import NotHere, Refused, TooLate
from tests import cast

GPS, ARTIST, DESCRIPTION = 34853, 315, 270
ALT = "La vitrine du Cerf, ornée de branches"


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def link(crew: cast.Cast) -> str:
    return contributions.add_member(crew.user["alice"], crew.territory["colmar"], "Hôtel du Cerf").link_token


def photo(format: str = "JPEG") -> bytes:
    """A picture that says where, by whom and with what it was taken."""
    exif = Image.Exif()
    exif[ARTIST], exif[DESCRIPTION] = "Jeanne Secret", "chez moi"
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 4.0, 37.0), 3: "E", 4: (7.0, 21.0, 28.0)})
    written, text = BytesIO(), PngInfo()
    text.add_text("Comment", "chez Jeanne Secret")
    more = {"comment": b"chez Jeanne Secret"} if format == "JPEG" else {"pnginfo": text} if format == "PNG" else {}
    Image.new("RGB", (64, 48), "green").save(written, format, exif=exif, **more)
    return written.getvalue()


def offer(link: str, **values: object) -> int:
    told: dict[str, object] = {"credit": "Hôtel du Cerf", "scopes": ["networks"], "photo": photo(), "alt": ALT} | values
    kind = str(told.pop("kind", "photo"))
    return contributions.offer(link, kind, "Notre vitrine ce matin.", **told)


def kept(contribution: int) -> Contribution:
    with store.reading() as session:
        return session.get_one(Contribution, contribution)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_ac_44_no_public_copy_says_where_or_by_whom_it_was_taken(home: Path, format: str) -> None:
    raw = photo(format)
    assert b"Secret" in raw
    stored = media.store_image(raw)
    shown = (home / "media" / stored.file).read_bytes()
    assert stored.bytes == len(shown)
    assert b"Secret" not in shown
    with Image.open(BytesIO(shown)) as opened:
        assert not opened.getexif()
        assert not {"exif", "comment", "Comment", "xmp", "icc_profile"} & opened.info.keys()


def test_ac_44_the_original_stays_private(link: str, home: Path) -> None:
    (picture,) = kept(offer(link)).media
    original = home / "media" / "private" / picture["original"]
    assert original.read_bytes() == photo()
    assert original.stat().st_mode & 0o077 == 0
    assert picture["file"] != picture["original"]
    assert (home / "media" / picture["file"]).is_file()


def test_a_turned_photo_is_set_upright_and_a_large_one_made_smaller(home: Path) -> None:
    exif, written = Image.Exif(), BytesIO()
    exif[274] = 6
    Image.new("RGB", (4000, 1000), "blue").save(written, "JPEG", exif=exif)
    with Image.open(home / "media" / media.store_image(written.getvalue()).file) as shown:
        assert shown.size == (640, 2560)


@given(st.binary(max_size=300))
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_not_a_picture_is_refused_in_a_sentence(noise: bytes) -> None:
    for content in (noise, photo()[:200] + noise):
        with pytest.raises(Refused):
            media.store_image(content)


def test_too_heavy_or_too_large_is_refused() -> None:
    with pytest.raises(Refused, match="10 Mo"):
        media.store_image(b"\xff\xd8" + bytes(media.MOST_BYTES))
    written = BytesIO()
    Image.new("1", (10_000, 10_000)).save(written, "PNG")
    with pytest.raises(Refused):
        media.store_image(written.getvalue())


def test_ac_46_the_credit_is_mandatory_and_travels_with_the_words(crew: cast.Cast, link: str) -> None:
    alice = crew.user["alice"]
    with pytest.raises(Refused, match="crédit"):
        offer(link, credit=" ")
    given = offer(link)
    contributions.accept(alice, given)
    post = contributions.to_post(alice, given, [crew.channel["colmar/x"]])
    with store.reading() as session:
        assert "📷 Hôtel du Cerf" in session.scalars(select(Variant.text).where(Variant.post_id == post)).one()
    pictures = (media.Picture(kept(given).media[0]["file"], "image/jpeg", 1, ALT),)
    bare = [posts.VariantText(crew.channel["colmar/x"], "Une belle vitrine.", pictures)]
    posts.change(alice, post, variants=bare)
    with pytest.raises(Refused, match="Hôtel du Cerf"):
        posts.submit(alice, post)
    posts.change(
        alice, post, variants=[posts.VariantText(crew.channel["colmar/x"], "Vitrine © HÔTEL DU CERF", pictures)]
    )
    assert posts.submit(alice, post).state == "approved"


def test_ac_47_rights_keep_the_version_the_scopes_and_their_end(link: str, noon: datetime) -> None:
    rights = kept(offer(link, scopes=["print", "networks"])).rights
    assert (rights["version"], rights["scopes"]) == (contributions.RIGHTS_VERSION, ["networks", "print"])
    assert datetime.fromisoformat(rights["until"]) == datetime(2029, 12, 5, 12, 0, tzinfo=UTC)
    for scopes in ([], ["tout"]):
        with pytest.raises(Refused):
            offer(link, scopes=scopes)


def test_rights_that_do_not_cover_the_networks_or_are_over_make_no_post(
    crew: cast.Cast, link: str, noon: datetime
) -> None:
    alice, to = crew.user["alice"], [crew.channel["colmar/x"]]
    given, printed, seen = offer(link), offer(link, scopes=["print"]), offer(link, people="identifiable")
    with pytest.raises(Refused):
        contributions.to_post(alice, given, to)
    for one in (given, printed, seen):
        contributions.accept(alice, one)
    for one in (printed, seen):
        with pytest.raises(Refused):
            contributions.to_post(alice, one, to)
    with clock.stopped_at(noon + timedelta(days=3 * 366)), pytest.raises(Refused):
        contributions.to_post(alice, given, to)


def test_ac_48_one_offer_serves_three_cities_each_with_its_own_words_and_the_member_sees_all(
    crew: cast.Cast, link: str, noon: datetime
) -> None:
    alice, given = crew.user["alice"], offer(link)
    contributions.accept(alice, given)
    for number, city in enumerate(("strasbourg", "colmar")):
        channel = crew.channel[f"{city}/x"]
        post = contributions.to_post(alice, given, [channel])
        pictures = (media.Picture(kept(given).media[0]["file"], "image/jpeg", 1, ALT),)
        words = [posts.VariantText(channel, f"{city} aime la vitrine du Cerf 📷 Hôtel du Cerf", pictures)]
        posts.change(alice, post, variants=words, when=posts.When(f"2026-12-0{6 + number}T10:00"))
        posts.submit(alice, post, and_schedule=True)
    uses = contributions.status(link, given).uses
    assert [(use.state, use.channel) for use in uses] == [("queued", "Strasbourg (x)"), ("queued", "Colmar (x)")]
    withdrawn = contributions.withdraw(link, given)
    assert (withdrawn.cancelled, withdrawn.out) == (2, ())
    with store.reading() as session:
        assert set(session.scalars(select(Post.state))) == set(session.scalars(select(Delivery.state))) == {"cancelled"}


def test_ac_47_taking_back_lists_what_is_already_out(crew: cast.Cast, link: str) -> None:
    alice, given = crew.user["alice"], offer(link)
    contributions.accept(alice, given)
    (delivery,) = posts.publish_now(alice, contributions.to_post(alice, given, [crew.channel["colmar/x"]])).delivery_ids
    for before, after in (("queued", "sending"), ("sending", "published")):
        with store.writing() as session:
            lifecycle.move(session, Delivery, delivery, before, after, at=clock.now(), permalink="https://x.example/1")
    assert contributions.withdraw(link, given) == contributions.Withdrawn(0, ("https://x.example/1",))
    with pytest.raises(TooLate):
        contributions.withdraw(link, given)


def test_ac_45_the_member_reads_why_not(crew: cast.Cast, link: str) -> None:
    given = offer(link)
    with pytest.raises(Refused):
        contributions.decline(crew.user["alice"], given, "parce que")
    contributions.decline(crew.user["alice"], given, "quality")
    told = contributions.status(link, given)
    assert (told.state, told.because) == ("declined", contributions.BECAUSE["quality"].say())
    sheet = contributions.sent(link)
    assert sheet is not None
    assert [one.id for one in sheet.offers] == [given]
    with pytest.raises(TooLate):
        contributions.accept(crew.user["alice"], given)


def test_a_link_opens_its_own_offers_and_nothing_else(crew: cast.Cast, link: str) -> None:
    given = offer(link)
    other = contributions.add_member(crew.user["alice"], crew.territory["colmar"], "Musée").link_token
    for verb in (contributions.status, contributions.withdraw):
        for stranger in (other, "devinette"):
            with pytest.raises(NotHere):
                verb(stranger, given)
    with pytest.raises(NotHere):
        offer("devinette")
    assert contributions.sent("devinette") is None
    with store.reading() as session:
        member = session.scalars(select(Member).where(Member.name == "Hôtel du Cerf")).one()
    assert link not in (member.link_digest, member.name)
    fresh = contributions.new_link(crew.user["alice"], member.id)
    with pytest.raises(NotHere):
        contributions.member(link)
    card = contributions.member(fresh)
    assert (card.name, card.credit, card.territory_name) == ("Hôtel du Cerf", "Hôtel du Cerf", "Colmar")
