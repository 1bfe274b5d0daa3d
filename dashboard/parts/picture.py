"""Pictures that were stored here, shown with the words people hear instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.parts.tags import show, tag
from settings import settings
from words import t


def kept(media: Mapping[str, Any], width: int = 320) -> None:
    """Draw a stored picture, or say that its file is gone."""
    path = settings().media / str(media.get("file", "")).rsplit("/", 1)[-1]
    alt = str(media.get("alt") or t("Image sans description"))
    if path.is_file():
        st.image(str(path), width=width, alt=alt)
    else:
        show(tag("p", t("Image introuvable : {alt}", alt=alt), cls="soft"))
