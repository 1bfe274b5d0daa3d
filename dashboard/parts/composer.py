"""The composer's own memory: which post is open, what is written, the pictures, the time. It outlives page changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

import clock
from dashboard import acting, wording
from dashboard.composing import Draft, home
from dashboard.parts import declaring, empty, moment, picture, setting_aside
from dashboard.parts import posts as shown
from data.queries import calendar
from data.queries.places import Account
from data.queries.seen import Place
from desk import media
from desk.media import Picture
from desk.posts import Moved, VariantText
from words import t

MEMORY = "composer"


def begin(user_id: int, wanted: str) -> None:
    """Open the post that the address names, once; else go on with what was being written."""
    kept = _memory()
    if not wanted.isdecimal() or kept["opened"] == wanted:
        return
    post = calendar.one_post(user_id, int(wanted)) if len(wanted) < 16 else None
    if post is None or post.conversation_id is not None:
        st.warning(t("Introuvable ici : cet élément n'existe pas, ou il appartient à un autre territoire."))
        return
    at = datetime.fromisoformat(post.local_time) if post.local_time else None
    new = _fresh(kept["round"] + 1) | {"opened": wanted, "post_id": post.id, "title": post.title, "at": at}
    new["once"] = post.state != "draft" or post.series_id is not None or post.contribution_id is not None
    new["series"] = post.series_id is not None
    new["answers"] = {"tags": list(post.tags)}
    new["texts"] = {one.channel_id: one.text for one in post.variants}
    pictures = post.variants[0].media if post.variants else ()
    new["pictures"] = [Picture.of(one) for one in pictures]
    st.session_state[MEMORY] = new


def accounts(all_accounts: Sequence[Account]) -> list[Account]:
    """Draw the choice of accounts and return those chosen, in the order of the territories."""
    kept, by_id = _memory(), {account.id: account for account in all_accounts}
    if not by_id:
        empty.nothing(t("Aucun compte à vous confié."), t("Demandez à la personne qui gère les comptes."))
        return []
    names = {i: f"{one.place.name} · {wording.network(one.network)}" for i, one in by_id.items()}
    name = f"compose-accounts-{kept['round']}"
    st.session_state.setdefault(name, [i for i in kept["texts"] if i in by_id])
    chosen = st.multiselect(
        t("Depuis quels comptes ?"), list(by_id), key=name, format_func=lambda one: names[one],
        placeholder=t("Choisissez un ou plusieurs comptes"), select_all=False,
    )  # fmt: skip
    kept["texts"] = {i: kept["texts"].get(i, "") for i in chosen}
    return [by_id[i] for i in by_id if i in chosen]


def field(channel_id: int) -> str:
    """Return the name of an account's field, filled with what is remembered of it."""
    kept = _memory()
    name = f"live-variant-{kept['round']}-{channel_id}"
    if name not in st.session_state:
        st.session_state[name] = kept["texts"].get(channel_id, "")
    kept["texts"][channel_id] = st.session_state[name]
    return name


def fill(texts: Mapping[int, str]) -> None:
    """Write these words into the fields, at the next run."""
    kept = _memory()
    kept["round"] += 1
    kept["texts"] = dict(texts)


def append(channel_ids: Sequence[int], more: str) -> None:
    """Write `more` at the end of these accounts' words, at the next run."""
    texts = _memory()["texts"]
    fill({i: text.rstrip() + more if i in channel_ids else text for i, text in texts.items()})


def tags() -> None:
    """Draw the choice of what kind of post it is: rules and suspensions go by it."""
    names = wording.tags()
    st.multiselect(
        t("Étiquettes"), list(names), key=answer("tags", []), format_func=lambda one: names.get(one, one),
        placeholder=t("Aucune"), select_all=False, help=t("Une suspension peut viser une étiquette."),
    )  # fmt: skip


def may_repeat() -> bool:
    """Tell whether what is written may become a series: not one date of a series, nor a member's contribution."""
    return not _memory()["once"]


def of_series() -> None:
    """Say, where one date of a series is open, that it is this date alone that changes."""
    if _memory()["series"]:
        said = t("Vous changez cette date seulement. Les mots de toute la série se changent depuis le calendrier.")
        st.info(said, icon=":material/event_repeat:")


def answer(name: str, proposed: Any) -> str:
    """Return the key of a further field, filled with what is remembered of it, else with what is proposed."""
    kept = _memory()
    key = f"compose-{kept['number']}-{name}"
    st.session_state.setdefault(key, kept["answers"].get(name, proposed))
    kept["answers"][name] = st.session_state[key]
    return key


