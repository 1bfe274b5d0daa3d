"""Every rule there is, by its id, family after family (the letters are those of the product's own list)."""

from policies.rules import (
    accessible,  # E
    core,
    elections,  # C
    hygiene,  # G
    images,  # B
    languages,  # D
    moderating,  # F
    personal,  # A
)
from policies.verdict import Rule

FAMILIES = (core, personal, images, elections, languages, accessible, moderating, hygiene)
RULES: dict[str, Rule] = {rule.id: rule for family in FAMILIES for rule in family.RULES}
