"""What each event must tell, typed: posts, mentions, acts, listening. Nothing is looked up.

Other rooms build these records; `facts.model_dump(mode="json")` is the saved event that replays.
"""

from policies.facts.acts import (
    ActFacts,
    AssetFacts,
    BoostFacts,
    ChannelFacts,
    ContributionFacts,
    IncidentFacts,
    ModerationFacts,
)
from policies.facts.common import Channel, Facts, Id, Membership, Moment, Override, Record
from policies.facts.listening import ExportFacts, ListenFacts, RequestFacts, Term
from policies.facts.media import Grant, Medium, Release, Work
from policies.facts.mention import MentionFacts, Seen, TickFacts
from policies.facts.post import Approval, City, Claim, Freeze, Limits, Link, PostFacts, Twin, Version

__all__ = [
    "ActFacts", "Approval", "AssetFacts", "BoostFacts", "Channel", "ChannelFacts", "City", "Claim", "ContributionFacts",
    "ExportFacts", "Facts", "Freeze", "Grant", "Id", "IncidentFacts", "Limits", "Link", "ListenFacts", "Medium",
    "Membership", "MentionFacts", "ModerationFacts", "Moment", "Override", "PostFacts", "Record", "Release",
    "RequestFacts", "Seen", "Term", "TickFacts", "Twin", "Version", "Work",
]  # fmt: skip
