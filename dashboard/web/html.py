"""The frame of the plain HTML pages, and the pieces their forms are made of. Every value is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse

from words import LANGUAGES, present_language, t

NAMES = {"fr": "Français", "en": "English", "de": "Deutsch"}


def answer(title: str, body: str, status: int = 200) -> HTMLResponse:
    """Return a whole page in the present language; `body` is HTML, already escaped."""
    return HTMLResponse(
        f"""<!doctype html><html lang="{present_language()}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>{escape(title)} · Parvis</title><link rel="icon" href="/parvis/parvis.svg">
<link rel="stylesheet" href="/parvis/plain.css"></head><body><main>
<p class="brand"><img src="/parvis/parvis.svg" alt="" width="36" height="36"> Parvis</p>
{body}</main></body></html>""",
        status_code=status,
    )


def heading(text: str, under: str = "") -> str:
    """Return the page's title and, under it, one line."""
    return f"<h1>{escape(text)}</h1>" + (f'<p class="lead">{escape(under)}</p>' if under else "")


def alert(sentence: str) -> str:
    """Return a sentence that must be heard, or nothing."""
    return f'<p class="alert" role="alert">{escape(sentence)}</p>' if sentence else ""


def field(name: str, label: str, value: str = "", *, kind: str = "text", note: str = "", **also: str) -> str:
    """Return a labelled input; `also` are further attributes (`required=""`)."""
    more = "".join(f' {key.replace("_", "-")}="{escape(given)}"' for key, given in also.items())
    hint = f'<span class="note">{escape(note)}</span>' if note else ""
    value = f' value="{escape(value)}"' if kind not in ("password", "file") else ""
    return f'<label>{escape(label)}{hint}<input type="{kind}" name="{name}"{value}{more}></label>'


def area(name: str, label: str, value: str = "", note: str = "", most: int = 2000) -> str:
    """Return a labelled text of several lines."""
    hint = f'<span class="note">{escape(note)}</span>' if note else ""
    text = f'<textarea name="{name}" rows="4" maxlength="{most}" required>{escape(value)}</textarea>'
    return f"<label>{escape(label)}{hint}{text}</label>"


def choices(name: str, legend: str, options: Mapping[str, str], chosen: str) -> str:
    """Return one choice among a few, each a large target."""
    marked = {key: " checked" if key == chosen else "" for key in options}
    radios = "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{escape(key)}"{marked[key]} required>'
        f"<span>{escape(said)}</span></label>"
        for key, said in options.items()
    )
    return f'<fieldset><legend>{escape(legend)}</legend><div class="choices">{radios}</div></fieldset>'


def ticks(name: str, legend: str, options: Mapping[str, str], chosen: Iterable[str]) -> str:
    """Return several boxes to tick."""
    kept = set(chosen)
    boxes = "".join(
        f'<label class="choice"><input type="checkbox" name="{name}" value="{escape(key)}"'
        f"{' checked' if key in kept else ''}><span>{escape(said)}</span></label>"
        for key, said in options.items()
    )
    return f'<fieldset><legend>{escape(legend)}</legend><div class="choices">{boxes}</div></fieldset>'


def hidden(name: str, value: str) -> str:
    """Return a value that travels with a form."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def language_of(request: Request) -> str:
    """Return the language asked for: in the address, else by the browser, else the installation's."""
    asked = [request.query_params.get("lang", "")]
    asked += [one.split(";")[0].strip()[:2].lower() for one in request.headers.get("accept-language", "").split(",")]
    return next((one for one in asked if one in LANGUAGES), present_language())


def languages(address: str) -> str:
    """Return the links that show this page in the other languages."""
    joint = "&amp;" if "?" in address else "?"
    links = "".join(
        f'<a href="{escape(address)}{joint}lang={code}" lang="{code}" hreflang="{code}"'
        f"{' aria-current=true' if code == present_language() else ''}>{NAMES[code]}</a>"
        for code in LANGUAGES
    )
    named = escape(t("Langue"))
    return f'<nav class="languages" aria-label="{named}">{links}</nav>'
