"""The visitor's page drawn as HTML: a form with labels, and the conversations below it. Draws what it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from connectors.sandbox.store import Row, moment
from words import present_language, t

NAMES = {"x": "X", "facebook": "Facebook"}
STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}
h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.2rem;margin:1.5rem 0 .5rem}
.note{background:#fff4d6;border-left:4px solid #8a5a00;padding:.5rem .75rem}
.said{background:#e3f4e6;border-left:4px solid #1d6b2f;padding:.5rem .75rem}
.problem{background:#fde7e7;border-left:4px solid #a11212;padding:.5rem .75rem}
label{display:block;margin:.75rem 0 .25rem;font-weight:600}
input,select,textarea,button{font:inherit;width:100%;padding:.6rem;border:1px solid #595959;border-radius:.3rem;
color:inherit;background:#fff}textarea{min-height:6rem}button{margin-top:1rem;background:#0b4f8a;color:#fff;border:0;font-weight:600}
:focus-visible{outline:3px solid #c25700;outline-offset:2px}
ul{list-style:none;margin:0;padding:0}ul ul{padding-left:1rem;border-left:2px solid #767676}
article{border:1px solid #c9c9c9;border-radius:.4rem;padding:.5rem .75rem;margin:.5rem 0;overflow-wrap:anywhere}
.hub{background:#eaf2fb}.meta{margin:0;color:#444;font-size:.9rem}.text{margin:.25rem 0;white-space:pre-wrap}
a{color:#0b4f8a}@media(min-width:48rem){.networks{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}}
"""


@dataclass(frozen=True)
class Item:
    """One public object with its answers, as the page shows it."""

    network: str
    id: str
    name: str
    to: str
    text: str
    at: int
    by_hub: bool
    hidden: bool
    removed: bool
    media: bool
    answers: tuple[Item, ...]


def page(
    everyone: Sequence[Row], given: Mapping[str, str], threads: Mapping[str, Sequence[Item]], answered: Item | None,
    problem: str,
) -> str:  # fmt: skip
    """Return the whole page; `given` are the form's values, `answered` what the visitor answers."""
    title, again = t("Bac à sable : parler comme un visiteur"), escape(t("Actualiser"))
    stays = escape(t("Rien de ce qui est dit ici ne quitte cette machine."))
    networks = "".join(_network(name, items) for name, items in threads.items())
    return (
        f'<!doctype html><html lang="{present_language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main><h1>{escape(title)}</h1>"
        f'<p class="note">{stays}</p>'
        f"{_news(given, problem)}{_form(everyone, given, answered)}"
        f'<p><a href="/">{again}</a></p><div class="networks">{networks}</div></main></body></html>'
    )


def _news(given: Mapping[str, str], problem: str) -> str:
    if problem:
        return f'<p class="problem" role="alert">{escape(problem)}</p>'
    if "said" in given:
        sentence = t("C’est dit : votre message est public dans le bac à sable.")
        return f'<p class="said" role="status">{escape(sentence)}</p>'
    return ""


def _form(everyone: Sequence[Row], given: Mapping[str, str], answered: Item | None) -> str:
    if not everyone:
        nobody = escape(t("Aucun compte n’existe encore dans ce bac à sable."))
        return f'<p role="status">{nobody}</p>'
    network = given.get("network") or everyone[-1]["network"]
    author = given.get("author", "") or t("Camille Visiteur")
    write, on, to, name, words, send = (
        escape(one)
        for one in (
            t("Écrire"), t("Réseau"), t("À qui"), t("Votre nom"), t("Votre message"), t("Publier comme visiteur"),
        )
    )  # fmt: skip
    return (
        f'<form method="post" action="/say"><h2>{write}</h2>{_answering(answered)}'
        f'<label for="network">{on}</label><select id="network" name="network">'
        f"{_options(list(NAMES.items()), network)}</select>"
        f'<label for="to">{to}</label><select id="to" name="to">'
        f"{_choices(everyone, network, given.get('to', ''))}</select>"
        f'<label for="author">{name}</label><input id="author" name="author" maxlength="50" '
        f'autocomplete="off" required value="{escape(author)}">'
        f'<label for="text">{words}</label><textarea id="text" name="text" required '
        f'maxlength="5000">{escape(given.get("text", ""))}</textarea>'
        f'<button type="submit">{send}</button></form>'
    )


def _answering(answered: Item | None) -> str:
    if answered is None:
        return ""
    sentence = t("Vous répondez à {name} :", name=answered.name)
    return (
        f'<input type="hidden" name="in_reply_to" value="{escape(answered.id)}"><p class="meta">{escape(sentence)}</p>'
        f'<blockquote class="text">{escape(answered.text)}</blockquote>'
    )


def _choices(everyone: Sequence[Row], network: str, chosen: str) -> str:
    """Offer the places, with the networks they speak, and then every account by its name."""
    spoken: dict[str, list[str]] = {}
    for row in everyone:
        if row["place"]:
            spoken.setdefault(row["place"], []).append(NAMES[row["network"]])
    places = [(one, f"{one.replace('-', ' ').title()} ({', '.join(spoken[one])})") for one in sorted(spoken)]
    named = [(row["handle"], f"{row['name']} (@{row['handle']}, {NAMES[row['network']]})") for row in everyone]
    chosen = next((row["handle"] for row in everyone if chosen == row["remote_id"]), chosen)
    chosen = chosen or next((row["place"] or row["handle"] for row in everyone if row["network"] == network), "")
    groups = ((t("Lieux"), places), (t("Comptes"), named))
    return "".join(
        f'<optgroup label="{escape(label)}">{_options(choices, chosen)}</optgroup>'
        for label, choices in groups
        if choices
    )


def _options(choices: Sequence[tuple[str, str]], chosen: str) -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in choices
    )


def _network(name: str, items: Sequence[Item]) -> str:
    title = escape(t("Sur {network}", network=NAMES[name]))
    silence = escape(t("Personne n’a encore parlé ici."))
    inside = "".join(_item(one) for one in items) or f"<li>{silence}</li>"
    return f'<section aria-labelledby="n-{name}"><h2 id="n-{name}">{title}</h2><ul>{inside}</ul></section>'


def _item(item: Item) -> str:
    at = moment(item.at)
    when = f'<time datetime="{at.isoformat()}">{at:%d/%m/%Y %H:%M} UTC</time>'
    marks = [t("compte de la destination")] if item.by_hub else []
    marks += [t("avec image")] if item.media else []
    marks += [t("masqué")] if item.hidden else []
    mark = f" · {escape(', '.join(marks))}" if marks else ""
    answers = f"<ul>{''.join(_item(one) for one in item.answers)}</ul>" if item.answers else ""
    kind, remote_id = "hub" if item.by_hub else "visitor", escape(item.id)
    return (
        f'<li><article id="o-{remote_id}" class="{kind}" data-id="{remote_id}"><p class="meta">'
        f"<strong>{escape(item.name)}</strong>{mark} · {when}</p>{_words_of(item)}</article>{answers}</li>"
    )


def _words_of(item: Item) -> str:
    if item.removed:
        removed = escape(t("Ce message a été retiré."))
        return f'<p class="text">{removed}</p>'
    where = urlencode({"in_reply_to": item.id, "network": item.network, "to": item.to})
    label = escape(t("Répondre à {name}", name=item.name))
    return f'<p class="text">{escape(item.text)}</p><p class="meta"><a href="/?{escape(where)}">{label}</a></p>'
