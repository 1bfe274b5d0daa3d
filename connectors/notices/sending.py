"""Tells one thing to one address, once. What goes wrong is named; the address and the answer's text are never said."""

from __future__ import annotations

import logging
import re
from typing import Any

import apprise

from connectors.failures import Rejected, Unreachable, Unsupported
from connectors.notices.address import NOBODY, asset, opened, stop_unless_public
from connectors.notices.services import MAIL
from words import s

log = logging.getLogger(__name__)
WHOLE = 45.0  # seconds for everything; a connection and each answer have their own, shorter
CODE = re.compile(r"\berror=([45]\d\d)\b")


def tell(kind: str, url: str, title: str, body: str, *, to: str = NOBODY, trusted: bool = False) -> None:
    """Send `title` and `body`, both plain text, to the address, or through that mail server to `to`.

    Raises `Unsupported` (the address is refused: nothing left), `Rejected` (the service said no) or `Unreachable`
    (no answer; it may yet have arrived).
    """
    if kind == MAIL and to == NOBODY:
        raise Unsupported(s("Dites à qui écrire."))
    address = opened(kind, url, to=to, trusted=trusted)
    if not trusted and address.host:
        stop_unless_public(address.host)
    teller = apprise.Apprise(asset=asset())
    teller.add(address.plugin)
    try:
        result = teller.notify(body=body, title=title, notify_type="failure", body_format="text", timeout=WHOLE)
    except Exception as error:  # by design: its text may hold the address
        log.warning("a notice failed", extra={"error": type(error).__name__})
        result = None
    if not result:
        raise _failure(address.service, result)


def _failure(service: str, result: Any) -> Rejected | Unreachable:
    said = " ".join(str(entry.message) for entry in result.logs()) if result is not None else ""
    if code := CODE.search(said):
        return Rejected(s("{service} a refusé (code {code}).", service=service, code=code[1]))
    return Unreachable(s("{service} ne répond pas, ou n'accepte pas le message.", service=service))
