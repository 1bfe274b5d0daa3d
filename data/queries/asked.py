"""How any delivery stands; what a person is asked where the machine does not settle it alone. Pure."""

from __future__ import annotations

from datetime import datetime

from data.models import Delivery
from data.queries.late import queued, sending, unseen
from data.queries.standing import Around, Standing, clock_time, length, say
from data.results import meaning
from words import s

BACK = ("missed", "failed", "held")


def standing(one: Delivery, around: Around, at: datetime) -> Standing:
    """Return how a delivery stands at `at`."""
    told = {
        "queued": queued, "sending": sending, "unconfirmed": _unconfirmed, "missed": _missed, "failed": _failed,
        "held": _held,
    }  # fmt: skip
    if one.state in BACK and not around.scheduled:
        then = s("La publication n'est plus programmée : reprenez-la dans « Composer ».")
        return Standing("yours", "correct", one.because, then.kept())
    return told[one.state](one, around, at) if one.state in told else Standing("rest")


def _unconfirmed(one: Delivery, around: Around, at: datetime) -> Standing:
    if one.look_at is None:
        why = s("Peut-être en ligne, peut-être pas : le réseau n'a pas confirmé, et Parvis ne l'a pas retrouvé.")
        then = s("Regardez sur le réseau. S'il y est, donnez son adresse ; s'il n'y est pas, renvoyez-le.")
        return say("yours", why, then, "look")
    blind = unseen(around, at)
    if blind:
        return blind
    gates = (around.account.quiet_until, around.account.read_after, around.account.renewing_until)
    look_at = max([one.look_at, *(gate for gate in gates if gate)])
    then = s("Parvis le cherche sur le réseau en ce moment. Recherches faites : {n}.", n=one.looks)
    if look_at > at:
        when = clock_time(look_at, around.zone, at)
        then = s("Parvis le cherchera sur le réseau à {when}. Recherches faites : {n}.", when=when, n=one.looks)
    return Standing("late", "", one.because or s("Le réseau n'a pas confirmé l'envoi.").kept(), then.kept())


def _missed(one: Delivery, around: Around, at: datetime) -> Standing:
    values = (one.because or {}).get("values", {})
    why = s("Rien n'est parti : son heure est passée.")
    if {"late", "limit"} <= values.keys():
        late, limit = length(values["late"]), length(values["limit"])
        why = s("Rien n'est parti : {late} de retard, au-delà de la limite ({limit}).", late=late, limit=limit)
    return say("yours", why, s("Encore utile ? Publiez-le maintenant. Sinon, annulez-le."), "again")


def _failed(one: Delivery, around: Around, at: datetime) -> Standing:
    why = one.because or s("Rien n'est parti : l'envoi a échoué.").kept()
    if around.result and meaning(around.result).retry == "safe":
        return Standing("yours", "again", why, s("Rien n'est parti : renvoyez-le quand le réseau répond.").kept())
    return Standing("yours", "correct", why, s("Corrigez-le, puis publiez-le de nouveau.").kept())


def _held(one: Delivery, around: Around, at: datetime) -> Standing:
    values = (one.because or {}).get("values", {})
    why = s("Mis de côté par une suspension.")
    if {"by", "day", "hour", "reason"} <= values.keys():
        given = {name: values[name] for name in ("by", "day", "hour", "reason")}
        why = s("Suspendu par {by} le {day} à {hour} : « {reason} ».", **given)
    if "incident" in values and "by" in values:
        given = {name: values[name] for name in ("incident", "by", "day", "hour", "reason")}
        why = s("Suspendu — incident {incident}, par {by} le {day} à {hour} : « {reason} ».", **given)
    if around.account.suspended is not None:
        return say("held", why, s("La suspension dure : il sera à relire quand elle sera levée."))
    return say(
        "yours", why, s("La suspension est levée : relisez-le, puis laissez-le partir ou annulez-le."), "release"
    )
