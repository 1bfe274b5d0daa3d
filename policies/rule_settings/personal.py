"""What the rules of family A can be told, by their ids (personal)."""

from __future__ import annotations

from policies.tighter import Section


class PersonalRules(Section):
    """The rules of family A, by their ids."""
