"""What the rules of family C can be told, by their ids (elections)."""

from __future__ import annotations

from policies.rule_settings.plain import Approvers, Plain
from policies.tighter import Higher, Section, Union, WhenTrue


class ElectoralContent(Plain):
    """Tags of the body's record, words that praise and words of management; `declared`: a period set by hand."""

    declared: WhenTrue = None
    tags: Union = None
    praise: Union = None
    management: Union = None
    approvers: Approvers = None


class ElectoralElectedPerson(Plain):
    """Tags and names of elected persons, and tags of contests; `declared`: a period set by hand."""

    declared: WhenTrue = None
    tags: Union = None
    names: Union = None
    contest_tags: Union = None
    approvers: Approvers = None


class ElectoralBoost(Plain):
    """Tags of an institution's words, and of political ones; `declared`: a period set by hand."""

    declared: WhenTrue = None
    tags: Union = None
    political_tags: Union = None


class ElectoralSilence(Plain):
    """How many days before a round an institution is silent, and the tags that are an institution's."""

    days_before: Higher = None
    tags: Union = None


class PartyNeutrality(Plain):
    """Names of parties and lists, and of candidates."""

    parties: Union = None
    candidates: Union = None


class StaffReserve(Plain):
    """Subjects and words on which staff keep their reserve, and who may approve."""

    topics: Union = None
    words: Union = None
    approvers: Approvers = None


class ElectionsRules(Section):
    """The rules of family C, by their ids."""

    electoral_content: ElectoralContent | None = None
    electoral_elected_person: ElectoralElectedPerson | None = None
    electoral_boost: ElectoralBoost | None = None
    electoral_silence: ElectoralSilence | None = None
    party_neutrality: PartyNeutrality | None = None
    staff_reserve: StaffReserve | None = None
