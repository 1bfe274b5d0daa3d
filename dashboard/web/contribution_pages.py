"""The HTML of the members' form: one photo, one tap to say what it is, one line, the rights, « Envoyer »."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dashboard import dates, wording
from dashboard.web import html
from data.queries.contributions import Offer
from desk import contributions
from words import t

Sent = tuple[Offer, contributions.Status]

if TYPE_CHECKING:
    from dashboard.web.contribute import Typed


def form(request: Request, card: contributions.MemberCard, typed: Typed, sentence: str = "") -> Response:
    """Show the form with what was typed; `sentence` says what is missing."""
    if sentence and typed.photo:
        sentence += " " + t("Choisissez de nouveau la photo : votre téléphone ne la garde pas.")
    send, mine = escape(t("Envoyer")), escape(t("Voir mes envois"))
    body = (
        html.heading(
            t("Bonjour {name}", name=card.name), t("Partagez quelque chose avec {place}.", place=card.territory_name)
        )
        + html.alert(sentence)
        + f'<form method="post" enctype="multipart/form-data" action="{escape(address(request))}">'
        + html.field(
            "photo",
            t("Votre photo"),
            kind="file",
            accept="image/jpeg,image/png",
            note=t("10 Mo au plus ; facultative."),
        )
        + html.choices("kind", t("C'est…"), wording.offer_kinds(), typed.kind)
        + html.area("text", t("En une phrase"), typed.text, t("Ce que les visiteurs liront."))
        + html.field(
            "event_at", t("Date et heure"), typed.event_at, kind="datetime-local", note=t("Pour un événement.")
        )
        + html.choices("people", t("Voit-on des personnes ?"), wording.people_shown(), typed.people)
        + html.field("credit", t("Crédit affiché"), typed.credit, required="", maxlength="80")
        + html.ticks("scopes", t("Où pouvons-nous l'utiliser ?"), wording.said(contributions.SCOPES), typed.scopes)
        + html.ticks(
            "agreed", t("Vos droits"), {"yes": contributions.RIGHTS_TEXT.say()}, ["yes"] if typed.agreed else []
        )
        + f'<button type="submit">{send}</button></form>'
        + f'<a class="plain" href="{escape(address(request, "/status"))}">{mine}</a>'
        + html.languages(address(request, language=False))
    )
    return html.answer(t("Contribuer"), body, 400 if sentence else 200)


def status(request: Request, card: contributions.MemberCard, offers: Sequence[Sent], sentence: str = "") -> Response:
    """Show everything this member sent and where it stands; after a sending, « Merci » first."""
    thanks = request.query_params.get("sent") == "1"
    title = t("Merci !") if thanks else t("Vos envois")
    under = t("C'est bien arrivé. Gardez cette page : elle dit ce que devient votre envoi.") if thanks else card.name
    listed = "".join(_sent(request, card, offer, stands) for offer, stands in offers)
    nothing, more = escape(t("Rien pour le moment.")), escape(t("Envoyer autre chose"))
    body = (
        html.heading(title, under)
        + html.alert(sentence)
        + (f'<ul class="steps">{listed}</ul>' if listed else f"<p>{nothing}</p>")
        + f'<a class="plain" href="{escape(address(request))}">{more}</a>'
        + html.languages(address(request, "/status", language=False))
    )
    return html.answer(title, body)


def unknown_link() -> Response:
    """Say that a link opens nothing, and nothing more."""
    under = t("Il a peut-être été remplacé : demandez-en un nouveau à votre office de tourisme.")
    return html.answer(t("Lien inconnu"), html.heading(t("Ce lien ne fonctionne pas"), under), 404)


def address(request: Request, below: str = "", *, language: bool = True, **query: str) -> str:
    """Return the address of a page of this link, in the language in use."""
    asked = request.query_params.get("lang", "") if language else ""
    given = query | ({"lang": asked} if asked else {})
    return f"/contribute/{request.path_params['token']}{below}" + (f"?{urlencode(given)}" if given else "")


def _sent(request: Request, card: contributions.MemberCard, offer: Offer, stands: contributions.Status) -> str:
    state = escape(wording.offer_states().get(stands.state, stands.state))
    kind = escape(wording.offer_kinds().get(offer.kind, offer.kind))
    at = escape(dates.moment(offer.created_at, card.zone))
    why = f"<p>{escape(stands.because)}</p>" if stands.because else ""
    uses = "".join(_use(use, card.zone) for use in stands.uses)
    return (
        f'<li><span class="state">{state}</span> <span class="note">{kind}, {at}</span><p>{escape(offer.text)}</p>{why}'
        f"{f'<ul>{uses}</ul>' if uses else ''}{_take_back(request, stands)}</li>"
    )


def _use(use: contributions.Use, zone: str) -> str:
    state = wording.delivery_states().get(use.state, use.state)
    when = dates.moment(use.due_at, zone) if use.due_at else ""
    told = escape(" · ".join(part for part in (use.channel, state, when) if part))
    safe = use.permalink if use.permalink.startswith(("https://", "http://")) else ""
    see = escape(t("voir"))
    link = f' <a href="{escape(safe)}" rel="noopener noreferrer">{see}</a>' if safe else ""
    return f"<li>{told}{link}</li>"


def _take_back(request: Request, stands: contributions.Status) -> str:
    if stands.state not in ("received", "in_review", "accepted"):
        return ""
    label = escape(t("Retirer cet envoi"))
    return (
        f'<form class="quiet" method="post" action="{escape(address(request, "/status"))}">'
        f'{html.hidden("offer", str(stands.id))}<button class="second" type="submit">{label}</button></form>'
    )
