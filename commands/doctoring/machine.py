"""What an installation stands on: its database, disks, clock, keys and rules."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import DBAPIError

import clock
from commands.doctoring.finding import Finding, level
from commands.failing import Failed
from commands.ready import first_line, known_database, stop_unless_migrated
from data import sealed, store, trouble
from data.models import AuditEvent
from policies.book import Book, InvalidBook
from sentiment import tiers
from settings import settings
from words import t

OFF = timedelta(seconds=30)  # how far a clock may be from another
_A_TEXT = "Bonjour"
NO_ROOM, LITTLE_ROOM = 200_000_000, 1_000_000_000  # bytes of free disk: nothing should be started; time to make room
NO_CONNECTION, FEW_CONNECTIONS = 3, 10


def database() -> Finding:
    """Tell whether the database answers, at the version of this code."""
    try:
        known_database()
        stop_unless_migrated()
        stands_at, _ = store.revision_in_force()
    except Failed as failure:
        return Finding("database", "wrong", str(failure))
    except DBAPIError as failure:
        if (sentence := trouble.sentence(failure)) not in (None, trouble.AWAY):
            return Finding("database", "wrong", str(sentence))
        says = t("La base de données ne répond pas : {why}.", why=first_line(failure))
        return Finding("database", "wrong", says, t("Démarrez-la, ou corrigez PARVIS_DATABASE_URL."))
    return Finding("database", "fine", t("La base répond, version {revision}.", revision=stands_at))


def of_database() -> Iterator[Finding]:
    """Look inside: every page of a SQLite file; the connections left of a PostgreSQL server."""
    with store.reading() as session:
        if session.get_bind().dialect.name == "sqlite":
            found = session.scalars(text("PRAGMA quick_check(5)")).all()
            do = t("Arrêtez tout, gardez le fichier, restaurez la dernière copie : « parvis.py restore ».")
            if found != ["ok"]:
                says = t("Le fichier de la base est abîmé : {what}.", what=str(found[0]).splitlines()[0])
                yield Finding("integrity", "wrong", says, do)
            else:
                yield Finding("integrity", "fine", t("Le fichier de la base est sain."))
            return
        most = int(session.scalar(text("SELECT current_setting('max_connections')")) or 0)
        taken = int(
            session.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")) or 0
        )
    left = most - taken
    do = t("Arrêtez ce qui ne sert pas, ou augmentez max_connections.") if left < FEW_CONNECTIONS else ""
    says = t("{left} connexions libres sur {most}.", left=left, most=most)
    figures = {"left": left, "most": most}
    yield Finding("connections", level(left < NO_CONNECTION, left < FEW_CONNECTIONS), says, do, figures)


def disks() -> Iterator[Finding]:
    """Measure the room left where the installation writes, each disk once."""
    url = make_url(settings().database) if _is_file() else None
    places = {"disk": settings().home, "disk/media": settings().media}
    if url is not None:
        places["disk/database"] = Path(url.database or "").absolute().parent
    seen: set[int] = set()
    for subject, folder in places.items():
        there = next(path for path in (folder, *folder.parents) if path.exists())
        if (device := there.stat().st_dev) not in seen:
            seen.add(device)
            yield _disk(subject, there)


def clocks() -> Finding:
    """Compare our clock with the database's, and with what was written last: networks refuse times minutes off."""
    with store.reading() as session:
        theirs = session.scalars(select(func.now())).one()
        last = session.scalar(select(func.max(AuditEvent.at)))
    now, do = clock.now(), t("Réglez l'heure de cette machine (NTP) : les réseaux refusent une heure fausse.")
    off = now - timedelta(seconds=settings().now_shift) - theirs.replace(tzinfo=theirs.tzinfo or UTC)
    if last is not None and last - now > OFF:
        says = t("L'horloge est en retard : la base connaît déjà le {last:%Y-%m-%d %H:%M} UTC.", last=last)
        return Finding("clock", "wrong", says, do)
    says = t(
        "L'horloge dit {at:%Y-%m-%d %H:%M:%S} UTC, à {off:.0f} s de la base.", at=now, off=abs(off.total_seconds())
    )
    wrong = abs(off) >= OFF
    return Finding("clock", level(wrong), says, do if wrong else "", {"off_s": round(off.total_seconds(), 1)})


def key() -> Finding:
    """Tell whether there is a usable secret key."""
    try:
        sealed.seal({})
    except sealed.NoKey as failure:
        return Finding("key", "wrong", str(failure))
    return Finding("key", "fine", t("La clé secrète est utilisable."))


def secrets() -> Finding:
    """Tell whether a key in force opens every sealed secret."""
    with store.reading() as session:
        closed = len(sealed.unopened(session))
    if not closed:
        return Finding("secrets", "fine", t("La clé ouvre tous les secrets gardés."), figures={"unopened": 0})
    says = t("Aucune clé connue n'ouvre {count} secret(s) gardé(s).", count=closed)
    do = t("Remettez l'ancienne clé dans PARVIS_SECRET_KEY, après la nouvelle et une virgule.")
    return Finding("secrets", "wrong", says, do, {"unopened": closed})


def judge() -> Finding:
    """Tell which tier weighs texts here: the product works without the deep one, and judges less well."""
    best = tiers.best()
    try:
        best.chances_of([_A_TEXT], ["fr"])  # a model that is there may still not run here
    except LookupError:
        best = tiers.best()
    why = tiers.why_not_deep()
    name = f"{best.NAME}/{best.version()}"
    if why is None:
        return Finding("judge", "fine", t("Les textes sont jugés par le niveau approfondi ({name}).", name=name))
    do = t("Remettez son fichier en place, puis « parvis.py rescore ».")
    return Finding("judge", "watch", why.say(), do, {"tier": name})


def rules() -> Finding:
    """Tell whether all rules can be read."""
    try:
        problems = Book.load().problems
    except InvalidBook as failure:
        return Finding("policies", "wrong", str(failure))
    if problems:
        return Finding("policies", "wrong", " ".join(problem.say() for problem in problems))
    return Finding("policies", "fine", t("Les règles se lisent toutes."))


def _is_file() -> bool:
    try:
        return make_url(settings().database).get_backend_name() == "sqlite"
    except Exception:  # not an address at all: said by `database`
        return False


def _disk(subject: str, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    says = t("{free} Mo libres sur le disque de {folder}.", free=free // 1_000_000, folder=folder)
    do = t("Libérez de la place : sans elle, rien n'est enregistré ni envoyé.") if free < LITTLE_ROOM else ""
    return Finding(subject, level(free < NO_ROOM, free < LITTLE_ROOM), says, do, {"free_bytes": free})
