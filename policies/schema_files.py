"""The files that are lists rather than rules: who may do what, which elections are coming, what the charter says."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, field_validator, model_validator

from policies.days import Unclear
from policies.facts.acts import CRITICISM
from policies.roles import Role
from policies.tighter import Section
from policies.verdict import Mode
from words import s


class RolesFile(Section):
    """The matrix: each role in words, and for each action the roles that may do it."""

    edition: Literal[1] = Field(alias="schema")
    roles: dict[Role, str]
    actions: dict[str, list[Role]]

    @model_validator(mode="after")
    def _known_roles(self) -> RolesFile:
        for action, holders in self.actions.items():
            for role in holders:
                if role not in self.roles:
                    raise Unclear(s("« {action} » nomme un rôle inconnu : « {role} ».", action=action, role=role))
        return self


class Election(Section):
    """One election: its rounds, where it is held, and whether the rules block or only warn before it.

    `from_` is the first day of the period in which achievements may not be praised (Code électoral, L52-1).
    """

    name: str
    territories: list[str] = Field(min_length=1)
    rounds: list[date] = Field(min_length=1)
    from_: date = Field(alias="from")
    mode: Mode

    @model_validator(mode="after")
    def _in_order(self) -> Election:
        if self.from_ > min(self.rounds):
            raise Unclear(s("La période de « {name} » commence après le vote.", name=self.name))
        return self


class ElectionsFile(Section):
    """Every election that counts; kept as data, since each one's reach is for the body's lawyer to say."""

    edition: Literal[1] = Field(alias="schema")
    elections: list[Election]


class Clause(Section):
    """One clause of the charter: what it says to people, and the kinds of words it lets one remove."""

    says: str
    covers: list[str] = Field(min_length=1)

    @field_validator("covers")
    @classmethod
    def _no_critique(cls, kinds: list[str]) -> list[str]:
        for kind in kinds:
            if kind in CRITICISM:
                raise Unclear(s("Aucun article ne couvre « {kind} » : une critique se répond.", kind=kind))
        return kinds


class CharterFile(Section):
    """The charter of moderation, as it is published: its clauses by id, languages, hours, address, where to appeal."""

    edition: Literal[1] = Field(alias="schema")
    url: str
    languages: list[str] = Field(min_length=1)
    hours: str
    contact: str
    appeal: str
    clauses: dict[str, Clause] = Field(min_length=1)


LISTS: dict[str, type[Section]] = {
    "roles.yaml": RolesFile,
    "elections.yaml": ElectionsFile,
    "charter.yaml": CharterFile,
}
