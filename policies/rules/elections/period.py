"""The months and the days before a vote: no praise of one's own record, nobody elected put forward, then silence.

Ordinary tourism and events go on: only tags that people set, and praise of the body's own management, are judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from policies.facts import PostFacts
from policies.plain import first_named, plain
from policies.rules.asking import still_asks
from policies.rules.elections.window import Vote, day_of, held_here, public_voice, vote_near, weighed
from policies.verdict import Reason
from words import s

QUESTIONS = ("antériorité", "régularité", "identité", "neutralité")  # what the judge of elections looks at
_SENTENCE = re.compile(r"[.!?\n]+")


def electoral_content(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse praise of the body's own management before a vote; its record and works need answers and an approval.

    The four questions are answered in `electoral_answers`; a format kept since before the period is « antériorité ».
    """
    vote = _vote(facts, settings)
    if vote is None:
        return None
    praise = _praise(facts.text, tuple(settings["praise"]), tuple(settings["management"]))
    if praise:
        said = s(
            "« {praise} » vante la gestion avant « {election} » : retirez ce jugement, dites seulement le service.",
            praise=praise,
            election=vote.name,
        )
        return weighed(Reason("block", said, code="electoral_praise"), vote.mode)
    if not set(facts.tags) & set(settings["tags"]):
        return None
    open_ = _unanswered(facts, vote)
    if open_:
        said = s(
            "Bilan ou réalisation avant « {election} » : répondez à {questions}, puis la direction valide.",
            election=vote.name,
            questions=", ".join(open_),
        )
        return weighed(Reason("require_approval", said, settings["approvers"][0], code="electoral_answers"), vote.mode)
    if not still_asks(facts, settings["approvers"]):
        return None
    said = s(
        "Bilan ou réalisation avant « {election} » : les quatre réponses sont notées, la direction doit valider.",
        election=vote.name,
    )
    return weighed(Reason("require_approval", said, settings["approvers"][0], code="electoral"), vote.mode)


def electoral_elected_person(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask for an approval before a vote when somebody elected is named or shown; warn of contests and selfies."""
    vote = _vote(facts, settings)
    if vote is None:
        return None
    named = first_named(tuple(settings["names"]), facts.text)
    if (named or set(facts.tags) & set(settings["tags"])) and still_asks(facts, settings["approvers"]):
        said = s(
            "Une personne élue est nommée ou montrée avant « {election} » : retirez-la, ou faites valider.",
            election=vote.name,
        )
        return weighed(Reason("require_approval", said, settings["approvers"][0], code="elected"), vote.mode)
    if facts.contest or set(facts.tags) & set(settings["contest_tags"]):
        said = s(
            "Concours ou selfies avant « {election} » : sans personne élue ni éloge de la collectivité.",
            election=vote.name,
        )
        return Reason("warn", said, code="electoral_contest")
    return None


def electoral_silence(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse what is tagged as the institution's on the eve and the day of a vote; tourism goes on."""
    if not set(facts.tags) & set(settings["tags"]):
        return None
    day = day_of(facts.goes_at, facts, settings)
    for one in held_here(facts, settings):
        for round_ in one["rounds"]:
            if 0 <= (round_ - day).days <= settings["days_before"]:
                said = s(
                    "« {election} », vote du {day} : l'institution se tait jusque-là, choisissez le {next} ou après.",
                    election=one["name"],
                    day=round_.strftime("%d/%m"),
                    next=(round_ + timedelta(days=1)).strftime("%d/%m"),
                )
                return weighed(Reason("block", said, code="electoral_silence"), one["mode"])
    return None


def _vote(facts: PostFacts, settings: Mapping[str, Any]) -> Vote | None:
    if not public_voice(facts, settings):
        return None
    return vote_near(facts, settings, day_of(facts.goes_at, facts, settings))


def _praise(text: str, praise: tuple[str, ...], management: tuple[str, ...]) -> str | None:
    """Return the word that praises in a sentence that speaks of the body's management."""
    for sentence in _SENTENCE.split(text):
        if first_named(management, sentence):
            found = first_named(praise, sentence)
            if found:
                return found
    return None


def _unanswered(facts: PostFacts, vote: Vote) -> list[str]:
    answered = {plain(question) for question, answer in facts.electoral_answers.items() if answer.strip()}
    before = facts.recurrent_since is not None and vote.from_ is not None and facts.recurrent_since < vote.from_
    known = answered | ({plain(QUESTIONS[0])} if before else set())
    return [question for question in QUESTIONS if plain(question) not in known]
