"""A. Personal data and listening: what may be listened for, kept, exported, and for how long."""

from policies.verdict import Rule

RULES: tuple[Rule, ...] = ()
