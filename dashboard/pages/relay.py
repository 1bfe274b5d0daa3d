"""Relais: who is away and who stands in, the one page they leave, and who is on duty this week."""

import streamlit as st

import clock
from dashboard import here
from dashboard.parts import empty, header, relay_forms, relay_sheet
from data.queries import people, places, relay
from words import t

me = here.me()
now = clock.now()
header.title(t("Relais"), t("Ce que l'on laisse en partant, et ce qu'on retrouve."))
seen = relay.absences(me.id)
away = any(one.user_id == me.id and one.ended_at is None for one in seen)
mates = {one.id: one.name for place in places.territories(me.id) for one in people.colleagues(me.id, place.id)}
mates.pop(me.id, None)

if mates and not away:
    relay_forms.leave(me.id, mates, now)
if seen:
    listed = {one.id: one for one in seen}
    chosen = st.selectbox(
        t("Absence"), list(listed), format_func=lambda one: relay_sheet.name(listed[one]), key="relay-one", width=420
    )
    found = relay.one(me.id, chosen, now)
    if found and found.away.ended_at is None and me.id == found.away.user_id:
        relay_forms.back(me.id, found.away)
    if found:
        relay_sheet.draw(found)
else:
    empty.nothing(t("Personne n'est absent."), t("Le relais de chaque absence se trouvera ici."))
st.header(t("De service"), anchor=False)
relay_forms.roster(me.id, relay.roster(me.id, now), now)
