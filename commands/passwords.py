"""Ask for a password without showing it; a script writes it on standard input. Never taken from the command's words."""

from __future__ import annotations

import getpass
import sys

from commands.failing import Failed
from words import t


def asked() -> str:
    """Return the password typed, or the first line of standard input; raise Failed for none."""
    typed = sys.stdin.isatty()
    given = getpass.getpass(t("Mot de passe : ")) if typed else sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise Failed(t("Il manque le mot de passe : tapez-le, ou écrivez-le sur l'entrée standard."))
    return given
