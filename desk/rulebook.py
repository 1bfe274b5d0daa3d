"""Keeps the policy files across a restart: what was last valid is handed to the policies, what is in force is kept.

The policies read no database, and the database knows no rule: this room stands between them.
"""

from __future__ import annotations

import clock
from data import store, versions
from data.away import insist
from policies import in_force

PATIENCE = 60.0  # seconds


def begin() -> None:
    """Hand the last valid version of each file to the policies of this process, and keep those in force now."""
    in_force.begin(versions.last_valid())
    used = in_force.in_use()
    if {file: text for file, (_, text) in used.items()} != versions.last_valid():
        insist(lambda: _keep(used), PATIENCE)  # a process that starts beside busy ones waits for its turn


def _keep(used: versions.Texts) -> None:
    with store.writing() as session:
        versions.take_effect(session, used, clock.now())
