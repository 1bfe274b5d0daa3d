"""All tables, under one name."""

from data.base import Base
from data.community import Contribution, Member
from data.incidents import Incident, IncidentCall, IncidentNote, IncidentPlace, IncidentTick
from data.log import AuditEvent, Heartbeat
from data.notices import Notice, NoticeTarget
from data.opinions import Correction, Rescoring, Sample
from data.people import Role, SignIn, SignInTry, User
from data.places import Channel, RateWindow, Territory
from data.publishing import Attempt, Delivery, Freeze, Outcome, Post, Recurrence, Variant
from data.talk import Assignment, Author, Conversation, Message, Note, PlaceNamed

__all__ = [
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
    "Freeze",
    "Heartbeat",
    "Incident",
    "IncidentCall",
    "IncidentNote",
    "IncidentPlace",
    "IncidentTick",
    "Member",
    "Message",
    "Note",
    "Notice",
    "NoticeTarget",
    "Outcome",
    "PlaceNamed",
    "Post",
    "RateWindow",
    "Recurrence",
    "Rescoring",
    "Role",
    "Sample",
    "SignIn",
    "SignInTry",
    "Territory",
    "User",
    "Variant",
]
