"""What must be declared before anybody listens or an account opens: by what right, what for, and that a machine judges.

What the event does not declare, the territory's files do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import ChannelFacts, ExportFacts, ListenFacts
from policies.plain import plain
from policies.verdict import Reason
from words import s

BASES = frozenset(f"6.1.{letter}" for letter in "abcdef")
COLLECTIVE = frozenset({"place", "event", "organisation"})  # whose accounts are not a person's


def listen_basis_declared(facts: ListenFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a query whose controller, legal basis, purpose, notice or data protection officer nobody declared.

    A public authority listens for its mission (6.1.e); who relies on legitimate interest (6.1.f) has weighed it.
    """
    controller, listening = settings["controller"], settings["listening"]
    basis = facts.legal_basis.strip() or listening["legal_basis"]
    kind = facts.controller_type or controller["type"]
    declared = {
        "controller.type": "" if kind == "undeclared" else kind,
        "listening.legal_basis": basis if basis in BASES else "",
        "listening.purpose": facts.purpose.strip() or listening["purpose"],
        "controller.notice_url": facts.notice_url.strip() or controller["notice_url"],
        "controller.dpo": facts.dpo_contact.strip() or controller["dpo"],
    }
    missing = [key for key, said in declared.items() if not said]
    if missing:
        return Reason(
            "block",
            s(
                "Cette veille n'a pas de base légale déclarée : complétez {keys} dans le fichier du territoire.",
                keys=", ".join(missing),
            ),
            code="undeclared",
        )
    if kind == "public_authority" and basis != "6.1.e":
        return Reason(
            "block",
            s(
                "Une collectivité n'écoute pas au titre de {basis} : déclarez sa mission d'intérêt public, 6.1.e.",
                basis=basis,
            ),
            code="basis",
        )
    if basis == "6.1.f" and not (facts.balancing_test_ref.strip() or listening["balancing_test_ref"]):
        said = s("L'intérêt légitime se met en balance : écrivez-la et donnez sa référence (balancing_test_ref).")
        return Reason("block", said, code="balancing")
    return None


def listen_no_person_target(facts: ListenFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to listen for a person; a function (the mayor, the press) waits for the data protection officer.

    An account's name is a person's until somebody declares it as that of a place, an event or an organisation.
    """
    for term in facts.terms:
        if term.kind == "private_person":
            said = s("On écoute des sujets, pas des personnes : retirez ce nom, écrivez le sujet ou le lieu.")
            return Reason("block", said, code="person")
        if term.text.strip().startswith("@") and term.kind not in COLLECTIVE:
            said = s(
                "On écoute des sujets, pas des personnes : retirez « {term} », "
                "ou déclarez-le comme organisation, lieu ou événement.",
                term=term.text.strip(),
            )
            return Reason("block", said, code="account")
    asked = next((one for one in facts.terms if one.kind == "function" and one.approved_by_role != "dpo"), None)
    if asked is None:
        return None
    return Reason(
        "require_approval",
        s("« {term} » vise une fonction : le délégué à la protection des données doit l'accepter.", term=asked.text),
        approver="dpo",
    )


def ai_use_declared(facts: ListenFacts | ExportFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask that estimated figures be called estimates, and warn until the public notice says that a machine estimates.

    The tone of a text is not "emotion recognition", which the AI Act keeps for biometric data (article 3(39)).
    """
    if isinstance(facts, ListenFacts):
        if facts.sentiment_disclosed or settings["listening"]["sentiment_disclosed"]:
            return None
        said = s("La page d'information doit dire que la tonalité est estimée par une machine : complétez-la.")
        return Reason("warn", said, code="notice")
    figures = {plain(name) for name in settings["figures"]}
    shown = [name for name in (*facts.fields, *facts.group_by) if plain(name) in figures]
    if not shown or facts.sentiment_labelled:
        return None
    return Reason(
        "block",
        s("Ces chiffres viennent d'une machine ({figures}) : ajoutez « estimation ».", figures=", ".join(shown)),
        code="label",
    )


def qc_loi25(facts: ChannelFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to open an account of Québec without officer, impact assessment, incident register and plain notice."""
    if not settings["applies"]:
        return None
    declared = {
        "privacy_officer": facts.privacy_officer.strip() or settings["controller"]["dpo"],
        "efvp_ref": facts.efvp_ref.strip(),
        "incident_register_url": facts.incident_register_url.strip(),
        "notice_url": facts.notice_url.strip() or settings["controller"]["notice_url"],
    }
    missing = [key for key, said in declared.items() if not said]
    if not missing:
        return None
    return Reason(
        "block",
        s(
            "Loi 25 : responsable des renseignements personnels, évaluation (EFVP), registre des incidents et avis "
            "clair sont exigés avant d'ouvrir ce compte ; complétez {keys}.",
            keys=", ".join(missing),
        ),
        code="loi25",
    )
