"""What the rules of family F can be told, by their ids (moderating)."""

from __future__ import annotations

from policies.rule_settings.plain import Plain
from policies.tighter import FixedList, Higher, Lower, Section, Union


class RemoveIllegal(Plain):
    """Minutes until what is illegal is hidden, in open hours and outside; months for which its evidence is sealed.

    `emergency` are the numbers one calls for a life here.
    """

    minutes: Lower = None
    on_call_minutes: Lower = None
    evidence_months: Higher = None
    emergency: FixedList = None


class RemoveNeedsClause(Plain):
    """Least characters of the statement of reasons."""

    reasons: Higher = None


class Classes(Plain):
    """Kinds of messages the rule is about."""

    classes: Union = None


class BanProportionate(Plain):
    """The longest ban, in days, and the warnings before it."""

    days: Lower = None
    warnings: Higher = None


class ModeratingRules(Section):
    """The rules of family F, by their ids."""

    charter_published: Plain | None = None
    remove_illegal: RemoveIllegal | None = None
    remove_needs_clause: RemoveNeedsClause | None = None
    criticism_is_not_a_reason: Classes | None = None
    ban_proportionate: BanProportionate | None = None
    spam_personal_data: Classes | None = None
    report_to_platform: Plain | None = None
