"""What the rules of family B can be told, by their ids (images).

Lists that refuse grow from file to file; lists that let something pass only shrink.
"""

from __future__ import annotations

from typing import Annotated

from policies.rule_settings.plain import Plain
from policies.tighter import FixedText, Higher, Section, Tighter, Union

Fewer = Annotated[list[str] | None, Tighter("subset")]


class ImageMinor(Plain):
    """How many holders of parental authority must have signed."""

    signatures: Higher = None


class ProtectedWork(Plain):
    """Years of protection after an author's death, and the kinds of works whose author is presumed to live."""

    years: Higher = None
    watch: Union = None


class MusicLicence(Plain):
    """Where sound may come from; what follows a colon ("library:…") is free."""

    sources: Fewer = None


class AdDisclosure(Plain):
    """Labels that tell people something was given for the words."""

    labels: Fewer = None


class RetouchLabel(Plain):
    """Labels for edited bodies or faces, and for those a machine made."""

    retouched: Fewer = None
    virtual: Fewer = None


class AiLabel(Plain):
    """Labels for a realistic picture that a machine made."""

    labels: Fewer = None


class AlcoholEvin(Plain):
    """Drinks; what promotes one (calls, tasting, praise) and makes it worse; names and subjects that do not."""

    drinks: Union = None
    calls: Union = None
    tasting: Union = None
    praise: Union = None
    scenes: Union = None
    youth_or_sport: Union = None
    heritage: Fewer = None
    names: Fewer = None
    alcohol_free: Fewer = None
    prevention: Fewer = None
    sanitary_text_fr: FixedText = None
    sanitary_text_de: FixedText = None
    sanitary_text_en: FixedText = None


class ImagesRules(Section):
    """The rules of family B, by their ids."""

    image_person_release: Plain | None = None
    image_minor: ImageMinor | None = None
    consent_expiry: Plain | None = None
    ugc_rights: Plain | None = None
    credit_required: Plain | None = None
    protected_work: ProtectedWork | None = None
    music_licence: MusicLicence | None = None
    ad_disclosure: AdDisclosure | None = None
    retouch_label: RetouchLabel | None = None
    ai_label: AiLabel | None = None
    alcohol_evin: AlcoholEvin | None = None
    review_integrity: Plain | None = None
    competition_rules: Plain | None = None
