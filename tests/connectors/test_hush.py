"""No secret reaches a log line, at any level."""

from __future__ import annotations

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hush import hush, redacted

# marked, so that no word of the lines themselves is taken for a token
TOKENS = st.text(alphabet=st.characters(categories=["L", "N"]), min_size=8).map("Zq7x{}".format)


@given(TOKENS)
def test_a_token_is_blotted_out_wherever_libraries_write_it(token: str) -> None:
    for line in (
        "GET /v26.0/me?fields=id&access_token=<>&x=1",
        "{'Authorization': 'Bearer <>'}",
        'oauth_token="<>", oauth_signature="<>"',
        "{'refresh_token': '<>', 'client_secret': '<>'}",
        "appsecret_proof=<>",
        "Failed to parse headers (url=https://hooks.slack.com:443/services/<>): boundary",
        "Could not load URL: mailtos://parvis:<>@smtp.example.org:587?from=<>",
        "https://<>@mattermost.example.org",
    ):
        if token not in line:  # "Authoriz" would be a token that stands there anyway
            assert token not in redacted(line.replace("<>", token))


def test_the_host_of_an_address_stays_readable() -> None:
    said = redacted("Failed to parse headers (url=https://hooks.slack.com:443/services/VERY-SECRET): boundary")
    assert "https://hooks.slack.com:443…" in said


LIBRARIES = ["tweepy.client", "urllib3.connectionpool", "oauthlib", "requests_oauthlib.oauth1_auth", "apprise"]


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_libraries_keep_quiet_even_when_told_to_speak(name: str, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger(name)
    hush()
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger=name):
        logger.debug("Bearer VERY-SECRET")
        logger.warning("Failed to parse headers (url=%s)", "https://x/?access_token=VERY-SECRET", exc_info=True)
    assert "VERY-SECRET" not in caplog.text
    assert "Failed to parse headers" in caplog.text


def test_apprise_says_nothing_at_all() -> None:
    heard = logging.StreamHandler(io.StringIO())
    hush()
    logging.getLogger().addHandler(heard)
    try:
        logging.getLogger("apprise").error("Could not load URL: mailtos://parvis:VERY-SECRET@smtp.example.org")
    finally:
        logging.getLogger().removeHandler(heard)
    assert not heard.stream.getvalue()
