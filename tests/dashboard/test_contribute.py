"""The members' form, by link, over real HTTP and real pictures."""

from __future__ import annotations

from io import BytesIO

import pytest
import requests
from PIL import Image

from data.models import Contribution
from desk import contributions
from tests.dashboard.serving import Served, working_in


@pytest.fixture(scope="module")
def link(desk: Served) -> str:
    """The personal link of a hotel in Colmar."""
    with working_in(desk.home):
        made = contributions.add_member(desk.cast.user["alice"], desk.cast.territory["colmar"], "Hôtel <du> Quai")
    return f"{desk.url}/contribute/{made.link_token}"


def picture(side: int = 40) -> bytes:
    """Return a small JPEG."""
    kept = BytesIO()
    Image.new("RGB", (side, side), "#884422").save(kept, "JPEG")
    return kept.getvalue()


GOOD = {
    "kind": "photo", "text": "Le marché <ce> matin", "people": "none", "credit": "Hôtel du Quai", "scopes": "networks",
    "agreed": "yes", "event_at": "",
}  # fmt: skip


def test_the_form_fits_a_phone_and_asks_for_no_password(link: str) -> None:
    page = requests.get(link, timeout=10)
    assert page.status_code == 200
    assert "width=device-width" in page.text
    assert "<script" not in page.text
    assert 'type="password"' not in page.text
    assert "Hôtel &lt;du&gt; Quai" in page.text
    assert page.text.count('type="radio"') + page.text.count('type="checkbox"') >= 8


def test_an_offer_arrives_and_its_status_is_under_the_same_link(link: str) -> None:
    answer = requests.post(link, data=GOOD, files={"photo": ("p.jpg", picture(), "image/jpeg")}, timeout=20)
    assert answer.url.endswith("/status?sent=1")
    assert "Merci" in answer.text
    assert "Reçu" in answer.text
    assert "Le marché &lt;ce&gt; matin" in answer.text


def test_what_was_typed_comes_back_with_the_reason(link: str) -> None:
    for missing, said in (({"agreed": ""}, "droits"), ({"credit": " "}, "crédit"), ({"kind": "event"}, "événement")):
        given = GOOD | missing | {"text": "Une phrase à garder"}
        answer = requests.post(link, data=given, files={"photo": ("p.jpg", picture(), "image/jpeg")}, timeout=20)
        assert answer.status_code == 400
        assert "Une phrase à garder" in answer.text
        assert said in answer.text
        assert "Choisissez de nouveau la photo" in answer.text


def test_something_that_is_no_picture_is_refused_in_plain_words(link: str) -> None:
    files = {"photo": ("p.jpg", b"MZ not a picture", "image/jpeg")}
    answer = requests.post(link, data=GOOD, files=files, timeout=20)
    assert answer.status_code == 400
    assert "image lisible" in answer.text


def test_an_hour_that_does_not_exist_is_said(link: str) -> None:
    given = GOOD | {"kind": "event", "event_at": "2027-03-28T02:30"}
    answer = requests.post(link, data=given, timeout=20)
    assert answer.status_code == 400
    assert "existe pas" in answer.text


def test_an_unknown_link_opens_nothing(desk: Served) -> None:
    for path in ("/contribute/abc", "/contribute/abc/status"):
        assert requests.get(desk.url + path, timeout=10).status_code == 404
    assert requests.post(f"{desk.url}/contribute/abc", data=GOOD, timeout=10).status_code == 404


def test_a_member_takes_an_offer_back_but_not_a_strangers(desk: Served, link: str) -> None:
    with working_in(desk.home):
        other = contributions.add_member(desk.cast.user["alice"], desk.cast.territory["mulhouse"], "Musée")
        number = contributions.offer(other.link_token, "tip", "Un bon plan", credit="Musée", scopes=["networks"])
    refused = requests.post(f"{link}/status", data={"offer": str(number)}, timeout=10)
    assert "Introuvable" in refused.text
    assert _state(desk, number) == "received"
    answer = requests.post(f"{desk.url}/contribute/{other.link_token}/status", data={"offer": str(number)}, timeout=10)
    assert "Retiré" in answer.text
    assert _state(desk, number) == "withdrawn"


def _state(desk: Served, number: int) -> str:
    from data import store

    with working_in(desk.home), store.reading() as session:
        return session.get_one(Contribution, number).state
