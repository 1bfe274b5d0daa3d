"""What the rules of family G can be told, by their ids (hygiene)."""

from __future__ import annotations

from policies.tighter import Section


class HygieneRules(Section):
    """The rules of family G, by their ids."""
