"""Vie privée: a person's data erased in one gesture, what was done so far, and who looked at visitors' words."""

from dashboard import allowed, here
from dashboard.parts import empty, erasing, header
from words import t

me = here.me()
header.title(t("Vie privée"), t("Ce que les personnes peuvent demander de leurs données."))
if allowed.where(me.id, "erase"):
    erasing.form(me.id)
    erasing.done(me.id)
    erasing.looked(me.id)
else:
    empty.nothing(
        t("Réservé à la protection des données et à l'administration."),
        t("Transmettez-leur toute demande d'effacement : elle se règle en un geste, sous 72 heures."),
    )
