"""Commands of operation: init, migrate, doctor."""

from __future__ import annotations

import getpass
import json
import sys
from typing import Annotated

import typer
from cryptography.fernet import Fernet
from sqlalchemy import select

from commands.doctoring import examine
from commands.failing import Failed
from data import store
from data.models import Territory, User
from desk import people, territories
from settings import settings
from words import t


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(init)
    app.command()(migrate)
    app.command()(doctor)


def init(
    territory: Annotated[str | None, typer.Option(help="SLUG:NAME of the first territory.")] = None,
    admin: Annotated[str | None, typer.Option(help="E-mail of the first administrator; the password is asked.")] = None,
) -> None:
    """Prepare an installation: a secret key, the database, a first territory and its administrator."""
    if not settings().secret_key:
        key = Fernet.generate_key().decode()
        raise Failed(t("Il faut une clé secrète. Gardez celle-ci hors du dossier : PARVIS_SECRET_KEY={key}", key=key))
    store.migrate()
    if territory:
        slug, _, name = territory.partition(":")
        with store.reading() as session:
            known = session.scalar(select(Territory.id).where(Territory.slug == slug))
        place = known or territories.add(None, slug, name or slug.capitalize(), kind="region")
        if admin and not _knows(admin):
            password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
            people.add_user(None, admin, admin.partition("@")[0], password=password, roles=[(place, "admin")])
    elif admin:
        raise Failed(t("Un administrateur a besoin d'un territoire : ajoutez --territory."))
    print(t("Parvis est prêt dans {home}.", home=settings().home))


def migrate() -> None:
    """Bring the database to the version this code expects."""
    store.migrate()
    stands_at, _ = store.revision_in_force()
    print(t("La base est à la version {revision}.", revision=stands_at))


def doctor(as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Check database, clock, keys, the worker's heartbeat, and ask every account who it is."""
    findings = examine()
    if as_json:
        print(json.dumps([finding.kept() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(f"{'✓' if finding.fine else '✗'} {finding.says}")
    if not all(finding.fine for finding in findings):
        raise Failed(t("Au moins un point demande votre attention."))


def _knows(email: str) -> bool:
    with store.reading() as session:
        return session.scalar(select(User.id).where(User.email == email.lower())) is not None
