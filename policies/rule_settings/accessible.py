"""What the rules of family E can be told, by their ids (accessible)."""

from __future__ import annotations

from policies.rule_settings.plain import Plain
from policies.tighter import Higher, Lower, Section, Union


class AltText(Plain):
    """Characters of an image's description, at least and at most."""

    min: Higher = None
    max: Lower = None


class TextInImage(Plain):
    """Characters of text a picture may carry without their being said in the message too."""

    chars: Lower = None


class HashtagCase(Plain):
    """Hashtags as they are to be written, how long one in small letters may be, and how many a message may carry."""

    known: Union = None
    letters: Lower = None
    most: Lower = None


class EmojiUse(Plain):
    """How many emoji a message may carry."""

    most: Lower = None


class LinkText(Plain):
    """Words that do not name where a link leads, and how long an address may be."""

    phrases: Union = None
    url_chars: Lower = None


class AccessibleRules(Section):
    """The rules of family E, by their ids."""

    alt_text: AltText | None = None
    captions: Plain | None = None
    text_in_image: TextInImage | None = None
    hashtag_case: HashtagCase | None = None
    emoji_use: EmojiUse | None = None
    link_text: LinkText | None = None
