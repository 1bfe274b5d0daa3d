"""What the rules of family D can be told, by their ids (languages)."""

from __future__ import annotations

from typing import Annotated

from policies.rule_settings.plain import Plain
from policies.tighter import Lower, Section, Tighter, Union, WhenTrue


class PublicService(Plain):
    """Whether a public service speaks here, or a body with a mission of one."""

    public_service: WhenTrue = None


class QcFrFirst(Plain):
    """Whether Québec's law holds here, for a public body, on which subjects it may add a language, how much longer."""

    in_force: WhenTrue = None
    public_body: WhenTrue = None
    subjects: Annotated[list[str] | None, Tighter("subset")] = None
    longer_percent: Lower = None


class SafetyLanguages(Plain):
    """The languages in which a safety message is to follow, and within how many minutes."""

    follow: Union = None
    minutes: Lower = None


class LanguagesRules(Section):
    """The rules of family D, by their ids."""

    fr_present: PublicService | None = None
    fr_two_translations: PublicService | None = None
    qc_fr_first: QcFrFirst | None = None
    reply_language: Plain | None = None
    voice_card: Plain | None = None
    safety_languages: SafetyLanguages | None = None
