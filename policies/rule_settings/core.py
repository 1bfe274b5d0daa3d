"""What the rules of the core can be told: roles, approval, lengths, the account, the moment, triage."""

from __future__ import annotations

from policies.rule_settings.crisis import CrisisRules
from policies.rule_settings.plain import Approvers, Plain
from policies.tighter import Higher, Lower, Section, Union, WhenFalse, WhenTrue


class FourEyes(Plain):
    """Whether posts and replies need another person, and which roles count (the first one is asked)."""

    posts: WhenTrue = None
    replies: WhenTrue = None
    approvers: Approvers = None


class MediaLimits(Plain):
    """The most images a post may carry here, whatever the network takes."""

    images: Lower = None


class CrisisFreeze(Plain):
    """What a suspension lets through."""

    verified_safety_passes: WhenFalse = None
    stops_replies: WhenTrue = None


class CrisisVerified(Plain):
    """From which level a safety message must have been checked with the authority; 0: at no level."""

    level: Higher = None


class IncidentRoles(Plain):
    """Which levels (this one and graver) are lowered and closed by some roles only; 0: none."""

    kept_level: Higher = None
    reason_min: Higher = None  # characters


class DuplicateCities(Plain):
    """Within how many hours the same text on two cities counts as the same moment."""

    within_hours: Higher = None


class OverdueLimit(Plain):
    """Minutes of delay after which a post, or a reply, is missed instead of sent."""

    minutes: Lower = None
    reply_minutes: Lower = None


class TriageWords(Section):
    """Words that put a message into a class; a child adds to them and takes none away."""

    safety: Union = None
    press: Union = None
    today: Union = None
    complaint: Union = None
    question: Union = None


class TriageRule(Plain):
    """How visitors' messages are sorted."""

    words: TriageWords | None = None


class CoreRules(CrisisRules):
    """The rules of the core, by their ids."""

    role_needed: Plain | None = None
    four_eyes: FourEyes | None = None
    approval_digest: Plain | None = None
    text_length: Plain | None = None
    media_limits: MediaLimits | None = None
    wrong_account: Plain | None = None
    duplicate_cities: DuplicateCities | None = None
    crisis_freeze: CrisisFreeze | None = None
    crisis_verified: CrisisVerified | None = None
    incident_roles: IncidentRoles | None = None
    quiet_hours: Plain | None = None
    overdue_limit: OverdueLimit | None = None
    channel_card: Plain | None = None
    triage: TriageRule | None = None
