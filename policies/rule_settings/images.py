"""What the rules of family B can be told, by their ids (images)."""

from __future__ import annotations

from policies.tighter import Section


class ImagesRules(Section):
    """The rules of family B, by their ids."""
