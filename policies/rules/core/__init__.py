"""The rules in force, as a dict one can read. To add one: a function in this folder, a line here, its settings in
`schema.Rules` and `base.yaml`, and fixtures `fixtures/<rule>/pass*.json` and `fail*.json`.
"""

from __future__ import annotations

from policies.rules.core.content import alt_text, media_limits, text_length
from policies.rules.core.incidents import crisis_promotion, crisis_verified, incident_roles
from policies.rules.core.moment import crisis_freeze, overdue_limit, quiet_hours
from policies.rules.core.people import ACTIONS, approval_digest, four_eyes, role_needed
from policies.rules.core.place import duplicate_cities, wrong_account
from policies.triage import needs_attention
from policies.verdict import Rule

WORDS = ("post.submit", "post.publish", "reply.send")
POSTS = ("post.submit", "post.publish")
LEAVING = ("post.publish", "reply.send")
ACCESSIBLE = "Loi 2005-102 art. 47 ; RGAA"

RULES: tuple[Rule, ...] = (
    Rule("role_needed", (*ACTIONS, "desk.act"), role_needed, reads=("roles", "role_names")),
    Rule("four_eyes", (*WORDS, "post.approve"), four_eyes, override_role="director", reads=("role_names",)),
    Rule("approval_digest", LEAVING, approval_digest),
    Rule("text_length", WORDS, text_length),
    Rule("media_limits", WORDS, media_limits),
    Rule("alt_text", WORDS, alt_text, override_role="director", legal_ref=ACCESSIBLE),
    Rule("wrong_account", WORDS, wrong_account),
    Rule("duplicate_cities", POSTS, duplicate_cities, mode="warn", override_role="cm"),
    Rule("crisis_freeze", WORDS, crisis_freeze, override_role="director", reads=("hours",)),
    Rule("crisis_promotion", ("post.submit", "post.approve"), crisis_promotion, override_role="director"),
    Rule("crisis_verified", POSTS, crisis_verified),
    Rule("incident_roles", ("incident.open", "incident.close"), incident_roles, reads=("roles", "role_names")),
    Rule("quiet_hours", POSTS, quiet_hours, override_role="cm", reads=("publishing_hours",)),
    Rule("overdue_limit", LEAVING, overdue_limit, override_role="cm"),
    Rule("triage", ("mention.ingest",), needs_attention, reads=("sla_minutes",)),
)
