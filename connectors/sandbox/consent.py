"""Where a person lets the hub speak for an account: X's authorize page and Facebook's login dialog, in small.

Served on twitter.com, x.com and www.facebook.com, and on the sandbox's own address for a browser that cannot go there.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from html import escape
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from connectors.sandbox import accounts
from connectors.sandbox.store import Row, Store, now_ms
from connectors.sandbox.wire import World
from words import t

HOSTS = ("twitter.com", "x.com", "www.facebook.com")
CODE_LIVES = {"x": 30_000, "facebook": 600_000}  # ms; X: thirty seconds
HEADERS = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'", "referrer-policy": "same-origin"}


def routes(world: World) -> list[Route]:
    """Return the two pages' routes."""
    return [
        Route("/i/oauth2/authorize", _page(world.store, "x"), methods=["GET", "POST"]),
        Route("/{version}/dialog/oauth", _page(world.store, "facebook"), methods=["GET", "POST"]),
    ]


def _page(store: Store, network: str) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        asked = dict(request.query_params)
        problem = _problem(store, network, asked)
        if problem:
            return HTMLResponse(_drawn(f'<p role="alert">{escape(problem)}</p>'), 400, HEADERS)
        if request.method == "GET":
            return HTMLResponse(_drawn(_form(store, network)), headers=HEADERS)
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        return _decided(store, network, asked, form)

    return page


def _problem(store: Store, network: str, asked: Mapping[str, str]) -> str:
    app = store.row("SELECT 1 FROM apps WHERE network=? AND app_id=?", network, asked.get("client_id", ""))
    if app is None:
        return t("Cette application n'est pas connue du bac à sable.")
    if not re.match(r"https?://[^\s/]", asked.get("redirect_uri", "")):
        return t("L'adresse de retour n'est pas valable.")
    if network == "facebook":
        return ""
    if asked.get("response_type") != "code" or not asked.get("state"):
        return t("La demande d'autorisation est incomplète.")
    if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
        return t("La demande d'autorisation n'est pas protégée (PKCE, S256).")
    return ""


def _form(store: Store, network: str) -> str:
    rows: list[Row] = [row for row in accounts.everyone(store) if row["network"] == network]
    choices = "".join(f'<option value="{escape(one["remote_id"])}">{escape(one["name"])}</option>' for one in rows)
    which = escape(t("Quel compte confiez-vous à Parvis ?"))
    yes, no = escape(t("Autoriser")), escape(t("Refuser"))
    return (
        f'<form method="post"><label for="account">{which}</label> '
        f'<select id="account" name="account">{choices}</select> '
        f'<button name="answer" value="yes">{yes}</button> '
        f'<button name="answer" value="no">{no}</button></form>'
    )


def _drawn(inside: str) -> str:
    title = escape(t("Bac à sable : relier un compte"))
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><title>{title}</title></head><body><main><h1>{title}</h1>'
        f"{inside}</main></body></html>"
    )


def _decided(store: Store, network: str, asked: Mapping[str, str], form: Mapping[str, str]) -> Response:
    back = {"state": asked["state"]} if "state" in asked else {}
    account = accounts.by_id(store, network, form.get("account", ""))
    if form.get("answer") != "yes" or account is None:
        return _return(asked, {**back, "error": "access_denied"})
    code = secrets.token_urlsafe(32)
    kept = json.dumps({"challenge": asked.get("code_challenge", ""), "redirect_uri": asked["redirect_uri"]})
    with store.transaction():
        accounts.remember_token(
            store, network, "code", account["remote_id"], asked["client_id"], code, secret=kept,
            scope=asked.get("scope", ""), until=now_ms() + CODE_LIVES[network],
        )  # fmt: skip
    return _return(asked, {**back, "code": code})


def _return(asked: Mapping[str, str], more: Mapping[str, str]) -> Response:
    address = asked["redirect_uri"]
    return RedirectResponse(f"{address}{'&' if '?' in address else '?'}{urlencode(more)}", 302)


def redeem(store: Store, network: str, code: str, app_id: str, redirect_uri: str) -> tuple[Row, str] | None:
    """Take a code back, once: return its row and the PKCE challenge, or None when it is worth nothing."""
    with store.transaction():
        row = store.row("SELECT * FROM tokens WHERE network=? AND kind='code' AND token=?", network, code)
        if row is None:
            return None
        store.run("DELETE FROM tokens WHERE token=?", code)
    kept = json.loads(row["secret"])
    late = row["expires_at"] <= now_ms()
    if late or row["app_id"] != app_id or kept["redirect_uri"] != redirect_uri:
        return None
    return row, str(kept["challenge"])
