"""Keeps the policy files across a restart: what was last valid is handed to the policies, what is in force is kept.

The policies read no database, and the database knows no rule: this room stands between them.
"""

from __future__ import annotations

import clock
from data import store, versions
from policies import in_force


def begin() -> None:
    """Hand the last valid version of each file to the policies of this process, and keep those in force now."""
    in_force.begin(versions.last_valid())
    used = in_force.in_use()
    if {file: text for file, (_, text) in used.items()} != versions.last_valid():
        with store.writing() as session:
            versions.take_effect(session, used, clock.now())
