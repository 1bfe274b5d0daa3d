"""Words as a screen reader says them: hashtags with capitals, few emoji, real letters, links that name their goal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from policies.emoji import emoji_in, false_letters, starts_with_emoji
from policies.facts import PostFacts
from policies.plain import first_named, plain
from policies.verdict import Reason
from words import s

_TAG = re.compile(r"(?<![\w&/#])#(\w*[^\W\d_]\w*)")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@[\w.]+")
_WORD = re.compile(r"[^\W_]+")
# words that ask for a noun or a verb: an emoji right after one stands in its place
_ASKING = re.compile(
    r"(?:(?<!\w)(?:le|la|les|un|une|des|du|au|aux|mon|ma|mes|ton|ta|tes|notre|nos|votre|vos|je|the|a|an|my|our|your|i|we"
    r"|der|die|das|den|dem|ein|eine|einen|unser|unsere|ich|wir)\s|(?<!\w)[jldcmtsn]['’])\s*$",
    re.IGNORECASE,
)


def hashtag_case(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Warn of a hashtag without capitals, of too many, and of one amid the words: each is read as one long word."""
    tags = _TAG.findall(facts.text)
    forms = _forms((*settings["known"], *settings["voice"].get("hashtags", ())))
    for tag in tags:
        form = forms.get(plain(tag), tag)
        if form != tag:
            said = s("Écrivez « #{form} » plutôt que « #{tag} » : lu à voix haute, il s'entend.", form=form, tag=tag)
            return Reason("warn", said, code="hashtag_case")
        if tag == tag.lower() and len(tag) >= settings["letters"]:
            said = s("Donnez une majuscule à chaque mot de « #{tag} » : lu à voix haute, il s'entendra.", tag=tag)
            return Reason("warn", said, code="hashtag_case")
    if len(tags) > settings["most"]:
        said = s("{n} hashtags : gardez-en {most} au plus.", n=len(tags), most=settings["most"])
        return Reason("warn", said, code="hashtag_count")
    if tags and _goes_on(facts.text):
        return Reason(
            "warn", s("Placez les hashtags à la fin : au milieu, ils coupent la lecture."), code="hashtag_end"
        )
    return None


def emoji_use(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse letters that are none; warn of many emoji, of emoji as bullets, or in the place of a word."""
    false = false_letters(facts.text)
    if false:
        said = s("« {false} » n'est pas fait de lettres : personne ne l'entend, retapez-le au clavier.", false=false)
        return Reason("block", said, code="pseudo_font")
    found = emoji_in(facts.text)
    if len(found) > settings["most"]:
        said = s("{n} emoji : chacun est lu à voix haute, gardez-en {most}.", n=len(found), most=settings["most"])
        return Reason("warn", said, code="emoji_count")
    if not found:
        return None
    if sum(map(starts_with_emoji, facts.text.splitlines())) > 1:
        said = s("Emoji en guise de puces : remplacez-les par des tirets.")
        return Reason("warn", said, code="emoji_bullets")
    if any(_ASKING.search(part) for part in _befores(facts.text, found)):
        said = s("Un emoji remplace un mot : écrivez le mot, l'emoji peut suivre.")
        return Reason("warn", said, code="emoji_word")
    return None


def link_text(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Warn of « cliquez ici », and of an address so long that nobody can hear it out."""
    phrase = first_named(tuple(settings["phrases"]), facts.text)
    if phrase:
        said = s("« {phrase} » ne dit pas où mène le lien : nommez ce qu'on y trouve.", phrase=phrase)
        return Reason("warn", said, code="click_here")
    longest = max((len(link) for link in _LINK.findall(facts.text)), default=0)
    if longest > settings["url_chars"]:
        said = s(
            "Un lien de {n} caractères : donnez son adresse courte, sans suivi ({most} au plus).",
            n=longest,
            most=settings["url_chars"],
        )
        return Reason("warn", said, code="long_url")
    return None


@lru_cache(maxsize=64)
def _forms(known: tuple[str, ...]) -> dict[str, str]:
    return {plain(tag.lstrip("#")): tag.lstrip("#") for tag in reversed(known)}


def _goes_on(text: str) -> bool:
    """Tell whether words follow the first hashtag."""
    first = _TAG.search(text)
    rest = text[first.start() :] if first else ""
    for pattern in (_LINK, _TAG, _HANDLE):
        rest = pattern.sub(" ", rest)
    return _WORD.search(rest) is not None


def _befores(text: str, found: list[str]) -> list[str]:
    """Return what stands before each emoji, on its line."""
    befores, at = [], 0
    for one in found:
        at = text.index(one, at)
        befores.append(text[max(0, at - 12) : at].split("\n")[-1])
        at += len(one)
    return befores
