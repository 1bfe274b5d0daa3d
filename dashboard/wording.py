"""Codes as people say them, in the present language. No decision hides here: every code has its words."""

from __future__ import annotations

from collections.abc import Mapping

from words import Sentence, t

NETWORKS = {
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "threads": "Threads",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "feeds": "Flux",
}


def network(code: str) -> str:
    """Return a network's own name."""
    return NETWORKS.get(code, code.capitalize())


def case_states() -> dict[str, str]:
    """Return how a conversation stands."""
    return {
        "open": t("À traiter"),
        "assigned": t("Attribuée"),
        "waiting_visitor": t("Attend le visiteur"),
        "waiting_service": t("Attend un service"),
        "snoozed": t("Mise de côté"),
        "ignored": t("Ignorée"),
        "closed": t("Close"),
    }


def post_states() -> dict[str, str]:
    """Return how a post stands."""
    return {
        "draft": t("Brouillon"),
        "in_review": t("En relecture"),
        "approved": t("Validé"),
        "scheduled": t("Programmé"),
        "declined": t("Refusé"),
        "cancelled": t("Annulé"),
    }


def delivery_states() -> dict[str, str]:
    """Return how a delivery stands."""
    return {
        "queued": t("En attente d'envoi"),
        "sending": t("En cours d'envoi"),
        "published": t("Publié"),
        "failed": t("Non envoyé"),
        "unconfirmed": t("Peut-être envoyé"),
        "missed": t("Heure manquée"),
        "held": t("Suspendu"),
        "cancelled": t("Annulé"),
    }


def tags() -> dict[str, str]:
    """Return the tags a post may carry that rules go by."""
    return {
        "promotional": t("promotion"),
        "festive": t("fête"),
        "safety": t("sécurité"),
        "verified": t("vérifié auprès de l'autorité"),
        "condolence": t("condoléances"),
    }


def levels() -> dict[int, str]:
    """Return how grave an incident may be, the gravest first."""
    return {
        1: t("P1 : danger pour des personnes"),
        2: t("P2 : évacuation, grève, tempête médiatique"),
        3: t("P3 : pic de plaintes, fausse information"),
        4: t("P4 : une personne en colère, un délai dépassé"),
    }


def channel_states() -> dict[str, str]:
    """Return how an account stands."""
    return {"active": t("En service"), "paused": t("En pause"), "disconnected": t("Déconnecté")}


def moods() -> dict[str, str]:
    """Return the moods a message may have."""
    return {
        "negative": t("Négatif"),
        "neutral": t("Neutre"),
        "positive": t("Positif"),
        "mixed": t("Partagé"),
        "undetermined": t("Indéterminé"),
    }


def courses() -> dict[str, str]:
    """Return where a visitor's mood may be heading along a thread."""
    return {"souring": t("S'aggrave"), "recovered": t("Apaisé"), "steady": t("Stable")}


def judges() -> dict[str, str]:
    """Return who judges what visitors write."""
    return {"fast": t("niveau rapide"), "deep": t("niveau approfondi")}


def offer_kinds() -> dict[str, str]:
    """Return what a member may offer."""
    return {
        "photo": t("Une photo"),
        "event": t("Un événement"),
        "status": t("Une info du jour"),
        "tip": t("Un bon plan"),
    }


def offer_states() -> dict[str, str]:
    """Return how an offer stands, as a member reads it."""
    return {
        "received": t("Reçu"),
        "in_review": t("En relecture"),
        "accepted": t("Accepté"),
        "declined": t("Pas retenu"),
        "withdrawn": t("Retiré"),
    }


def people_shown() -> dict[str, str]:
    """Return who can be seen on a photo."""
    return {
        "none": t("Non"),
        "crowd": t("Une foule, de loin"),
        "identifiable": t("Oui, reconnaissables, et elles sont d'accord"),
    }


def languages() -> dict[str, str]:
    """Return the languages visitors write in most."""
    return {
        "fr": t("Français"),
        "de": t("Allemand"),
        "en": t("Anglais"),
        "gsw": t("Alsacien"),
        "it": t("Italien"),
        "es": t("Espagnol"),
        "pt": t("Portugais"),
        "nl": t("Néerlandais"),
    }


def member_kinds() -> dict[str, str]:
    """Return what a member may be."""
    return {
        "hotel": t("Hébergement"),
        "restaurant": t("Restaurant"),
        "museum": t("Musée ou site"),
        "guide": t("Guide"),
        "producer": t("Producteur"),
        "resident": t("Habitant"),
    }


def role(code: str) -> str:
    """Return what a person is in a territory."""
    return {
        "cm": t("Community manager"),
        "director": t("Direction"),
        "adviser": t("Conseil en séjour"),
        "press": t("Presse"),
        "oncall": t("Astreinte"),
        "admin": t("Administration"),
        "dpo": t("Protection des données"),
        "legal": t("Juriste"),
    }.get(code, code)


def said(sentences: Mapping[str, Sentence]) -> dict[str, str]:
    """Return kept sentences by code, in the present language."""
    return {code: sentence.say() for code, sentence in sentences.items()}
