"""Keeps tokens out of the log lines of the client libraries. It never touches our own loggers."""

from __future__ import annotations

import logging
import re

# tweepy prints headers, oauthlib what it signs, urllib3 whole paths: a Graph path ends in `access_token=…`
TALKERS = frozenset({"tweepy", "facebook", "oauthlib", "requests_oauthlib", "requests", "urllib3", "apprise"})
MUTE = "apprise"  # it prints whole addresses, which are secrets; what we need of its records stands in its results
SECRETS = re.compile(
    r"(?i)((?:access_token|appsecret_proof|refresh_token|client_secret|input_token|fb_exchange_token|code|oauth_\w+)"
    r"""["']?\s*[=:]\s*["']?|\b(?:bearer|basic)\s+)[^\s&"',;)]+"""
)
# of an address only the host is kept: its user names a password, and the path of a room's address is one
REST = re.compile(r"""(\w+://)(?:[^\s/"']*@)?([^\s/?#@"']*)[^\s"']*""")


def redacted(text: str) -> str:
    """Return `text` with the values of secrets blotted out."""
    return SECRETS.sub(r"\1…", REST.sub(r"\1\2…", text))


class _Hush(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return False
        record.msg, record.args, record.exc_info = redacted(record.getMessage()), (), None
        return True


_HUSH = _Hush()


def hush() -> None:
    """Silence the libraries' loggers below WARNING, whatever their level says, and redact what remains.

    A filter set on a parent does not see its children's records, so each logger gets its own.
    """
    for name in list(logging.Logger.manager.loggerDict):
        if name.partition(".")[0] in TALKERS:
            logging.getLogger(name).addFilter(_HUSH)
    logging.getLogger(MUTE).propagate = False
