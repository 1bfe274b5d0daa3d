"""Keeps the policy files across a restart: what was last valid is handed to the policies, what is in force is kept.

The policies read no database, and the database knows no rule: this room stands between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import clock
from data import store, versions
from policies import in_force


@dataclass
class _Told:
    """What this process has kept already: each file with its version."""

    begun: bool = False
    versions: dict[str, str] = field(default_factory=dict)


_told = _Told()


def tend() -> None:
    """Hand in what was last valid, once; keep each new version of a file as it comes into force. Mostly idle."""
    if not _told.begun:
        in_force.begin(versions.last_valid())
        _told.begun = True
    used = in_force.in_use()
    named = {file: version for file, (version, _) in used.items()}
    if named != _told.versions:
        with store.writing() as session:
            versions.take_effect(session, used, clock.now())
        _told.versions = named
