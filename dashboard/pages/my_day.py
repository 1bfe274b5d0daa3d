"""Ma journée: read in a minute, without a click: what is late, what waits for me, what goes out today."""

import streamlit as st

import clock
from dashboard import dates, here, wording
from dashboard.parts import approving, empty, figures, header, marks, posts
from dashboard.parts.tags import show, tag
from data.queries import my_day
from words import recall, t

me = here.me()
now = clock.now()
header.title(t("Bonjour {name}", name=me.name.split()[0]), dates.opening(dates.day(now)))


@here.live(run_every=20)
def morning():
    day = my_day.summary(me.id, clock.now())
    late = sum(one.late for one in day.unanswered)
    waiting = sum(one.n for one in day.unanswered)
    stuck = sum(day.stuck.values())
    with st.container(horizontal=True, key="figures"):
        figures.one(waiting, t("à répondre"), "inbox")
        figures.one(late, t("en retard"), "inbox", alarm=late > 0, name="late", view="late")
        figures.one(len(approving.awaited(me.id, day.approvals)), t("à valider"), "approvals")
        figures.one(len(day.contributions), t("contributions à relire"), "contributions")
        figures.one(stuck, t("envois à décider"), "deliveries", alarm=stuck > 0, name="stuck")
    left, right = st.columns(2, gap="large")
    with left:
        st.header(t("Le plus pressé"), anchor=False)
        if not day.late:
            empty.nothing(t("Rien n'est en retard."), t("Prenez le temps de bien répondre."))
        for row in day.late[:6]:
            why = marks.chip(recall(row.chip) or t("à lire"), marks.RANK_TONES.get(row.rank, "grey"))
            time = marks.deadline(row.due_at, row.asked_at, row.late_because, row.paused_at)
            figures.line("inbox", f"late-{row.id}", row.excerpt, why, marks.place(row.place), time, c=str(row.id))
        if day.mine:
            st.header(t("À mon nom"), anchor=False)
        for row in day.mine[:6]:
            state = marks.chip(wording.case_states().get(row.state, row.state))
            figures.line("inbox", f"mine-{row.id}", row.excerpt, state, marks.place(row.place), c=str(row.id))
    with right:
        st.header(t("Aujourd'hui"), anchor=False)
        if not day.today:
            empty.nothing(t("Aucune publication prévue aujourd'hui."))
        for post in day.today:
            posts.line(post)
        st.header(t("Par territoire"), anchor=False)
        lines = [
            [marks.place(one.place), str(one.n), marks.chip(str(one.late), "red") if one.late else "0"]
            for one in day.unanswered
        ]
        figures.table([t("Territoire"), t("À répondre"), t("En retard")], lines, numbers=(1, 2))


morning()
if not my_day.unanswered(me.id, now):
    show(tag("p", t("Aucun territoire ne vous est encore confié : demandez à la personne qui gère les comptes.")))
