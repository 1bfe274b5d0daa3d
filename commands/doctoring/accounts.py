"""Ask every account who it is, side by side; one that is slow or broken never hides the others."""

from __future__ import annotations

import time
from threading import Thread

from sqlalchemy import select

from commands.doctoring.finding import Finding
from connectors import connector_class
from connectors.contract import Account, Author
from connectors.failures import Failure
from data import sealed, store
from data.models import Channel, Territory
from words import t

WITHIN = 20.0  # seconds for all of them together

Answer = Author | Exception


def each() -> list[Finding]:
    """Return one finding for each account, by territory and network."""
    with store.reading() as session:
        rows = session.execute(select(Territory.slug, Channel).join(Channel).order_by(Territory.slug, Channel.network))
        kept = [(f"{slug}/{channel.network}", channel) for slug, channel in rows]
    answers: dict[int, Answer] = {}
    asking = [Thread(target=_ask, args=(channel, answers), daemon=True) for _, channel in kept]
    until = time.monotonic() + WITHIN
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(max(0.0, until - time.monotonic()))
    return [_finding(subject, channel, answers.get(channel.id)) for subject, channel in kept]


def _ask(channel: Channel, answers: dict[int, Answer]) -> None:
    try:
        account = Account(channel.remote_id, channel.handle, sealed.unseal(channel.credentials))
        answers[channel.id] = connector_class(channel.network)(account).whoami()
    except Exception as failure:  # by design: its text may hold a token, so only a named one's reason is said
        answers[channel.id] = failure


def _finding(subject: str, channel: Channel, answer: Answer | None) -> Finding:
    if isinstance(answer, Author):
        return _known(subject, channel, answer)
    if answer is None:
        why = t("pas de réponse en {seconds:.0f} s.", seconds=WITHIN)
    elif isinstance(answer, Failure):
        why = answer.reason.say()
    elif isinstance(answer, sealed.NoKey):
        why = str(answer)
    else:
        why = t("le réseau a répondu d'une façon inattendue ({error}).", error=type(answer).__name__)
    do = t("Reconnectez le compte dans Canaux.") if channel.state == "disconnected" else ""
    return Finding(subject, "wrong", f"{subject} : {why}", do)


def _known(subject: str, channel: Channel, known: Author) -> Finding:
    if known.remote_id != channel.remote_id:
        says = t("{subject} parle pour un autre compte, {handle} ({id}).", subject=subject, handle=known.handle,
                 id=known.remote_id)  # fmt: skip
        return Finding(subject, "wrong", says, t("Reconnectez le bon compte."))
    if channel.state == "disconnected":
        says = t("{subject} répond, mais attend d'être reconnecté.", subject=subject)
        return Finding(subject, "wrong", says, t("Reconnectez le compte dans Canaux."))
    if channel.state == "paused":
        return Finding(subject, "watch", t("{subject} répond ; il est en pause.", subject=subject))
    return Finding(subject, "fine", t("{subject} répond : {handle}.", subject=subject, handle=known.handle))
