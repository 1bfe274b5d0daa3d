"""Why a delivery that should be gone has not left, and what happens next: the first reason that applies. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from data.models import Delivery
from data.queries.standing import Around, Standing, clock_time, say
from words import s

LATE_AFTER = timedelta(seconds=20)  # a claim takes a second; below this nobody needs a reason


def queued(one: Delivery, around: Around, at: datetime) -> Standing:
    """Return why a queued delivery has not left, the first reason that applies."""
    if one.due_at > at - LATE_AFTER:
        return say("rest", s("Prévu, et pas encore l'heure."), s("Partira de lui-même."))
    return (
        _suspended(around)
        or _mute(around)
        or _slowed(around, at)
        or _put_off(one, around, at)
        or _dead(around, at)  # before the line: nothing moves in it
        or _in_line(one, around)
        or say("late", s("C'est son tour."), s("Partira dans quelques secondes."))
    )


def sending(one: Delivery, around: Around, at: datetime) -> Standing:
    """Return how one stands that is being sent, or was when its worker died."""
    if one.lease_until is None or one.lease_until >= at:
        return say("rest", s("L'envoi est en cours."), s("Le réseau répond d'ordinaire en quelques secondes."))
    then = s("Parvis va chercher sur le réseau s'il est parti, avant toute autre chose.")
    return unseen(around, at) or say("late", s("L'envoi a été interrompu."), then)


def unseen(around: Around, at: datetime) -> Standing | None:
    """Return what keeps Parvis from looking whether something left; None when nothing does."""
    halted = _mute(around) or _dead(around, at)
    if halted is None:
        return None
    then = {
        "reconnect": s("Peut-être en ligne. Reconnectez le compte : Parvis le vérifiera."),
        "resume": s("Peut-être en ligne. Remettez le compte en service : Parvis le vérifiera."),
        "restart": s("Peut-être en ligne. Prévenez la personne qui tient la machine : Parvis le vérifiera."),
    }[halted.act]
    return replace(halted, next=then.kept())


def _suspended(around: Around) -> Standing | None:
    if around.account.suspended is None or around.passes:
        return None
    why = s("Une suspension est en vigueur : « {reason} ».", reason=around.account.suspended)
    return say("late", why, s("Rien ne part ; il sera à relire quand la suspension sera levée."))


def _mute(around: Around) -> Standing | None:
    account = around.account
    if account.state == "disconnected":
        why = s("Le compte {handle} est déconnecté.", handle=account.handle)
        return say("late", why, s("Reconnectez le compte ; rien ne part avant."), "reconnect")
    if account.state == "paused":
        why = s("Le compte {handle} est en pause.", handle=account.handle)
        return say("late", why, s("Remettez le compte en service ; rien ne part avant."), "resume")
    return None


def _slowed(around: Around, at: datetime) -> Standing | None:
    account, then = around.account, s("Partira de lui-même ensuite, s'il n'est pas trop tard.")
    if account.quiet_until and account.quiet_until > at:
        until = clock_time(account.quiet_until, around.zone, at)
        return say("late", s("Le réseau demande à ce compte d'attendre jusqu'à {until}.", until=until), then)
    if account.write_after and account.write_after > at:
        until = clock_time(account.write_after, around.zone, at)
        return say("late", s("Le réseau ne laisse plus écrire ce compte jusqu'à {until}.", until=until), then)
    if account.renewing_until and account.renewing_until > at:
        return say("late", s("L'accès de ce compte est en train d'être renouvelé."), s("Partira juste après."))
    return None


def _put_off(one: Delivery, around: Around, at: datetime) -> Standing | None:
    if one.not_before is None or one.not_before <= at:
        return None
    until = clock_time(one.not_before, around.zone, at)
    why = one.because or s("Hors des heures de publication.").kept()
    return Standing("late", "", why, s("Partira de lui-même à {until}.", until=until).kept())


def _dead(around: Around, at: datetime) -> Standing | None:
    if not around.dead:
        return None
    why = s("Le moteur de Parvis n'a jamais tourné.")
    if around.last_beat is not None:
        why = s("Le moteur de Parvis est arrêté depuis {at}.", at=clock_time(around.last_beat, around.zone, at))
    return say("late", why, s("Prévenez la personne qui tient la machine ; rien ne part avant."), "restart")


def _in_line(one: Delivery, around: Around) -> Standing | None:
    before = around.account.before.get(one.id, 0)
    if not before:
        return None
    why = s("Ce compte envoie un message à la fois. Avant celui-ci : {n}.", n=before)
    return say("late", why, s("Partira de lui-même à son tour."))
