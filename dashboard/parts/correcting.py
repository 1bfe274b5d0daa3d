"""Under a visitor's message: what the machine judged wrongly, put right in two clicks. The person's word wins."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard import acting, intents, wording
from data.queries.told import Said
from desk import labelling
from words import t


def box(user_id: int, one: Said) -> None:
    """Draw the button that opens the choices; a choice is taken at once."""
    with st.container(key=f"correct-{one.id}"), st.popover(t("Corriger"), icon=":material/edit:", type="tertiary"):
        _choice(user_id, one, "label", t("Ton"), {name: wording.moods()[name] for name in labelling.LABELS})
        _choice(user_id, one, "lang", t("Langue"), wording.languages())
        _choice(user_id, one, "intent", t("Intention"), intents.names())


def _choice(user_id: int, one: Said, field: str, said: str, names: Mapping[str, str]) -> None:
    now: str | None = getattr(one, field)
    chosen = st.pills(
        said, list(names), default=now if now in names else None, format_func=lambda code: names[code],
        key=f"fix-{field}-{one.id}-{now}",
    )  # fmt: skip
    if chosen is not None and chosen != now:
        word: dict[str, Any] = {field: chosen}
        corrected = partial(labelling.relabel, **word)
        said = t("Corrigé : {what}. Votre parole l'emporte.", what=names[chosen])
        acting.act(corrected, user_id, one.id, done=said)
