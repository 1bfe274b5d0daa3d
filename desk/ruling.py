"""Shows the rules: what holds in a place, who set it, what is wrong in the files; and tries words against them.

Nothing is kept of what is tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import in_crisis, scope, store
from data.models import Channel, Territory
from desk.refusal import NotHere
from desk.rights import asker, require
from desk.times import moment
from desk.wording import About, Spoken, facts_of
from policies.book import Effective
from policies.engine import decide
from policies.in_force import book, overlays
from policies.reading import Problem
from policies.rules import RULES
from policies.verdict import Decision
from words import Sentence, s


@dataclass(frozen=True)
class Value:
    """One setting in force: its name, its value, and the files that set it (none: the rule's own default)."""

    name: str
    value: Any
    files: tuple[str, ...]


@dataclass(frozen=True)
class RuleHere:
    """One rule as it holds in a place: whether it blocks or warns, until when, by which settings, who may override."""

    id: str
    version: int
    events: tuple[str, ...]
    mode: str
    sunset: date | None
    is_over: bool
    values: tuple[Value, ...]
    override_role: str | None
    legal_ref: str


@dataclass(frozen=True)
class RulesHere:
    """All rules of a place, the other settings that hold there, and the files without any valid version."""

    rules: tuple[RuleHere, ...]
    others: tuple[Value, ...]
    missing: tuple[str, ...]


def rules_here(by: int, territory_id: int, network: str | None = None, modes: Sequence[str] = ()) -> RulesHere:
    """Return the rules as they hold in a territory, on a network, under the modes in force and `modes` beside them."""
    with store.reading() as session:
        require(session, by, "view", territory_id)
        here = _effective(session, territory_id, network, modes)
        today = clock.now().astimezone(clock.zone(session.get_one(Territory, territory_id).zone)).date()
    rules = tuple(_rule(rule_id, here, today) for rule_id in RULES)
    others = [_value(path, path, here) for path in sorted(here.set_by) if not path.startswith("rules.")]
    return RulesHere(rules, tuple(one for one in others if one.value not in (None, [])), here.missing)


def problems(by: int) -> list[Problem]:
    """Return what is wrong in the files, for somebody who can act on it somewhere; a stranger's city is left out."""
    found = book().problems
    if not found:
        return []
    with store.reading() as session:
        who = asker(session, by)
        places = {row.slug: row.id for row in session.execute(select(Territory.id, Territory.slug))}
        able = who.where("mend_rules")
        return [one for one in found if _concerns(one, places, able)]


def try_words(
    by: int, channel_id: int, text: str, *, local: str | None = None, modes: Sequence[str] = (), fold: int | None = None
) -> Decision:
    """Return what the policies would say of words on an account at a wall time there (None: now). Keeps nothing."""
    with store.reading() as session:
        channel = session.get(Channel, channel_id)
        if channel is None:
            asker(session, by)
            raise NotHere
        who = require(session, by, "try_rules", channel.territory_id)
        zone = session.get_one(Territory, channel.territory_id).zone
        due = moment(local, zone, fold) if local else None
        said = Spoken(channel.id, text, declared=channel.territory_id)
        facts = facts_of(session, "post.submit", who, said, About(by, due_at=due))
    return decide(facts.model_copy(update={"overlays": _modes(facts.overlays, modes)}), book())


def modes() -> dict[str, Sentence]:
    """Return the modes one can look at beside those in force, by name."""
    names = {"crisis": s("Crise"), "demo": s("Démonstration")}
    return {
        name: said for name, said in names.items() if f"modes/{name}.yaml" in book().files and name not in overlays()
    }


def _effective(session: Session, territory_id: int, network: str | None, modes: Sequence[str]) -> Effective:
    line = scope.lineage(session, territory_id)
    now = overlays(in_crisis.level_in(session, territory_id))
    return book().for_(line[-1], network, _modes(now, modes), tuple(line[:-1]))


def _modes(in_force: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*in_force, *more)))


def _rule(rule_id: str, here: Effective, today: date) -> RuleHere:
    rule, settings = RULES[rule_id], here.settings_of(rule_id)
    sunset: date | None = settings.get("sunset")
    names = [name for name in settings if name not in ("mode", "sunset")]
    flat = [path for name in names for path in _leaves(f"rules.{rule_id}.{name}", here)]
    return RuleHere(
        id=rule.id,
        version=rule.version,
        events=rule.events,
        mode=settings.get("mode", rule.mode),
        sunset=sunset,
        is_over=sunset is not None and today > sunset,
        values=tuple(_value(path, path.removeprefix(f"rules.{rule_id}."), here) for path in flat),
        override_role=rule.override_role,
        legal_ref=rule.legal_ref,
    )


def _leaves(path: str, here: Effective) -> list[str]:
    return sorted(one for one in here.set_by if one == path or one.startswith(path + "."))


def _value(path: str, name: str, here: Effective) -> Value:
    found: Any = here.values
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return Value(name, found, here.set_by.get(path, ()))


def _concerns(problem: Problem, places: dict[str, int], able: frozenset[int]) -> bool:
    """Tell whether a problem is told: of a city's file to its own people, of any other to whoever can act somewhere."""
    place = places.get(PurePath(problem.file).stem)
    return bool(able) if place is None else place in able
