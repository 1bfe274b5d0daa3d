"""D. Languages: French first, then at least two others, the visitor's own in a reply."""

from policies.verdict import Rule

RULES: tuple[Rule, ...] = ()
