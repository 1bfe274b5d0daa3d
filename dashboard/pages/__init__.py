"""The pages, one file each: they ask the reads, draw, and hand clicks to `acting`. No SQL, no rule, no try."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from settings import settings
from words import t

HERE = Path(__file__).resolve().parent


def around(stuck: int = 0) -> list[st.Page]:
    """Return the pages in the order of a working day; one flat list, which screen readers follow best.

    `stuck` deliveries that wait for a decision are counted beside their page's name.
    """
    return list(_all(stuck).values())


def one(name: str) -> st.Page:
    """Return the page of that name, to link to it or to go there."""
    return _all()[name]


def _all(stuck: int = 0) -> dict[str, st.Page]:
    # the default page takes no address of its own: Streamlit would not find it there
    day = st.Page(HERE / "my_day.py", title=t("Ma journée"), icon=":material/wb_sunny:", default=True)
    others = {
        "inbox": (t("Boîte"), "inbox"),
        "compose": (t("Composer"), "edit_square"),
        "calendar": (t("Calendrier"), "calendar_month"),
        "approvals": (t("Validations"), "task_alt"),
        "deliveries": (t("Envois ({n})", n=stuck) if stuck else t("Envois"), "outbox"),
        "crisis": (t("Crise"), "crisis_alert"),
        "contributions": (t("Contributions"), "volunteer_activism"),
        "relay": (t("Relais"), "sync_alt"),
        "brand": (t("Marque"), "monitoring"),
        "sample": (t("Échantillon"), "fact_check"),
        "rules": (t("Règles"), "gavel"),
        "channels": (t("Canaux"), "hub"),
        "privacy": (t("Vie privée"), "shield_person"),
        "preferences": (t("Préférences"), "settings"),
        "sandbox": (t("Bac à sable"), "science"),
    }
    if not settings().demo:
        del others["sandbox"]
    named = {
        name: st.Page(HERE / f"{name}.py", title=title, icon=f":material/{icon}:", url_path=name)
        for name, (title, icon) in others.items()
    }
    return {"my_day": day, **named}
