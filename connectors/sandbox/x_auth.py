"""Who is asking X: OAuth 1.0a signatures, OAuth 2.0 user tokens that live two hours, applications alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Any
from urllib.parse import unquote

from oauthlib.oauth1.rfc5849 import signature

from connectors.sandbox import accounts, consent, x_errors
from connectors.sandbox.store import Row, now_ms
from connectors.sandbox.wire import Answer, Asked, Speaker

FORM = "application/x-www-form-urlencoded"


def speaker(asked: Asked) -> Speaker:
    """Return who asks; refuse with 401 a token unknown or expired, or a signature that does not fit."""
    kind, _, rest = asked.headers.get("authorization", "").partition(" ")
    if kind == "OAuth":
        return _signed(asked)
    if kind == "Bearer":
        return _bearer(asked, rest.strip())
    raise x_errors.unauthorized()


def _bearer(asked: Asked, token: str) -> Speaker:
    row = asked.store.row(
        "SELECT * FROM tokens WHERE network='x' AND token=? AND kind IN ('oauth2','app')", unquote(token)
    )
    if row is None or (row["expires_at"] is not None and row["expires_at"] <= now_ms()):
        raise x_errors.unauthorized()
    account = accounts.by_id(asked.store, "x", row["account"])
    return Speaker(account, row["kind"], row["app_id"], frozenset(row["scope"].split()))


def _signed(asked: Asked) -> Speaker:
    params = signature.collect_parameters(headers={"Authorization": asked.headers["authorization"]}, with_realm=False)
    claims = dict(params)
    token = asked.store.row(
        "SELECT tokens.*, apps.secret AS app_secret FROM tokens JOIN apps ON apps.network='x' AND apps.app_id="
        "tokens.app_id WHERE tokens.network='x' AND kind='oauth1' AND token=? AND tokens.app_id=?",
        claims.get("oauth_token", ""), claims.get("oauth_consumer_key", ""),
    )  # fmt: skip
    if token is None or claims.get("oauth_signature_method") != "HMAC-SHA1":
        raise x_errors.unauthorized()
    expected = sign(asked, token["app_secret"], token["secret"])
    if not hmac.compare_digest(expected, _given_signature(asked.headers["authorization"])):
        raise x_errors.unauthorized()
    return Speaker(accounts.by_id(asked.store, "x", token["account"]), "oauth1", token["app_id"])


def sign(asked: Asked, consumer_secret: str, token_secret: str) -> str:
    """Return the HMAC-SHA1 signature this request should carry, over `https://<Host><path>` (RFC 5849 §3.4)."""
    form = asked.body.decode("utf-8", "replace") if asked.headers.get("content-type", "").startswith(FORM) else ""
    params = signature.collect_parameters(
        uri_query=asked.raw_query,
        headers={"Authorization": asked.headers["authorization"]},
        body=form,
        exclude_oauth_signature=True,
        with_realm=False,
    )
    base = signature.signature_base_string(
        asked.method,
        signature.base_string_uri(f"https://{asked.host}{asked.path}"),
        signature.normalize_parameters(params),
    )
    key = f"{_escaped(consumer_secret)}&{_escaped(token_secret)}"
    return base64.b64encode(hmac.new(key.encode(), base.encode(), "sha1").digest()).decode()


def _escaped(text: str) -> str:
    return str(signature.utils.escape(text))


def _given_signature(header: str) -> str:
    for part in header.removeprefix("OAuth ").split(","):
        name, _, value = part.strip().partition("=")
        if name == "oauth_signature":
            return unquote(value.strip('"'))
    return ""


def token(asked: Asked) -> Answer:
    """Give a pair of tokens for a code (PKCE) or a refresh token.

    The refresh token dies at once, the old access token at its hour.
    """
    form = asked.form_only()
    client = _client(asked, form)
    if form.get("grant_type") not in ("refresh_token", "authorization_code"):
        return _oauth_error("unsupported_grant_type", "Missing valid grant_type parameter.")
    with asked.store.transaction():
        coded = form["grant_type"] == "authorization_code"
        old = _coded(asked, form, client) if coded else _refreshed(asked, form, client)
        if not client or old is None:
            return _oauth_error("invalid_request", "Value passed for the token was invalid.")
        return Answer(200, _pair(asked, old, client))


def _coded(asked: Asked, form: dict[str, str], client: str) -> Row | None:
    found = consent.redeem(asked.store, "x", form.get("code", ""), client, form.get("redirect_uri", ""))
    if found is None:
        return None
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return found[0] if hmac.compare_digest(proof, found[1]) else None


def _refreshed(asked: Asked, form: dict[str, str], client: str) -> Row | None:
    old = asked.store.row(
        "SELECT * FROM tokens WHERE network='x' AND kind='refresh' AND token=? AND app_id=?",
        form.get("refresh_token", ""), client,
    )  # fmt: skip
    if old is not None:
        asked.store.run("DELETE FROM tokens WHERE token=?", old["token"])
    return old


def _pair(asked: Asked, old: Row, client: str) -> dict[str, Any]:
    access, refresh = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
    who, scope = old["account"], old["scope"]
    seconds = asked.world.switches["token_seconds"]
    until = now_ms() + seconds * 1000
    accounts.remember_token(asked.store, "x", "oauth2", who, client, access, scope=scope, until=until)
    pair = {"token_type": "bearer", "expires_in": seconds, "access_token": access, "scope": scope}
    if "offline.access" not in scope.split():
        return pair
    accounts.remember_token(asked.store, "x", "refresh", who, client, refresh, scope=scope)
    return {**pair, "refresh_token": refresh}


def _client(asked: Asked, form: dict[str, str]) -> str:
    kind, _, rest = asked.headers.get("authorization", "").partition(" ")
    if kind != "Basic":
        return form.get("client_id", "")
    try:
        name, _, secret = base64.b64decode(rest).decode().partition(":")
    except ValueError:
        return ""
    app = asked.store.row("SELECT secret FROM apps WHERE network='x' AND app_id=?", unquote(name))
    return unquote(name) if app and hmac.compare_digest(app["secret"], unquote(secret)) else ""


def _oauth_error(error: str, description: str) -> Answer:
    return Answer(400, {"error": error, "error_description": description})
