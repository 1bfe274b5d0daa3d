"""E. Accessibility: what everybody must be able to read, hear and understand."""

from policies.verdict import Rule

RULES: tuple[Rule, ...] = ()
