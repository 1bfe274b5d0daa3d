"""What the rules of family D can be told, by their ids (languages)."""

from __future__ import annotations

from policies.tighter import Section


class LanguagesRules(Section):
    """The rules of family D, by their ids."""
