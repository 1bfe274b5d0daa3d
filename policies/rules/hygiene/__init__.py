"""G. Publishing hygiene: facts that are fresh, moments that are right, links that are alive."""

from policies.verdict import Rule

RULES: tuple[Rule, ...] = ()
