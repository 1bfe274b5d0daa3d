"""A. Personal data and listening: what may be listened for, kept, exported, and for how long."""

from policies.rules.personal.authors import child_author, minimise_author, sensitive_no_profile
from policies.rules.personal.declared import (
    ai_use_declared,
    listen_basis_declared,
    listen_no_person_target,
    qc_loi25,
)
from policies.rules.personal.keeping import platform_deletion_sync, platform_retention, retention
from policies.rules.personal.leaving import author_grouping_guard, export_guard
from policies.rules.personal.requests import erasure_request, objection_request
from policies.verdict import Rule

LEAVING = ("export", "report.publish")
OPEN_DATA = "RGPD art. 5.1.c ; CRPA art. L312-1-2"
LISTENED = ("controller", "listening")

RULES: tuple[Rule, ...] = (
    Rule(
        "listen_basis_declared",
        ("listen.query",),
        listen_basis_declared,
        legal_ref="RGPD art. 6.1, 13 et 14",
        reads=LISTENED,
    ),
    Rule("listen_no_person_target", ("listen.query",), listen_no_person_target, legal_ref="RGPD art. 5.1.c"),
    Rule("minimise_author", ("mention.ingest",), minimise_author, legal_ref="RGPD art. 5.1.c et 25"),
    Rule("sensitive_no_profile", ("mention.ingest", *LEAVING), sensitive_no_profile, legal_ref="RGPD art. 9"),
    Rule("author_grouping_guard", LEAVING, author_grouping_guard, legal_ref="RGPD art. 4.4 et 5.1.b"),
    Rule(
        "retention",
        ("mention.tick",),
        retention,
        override_role="dpo",
        legal_ref="RGPD art. 5.1.e",
        reads=("retention_days",),
    ),
    Rule(
        "platform_retention",
        ("mention.tick",),
        platform_retention,
        legal_ref="YouTube API Services, Developer Policies III.E.4",
        reads=("retention_days",),
    ),
    Rule(
        "platform_deletion_sync",
        ("mention.tick",),
        platform_deletion_sync,
        legal_ref="RGPD art. 5.1.d ; X Developer Policy",
    ),
    Rule(
        "erasure_request",
        ("person.request", "mention.ingest"),
        erasure_request,
        override_role="dpo",
        legal_ref="RGPD art. 12.3 et 17",
        reads=("hours",),
    ),
    Rule(
        "objection_request",
        ("person.request",),
        objection_request,
        override_role="dpo",
        legal_ref="RGPD art. 17.3 et 21",
        reads=("hours",),
    ),
    Rule("child_author", ("mention.ingest",), child_author, legal_ref="RGPD art. 8 ; loi 78-17 art. 45"),
    Rule("export_guard", LEAVING, export_guard, legal_ref=OPEN_DATA, reads=("role_names",)),
    Rule(
        "ai_use_declared",
        ("listen.query", "report.publish"),
        ai_use_declared,
        legal_ref="RGPD art. 13 et 14 ; règlement (UE) 2024/1689 art. 3(39)",
        reads=("listening",),
    ),
    Rule(
        "qc_loi25",
        ("channel.activate",),
        qc_loi25,
        legal_ref="LQ 2021, c. 25 (loi 25)",
        reads=("controller",),
    ),
)
