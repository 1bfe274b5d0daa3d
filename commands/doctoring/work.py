"""What an installation does: its workers, what waits, what is suspended, what the networks still allow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from commands.doctoring.finding import Finding, level
from data import store
from data.models import Channel, Freeze, Territory
from data.queries.metrics import Figures
from words import t

QUIET = 60.0  # seconds: a heartbeat older than this is a worker that stopped
RENEWED_WITHIN = timedelta(minutes=15)  # a token pair is renewed when its moment comes; later is trouble
FEW = 0.1  # of a rate window


def of_workers(found: Figures) -> Iterator[Finding]:
    """Tell which schedulers are alive."""
    alive = sorted(worker for worker, age in found.heartbeats.items() if age <= QUIET)
    if not alive:
        do = t("Démarrez-en un : « parvis.py scheduler ».")
        yield Finding("scheduler", "wrong", t("Aucun ordonnanceur ne tourne : rien n'est lu ni envoyé."), do)
    else:
        age = min(found.heartbeats.values())
        says = t(
            "{count} ordonnanceur(s) en marche, dernier signe de vie il y a {age:.0f} s.", count=len(alive), age=age
        )
        yield Finding("scheduler", "fine", says, figures={"alive": len(alive), "age_s": round(age, 1)})
    for worker, age in sorted(found.heartbeats.items()):
        says = t("{worker} : signe de vie il y a {age:.0f} s.", worker=worker, age=age)
        quiet = age > QUIET
        do = t("S'il devait tourner, relancez-le ; sinon il sera oublié dans la journée.") if quiet else ""
        yield Finding(f"worker:{worker}", level(False, quiet), says, do, {"age_s": round(age, 1)})


def of_deliveries(found: Figures) -> Iterator[Finding]:
    """Tell what is late, what only a person can settle, and what could not be told."""
    late = found.overdue
    says = t("{late} envoi(s) en retard.", late=late)
    if late and found.oldest_due is not None:
        says = t("{late} envoi(s) en retard, le plus ancien de {age:.0f} s.", late=late, age=found.oldest_due)
    do = t("Ouvrez Envois : chaque envoi en retard y dit sa raison.") if late else ""
    yield Finding("queue", level(late), says, do, {"overdue": late, "oldest_due_s": found.oldest_due})
    unsure = found.for_a_person
    do = t("Dans Envois, dites pour chacun s'il y est, ou renvoyez-le.") if unsure else ""
    says = t("{count} envoi(s) à vérifier par une personne.", count=unsure)
    yield Finding("unknown", level(unsure), says, do, {"for_a_person": unsure})
    given_up = found.notices.get("given_up", 0)
    do = t("Vérifiez les adresses d'avis : elles ne répondent pas.") if given_up else ""
    says = t("{count} avis abandonné(s).", count=given_up)
    yield Finding("notices", level(False, given_up), says, do, {"given_up": given_up})


def of_judging(found: Figures) -> Finding:
    """Tell how many messages the deep judge should have read by now."""
    late = found.unread
    says = t("{count} message(s) attendent le niveau approfondi depuis plus d'une minute.", count=late)
    do = t("Après un grand rattrapage, c'est normal ; sinon vérifiez que l'ordonnanceur tourne.") if late else ""
    return Finding("reading", level(False, late), says, do, {"unread": late})


def of_accounts(found: Figures) -> Iterator[Finding]:
    """Tell what holds accounts back: suspensions, rate windows nearly used up, token pairs past their end."""
    yield _freezes()
    yield from _windows(found)
    yield _pairs(found)


def _freezes() -> Finding:
    with store.reading() as session:
        count, since = session.execute(
            select(func.count(), func.min(Freeze.at)).where(Freeze.lifted_at.is_(None))
        ).one()
    if not count:
        return Finding("freezes", "fine", t("Aucune suspension en vigueur."), figures={"in_force": 0})
    says = t("{count} suspension(s) en vigueur, la plus ancienne du {at:%Y-%m-%d %H:%M} UTC.", count=count, at=since)
    return Finding(
        "freezes", "watch", says, t("Levez-les dans le tableau de bord quand c'est voulu."), {"in_force": count}
    )


def _windows(found: Figures) -> Iterator[Finding]:
    for one in found.windows:
        few = one.left < FEW
        verb = t("lire") if one.verb == "read" else t("écrire")
        says = t("{network}, {verb} : {left:.0%} du quota restent.", network=one.network, verb=verb, left=one.left)
        do = ""
        if few and one.resets_at:
            do = t("Rien à faire : il repart à {at:%H:%M} UTC.", at=one.resets_at)
        figures = {"left": round(one.left, 3), "resets_at": one.resets_at.isoformat() if one.resets_at else None}
        yield Finding(f"quota:{one.network}/{one.verb}", level(False, few), says, do, figures)


def _pairs(found: Figures) -> Finding:
    late = Channel.renew_at < found.at - RENEWED_WITHIN, Channel.state == "active"
    with store.reading() as session:
        rows = session.execute(
            select(Territory.slug, Channel.network).join(Channel).where(*late).order_by(Territory.slug)
        )
        names = [f"{slug}/{network}" for slug, network in rows]
    if not names:
        return Finding("pairs", "fine", t("Aucun accès n'attend d'être renouvelé."), figures={"late": 0})
    says = t("L'accès de {names} aurait dû être renouvelé.", names=", ".join(names))
    return Finding(
        "pairs", "wrong", says, t("Vérifiez l'ordonnanceur, puis reconnectez le compte."), {"late": len(names)}
    )
