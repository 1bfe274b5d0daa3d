"""An outsider's page: the words to approve, yes or no, by a link and without a password. Phone first, no script needed.

The desk says what the link opens; it works once, and only for the words it was made for.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from dashboard import dates, wording
from dashboard.web import html
from desk import outsiders
from desk.outsiders import Shown
from desk.refusal import NotHere, Stopped
from settings import settings
from words import speak, t


async def form(request: Request) -> Response:
    """Show the words and the two answers."""
    speak(html.language_of(request))
    try:
        shown = await to_thread.run_sync(outsiders.shown, request.path_params["token"])
    except NotHere:
        return _unknown()
    return _page(request, shown)


async def answer(request: Request) -> Response:
    """Hand the answer to the desk; a no without a reason comes back with the question."""
    speak(html.language_of(request))
    token = request.path_params["token"]
    async with request.form(max_files=0, max_fields=4, max_part_size=16 * 1024) as given:
        yes, why = given.get("answer") == "yes", str(given.get("because", ""))
    try:
        if yes:
            await to_thread.run_sync(outsiders.approve, token)
        else:
            await to_thread.run_sync(outsiders.send_back, token, why)
    except NotHere:
        return _unknown()
    except Stopped as stopped:
        shown = await to_thread.run_sync(outsiders.shown, token)
        return _page(request, shown, str(stopped), 400)
    said = t("C'est validé : merci.") if yes else t("C'est renvoyé à son auteur, avec votre raison.")
    return html.answer(t("Merci !"), html.heading(t("Merci !"), said))


def _page(request: Request, shown: Shown, sentence: str = "", status: int = 200) -> Response:
    lang = request.query_params.get("lang", "")
    address = f"/approve/{request.path_params['token']}"
    action = escape(address + (f"?lang={lang}" if lang else ""))
    under = t("{name} vous demande de valider ces mots pour {place}.", name=shown.asked_by, place=shown.place)
    when = dates.moment(shown.due_at, shown.zone) if shown.due_at else t("dès la validation")
    planned, yes = escape(t("Publication prévue : {when}", when=when)), escape(t("Valider"))
    no = escape(t("Renvoyer à l'auteur"))
    words = "".join(_words(*one) for one in shown.texts)
    body = (
        html.heading(t("Bonjour {name}", name=shown.name), under)
        + html.alert(sentence)
        + f'<p class="note">{planned}</p>{words}'
        + f'<form method="post" action="{action}">'
        + f'<button type="submit" name="answer" value="yes">{yes}</button></form>'
        + f'<form method="post" action="{action}">'
        + html.area("because", t("Non : dites pourquoi"))
        + f'<button class="second" type="submit" name="answer" value="no">{no}</button>'
        + "</form>"
        + html.languages(address)
    )
    return html.answer(t("À valider"), body, status)


def _words(network: str, text: str, media: list[dict[str, Any]]) -> str:
    lines = "<br>".join(escape(line) for line in text.splitlines())
    named, pictures = escape(wording.network(network)), "".join(_picture(one) for one in media)
    return f'<section><p class="note">{named}</p><blockquote>{lines}</blockquote>{pictures}</section>'


def _picture(kept: Mapping[str, Any]) -> str:
    """Return a picture inside the page: an outsider has no session that could fetch it."""
    path = settings().media / str(kept.get("file", "")).rsplit("/", 1)[-1]
    alt = escape(str(kept.get("alt") or t("Image sans description")))
    if not path.is_file():
        gone = t("Image introuvable : {alt}", alt=str(kept.get("alt", "")))
        return f'<p class="note">{escape(gone)}</p>'
    data = b64encode(path.read_bytes()).decode()
    mime = escape(str(kept.get("mime", "image/jpeg")))
    return f'<p><img src="data:{mime};base64,{data}" alt="{alt}" style="max-width:100%"></p>'


def _unknown() -> Response:
    under = t("Il a servi, il est trop ancien, ou les mots ont changé : demandez-en un nouveau à qui vous l'a envoyé.")
    return html.answer(t("Lien inconnu"), html.heading(t("Ce lien ne fonctionne pas"), under), 404)
