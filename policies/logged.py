"""A decision as the log keeps it: rules, versions, a digest of the facts, what was set aside. Never the words."""

from __future__ import annotations

from typing import Any

from policies.overriding import used
from policies.verdict import Decision


def entry(decision: Decision) -> dict[str, Any]:
    """Return the columns of a decision's row, apart from who, when and about what."""
    looked = [(one.rule, one.version, one.said) for one in decision.trace]
    objected = [(one.rule, one.version, one.verb) for one in decision.reasons]  # also those outside the files
    facts, overrides = decision.facts, used(decision)
    asks = facts.actor_id if facts else None
    return {
        "event": decision.event,
        "verb": decision.verb,
        "rules": {rule: {"version": version, "verb": verb} for rule, version, verb in looked + objected},
        "files": dict(decision.versions),
        "inputs": facts.fingerprint() if facts else "",
        "overrides": [
            {"rule": one.rule, "role": one.role, "reason": one.reason.strip(), "by": one.by or asks}
            for one in overrides
        ],
        "set_aside": len(overrides),
    }
