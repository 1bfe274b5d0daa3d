"""What one click puts right in the words: the sentence or the name that a rule asks for is written into the text."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import composer
from policies.verdict import Decision
from words import t


def offer(channel_id: int, given: Decision) -> None:
    """Draw a button for each reason whose way out is a sentence to add."""
    for reason in given.reasons:
        told = reason.sentence.values
        if reason.code == "sanitary" and "mention" in told:
            _button(channel_id, "sanitary", t("Ajouter la mention sanitaire"), f"\n{told['mention']}")
        if reason.code == "credit" and "credit" in told:
            _button(channel_id, "credit", t("Ajouter le crédit"), f" 📷 {told['credit']}")


def _button(channel_id: int, what: str, label: str, more: str) -> None:
    if st.button(label, icon=":material/playlist_add:", key=f"mend-{what}-{channel_id}"):
        composer.append([channel_id], more)
        st.rerun()
