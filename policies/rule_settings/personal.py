"""What the rules of family A can be told, by their ids (personal)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from policies.roles import Role
from policies.rule_settings.plain import Plain
from policies.tighter import Higher, Lower, Section, Tighter, Union, WhenTrue


class SensitiveNoProfile(Plain):
    """Kinds of data that are never a label on an author (GDPR, article 9), in words."""

    kinds: Union = None


class AuthorGroupingGuard(Plain):
    """Names of fields that tell one author from another."""

    fields: Union = None


class PersonRequest(Plain):
    """Hours we give ourselves to do what a person asks."""

    within_hours: Lower = None


class ChildAuthor(Plain):
    """Under this age, in years, nothing of an author is reused."""

    age: Higher = None


class ExportGuard(Plain):
    """Who may take personal fields out, for a reason of how many characters, and the least group made public."""

    smallest: Higher = None
    reason: Higher = None
    roles: Annotated[list[Role] | None, Field(min_length=1), Tighter("subset")] = None
    personal: Union = None


class AiUseDeclared(Plain):
    """Names of the figures that a machine estimates."""

    figures: Union = None


class QcLoi25(Plain):
    """Whether Québec's law holds here."""

    applies: WhenTrue = None


class PersonalRules(Section):
    """The rules of family A, by their ids."""

    listen_basis_declared: Plain | None = None
    listen_no_person_target: Plain | None = None
    minimise_author: Plain | None = None
    sensitive_no_profile: SensitiveNoProfile | None = None
    author_grouping_guard: AuthorGroupingGuard | None = None
    retention: Plain | None = None
    platform_retention: Plain | None = None
    platform_deletion_sync: Plain | None = None
    erasure_request: PersonRequest | None = None
    objection_request: PersonRequest | None = None
    child_author: ChildAuthor | None = None
    export_guard: ExportGuard | None = None
    ai_use_declared: AiUseDeclared | None = None
    qc_loi25: QcLoi25 | None = None
