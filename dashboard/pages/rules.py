"""Règles: what holds here and now and why, what is wrong in the files, words to try, and what was set aside."""

from dashboard import allowed, here
from dashboard.parts import empty, header, overridden, rulebook, trying
from data.queries import places
from words import t

me = here.me()
header.title(t("Règles"), t("Ce qui vaut ici, qui l'a fixé, et qui peut y déroger."))
mine = {place.id: place for place in places.territories(me.id) if place.id in allowed.where(me.id, "view")}
if not mine:
    empty.nothing(t("Votre rôle ne montre pas les règles."))
else:
    accounts = places.channels(me.id)
    place, network, modes = rulebook.choose(mine, accounts)
    rulebook.problems(me.id)
    rulebook.listed(me.id, place, network, modes)
    may_try = [one for one in accounts if one.place.id in allowed.where(me.id, "try_rules")]
    if may_try:
        trying.form(me.id, may_try, place)
    overridden.month(me.id, mine)
