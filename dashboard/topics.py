"""The topics visitors speak of, as people say them."""

from __future__ import annotations

from words import t


def name(code: str) -> str:
    """Return a topic's name in the present language; an unknown code as it is."""
    return _names().get(code, code.replace("_", " ").capitalize())


def _names() -> dict[str, str]:
    return {
        "christmas_market": t("Marché de Noël"),
        "museums": t("Musées"),
        "sights": t("Sites et monuments"),
        "events_festivals": t("Événements et fêtes"),
        "transport_local": t("Transports en ville"),
        "trains_roads": t("Trains et routes"),
        "parking_traffic": t("Stationnement et circulation"),
        "bikes_walk": t("Vélo et marche"),
        "cleanliness": t("Propreté"),
        "safety": t("Sécurité"),
        "crowding": t("Foule"),
        "prices": t("Prix"),
        "opening_closures": t("Horaires et fermetures"),
        "accessibility": t("Accessibilité"),
        "food": t("Restaurants et cuisine"),
        "wine_nature": t("Vin et nature"),
        "lodging": t("Hébergement"),
        "staff_welcome": t("Accueil"),
        "weather_heat": t("Météo et chaleur"),
        "strikes_works": t("Grèves et travaux"),
        "lost_found": t("Objets trouvés"),
        "info_signage": t("Information et signalétique"),
        "identity_language": t("Identité et langue"),
    }
