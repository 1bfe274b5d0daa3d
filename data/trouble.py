"""What a database refused for reasons of its own, said to a person: a full disk, a database that is away.

Never says a statement, a value or an address: those may hold words or a password.
"""

from __future__ import annotations

import errno

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from words import Sentence, s

AWAY: tuple[type[Exception], ...] = (OperationalError, InterfaceError, TimeoutError)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ROOM_SAID = ("database or disk is full", "disk I/O error", "No space left on device")
FULL = s(
    "Le disque est plein ou n'accepte plus d'écriture : rien n'a été enregistré. Libérez de la place, recommencez."
)


def is_full(failure: BaseException) -> bool:
    """Tell whether a failure means that nothing more can be written to the disk."""
    if isinstance(failure, OSError):
        return failure.errno in NO_ROOM
    if not isinstance(failure, DBAPIError):
        return False
    return getattr(failure.orig, "sqlstate", None) == "53100" or any(
        said in str(failure.orig) for said in _NO_ROOM_SAID
    )


def sentence(failure: Exception) -> Sentence:
    """Return what a person is told of one of `AWAY`, or of a full disk."""
    if is_full(failure):
        return FULL
    return s("La base de données ne répond pas en ce moment : rien n'a été enregistré. Réessayez dans un instant.")
