"""No secret reaches a log line, at any level."""

from __future__ import annotations

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
        f"GET /v26.0/me?fields=id&access_token={token}&x=1",
        f"{{'Authorization': 'Bearer {token}'}}",
        f'oauth_token="{token}", oauth_signature="{token}"',
        f"{{'refresh_token': '{token}', 'client_secret': '{token}'}}",
        f"appsecret_proof={token}",
    ):
        assert token not in redacted(line)


LIBRARIES = ["tweepy.client", "urllib3.connectionpool", "oauthlib", "requests_oauthlib.oauth1_auth"]


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_libraries_keep_quiet_even_when_told_to_speak(name: str, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger(name)
    hush()
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger=name):
        logger.debug("Bearer VERY-SECRET")
        logger.warning("Failed to parse headers (url=%s)", "https://x/?access_token=VERY-SECRET", exc_info=True)
    assert "VERY-SECRET" not in caplog.text
    assert "Failed to parse headers" in caplog.text
