"""D. Languages: French first, then at least two others, the visitor's own in a reply."""

from policies.rules.languages.quebec import qc_fr_first
from policies.rules.languages.versions import fr_present, fr_two_translations, safety_languages
from policies.rules.languages.voice import reply_language, voice_card
from policies.verdict import Rule

POSTS = ("post.submit", "post.publish")
WORDS = (*POSTS, "reply.send")
TOUBON = "Loi 94-665, art. 3 et 4 ; circulaire du 19 mars 1996, 2.6.2"
CHARTER = "Charte de la langue française (Québec), art. 22.3 et 52 ; OQLF, médias sociaux"

RULES: tuple[Rule, ...] = (
    Rule("fr_present", POSTS, fr_present, override_role="director", legal_ref=TOUBON),
    Rule("fr_two_translations", POSTS, fr_two_translations, mode="warn", legal_ref=TOUBON, reads=("languages",)),
    Rule("qc_fr_first", POSTS, qc_fr_first, override_role="director", legal_ref=CHARTER),
    Rule("reply_language", ("reply.send",), reply_language, mode="warn", reads=("languages",)),
    Rule("voice_card", WORDS, voice_card, mode="warn", reads=("voice",)),
    Rule("safety_languages", POSTS, safety_languages, mode="warn", reads=("hours",)),
)
