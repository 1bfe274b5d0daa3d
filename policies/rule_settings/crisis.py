"""What the rules of the crisis mode can be told: whether it is in force, and what it refuses."""

from __future__ import annotations

from typing import Annotated

from policies.rule_settings.plain import Approvers, Plain
from policies.tighter import Section, Tighter, Union, WhenTrue


class InForce(Plain):
    """Whether the mode that wakes the rule is in force."""

    in_force: WhenTrue = None


class CrisisTags(InForce):
    """The tags a rule of the mode looks for."""

    tags: Union = None


class Condolence(CrisisTags):
    """Who approves words of condolence."""

    approvers: Approvers = None


class CrisisReplies(InForce):
    """The saved replies that may leave, who may approve other words, and words that do not fit."""

    snippets: Annotated[list[str] | None, Tighter("subset")] = None
    approvers: Approvers = None
    humour: Union = None
    promo_links: Union = None
    promises: Union = None


class CrisisRules(Section):
    """The rules of the crisis mode, by their ids."""

    crisis_promotion: CrisisTags | None = None
    crisis_media: InForce | None = None
    crisis_replies: CrisisReplies | None = None
    crisis_boost: InForce | None = None
    condolence: Condolence | None = None
