"""Words that reach the networks by other ways than their APIs: visitors speaking, and history laid down at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import words
from connectors.sandbox import accounts, graph_comments, objects, x_text, x_tweets
from connectors.sandbox.store import Row, Store, ms, now_ms

NETWORKS = ("x", "facebook")


class Unsayable(ValueError):
    """What was asked cannot be said; the sentence tells a person why."""


def say(
    store: Store, network: str, to: str, author: str, text: str, in_reply_to: str | None = None, *, handle: str = "",
    at: int | None = None, by_account: bool = False, likes: int = 0, lang: str = "und", kind: str = "",
    media: Sequence[dict[str, str]] = (),
) -> str:  # fmt: skip
    """Let a visitor speak to an account (or, `by_account`, the account itself) and return the new object's id.

    `to` is a handle or a place's slug. On X a mention is put in front when `text` has none. On Facebook it becomes a
    comment under `in_reply_to`, else a post on the page (`kind="tag"`: a post elsewhere that tags the page).
    """
    if network not in NETWORKS:
        raise Unsayable(words.t("Le bac à sable ne parle pas le réseau « {network} ».", network=network))
    account = accounts.addressed_as(store, network, to)
    if account is None:
        raise Unsayable(words.t("Aucun compte du bac à sable ne répond à « {to} ».", to=to))
    if not text.strip():
        raise Unsayable(words.t("Il n'y a rien à dire : le texte est vide."))
    with store.transaction():
        parent = _parent(store, network, in_reply_to)
        name = author.strip() or "Visiteur"
        who = account["remote_id"] if by_account else accounts.person(store, network, name, handle)
        moment = now_ms() if at is None else at
        if network == "facebook":
            return _on_page(
                store, account, who, text, moment, parent, kind=kind, by_hub=by_account, likes=likes, media=media
            )
        if not by_account:
            text = _calling(text, account["handle"])
        return x_tweets.write(
            store, author=who, account=account["remote_id"], text=text, at=moment, parent=parent, by_hub=by_account,
            likes=likes, lang=lang, media=[{"key": f"3_{one['id']}", **one} for one in media],
        )  # fmt: skip


def _parent(store: Store, network: str, in_reply_to: str | None) -> Row | None:
    if not in_reply_to:
        return None
    parent = store.row("SELECT * FROM objects WHERE network=? AND id=? AND removed_at IS NULL", network, in_reply_to)
    if parent is None:
        raise Unsayable(words.t("Le message auquel répondre n'existe pas, ou plus."))
    return parent


def _calling(text: str, handle: str) -> str:
    named = {one.lower() for one in x_text.mentioned(text)}
    return text if handle.lower() in named else f"@{handle} {text}"


def _on_page(
    store: Store, account: Row, who: str, text: str, at: int, parent: Row | None, *, kind: str, by_hub: bool,
    likes: int, media: Sequence[dict[str, str]],
) -> str:  # fmt: skip
    page = account["remote_id"]
    number = objects.fresh_number(store, "facebook", at)
    if parent is not None:
        remote_id = f"{parent['thread'].partition('_')[2]}_{number}"
        above = graph_comments.top_comment(parent)
        return objects.add(store, objects.New("facebook", remote_id, "comment", parent["account"], who, text, at, above,
                                              parent["thread"], likes=likes, by_hub=by_hub))  # fmt: skip
    kind = "post" if by_hub else kind or "visitor_post"
    owner = who if kind == "tag" else page
    return objects.add(store, objects.New("facebook", f"{owner}_{number}", kind, page, who, text, at, likes=likes,
                                          by_hub=by_hub, media=media))  # fmt: skip


def lay_down(store: Store, history: Sequence[Mapping[str, Any]]) -> list[str]:
    """Write many objects of the past in one transaction; return their ids in order.

    Each: `network`, `to`, `text`, `at` (ISO 8601 with a zone), and `author` (a visitor's name; without it the account
    itself speaks), `handle`, `in_reply_to` (an id) or `in_reply_to_index` (a place in this very list), `likes`, `lang`,
    `kind` ("tag"), `media`.
    """
    ids: list[str] = []
    with store.transaction():
        for one in history:
            index = one.get("in_reply_to_index")
            ids.append(
                say(
                    store, one["network"], one["to"], one.get("author") or "", one["text"],
                    ids[index] if index is not None else one.get("in_reply_to"),
                    handle=one.get("handle", ""), at=ms(datetime.fromisoformat(one["at"])),
                    by_account=not one.get("author"), likes=int(one.get("likes", 0)), lang=one.get("lang", "und"),
                    kind=one.get("kind", ""), media=one.get("media", ()),
                )
            )  # fmt: skip
    return ids
