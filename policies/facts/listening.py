"""What we listen for, and what of it leaves the house: queries, exports, reports, what a person asks of us."""

from __future__ import annotations

from typing import Literal

from policies.facts.common import Facts, Moment, Record


class Term(Record):
    """One thing that is listened for, and what it is."""

    text: str
    kind: Literal["place", "topic", "event", "organisation", "private_person", "function"] = "topic"
    approved_by_role: str = ""


class ListenFacts(Facts):
    """A query to be set up. What is left out was not declared."""

    event: Literal["listen.query"] = "listen.query"
    controller_type: Literal["public_authority", "private_association", "company"] | None = None
    legal_basis: str = ""
    purpose: str = ""
    notice_url: str = ""
    dpo_contact: str = ""
    balancing_test_ref: str = ""
    terms: tuple[Term, ...] = ()
    sentiment_disclosed: bool = False  # the notice says that sentiment is estimated by machine


class ExportFacts(Facts):
    """Figures or rows on their way out of the house. `smallest_cell` is the least number of mentions in any group."""

    event: Literal["export", "report.publish"]
    public: bool = False
    fields: tuple[str, ...] = ()
    reason: str = ""
    group_by: tuple[str, ...] = ()
    smallest_cell: int | None = None
    has_text: bool = False
    entities: tuple[str, ...] = ()  # sensitive kinds that stand in the rows: "health", "religion" …
    opted_in: bool = False  # the people it groups by agreed (ambassadors)
    purpose: str = ""
    sentiment_labelled: bool = False  # automatic figures are shown as estimates


class RequestFacts(Facts):
    """What a person asks about data on them."""

    event: Literal["person.request"] = "person.request"
    kind: Literal["erasure", "objection", "access"]  # never guessed: an event without it cannot be judged
    handle: str = ""
    url: str = ""
    received_at: Moment | None = None
    legal_evidence: bool = False  # something of this person's is sealed as evidence of an offence
