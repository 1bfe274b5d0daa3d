"""What everybody must know now, on every page: a dead worker, a lost account, a freeze, rules that do not read."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

import clock
from dashboard import acting, allowed, dates, here, pages
from dashboard.parts.tags import Markup, show, tag
from data.queries import places
from desk import freezing, resuming, ruling
from words import recall, t

SIGNS = {"heartbeat": "⚠", "channel": "⚠", "freeze": "‖", "incident": "‖", "drill": "‖", "rules": "⚠"}
LIFT: dict[str, Callable[[int, int], object]] = {
    "freeze": freezing.unfreeze,
    "incident": resuming.resume,
    "drill": resuming.resume,
}
EVERY = 10.0  # seconds


@here.live(run_every=EVERY)
def show_all(user_id: int) -> None:
    """Draw each banner; a freeze can be lifted from here."""
    for problem in ruling.problems(user_id):
        sign = tag("span", SIGNS["rules"], cls="sign", aria_hidden="true")
        holds = t("Sa dernière version valable reste en vigueur.")
        text = tag("span", tag("strong", problem.say()), " ", tag("span", holds))
        show(tag("div", sign, text, cls="banner banner-rules", role="alert"))
    may = allowed.where(user_id, "unfreeze")
    for banner in places.banners(user_id, clock.now()):
        with st.container(horizontal=True, vertical_alignment="center", key=f"banner-{banner.kind}-{banner.id or 0}"):
            show(_line(banner))
            if banner.kind in ("incident", "drill"):
                st.page_link(pages.one("crisis"), label=t("Ouvrir la page Crise"))
            lifts = banner.id is not None and banner.lifts and banner.lifts <= may
            help_ = t("Ce qui est suspendu reste à relire.")
            if lifts and st.button(t("Lever"), key=f"lift-{banner.kind}-{banner.id}", help=help_):
                done = t("Suspension levée. Ce qui était suspendu est à relire dans Envois.")
                acting.act(LIFT[banner.kind], user_id, banner.id, done=done)


def _line(banner: places.Banner) -> Markup:
    names = ", ".join(place.name for place in banner.places)
    since = t("depuis {at}", at=dates.moment(banner.at, banner.places[0].zone)) if banner.at else ""
    still = t("toujours suspendu ?") if banner.lasts else ""
    under = " · ".join(part for part in (names, since, still) if part)
    sign = tag("span", SIGNS[banner.kind], cls="sign", aria_hidden="true")
    text = tag("span", tag("strong", recall(banner.says)), " ", tag("span", under))
    return tag("div", sign, text, cls=f"banner banner-{banner.kind}", role="alert")
