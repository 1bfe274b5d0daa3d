"""What a person reads when the database is away or the disk is full: a sentence, never a stack. Mends nothing."""

from __future__ import annotations

import streamlit as st
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import tracing
from dashboard.web import html
from data import trouble
from words import speak, t


def on_page(error: Exception) -> bool:
    """Say on the page what is the matter, where that is known, and return True: nothing else is shown then."""
    tracing.page_failed(error)
    sentence = trouble.sentence(error)
    if sentence is None:
        return False
    st.error(sentence.say(), icon=":material/cloud_off:")
    return True


class Excused:
    """An ASGI layer that turns such trouble into a page with 503, where nothing was answered yet."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and excuse what the database could not do."""
        begun = False

        async def heard(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, heard)
        except Exception as failure:
            sentence = trouble.sentence(failure)
            if sentence is None or begun or scope["type"] not in ("http", "websocket"):
                raise
            tracing.page_failed(failure)
            if scope["type"] == "websocket":
                return await send({"type": "websocket.close", "code": 1013})
            speak(html.language_of(Request(scope)))
            page = html.answer(t("Un instant…"), html.heading(t("Un instant…")) + html.alert(sentence.say()), 503)
            page.headers["Retry-After"] = "30"
            await page(scope, receive, send)
