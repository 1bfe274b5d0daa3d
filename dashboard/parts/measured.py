"""How right the machine is, by city and language, as people's blind sample measured it: n, interval, confusion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import wording
from dashboard.parts import empty, figures, marks
from dashboard.parts.tags import Markup, show, tag
from data.queries.samples import Measured
from sentiment import measures, tiers
from sentiment.judgement import CLASSES
from words import t


def formula() -> str:
    """Return how these figures are reckoned."""
    return t(
        "D'après l'échantillon étiqueté par des personnes. Exactitude : part d'accords, parmi ce que les deux ont "
        "rangé dans négatif, neutre ou positif. Négatifs repérés : part des messages négatifs que la machine a dits "
        "négatifs. Intervalle à 95 % de Wilson. En gris : n < 30."
    )


def notice() -> None:
    """Say that the deep tier does not judge here, and why; nothing when it does."""
    if (why := tiers.why_not_deep()) is not None:
        said = t("Les textes sont jugés par le niveau rapide, moins sûr que le niveau approfondi.")
        st.info(f"{said} {why.say()}", icon=":material/info:")


def table(found: Sequence[Measured]) -> None:
    """Draw one line a city and language, and what was taken for what."""
    if not found:
        return empty.nothing(
            t("Aucun échantillon étiqueté ces six derniers mois."),
            t("Tirez-en un : sans lui, personne ne sait combien la machine se trompe ici."),
        )
    spoken = wording.languages() | {"und": t("Indéterminée")}
    heads = [t("Territoire"), t("Langue"), t("Exactitude"), t("Négatifs repérés"), t("Indéterminés")]
    lines = [
        [
            marks.place(one.place), spoken.get(one.lang, one.lang), share(measures.accuracy(one.table)),
            share(measures.recall(one.table, "negative")), share(measures.undetermined(one.table)),
        ]
        for one in found
    ]  # fmt: skip
    figures.table(heads, lines, numbers=(2, 3, 4), caption=t("Exactitude par territoire et langue"))
    _confusions(found, spoken)


def share(one: measures.Share) -> Markup:
    """Return a share with its interval and its n; grey when n is small."""
    if one.share is None or one.low is None or one.high is None:
        return tag("span", "—", cls="soft")
    low, high = figures.percent(one.low), figures.percent(one.high)
    said = t("{share} ({low} à {high}, n = {n})", share=figures.percent(one.share), low=low, high=high, n=one.n)
    if one.enough:
        return tag("span", said)
    return tag("span", said, cls="soft", title=t("n < 30 : trop peu pour conclure"))


def _confusions(found: Sequence[Measured], spoken: Mapping[str, str]) -> None:
    """Draw the confusions of all, or of the one place and language that was chosen."""
    names = {(one.place.id, one.lang): f"{one.place.name} · {spoken.get(one.lang, one.lang)}" for one in found}
    chosen = st.selectbox(
        t("Confusions"), list(names), index=None, format_func=lambda key: names[key], key="measured-which",
        placeholder=t("Tous les territoires, toutes les langues"), persist_state="session", width=400,
    )  # fmt: skip
    whole: Counter[tuple[str, str]] = Counter()
    for one in found:
        if chosen in (None, (one.place.id, one.lang)):
            whole.update(one.table)
    confusion(whole, names[chosen] if chosen else t("Tous les territoires, toutes les langues"))


def confusion(found: measures.Table, of: str) -> None:
    """Draw what people said, a line each, against what the machine said, a column each; and what was recognised."""
    names = wording.moods()
    said = [name for name in names if name != "mixed" or any(pair[1] == name for pair in found)]
    lines = [
        [
            names[true],
            *(str(found.get((true, one), 0)) for one in said),
            share(measures.recall(found, true)) if true in CLASSES else tag("span", "—", cls="soft"),
        ]
        for true in names
        if any(pair[0] == true for pair in found)
    ]
    show(tag("p", t("En lignes, ce que des personnes ont dit ; en colonnes, ce que la machine a dit."), cls="soft"))
    heads = [t("Personnes / machine"), *(names[one] for one in said), t("Reconnus")]
    figures.table(heads, lines, numbers=range(1, len(heads)), caption=t("Confusions : {of}", of=of))
