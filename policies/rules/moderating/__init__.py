"""F. Moderation: illegal words go at once, criticism stays, and whoever is silenced is told why."""

from policies.verdict import Rule

RULES: tuple[Rule, ...] = ()
