"""What the rules of family F can be told, by their ids (moderating)."""

from __future__ import annotations

from policies.tighter import Section


class ModeratingRules(Section):
    """The rules of family F, by their ids."""
