"""All tables, under one name."""

from data.base import Base
from data.community import Contribution, Member
from data.log import AuditEvent, Heartbeat
from data.people import Role, SignIn, SignInTry, User
from data.places import Channel, Territory
from data.publishing import Attempt, Delivery, Freeze, Outcome, Post, Variant
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
    "Delivery",
    "Freeze",
    "Heartbeat",
    "Member",
    "Message",
    "Note",
    "Outcome",
    "PlaceNamed",
    "Post",
    "Role",
    "SignIn",
    "SignInTry",
    "Territory",
    "User",
    "Variant",
]
