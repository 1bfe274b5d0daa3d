"""G. Publishing hygiene: facts that are fresh, moments that are right, links that are alive."""

from policies.rules.hygiene.facts_said import expired_event, fact_freshness, link_health, verified_only
from policies.rules.hygiene.moments import approval_deadline, sensitive_dates
from policies.verdict import Rule

POSTS = ("post.submit", "post.publish")
HERE = ("hours",)

RULES: tuple[Rule, ...] = (
    Rule("fact_freshness", POSTS, fact_freshness, override_role="cm", reads=HERE),
    Rule("verified_only", (*POSTS, "reply.send"), verified_only, override_role="director"),
    Rule("expired_event", POSTS, expired_event, override_role="cm", reads=HERE),
    Rule("sensitive_dates", POSTS, sensitive_dates, override_role="cm", reads=HERE),
    Rule("approval_deadline", ("post.submit",), approval_deadline),
    Rule("link_health", POSTS, link_health, mode="warn"),
)
