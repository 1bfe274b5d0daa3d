"""All tables, under one name."""

from data.approvals import Approval, ApprovalLink
from data.base import Base
from data.community import Contribution, Member
from data.decided import PolicyDecision, PolicyVersion
from data.duty import Absence, Duty, Watch
from data.incidents import Incident, IncidentCall, IncidentNote, IncidentPlace, IncidentTick
from data.log import AuditEvent, Heartbeat
from data.moderation import Moderation
from data.notices import Notice, NoticeTarget
from data.opinions import Correction, Rescoring, Sample
from data.people import Role, SignIn, SignInTry, User
from data.places import Channel, RateWindow, Territory
from data.privacy import Access, PersonRequest, Suppression
from data.publishing import Attempt, Delivery, Freeze, Outcome, Post, Recurrence, Variant
from data.talk import Assignment, Author, Conversation, Message, Note, PlaceNamed

__all__ = [
    "Absence",
    "Access",
    "Approval",
    "ApprovalLink",
    "Assignment",
    "Attempt",
    "AuditEvent",
    "Author",
    "Base",
    "Channel",
    "Contribution",
    "Conversation",
    "Correction",
    "Delivery",
    "Duty",
    "Freeze",
    "Heartbeat",
    "Incident",
    "IncidentCall",
    "IncidentNote",
    "IncidentPlace",
    "IncidentTick",
    "Member",
    "Message",
    "Moderation",
    "Note",
    "Notice",
    "NoticeTarget",
    "Outcome",
    "PersonRequest",
    "PlaceNamed",
    "PolicyDecision",
    "PolicyVersion",
    "Post",
    "RateWindow",
    "Recurrence",
    "Rescoring",
    "Role",
    "Sample",
    "SignIn",
    "SignInTry",
    "Suppression",
    "Territory",
    "User",
    "Variant",
    "Watch",
]
