"""F. Moderation: illegal words leave at once, and a critique is never a reason."""

from policies.rules.moderating.bans import ban_proportionate
from policies.rules.moderating.charter import charter_published, remove_needs_clause
from policies.rules.moderating.illegal import remove_illegal, report_to_platform
from policies.rules.moderating.kinds import criticism_is_not_a_reason, spam_personal_data
from policies.verdict import Rule

ACTS = ("moderation.act",)
CHARTER = ("charter",)
SANCHEZ = "CEDH, Gde ch., 15 mai 2023, Sanchez c. France"
PROPORTIONATE = "CAA Paris, 27 mars 2023, n° 21PA00815"

RULES: tuple[Rule, ...] = (
    Rule("charter_published", ("channel.activate",), charter_published, legal_ref=SANCHEZ, reads=CHARTER),
    Rule("remove_illegal", ACTS, remove_illegal, override_role="director", legal_ref=SANCHEZ, reads=("hours",)),
    Rule(
        "remove_needs_clause",
        ACTS,
        remove_needs_clause,
        legal_ref=f"{PROPORTIONATE} ; règlement (UE) 2022/2065 art. 17",
        reads=CHARTER,
    ),
    Rule("criticism_is_not_a_reason", ACTS, criticism_is_not_a_reason, legal_ref=PROPORTIONATE, reads=CHARTER),
    Rule("ban_proportionate", ACTS, ban_proportionate, legal_ref=PROPORTIONATE, reads=CHARTER),
    Rule("spam_personal_data", ACTS, spam_personal_data, legal_ref=PROPORTIONATE, reads=CHARTER),
    Rule(
        "report_to_platform",
        ACTS,
        report_to_platform,
        mode="warn",
        legal_ref="Règlement (UE) 2022/2065 art. 16",
    ),
)
