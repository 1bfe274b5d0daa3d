"""Commands that make a copy of an installation and load one: backup, restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

import clock
from commands.failing import Failed
from commands.ready import on_database, told
from data import sealed, store
from data.copying.form import Manifest, NoCopy
from words import s, t

FILE = s("Fichier de la copie, par exemple parvis-2026-12-05.zip.")
BACKUP = s("Copier les données et les images dans un fichier, pendant que tout tourne.")
RESTORE = s("Charger une copie dans une base neuve ; rien ne part avant qu'une personne ne lève la suspension.")
File = Annotated[Path, typer.Argument(help=FILE.text)]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=BACKUP.text)(backup)
    app.command(help=RESTORE.text)(restore)


@on_database
def backup(file: File) -> None:
    """Copy rows and pictures of one moment to a file."""
    from data.copying.saving import save

    manifest = _known(save, file.absolute())
    print(t("Copie faite : {file}, {rows} lignes, {pictures} image(s).", file=file, rows=_rows(manifest),
            pictures=len(manifest.pictures)))  # fmt: skip
    if manifest.missing:
        print(t("{count} image(s) n'étaient plus sur le disque : elles n'y sont pas.", count=len(manifest.missing)))
    print(t("La clé secrète n'y est pas : gardez PARVIS_SECRET_KEY ailleurs, sans elle aucun compte ne se rouvre."))


@told
def restore(file: File) -> None:
    """Load a copy into an empty database; what may have left since is looked for, the rest is suspended."""
    from data.copying.loading import load

    loaded = _known(load, file.absolute(), clock.now())
    print(t("Copie du {at} chargée et vérifiée : {rows} lignes, {pictures} image(s).", at=loaded.manifest.made_at,
            rows=_rows(loaded.manifest), pictures=len(loaded.manifest.pictures)))  # fmt: skip
    print(t("{count} envoi(s) sont peut-être partis depuis : l'ordonnanceur les cherche d'abord sur les réseaux.",
            count=loaded.quiet.looked_for))  # fmt: skip
    print(t("Tout est suspendu : vérifiez, puis levez la suspension dans le tableau de bord."))
    if (closed := _closed()) != 0:
        print(t("La clé en vigueur n'ouvre pas {count} secret(s) : remettez l'ancienne dans PARVIS_SECRET_KEY.",
                count=closed))  # fmt: skip


def _known(work: Callable[..., Any], *given: Any) -> Any:
    try:
        return work(*given)
    except NoCopy as failure:
        raise Failed(str(failure)) from None


def _rows(manifest: Manifest) -> int:
    return sum(sheet.rows for sheet in manifest.sheets)


def _closed() -> int:
    """Count the secrets that the key in force does not open."""
    with store.reading() as session:
        return len(sealed.unopened(session))
