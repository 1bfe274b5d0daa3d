"""The pages, one file each: they ask the reads, draw, and hand clicks to `acting`. No SQL, no rule, no try."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from settings import settings
from words import t

HERE = Path(__file__).resolve().parent


def around() -> list[st.Page]:
    """Return the pages in the order of a working day; one flat list, which screen readers follow best."""
    return [
        # the default page takes no address of its own: Streamlit would not find it there
        st.Page(HERE / "my_day.py", title=t("Ma journée"), icon=":material/wb_sunny:", default=True),
        _page("inbox", t("Boîte"), "inbox"),
        _page("compose", t("Composer"), "edit_square"),
        _page("calendar", t("Calendrier"), "calendar_month"),
        _page("approvals", t("Validations"), "task_alt"),
        _page("contributions", t("Contributions"), "volunteer_activism"),
        _page("brand", t("Marque"), "monitoring"),
        _page("channels", t("Canaux"), "hub"),
        _page("preferences", t("Préférences"), "settings"),
        *([_page("sandbox", t("Bac à sable"), "science")] if settings().demo else []),
    ]


def _page(name: str, title: str, icon: str) -> st.Page:
    return st.Page(HERE / f"{name}.py", title=title, icon=f":material/{icon}:", url_path=name)
