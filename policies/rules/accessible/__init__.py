"""E. Accessibility: what everybody must be able to read, hear and understand."""

from policies.rules.accessible.pictures import alt_text, captions, text_in_image
from policies.rules.accessible.wording import emoji_use, hashtag_case, link_text
from policies.verdict import Rule

WORDS = ("post.submit", "post.publish", "reply.send")
ACCESSIBLE = "Loi 2005-102 art. 47 ; RGAA"

RULES: tuple[Rule, ...] = (
    Rule("alt_text", WORDS, alt_text, override_role="director", legal_ref=ACCESSIBLE),
    Rule("captions", WORDS, captions, override_role="director", legal_ref=ACCESSIBLE),
    Rule("text_in_image", WORDS, text_in_image, override_role="cm", legal_ref=ACCESSIBLE),
    Rule("hashtag_case", WORDS, hashtag_case, mode="warn", legal_ref=ACCESSIBLE, reads=("voice",)),
    Rule("emoji_use", WORDS, emoji_use, override_role="cm", legal_ref=ACCESSIBLE),
    Rule("link_text", WORDS, link_text, mode="warn", legal_ref=ACCESSIBLE),
)
