"""B. Images, authorship, advertising, alcohol, machines that write or draw: whose it is and what must be said."""

from policies.verdict import Rule

RULES: tuple[Rule, ...] = ()
