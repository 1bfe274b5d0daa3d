"""Who comes in, what a browser is told to refuse, and what is turned away at the door."""

from __future__ import annotations

import socket
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from commands.demo.staff import COLLEAGUES
from dashboard.web import demo
from tests.dashboard.conftest import enter
from tests.dashboard.serving import Served, password, served

PAGES = [
    "",
    "inbox",
    "compose",
    "calendar",
    "approvals",
    "deliveries",
    "contributions",
    "brand",
    "channels",
    "preferences",
]


def _get(url: str, **more: object) -> requests.Response:
    return requests.get(url, allow_redirects=False, timeout=10, **more)  # type: ignore[arg-type]  # passed on as given


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_the_sign_in_page(desk: Served, page: str) -> None:
    answer = _get(f"{desk.url}/{page}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/host-config", "/media/x.png", "/component/x/y.js"])
def test_a_stranger_gets_nothing_of_what_is_behind_the_pages(desk: Served, path: str) -> None:
    assert _get(desk.url + path).status_code == 401


def test_a_stranger_cannot_open_the_pages_socket(desk: Served) -> None:
    assert "403" in _knock(desk, "")


@pytest.mark.parametrize("foreign", ["a/b=1", "a@b=1", "x{=1", "=", "é=1", "a b=1"])
def test_odd_cookies_of_others_on_this_host_keep_nobody_out(desk: Served, foreign: str) -> None:
    browser, _ = enter(desk, "alice")
    cookies = f"{foreign}; parvis_session={browser.cookies['parvis_session']}; {foreign}".encode("latin-1")
    assert _get(f"{desk.url}/inbox", headers={"Cookie": cookies}).status_code == 200
    assert _get(f"{desk.url}/inbox", headers={"Cookie": foreign.encode("latin-1")}).status_code == 303


def test_somebody_signed_in_can_open_the_pages_socket_but_not_from_another_site(desk: Served) -> None:
    browser, _ = enter(desk, "alice")
    cookie = f"Cookie: parvis_session={browser.cookies['parvis_session']}\r\n"
    assert "101" in _knock(desk, cookie)
    assert "403" in _knock(desk, cookie + "Origin: http://evil.example\r\n")


def test_every_answer_tells_the_browser_what_to_refuse(desk: Served) -> None:
    browser, _ = enter(desk, "alice")
    for answer in (
        browser.get(f"{desk.url}/inbox", timeout=10),
        _get(f"{desk.url}/sign-in"),
        _get(f"{desk.url}/health"),
    ):
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "script-src 'self' blob:;" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"


def test_another_hosts_name_is_refused(desk: Served) -> None:
    assert _get(f"{desk.url}/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_too_heavy_a_body_is_refused_whether_it_says_its_weight_or_not(desk: Served) -> None:
    place = urlsplit(desk.url)
    line = HTTPConnection(place.hostname or "", place.port, timeout=10)
    line.putrequest("POST", "/sign-in")
    line.putheader("Content-Length", str(60 * 1024 * 1024))
    line.endheaders()
    assert line.getresponse().status == 413
    line.close()
    pieces = (b"x" * 65536 for _ in range(200))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert requests.post(f"{desk.url}/sign-in", data=pieces, headers=form, timeout=20).status_code in (400, 413)


def test_the_page_says_its_language_and_holds_no_inline_script(desk: Served) -> None:
    browser, _ = enter(desk, "alice")
    page = browser.get(f"{desk.url}/inbox", timeout=10).text
    assert '<html lang="fr">' in page
    assert "<script>" not in page
    assert "Streamlit app" not in page


def test_health_tells_of_the_database_and_the_heartbeat(desk: Served) -> None:
    answer = _get(f"{desk.url}/health")
    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"
    assert isinstance(answer.json()["heartbeat_age"], float)


def test_demo_people_do_not_open_outside_the_demo(tmp_path: Path, migrated_file: Path) -> None:
    with served(tmp_path / "demo", migrated_file, demo=True) as inside:
        assert enter(inside, "alice")[1].status_code == 303
        assert "demo-alice" in _get(f"{inside.url}/sign-in").text
        (inside.home / "parvis.db").rename(tmp_path / "kept.db")
    # the very same people and passwords, in an installation that is not the demo
    with served(tmp_path / "real", tmp_path / "kept.db", people=False) as outside:
        page = _get(f"{outside.url}/sign-in").text
        assert "demo-alice" not in page
        assert password("alice") not in page
        answer = enter(outside, "alice")[1]
        assert answer.status_code == 403
        assert "parvis_session" not in answer.cookies


def test_the_passwords_shown_are_those_the_demo_gives() -> None:
    assert {demo.password(one.email) for one in COLLEAGUES} == {one.password for one in COLLEAGUES}


def _knock(running: Served, headers: str) -> str:
    """Ask for the pages' socket as a browser does; return the first line of the answer."""
    place = urlsplit(running.url)
    asked = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {place.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
    )
    with socket.create_connection((place.hostname, place.port), timeout=10) as line:
        line.sendall(asked.encode())
        return line.recv(200).decode("latin-1").split("\r\n")[0]
