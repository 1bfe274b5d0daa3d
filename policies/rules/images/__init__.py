"""B. Images, authorship, advertising, alcohol, machines that write or draw: whose it is and what must be said."""

from policies.rules.images.alcohol import alcohol_evin
from policies.rules.images.authors import credit_required, music_licence, protected_work, ugc_rights
from policies.rules.images.labels import ad_disclosure, ai_label, competition_rules, retouch_label, review_integrity
from policies.rules.images.people import consent_expiry, image_minor, image_person_release
from policies.verdict import Rule

POSTS = ("post.submit", "post.publish")
WORDS = (*POSTS, "reply.send")
USES = ("asset.use", *WORDS)
IMAGE = "Code civil art. 9"
INFLUENCE = "Loi 2023-451 art. 5 ; ordonnance 2024-978"

RULES: tuple[Rule, ...] = (
    Rule("image_person_release", USES, image_person_release, legal_ref=IMAGE),
    Rule("image_minor", USES, image_minor, legal_ref="Code civil art. 9, 371-1 et 372-2"),
    Rule("consent_expiry", ("mention.tick", *USES), consent_expiry, legal_ref=IMAGE, reads=("hours",)),
    Rule("ugc_rights", USES, ugc_rights, legal_ref="CPI L122-4"),
    Rule("credit_required", ("asset.use", *POSTS), credit_required, legal_ref="CPI L121-1"),
    Rule("protected_work", ("post.approve", *USES), protected_work, override_role="director", legal_ref="CPI L122-5"),
    Rule("music_licence", USES, music_licence, override_role="director", legal_ref="CPI L122-4"),
    Rule("ad_disclosure", POSTS, ad_disclosure, legal_ref=INFLUENCE),
    Rule("retouch_label", ("asset.use", *POSTS), retouch_label, legal_ref=INFLUENCE),
    Rule("ai_label", USES, ai_label, legal_ref="Règlement (UE) 2024/1689 art. 50"),
    Rule("alcohol_evin", ("asset.use", *POSTS), alcohol_evin, override_role="director",
         legal_ref="CSP L3323-2 à L3323-4"),
    Rule("review_integrity", WORDS, review_integrity, legal_ref="Code de la consommation L121-4"),
    Rule("competition_rules", POSTS, competition_rules, override_role="director",
         legal_ref="Code de la consommation L121-20"),
)  # fmt: skip
