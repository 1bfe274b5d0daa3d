"""What a file says of personal data: who answers for it, by what right we listen, and for how many days it is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from policies.tighter import EachLower, FixedText, Lower, Section, Tighter


class ControllerSection(Section):
    """The body that orders the listening and answers for it; `undeclared` and empty texts declare nothing."""

    type: Annotated[
        Literal["undeclared", "public_authority", "private_association", "company"] | None, Tighter("fixed")
    ] = None
    name: FixedText = None
    dpo: FixedText = None  # where the data protection officer is written to
    notice_url: FixedText = None


class ListeningSection(Section):
    """By what right we listen and what for; `legal_basis` is a letter of article 6.1 of the GDPR ("6.1.e")."""

    legal_basis: FixedText = None
    purpose: FixedText = None
    balancing_test_ref: FixedText = None
    sentiment_disclosed: Annotated[bool | None, Tighter("fixed")] = None  # the notice says a machine estimates it


class RetentionSection(Section):
    """How many days each kind of data is kept; `platforms` are the networks' own limits, by their names."""

    listening_text: Lower = None  # then the author is forgotten
    text_max: Lower = None  # then the text is
    conversation_after_close: Lower = None
    dm_after_close: Lower = None
    consent_after_use: Lower = None
    log: Lower = None
    platforms: EachLower = None
