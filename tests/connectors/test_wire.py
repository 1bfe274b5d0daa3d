"""What leaves, and what is said when it does not arrive."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import requests

from connectors.failures import Failure, OutcomeUnknown, Unreachable
from connectors.wire import fit
from tests.connectors.answering import Answer, answering, nobody
from tests.connectors.conftest import SHORT

Aim = Callable[[str], None]
URL = "https://graph.facebook.com/v26.0/me?fields=id&access_token=SECRET-TOKEN"


def sent(method: str = "POST", body: str | None = "x") -> requests.Response:
    session = requests.Session()
    fit(session, "X", SHORT)
    return session.request(method, URL, data=body)


def failed(method: str = "POST") -> Failure:
    with pytest.raises(Failure) as caught:
        sent(method)
    assert "SECRET" not in f"{caught.value!r}{caught.value}{caught.value.reason}"
    assert caught.value.__context__ is None, "the original, which holds the address, must not be chained"
    return caught.value


def test_the_sandbox_sees_the_original_host_path_and_scheme(aim: Aim) -> None:
    with answering([Answer(200, {"ok": True})]) as server:
        aim(server.url)
        assert sent().json() == {"ok": True}
        asked = server.asked[0]
        assert asked.headers["host"] == "graph.facebook.com"
        assert asked.headers["x-forwarded-proto"] == "https"
        assert (asked.path, asked.query) == ("/v26.0/me", "fields=id&access_token=SECRET-TOKEN")


def test_nobody_listening_is_unreachable_for_writes_and_reads(aim: Aim) -> None:
    aim(nobody())
    assert type(failed("POST")) is Unreachable
    assert type(failed("GET")) is Unreachable


def test_an_unknown_host_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    session = requests.Session()
    session.trust_env = False
    fit(session, "X", SHORT)
    with pytest.raises(Unreachable):
        session.post("https://no-such-host.invalid/?access_token=SECRET-TOKEN")


BROKEN = {
    "late": Answer(201, {"id": "1"}, wait=1.0),
    "reset": Answer(reset=True),
    "cut": Answer(201, '{"id": ', cut=True),
    "dripping": Answer(201, {"id": "1" * 20}, drip=0.2),
    "moved": Answer(307, {}, headers={"location": "https://elsewhere.example/"}),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_a_lost_answer_is_unknown_for_a_write_and_not_retried(aim: Aim, answer: Answer) -> None:
    with answering([answer]) as server:
        aim(server.url)
        started = time.monotonic()
        assert type(failed("POST")) is OutcomeUnknown
        assert time.monotonic() - started < 3
        assert len(server.asked) == 1


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_a_lost_answer_to_a_read_may_be_asked_again(aim: Aim, answer: Answer) -> None:
    with answering([answer]) as server:
        aim(server.url)
        assert type(failed("GET")) is Unreachable


def test_status_and_headers_of_the_last_answer_are_kept_and_forgotten(aim: Aim) -> None:
    with answering([Answer(429, {}, headers={"x-app-usage": "{}"})]) as server:
        aim(server.url)
        session = requests.Session()
        wire = fit(session, "X", SHORT)
        session.get(URL)
        assert (wire.status, wire.headers["X-App-Usage"]) == (429, "{}")
        aim(nobody())
        with pytest.raises(Unreachable):
            session.get(URL)
        assert (wire.status, dict(wire.headers)) == (None, {})


def test_a_proxy_of_the_machine_is_not_used_for_the_sandbox(aim: Aim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", nobody())
    monkeypatch.setenv("HTTP_PROXY", nobody())
    with answering([Answer(200, {})]) as server:
        aim(server.url)
        assert sent("GET").status_code == 200


def test_a_sandbox_off_this_machine_is_refused(aim: Aim) -> None:
    aim("http://192.0.2.1:8600")
    with pytest.raises(ValueError, match="PARVIS_SANDBOX_URL"):
        sent()
