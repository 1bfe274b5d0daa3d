"""Who is asking Graph: page, user and application tokens, `appsecret_proof`, and what can be asked about tokens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from connectors.sandbox import accounts, consent, graph_errors
from connectors.sandbox.store import Store, now_ms
from connectors.sandbox.wire import Answer, Asked, Speaker

SCOPES = [
    "pages_show_list", "pages_read_engagement", "pages_manage_posts", "pages_manage_engagement",
    "pages_read_user_content", "pages_manage_metadata", "public_profile",
]  # fmt: skip
SIXTY_DAYS = 5_184_000


def speaker(asked: Asked, args: Mapping[str, str]) -> Speaker:
    """Return who asks; refuse tokens unknown or expired, and a proof missing or wrong."""
    kind, _, rest = asked.headers.get("authorization", "").partition(" ")
    token = args.get("access_token") or (rest if kind in ("Bearer", "OAuth") else "")
    if not token:
        raise graph_errors.no_token()
    app = _app(asked.store, token)
    if app:
        return Speaker(None, "app", app)
    row = asked.store.row("SELECT * FROM tokens WHERE network='facebook' AND token=?", token)
    if row is None:
        raise graph_errors.bad_token()
    if row["expires_at"] is not None and row["expires_at"] <= now_ms():
        raise graph_errors.expired()
    account = accounts.by_id(asked.store, "facebook", row["account"])
    needed = bool(account and account["needs_proof"])
    _check_proof(asked.store, token, row["app_id"], args.get("appsecret_proof"), needed=needed)
    return Speaker(account, row["kind"], row["app_id"], frozenset(SCOPES))


def _app(store: Store, token: str) -> str:
    app_id, bar, secret = token.partition("|")
    row = store.row("SELECT secret FROM apps WHERE network='facebook' AND app_id=?", app_id) if bar else None
    return app_id if row and hmac.compare_digest(row["secret"], secret) else ""


def _check_proof(store: Store, token: str, app_id: str, proof: str | None, *, needed: bool) -> None:
    if proof is None:
        if needed:
            raise graph_errors.proof_missing()
        return
    row = store.row("SELECT secret FROM apps WHERE network='facebook' AND app_id=?", app_id)
    right = hmac.new((row["secret"] if row else "").encode(), token.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right, proof):
        raise graph_errors.proof_wrong()


def debug_token(asked: Asked, args: Mapping[str, str]) -> Answer:
    """GET /debug_token: is this token good, whose is it, until when."""
    asker = speaker(asked, args)
    row = asked.store.row("SELECT * FROM tokens WHERE network='facebook' AND token=?", args.get("input_token", ""))
    if row is None or row["app_id"] != asker.app_id:
        error = {"code": 190, "message": "Invalid OAuth access token."}
        return Answer(200, {"data": {"error": error, "is_valid": False, "scopes": []}})
    until = row["expires_at"]
    data = {
        "app_id": row["app_id"],
        "type": row["kind"].upper(),
        "application": "Parvis",
        "data_access_expires_at": now_ms() // 1000 + 90 * 86_400,
        "expires_at": until // 1000 if until else 0,
        "is_valid": until is None or until > now_ms(),
        "scopes": SCOPES,
        "granular_scopes": [],
        "profile_id": row["account"],
    }
    return Answer(200, {"data": data})


def exchange(asked: Asked, args: Mapping[str, str]) -> Answer:
    """GET /oauth/access_token: a 60-day token for a user's token, or the application's own."""
    app_id = _app(asked.store, f"{args.get('client_id', '')}|{args.get('client_secret', '')}")
    if not app_id:
        raise graph_errors.refused(1, "Error validating client secret.")
    if args.get("grant_type") == "client_credentials":
        return Answer(200, {"access_token": f"{app_id}|{args['client_secret']}", "token_type": "bearer"})
    if "code" in args:
        if consent.redeem(asked.store, "facebook", args["code"], app_id, args.get("redirect_uri", "")) is None:
            raise graph_errors.refused(100, "This authorization code has been used.", subcode=36009)
        token = user_token(asked.store, app_id)
        return Answer(200, {"access_token": token, "token_type": "bearer", "expires_in": 7200})
    old = asked.store.row(
        "SELECT * FROM tokens WHERE network='facebook' AND token=? AND app_id=?", args.get("fb_exchange_token"), app_id
    )
    if args.get("grant_type") != "fb_exchange_token" or old is None:
        raise graph_errors.bad_token()
    return Answer(
        200,
        {
            "access_token": user_token(asked.store, app_id, seconds=SIXTY_DAYS),
            "token_type": "bearer",
            "expires_in": SIXTY_DAYS,
        },
    )


def user_token(store: Store, app_id: str, *, seconds: int = 7200) -> str:
    """Make the token of a person who manages every page of the application."""
    token = "EAAU" + secrets.token_urlsafe(60)
    with store.transaction():
        until = now_ms() + seconds * 1000
        accounts.remember_token(store, "facebook", "user", "", app_id, token, until=until)
    return token
