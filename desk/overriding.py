"""Sets a rule aside for one text: by whom, as what, and why (AC-61). Who may is said by the rule and the matrix.

An override answers what is objected to these words, on this account, at this time. Any of them changed, it is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import overrides
from data.models import Channel, Variant
from desk.judging import judge
from desk.refusal import refused
from desk.rights import Asker
from desk.wording import About, Event, Spoken
from policies.overriding import LEAST, role_for, roles_of
from policies.roles import EVERYWHERE
from policies.verdict import Reason, strictness
from words import s


@dataclass(frozen=True)
class SetAside:
    """A rule that somebody wants set aside for one text, and why (ten characters or more)."""

    rule: str
    reason: str


def reason_given(why: str) -> str:
    """Return a reason as it is kept; raise Refused for one that is too short (AC-61)."""
    if len(why.strip()) < LEAST:
        raise refused(s("Dites pourquoi vous dérogez, en {least} caractères au moins.", least=LEAST))
    return why.strip()


def granted(
    session: Session,
    event: Event,
    who: Asker,
    said: Spoken,
    about: About,
    asked: Sequence[SetAside] | None,
    at: datetime | None,
) -> Spoken:
    """Return the words with what is set aside for them; `at` is the time a person chose for them, None: at once.

    `asked` None leaves what stands of the stored text, if the words and the time are still the same. A rule that has
    nothing to say is not set aside in advance. Raises Refused without a reason long enough, or without the role here.
    """
    before = _standing(session, said, about, at)
    if asked is None:
        return replace(said, overrides=tuple(before))
    plain = replace(said, overrides=())
    objecting = (
        {one.rule: one for one in judge(session, event, who, plain, about).reasons if _objects(one)} if asked else {}
    )
    wanted = {one.rule: one for one in asked if one.rule in objecting}
    kept = []
    for rule, one in wanted.items():
        same = next((b for b in before if (b["rule"], b["reason"]) == (rule, one.reason.strip())), None)
        kept.append(same or _given(session, who, said, objecting[rule], one.reason.strip(), at))
    return replace(said, overrides=tuple(kept))


def _standing(session: Session, said: Spoken, about: About, at: datetime | None) -> list[dict[str, Any]]:
    if about.post_id is None:
        return []
    here = select(Variant).where(Variant.post_id == about.post_id, Variant.channel_id == said.channel_id)
    stored = session.scalars(here).one_or_none()
    kept = stored.overrides if stored else []
    return overrides.counting(kept, said.channel_id, said.text, list(said.media), at)


def _given(session: Session, who: Asker, said: Spoken, reason: Reason, why: str, at: datetime | None) -> dict[str, Any]:
    """Return an override as it is kept, given by who asks; raise Refused when it is not theirs to give."""
    why = reason_given(why)
    here = session.get_one(Channel, said.channel_id).territory_id
    role = role_for(reason.override_role, who.roles.get(here, frozenset()))
    if role is None:
        may = ", ".join(roles_of(reason.override_role)) or "—"
        raise refused(
            s("Vous ne pouvez pas déroger à « {rule} » ici. Le peuvent : {roles}.", rule=reason.rule, roles=may)
        )
    line = (*who.lineages[here], EVERYWHERE)
    held_in = next(one.territory for one in who.memberships if one.role == role and one.territory in line)
    kept = {"rule": reason.rule, "role": role, "reason": why, "by": who.id, "held_in": held_in}
    kept["at"] = clock.now().isoformat()
    return overrides.bound(kept, said.channel_id, said.text, list(said.media), at)


def _objects(reason: Reason) -> bool:
    return strictness(reason.verb) > strictness("warn")
