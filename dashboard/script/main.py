"""What runs for every page: who is here, in which language, the way around, and what everybody must know now."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import acting, here, pages
from dashboard.parts import banners, figures, header
from data.queries import waiting

ICON = Path(__file__).resolve().parents[1] / "front" / "parvis.svg"

st.set_page_config(page_title="Parvis", page_icon=str(ICON), layout="wide")
me = here.me()
page = st.navigation(pages.around(sum(waiting.counts(me.id).values())), position="sidebar", expanded=True)
st.session_state[figures.HERE] = page.url_path
header.sidebar(me)
banners.show_all(me.id)
header.top(me)
acting.say_what_was_done()
page.run()
