"""C. Elections and neutrality: what a public voice may say before people vote."""

from policies.verdict import Rule

RULES: tuple[Rule, ...] = ()
