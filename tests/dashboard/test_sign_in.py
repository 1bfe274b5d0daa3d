"""Signing in and out, over real HTTP."""

from __future__ import annotations

import re

import requests

from tests.dashboard.conftest import enter
from tests.dashboard.serving import Served


def test_the_session_cookie_cannot_be_read_by_scripts_nor_sent_along_from_elsewhere(desk: Served) -> None:
    _, answer = enter(desk, "alice")
    assert answer.status_code == 303
    cookie = next(line for line in answer.raw.headers.getlist("set-cookie") if line.startswith("parvis_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_a_wrong_password_says_one_sentence_and_keeps_the_address(desk: Served) -> None:
    browser, answer = enter(desk, "bruno", "perhaps-this-one")
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert 'value="bruno@example.org"' in answer.text
    assert "parvis_session" not in browser.cookies


def test_guessing_gets_slow_even_with_the_right_password_at_last(desk: Served) -> None:
    for n in range(5):
        assert enter(desk, "chloe", f"guess-number-{n}")[1].status_code == 403
    answer = enter(desk, "chloe")[1]
    assert answer.status_code == 403
    assert "quart d&#x27;heure" in answer.text


def test_a_forged_form_is_refused(desk: Served) -> None:
    words = {"email": "alice@example.org", "password": "x", "guard": "forged"}
    assert requests.post(f"{desk.url}/sign-in", data=words, timeout=10).status_code == 403


def test_the_way_back_is_never_another_sites(desk: Served) -> None:
    for wanted, goes in (
        ("/inbox?c=3", "/inbox?c=3"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\e", "/"),
    ):
        browser = requests.Session()
        page = browser.get(f"{desk.url}/sign-in", params={"next": wanted}, timeout=10)
        action = re.search(r'action="([^"]+)"', page.text)
        guard = re.search(r'name="guard" value="([^"]+)"', page.text)
        assert action is not None
        assert guard is not None
        words = {"email": "dora@example.org", "password": "parvis-dora-parvis", "guard": guard[1]}
        answer = browser.post(desk.url + action[1], data=words, allow_redirects=False, timeout=20)
        assert answer.headers["location"] == goes


def test_the_page_speaks_three_languages(desk: Served) -> None:
    for language in ("fr", "en", "de"):
        page = requests.get(f"{desk.url}/sign-in", params={"lang": language}, timeout=10).text
        assert f'<html lang="{language}">' in page


def test_signing_out_asks_first_then_closes_the_session(desk: Served) -> None:
    browser, _ = enter(desk, "alice")
    asked = browser.get(f"{desk.url}/sign-out", timeout=10)
    guard = asked.text.split('name="guard" value="')[1].split('"')[0]
    assert browser.get(f"{desk.url}/inbox", allow_redirects=False, timeout=10).status_code == 200
    assert browser.post(f"{desk.url}/sign-out", data={"guard": "forged"}, timeout=10).status_code == 403
    kept = browser.cookies["parvis_session"]
    browser.post(f"{desk.url}/sign-out", data={"guard": guard}, timeout=10)
    again = requests.get(f"{desk.url}/inbox", cookies={"parvis_session": kept}, allow_redirects=False, timeout=10)
    assert again.status_code == 303
