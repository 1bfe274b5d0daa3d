"""The members' form, by personal link and without a password: phone first, no script needed, nothing typed is lost.

It knows the member by the link alone; the desk says what the link opens and what an offer must hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from anyio import to_thread
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.web import contribution_pages as pages
from dashboard.web import html
from desk import contributions, times
from desk.refusal import NotHere, Stopped
from words import speak

MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Typed:
    """What stands in the form, kept as it was typed."""

    kind: str = "photo"
    text: str = ""
    event_at: str = ""
    people: str = "none"
    alt: str = ""
    credit: str = ""
    scopes: tuple[str, ...] = ("networks",)
    agreed: bool = False
    photo: bytes | None = None


async def form(request: Request) -> Response:
    """Show the form of one member."""
    speak(html.language_of(request))
    try:
        card = await to_thread.run_sync(contributions.member, request.path_params["token"])
    except NotHere:
        return pages.unknown_link()
    return pages.form(request, card, Typed(credit=card.credit))


async def send(request: Request) -> Response:
    """Hand the offer to the desk, then show « Merci »; what is refused comes back as it was typed."""
    speak(html.language_of(request))
    token = request.path_params["token"]
    try:
        card = await to_thread.run_sync(contributions.member, token)
    except NotHere:
        return pages.unknown_link()
    async with request.form(max_files=1, max_fields=16, max_part_size=64 * 1024) as given:
        typed = await _typed(given)
    try:
        await to_thread.run_sync(partial(_offer, token, typed, card.zone))
    except Stopped as stopped:
        return pages.form(request, card, typed, str(stopped))
    return RedirectResponse(pages.address(request, "/status", sent="1"), 303)


async def status(request: Request) -> Response:
    """Show what became of everything this member sent."""
    return await _status(request)


async def take_back(request: Request) -> Response:
    """Withdraw an offer: its later uses stop at once."""
    speak(html.language_of(request))
    async with request.form(max_files=0, max_fields=4) as given:
        named = str(given.get("offer", ""))
    number = int(named) if named.isdecimal() and len(named) < 16 else 0
    try:
        await to_thread.run_sync(contributions.withdraw, request.path_params["token"], number)
    except Stopped as stopped:
        return await _status(request, str(stopped))
    return RedirectResponse(pages.address(request, "/status"), 303)


async def _status(request: Request, sentence: str = "") -> Response:
    speak(html.language_of(request))
    token = request.path_params["token"]
    try:
        card = await to_thread.run_sync(contributions.member, token)
    except NotHere:
        return pages.unknown_link()
    return pages.status(request, card, await to_thread.run_sync(_sent, token), sentence)


def _sent(token: str) -> list[pages.Sent]:
    sheet = contributions.sent(token)
    return [(offer, contributions.status(token, offer.id)) for offer in sheet.offers] if sheet else []


async def _typed(given: FormData) -> Typed:
    photo = given.get("photo")
    content = await photo.read(MOST_BYTES + 1) if isinstance(photo, UploadFile) else b""
    words = {name: str(given.get(name, "")).strip() for name in ("kind", "text", "event_at", "people", "alt", "credit")}
    scopes = tuple(str(one) for one in given.getlist("scopes"))
    return Typed(**words, scopes=scopes, agreed=bool(given.get("agreed")), photo=content or None)


def _offer(token: str, typed: Typed, zone: str) -> int:
    return contributions.offer(
        token,
        typed.kind,
        typed.text,
        credit=typed.credit,
        scopes=typed.scopes if typed.agreed else (),
        photo=typed.photo,
        alt=typed.alt,
        event_at=_moment(typed.event_at, zone),
        people=typed.people,
    )


def _moment(typed: str, zone: str) -> datetime | None:
    return times.moment(typed, zone) if typed else None
