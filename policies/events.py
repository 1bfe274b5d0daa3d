"""The events the engine knows and how a saved one is read back; a misspelt fact is refused, never ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from policies.facts import (
    ActFacts,
    AssetFacts,
    BoostFacts,
    ChannelFacts,
    ContributionFacts,
    ExportFacts,
    Facts,
    IncidentFacts,
    ListenFacts,
    MentionFacts,
    ModerationFacts,
    PostFacts,
    RequestFacts,
    TickFacts,
)
from words import Sentence, s

FAMILIES: dict[str, type[Facts]] = {
    "post.submit": PostFacts,
    "post.approve": PostFacts,
    "post.publish": PostFacts,
    "reply.send": PostFacts,
    "mention.ingest": MentionFacts,
    "mention.tick": TickFacts,
    "desk.act": ActFacts,
    "moderation.act": ModerationFacts,
    "channel.activate": ChannelFacts,
    "contribution.submit": ContributionFacts,
    "asset.use": AssetFacts,
    "listen.query": ListenFacts,
    "export": ExportFacts,
    "report.publish": ExportFacts,
    "person.request": RequestFacts,
    "paid.boost": BoostFacts,
    "incident.open": IncidentFacts,
    "incident.close": IncidentFacts,
}


class Unreadable(ValueError):
    """The event cannot be judged; `sentence` says what is wrong with it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


def read(event: Mapping[str, Any] | Facts) -> Facts:
    """Return the facts of a saved event; raise `Unreadable` for one that does not say what it must."""
    if isinstance(event, Facts):
        return event
    name = str(event.get("event", ""))
    if name not in FAMILIES:
        raise Unreadable(s("L'événement « {name} » n'est pas connu ; corrigez le champ « event ».", name=name))
    try:
        return FAMILIES[name].model_validate(dict(event))
    except ValidationError as trouble:
        where = ".".join(str(part) for part in trouble.errors()[0]["loc"])
        raise Unreadable(
            s("Le champ « {where} » de l'événement manque, est inconnu ou mal écrit ; corrigez-le.", where=where)
        ) from trouble
