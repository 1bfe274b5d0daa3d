"""What a database or a disk refused for reasons of its own, said to a person in one sentence.

Never says a statement, a value or an address: those may hold words or a password.
"""

from __future__ import annotations

import errno

from sqlalchemy.exc import DBAPIError, TimeoutError

from data.away import is_away
from words import Sentence, s

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FULL = s(
    "Le disque est plein ou n'accepte plus d'écriture : rien n'a été enregistré. Libérez de la place, recommencez."
)
DAMAGED = s("Le fichier de la base est abîmé : arrêtez tout, gardez-le, et restaurez la dernière copie.")
AWAY = s("La base de données ne répond pas en ce moment : rien n'a été enregistré. Réessayez dans un instant.")


def is_full(failure: BaseException) -> bool:
    """Tell whether a failure means that nothing more can be written to the disk."""
    if isinstance(failure, OSError):
        return failure.errno in NO_ROOM
    if not isinstance(failure, DBAPIError):
        return False
    if getattr(failure.orig, "sqlstate", None) == "53100":
        return True
    return _name(failure).startswith(("SQLITE_FULL", "SQLITE_IOERR"))


def sentence(failure: BaseException) -> Sentence | None:
    """Return what a person is told of a full disk, a damaged file or a database away; None for a mistake of ours."""
    if is_full(failure):
        return FULL
    if isinstance(failure, DBAPIError) and _name(failure).startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DAMAGED
    return AWAY if is_away(failure) or isinstance(failure, TimeoutError) else None


def _name(failure: DBAPIError) -> str:
    return str(getattr(failure.orig, "sqlite_errorname", ""))