def pictures() -> tuple[Picture, ...]:
    """Draw the pictures with what is asked of each; return them."""
    kept = _memory()
    with st.expander(
        t("Images ({n})", n=len(kept["pictures"])), icon=":material/image:", expanded=bool(kept["pictures"])
    ):
        given = st.file_uploader(
            t("Ajouter une image (JPEG, PNG ou WebP, 10 Mo au plus)"), ["jpg", "jpeg", "png", "webp"],
            key=f"compose-file-{kept['round']}-{len(kept['pictures'])}",
        )  # fmt: skip
        if given is not None:
            stored = acting.look(media.store_image, given.getvalue())
            if stored:
                kept["pictures"].append(stored)
                st.rerun()
        for place, one in enumerate(list(kept["pictures"])):
            kept["pictures"][place] = _one_picture(place, one, kept["round"])
    return tuple(kept["pictures"])


def time(place: Place) -> tuple[str | None, str]:
    """Draw the choice of a time in the territory's zone; return it as typed, and the zone."""
    kept = _memory()
    turn, at = kept["round"], kept["at"]
    st.session_state.setdefault(f"compose-later-{turn}", at is not None)
    if not st.toggle(t("À une heure choisie"), key=f"compose-later-{turn}"):
        kept["at"] = None
        return None, place.zone
    now = clock.now().astimezone(ZoneInfo(place.zone)).replace(tzinfo=None)
    kept["at"] = moment.choose(
        f"compose-{turn}", at or (now + timedelta(hours=1)).replace(minute=0, second=0), place.zone
    )
    return kept["at"].strftime("%Y-%m-%dT%H:%M"), place.zone


def draft(
    accounts: Sequence[Account], written: Mapping[int, str], pictures: tuple[Picture, ...], local: str | None, zone: str
) -> Draft:
    """Return what stands in the composer; each text is declared for the territory shown above it."""
    about = abouts(written, pictures, local)
    said = tuple(
        VariantText(
            one.id, written[one.id], pictures, one.place.id, setting_aside.asked(f"post-{one.id}", about[one.id])
        )
        for one in accounts
    )
    kept = _memory()
    return Draft(
        home(accounts), said, kept["title"], local, zone, tuple(kept["answers"].get("tags", ())), kept["post_id"]
    )


def abouts(written: Mapping[int, str], pictures: tuple[Picture, ...], local: str | None) -> dict[int, str]:
    """Return, by account, what a rule would be set aside for: this draft's words, pictures and time, nothing else."""
    number = _memory()["number"]
    return {one: repr((number, text, pictures, local)) for one, text in written.items()}


def kept(post_id: int) -> None:
    """Remember under which number the words are kept."""
    _memory()["post_id"] = post_id


def anew(_result: object) -> None:
    """Begin with an empty composer."""
    st.session_state[MEMORY] = _fresh(_memory()["round"] + 1)
    st.query_params.pop("p", None)


def outcome(moved: Moved) -> str:
    """Say what became of the words."""
    return {
        "in_review": t("Envoyé en relecture : une autre personne doit valider."),
        "approved": t("Validé. Choisissez une heure pour programmer."),
        "scheduled": t("C'est programmé : vous le retrouvez dans le calendrier."),
    }.get(moved.state, t("C'est fait."))


def drafts(user_id: int) -> None:
    """Draw the drafts that wait to be taken up again."""
    waiting = [post for post in calendar.drafts(user_id) if post.conversation_id is None]
    if waiting:
        st.header(t("Brouillons"), anchor=False)
        for post in waiting[:12]:
            shown.line(post, "compose")


def _one_picture(place: int, one: Picture, turn: int) -> Picture:
    left, right = st.columns([1, 2])
    with left:
        picture.kept({"file": one.file, "alt": one.alt}, width=200)
    with right:
        told = declaring.asked(one, f"{turn}-{one.file}")
        if st.button(t("Retirer l'image"), key=f"compose-drop-{turn}-{place}"):
            _memory()["pictures"].pop(place)
            st.rerun()
    if len(told.agreements) > len(one.agreements) > 0:  # a further person: draw the fields at once
        _memory()["pictures"][place] = told
        st.rerun()
    return told


def _memory() -> dict[str, Any]:
    kept: dict[str, Any] = st.session_state.setdefault(MEMORY, _fresh(0))
    return kept


def _fresh(turn: int) -> dict[str, Any]:
    words: dict[str, Any] = {"opened": "", "post_id": None, "title": "", "at": None, "texts": {}, "pictures": []}
    return {"round": turn, "number": turn, **words, "once": False, "series": False, "answers": {}}
