"""C. Elections and neutrality: what a public voice may say before people vote."""

from policies.rules.elections.neutral import party_neutrality, staff_reserve
from policies.rules.elections.paid import electoral_boost
from policies.rules.elections.period import electoral_content, electoral_elected_person, electoral_silence
from policies.verdict import Rule

BEFORE = "Code électoral, art. L52-1 al. 2 et L48-1"
PAID = "Code électoral, art. L52-1 al. 1 ; règlement (UE) 2024/900"
EVE = "Code électoral, art. L49"
RESERVE = "Code général de la fonction publique, art. L121-7"
SECTIONS = ("elections", "controller", "hours")

RULES: tuple[Rule, ...] = (
    Rule(
        "electoral_content", ("post.submit", "post.approve"), electoral_content,
        override_role="director", legal_ref=BEFORE, reads=SECTIONS,
    ),
    Rule(
        "electoral_elected_person", ("post.submit", "post.approve"), electoral_elected_person,
        override_role="director", legal_ref=BEFORE, reads=SECTIONS,
    ),
    Rule("electoral_boost", ("paid.boost",), electoral_boost, legal_ref=PAID, reads=SECTIONS),
    Rule(
        "electoral_silence", ("post.submit", "post.publish"), electoral_silence,
        override_role="director", legal_ref=EVE, reads=SECTIONS,
    ),
    Rule(
        "party_neutrality", ("post.submit", "post.publish", "reply.send"), party_neutrality, override_role="director",
        legal_ref="Principe de neutralité du service public",
    ),
    Rule("staff_reserve", ("reply.send",), staff_reserve, override_role="cm", legal_ref=RESERVE),
)  # fmt: skip
