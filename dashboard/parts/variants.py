"""The words for each account side by side, under the account's own colour, counted as its network counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import networks, wording
from dashboard.parts import composer, marks, mending, reasons, setting_aside
from dashboard.parts.tags import show
from data.queries.places import Account
from policies.verdict import Decision
from words import t

ACROSS = 2


def columns(accounts: Sequence[Account]) -> dict[int, str]:
    """Draw a field for each account and return what is written, by account."""
    written: dict[int, str] = {}
    for start in range(0, len(accounts), ACROSS):
        row = accounts[start : start + ACROSS]
        for account, column in zip(row, st.columns(ACROSS if len(accounts) > 1 else 1, gap="medium"), strict=False):
            with column, st.container(key=f"variant-{account.id}", border=True):
                written[account.id] = _field(account)
    if len(accounts) > 1 and st.button(
        t("Reprendre le premier texte partout"), icon=":material/content_copy:", key="same"
    ):
        composer.fill(dict.fromkeys(written, written[accounts[0].id]))
        st.rerun()
    return written


def judged(accounts: Sequence[Account], decisions: Mapping[int, Decision], abouts: Mapping[int, str]) -> None:
    """Draw what the policies say of each account's words, and what may be set aside for them (`abouts`, by account)."""
    for account in accounts:
        if account.id in decisions:
            show(marks.account(account.place, account.network, account.handle))
            reasons.decision(decisions[account.id])
            mending.offer(account.id, decisions[account.id])
            setting_aside.offer(f"post-{account.id}", abouts[account.id], decisions[account.id])


def _field(account: Account) -> str:
    show(marks.account(account.place, account.network, account.handle))
    name = t("Texte pour {place}, {network}", place=account.place.name, network=wording.network(account.network))
    text = st.text_area(name, key=composer.field(account.id), height=150) or ""
    limits = networks.limits(account.network)
    if limits:
        reasons.count(networks.length(account.network, text), limits.text)
    return text
