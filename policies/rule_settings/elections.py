"""What the rules of family C can be told, by their ids (elections)."""

from __future__ import annotations

from policies.tighter import Section


class ElectionsRules(Section):
    """The rules of family C, by their ids."""
