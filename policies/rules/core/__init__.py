"""The rules in force, as a dict one can read. To add one: a function in this folder, a line here, its settings in
`schema.Rules` and `base.yaml`, and fixtures `fixtures/<rule>/pass*.json` and `fail*.json`.
"""

from __future__ import annotations

from policies.rules.core.card import channel_card
from policies.rules.core.content import media_limits, text_length
from policies.rules.core.crisis import condolence, crisis_boost, crisis_media, crisis_promotion, crisis_replies
from policies.rules.core.incidents import crisis_verified, incident_roles
from policies.rules.core.moment import crisis_freeze, overdue_limit, quiet_hours
from policies.rules.core.people import ACTIONS, approval_digest, four_eyes, role_needed
from policies.rules.core.place import duplicate_cities, wrong_account
from policies.triage import needs_attention
from policies.verdict import Rule

WORDS = ("post.submit", "post.publish", "reply.send")
POSTS = ("post.submit", "post.publish")
LEAVING = ("post.publish", "reply.send")

RULES: tuple[Rule, ...] = (
    Rule("role_needed", (*ACTIONS, "desk.act"), role_needed, reads=("roles", "role_names")),
    Rule("four_eyes", (*WORDS, "post.approve"), four_eyes, override_role="director", reads=("role_names",)),
    Rule("approval_digest", LEAVING, approval_digest),
    Rule("text_length", WORDS, text_length),
    Rule("media_limits", WORDS, media_limits),
    Rule("wrong_account", WORDS, wrong_account),
    Rule("duplicate_cities", POSTS, duplicate_cities, mode="warn", override_role="cm"),
    Rule("crisis_freeze", WORDS, crisis_freeze, override_role="director", reads=("hours",)),
    Rule("crisis_promotion", (*POSTS, "post.approve"), crisis_promotion, override_role="director"),
    Rule("crisis_media", (*WORDS, "asset.use"), crisis_media, override_role="director"),
    Rule("crisis_replies", ("reply.send",), crisis_replies, override_role="director"),
    Rule("crisis_boost", ("paid.boost",), crisis_boost, override_role="director"),
    Rule("condolence", ("post.submit", "post.approve"), condolence, override_role="director"),
    Rule("crisis_verified", POSTS, crisis_verified),
    Rule("incident_roles", ("incident.open", "incident.close"), incident_roles, reads=("roles", "role_names")),
    Rule("quiet_hours", POSTS, quiet_hours, override_role="cm", reads=("publishing_hours",)),
    Rule("overdue_limit", LEAVING, overdue_limit, override_role="cm"),
    Rule("channel_card", ("channel.activate",), channel_card, reads=("hours",)),
    Rule("triage", ("mention.ingest",), needs_attention, reads=("sla_minutes",)),
)
