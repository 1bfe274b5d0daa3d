"""Each answer the networks were recorded giving becomes the right failure, with no secret in it, asked once only."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

import clock
from connectors.contract import Account, Media, Outgoing
from connectors.facebook import FacebookPage
from connectors.facebook.errors import Gone
from connectors.failures import Failure, OutcomeUnknown, OutOfCredit, RateLimited, Rejected, Unauthorized, Unreachable
from connectors.x import X
from tests.connectors import bodies
from tests.connectors.answering import Answer, answering, nobody
from tests.connectors.conftest import SHORT

SIGNED = {
    "consumer_key": "CK-SECRET",
    "consumer_secret": "CS-SECRET",
    "access_token": "99-SECRET",
    "access_token_secret": "AS-SECRET",
}
BUILT: dict[str, Callable[[], X | FacebookPage]] = {
    "x": lambda: X(Account("99", "strasbourg", SIGNED), SHORT),
    "x bearer": lambda: X(Account("99", "strasbourg", {"bearer_token": "BT-SECRET"}), SHORT),
    "facebook": lambda: FacebookPage(Account("1", "s", {"access_token": "T-SECRET", "app_secret": "A-SECRET"}), SHORT),
}
CASES = [
    pytest.param(name, answer, expected, id=f"{name} {case}")
    for name, table in (("x", bodies.X), ("x bearer", bodies.X), ("facebook", bodies.FACEBOOK))
    for case, (answer, expected) in table.items()
    if name != "x bearer" or case in ("401", "403 duplicate", "503 html", "reset")
]
WORDS = Outgoing("Bonjour Strasbourg", "key-1")


def failed(connector: X | FacebookPage, act: Callable[[], object]) -> Failure:
    with pytest.raises(Failure) as caught:
        act()
    told = "".join(traceback.format_exception(caught.value))
    assert "SECRET" not in told + repr(caught.value) + caught.value.reason.say()
    assert "Bonjour" not in caught.value.reason.say()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert caught.value.reason.say().endswith((".", ")")) or ":" in caught.value.reason.say()
    return caught.value


@pytest.mark.parametrize(("name", "answer", "expected"), CASES)
def test_a_refusal_is_named_once_and_without_secrets(
    name: str, answer: Answer, expected: type[Failure], aim: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connector = BUILT[name]()
    with answering([answer]) as server:
        aim(server.url)
        failure = failed(connector, lambda: connector.publish(WORDS))
        assert expected is (Rejected if isinstance(failure, Gone) else type(failure))
        assert len(server.asked) == 1
    assert "SECRET" not in caplog.text
    assert "Bonjour" not in caplog.text


@pytest.mark.parametrize("name", ["x", "facebook"])
@pytest.mark.parametrize("answer", [Answer(503, "<p>", kind="text/html"), Answer(reset=True), Answer(200, [1])])
def test_trouble_while_reading_is_never_unknown(name: str, answer: Answer, aim: Callable[[str], None]) -> None:
    connector = BUILT[name]()
    with answering([answer]) as server:
        aim(server.url)
        for act in (connector.whoami, lambda: connector.fetch(None), lambda: connector.find(WORDS, clock.now())):
            assert type(failed(connector, act)) is Unreachable


@pytest.mark.parametrize("name", BUILT)
def test_nobody_there_is_unreachable(name: str, aim: Callable[[str], None]) -> None:
    aim(nobody())
    connector = BUILT[name]()
    assert type(failed(connector, lambda: connector.publish(WORDS))) is Unreachable


def refusal(name: str, answer: Answer, aim: Callable[[str], None]) -> Failure:
    connector = BUILT[name]()
    with answering([answer]) as server:
        aim(server.url)
        return failed(connector, lambda: connector.publish(WORDS))


def test_x_says_when_to_come_back(aim: Callable[[str], None]) -> None:
    at = datetime.fromtimestamp(bodies.RESET, UTC)
    for case, expected in (("429 with reset", at), ("429 of the day", at), ("429 without headers", None)):
        failure = refusal("x", bodies.X[case][0], aim)
        assert isinstance(failure, RateLimited)
        assert failure.retry_at == expected
    capped = refusal("x", bodies.X["403 spend cap"][0], aim)
    assert isinstance(capped, OutOfCredit)
    assert capped.retry_at == datetime(2026, 12, 13, tzinfo=UTC)


def test_graph_says_in_minutes_when_to_come_back(aim: Callable[[str], None]) -> None:
    with clock.stopped_at(datetime(2026, 12, 5, 10, tzinfo=UTC)):
        failure = refusal("facebook", bodies.FACEBOOK["80001 with minutes"][0], aim)
        assert isinstance(failure, RateLimited)
        assert failure.retry_at == clock.now() + timedelta(minutes=19)
        silent = refusal("facebook", bodies.FACEBOOK["80001 without headers"][0], aim)
        assert isinstance(silent, RateLimited)
        assert silent.retry_at is None


def test_a_repetition_is_told_from_other_refusals(aim: Callable[[str], None]) -> None:
    for name, case, repeated in (
        ("x", bodies.X["403 duplicate"], True),
        ("x", bodies.X["403 not summoned"], False),
        ("facebook", bodies.FACEBOOK["506"], True),
        ("facebook", bodies.FACEBOOK["1366051"], True),
        ("facebook", bodies.FACEBOOK["100"], False),
    ):
        failure = refusal(name, case[0], aim)
        assert isinstance(failure, Rejected)
        assert failure.duplicate is repeated


def test_an_upload_that_goes_wrong_has_published_nothing(aim: Callable[[str], None]) -> None:
    for name in ("x", "facebook"):
        connector = BUILT[name]()
        with answering([Answer(503, {})]) as server:
            aim(server.url)
            picture = Outgoing("Bonjour", "k", media=(Media(b"\x89PNG", "image/png", "Un chat"),))
            assert type(failed(connector, lambda: connector.publish(picture))) is Unreachable  # noqa: B023
            assert len(server.asked) == 1


def test_a_key_with_a_line_break_asks_for_a_new_connection(aim: Callable[[str], None]) -> None:
    aim(nobody())
    connector = X(Account("99", "s", {"bearer_token": "SEC\nRET"}), SHORT)
    with pytest.raises(Unauthorized):
        connector.publish(WORDS)


def test_no_credentials_ask_for_a_connection(aim: Callable[[str], None]) -> None:
    with pytest.raises(Unauthorized):
        FacebookPage(Account("1", "s", {}), SHORT).publish(WORDS)


def test_unknown_is_never_a_subclass_of_what_is_sent_again() -> None:
    assert not issubclass(OutcomeUnknown, (Unreachable, RateLimited))
