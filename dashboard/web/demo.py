"""The people of the demo and their passwords, on the sign-in page. Outside the demo there is nothing to show."""

from __future__ import annotations

from html import escape

from dashboard import wording
from data.queries import openers
from settings import settings
from words import t


def password(email: str) -> str:
    """Return the password the demo gives to the person with this address."""
    return f"demo-{email.partition('@')[0]}"


def card() -> str:
    """Return who opens the demo, as HTML; nothing outside the demo."""
    if not settings().demo:
        return ""
    lines = "".join(
        f"<tr><th scope='row'>{escape(one.name)}<br><span class='note'>{escape(wording.role(one.role))}, "
        f"{escape(one.place)}</span></th><td><code>{escape(one.email)}</code><br><code>{escape(password(one.email))}</code>"
        "</td></tr>"
        for one in openers.openers()
    )
    title = escape(t("Démonstration : entrez comme…"))
    note = escape(t("Tout est inventé, rien ne sort de cette machine."))
    return f'<section class="card"><h2>{title}</h2><p class="note">{note}</p><table>{lines}</table></section>'
