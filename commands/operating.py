"""Commands of operation: init, migrate, doctor."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from cryptography.fernet import Fernet
from sqlalchemy import select

from commands import passwords
from commands.doctoring import examine
from commands.failing import Failed
from commands.ready import told
from data import sealed, store
from data.models import Territory, User
from desk import people, territories
from settings import settings
from words import s, t

TERRITORY = s("Premier territoire, NOM-COURT:NOM, par exemple alsace:Alsace.")
EXAMINE = s(
    "Examiner base, disque, horloge, clés, règles, ordonnanceurs, envois, et demander à chaque compte qui il est."
)
ADMIN = s("Adresse de la première personne qui administre ; son mot de passe est demandé, ou lu sur l'entrée standard.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=s("Préparer une installation : clé, base, premier territoire, administration.").text)(init)
    app.command(help=s("Amener la base à la version de ce programme.").text)(migrate)
    app.command(help=EXAMINE.text)(doctor)


@told
def init(
    territory: Annotated[str | None, typer.Option(help=TERRITORY.text)] = None,
    admin: Annotated[str | None, typer.Option(help=ADMIN.text)] = None,
) -> None:
    """Prepare an installation; what is there already stays, so it may be run again."""
    if not settings().secret_key:
        key = Fernet.generate_key().decode()
        raise Failed(t("Il faut une clé secrète. Gardez celle-ci hors du dossier : PARVIS_SECRET_KEY={key}", key=key))
    sealed.seal({})
    if admin and not territory:
        raise Failed(t("Un administrateur a besoin d'un territoire : ajoutez --territory."))
    store.migrate()
    if territory:
        place = _place(territory)
        if admin and not _knows(admin):
            name = admin.partition("@")[0]
            people.add_user(
                None, admin, name, password=passwords.asked(), roles=[(place, "admin")], lang=settings().lang
            )
    print(t("Parvis est prêt dans {home}.", home=settings().home))


@told
def migrate() -> None:
    """Bring the database to the version this code expects."""
    store.migrate()
    stands_at, _ = store.revision_in_force()
    print(t("La base est à la version {revision}.", revision=stands_at))


@told
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help=s("Un objet JSON.").text)] = False,
) -> None:
    """Say what is well and what is not; a failure when anything is not."""
    findings = examine()
    fine = all(finding.fine for finding in findings)
    if as_json:
        kept = {"fine": fine, "findings": [finding.kept() for finding in findings]}
        print(json.dumps(kept, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(finding.line())
    if not fine:
        raise Failed(t("Au moins un point demande votre attention."))


def _place(given: str) -> int:
    slug, _, name = given.partition(":")
    with store.reading() as session:
        known = session.scalar(select(Territory.id).where(Territory.slug == slug))
    return known or territories.add(None, slug, name or slug.capitalize(), kind="region")


def _knows(email: str) -> bool:
    with store.reading() as session:
        return session.scalar(select(User.id).where(User.email == email.strip().lower())) is not None
