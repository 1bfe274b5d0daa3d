"""Sign in and out: plain pages, a token against forged forms, and the desk's own throttle."""

from __future__ import annotations

import hmac
import secrets
from html import escape
from urllib.parse import quote, urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.web import demo, html, session
from desk import signing
from desk.refusal import Stopped
from words import speak, t

GUARD = "parvis_form"  # the same secret in a cookie and in the form: another site can set neither


async def form(request: Request) -> Response:
    """Show the sign-in page, or the desk to somebody who is already in."""
    speak(html.language_of(request))
    if await to_thread.run_sync(session.of_cookies, request.cookies):
        return RedirectResponse(_wanted(request), 303)
    return _page(request)


async def enter(request: Request) -> Response:
    """Open a session and go where the person wanted to go; or say why not."""
    speak(html.language_of(request))
    async with request.form(max_files=0, max_fields=8) as given:
        email, password, guard = (str(given.get(name, "")) for name in ("email", "password", "guard"))
    if not hmac.compare_digest(guard.encode(), request.cookies.get(GUARD, "-").encode()):
        return _page(request, t("La page avait expiré. Réessayez."), email, 403)
    address = request.client.host if request.client else ""
    try:
        opened = await to_thread.run_sync(signing.sign_in, email, password, address)
    except Stopped as stopped:
        return _page(request, str(stopped), email, 403)
    response = RedirectResponse(_wanted(request), 303)
    session.open_in(response, opened.token, request)
    response.delete_cookie(GUARD, path="/sign-in")
    return response


async def leave(request: Request) -> Response:
    """Ask before signing out (GET), and sign out (POST)."""
    person = await to_thread.run_sync(session.of_cookies, request.cookies)
    if person is None:
        return RedirectResponse("/sign-in", 303)
    speak(person.lang)
    if request.method == "GET":
        return html.answer(t("Se déconnecter"), _goodbye(person))
    async with request.form(max_files=0, max_fields=4) as given:
        guard = str(given.get("guard", ""))
    if not hmac.compare_digest(guard.encode(), person.csrf.encode()):
        return html.answer(t("Se déconnecter"), _goodbye(person), 403)
    await to_thread.run_sync(signing.sign_out, request.cookies[session.COOKIE])
    response = RedirectResponse("/sign-in", 303)
    session.close_in(response)
    return response


def _page(request: Request, sentence: str = "", email: str = "", status: int = 200) -> Response:
    guard, enter = secrets.token_urlsafe(24), escape(t("Se connecter"))
    body = (
        html.heading(t("Bonjour"), t("Connectez-vous pour retrouver vos territoires."))
        + html.alert(sentence)
        + f'<form method="post" action="{escape(_here(request))}">{html.hidden("guard", guard)}'
        + html.field("email", t("Adresse e-mail"), email, kind="email", autocomplete="username", required="")
        + html.field("password", t("Mot de passe"), kind="password", autocomplete="current-password", required="")
        + f'<button type="submit">{enter}</button></form>'
        + demo.card()
        + html.languages(_here(request, with_language=False))
    )
    response = html.answer(t("Se connecter"), body, status)
    secure = request.url.scheme == "https"
    response.set_cookie(GUARD, guard, httponly=True, samesite="strict", secure=secure, path="/sign-in", max_age=3600)
    return response


def _goodbye(person: signing.Person) -> str:
    leave, back = escape(t("Se déconnecter")), escape(t("Revenir à Parvis"))
    return (
        html.heading(t("Se déconnecter ?"), t("Vous êtes connecté en tant que {name}.", name=person.name))
        + f'<form method="post" action="/sign-out">{html.hidden("guard", person.csrf)}'
        + f'<button type="submit">{leave}</button></form>'
        + f'<a class="plain" href="/">{back}</a>'
    )


def _wanted(request: Request) -> str:
    """Where to go next: a path of ours, never another site's address."""
    wanted = request.query_params.get("next", "/")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and "\\" not in wanted
    return wanted if ours else "/"


def _here(request: Request, *, with_language: bool = True) -> str:
    asked = {"next": request.query_params.get("next", "")}
    if with_language:
        asked["lang"] = request.query_params.get("lang", "")
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in asked.items() if value)
    return f"/sign-in?{query}" if query else "/sign-in"
