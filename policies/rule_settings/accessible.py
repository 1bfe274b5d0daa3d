"""What the rules of family E can be told, by their ids (accessible)."""

from __future__ import annotations

from policies.tighter import Section


class AccessibleRules(Section):
    """The rules of family E, by their ids."""
