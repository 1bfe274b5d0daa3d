"""The figures the season keeps: volumes, intents, moods, languages, sources, topics. All invented, none measured.

Percentages unless said. Rows are normalised where they are drawn from; a test compares a large draw with these tables.
"""

from __future__ import annotations

from collections.abc import Mapping

TERRITORIES = ("strasbourg", "colmar", "mulhouse", "alsace")
INTENTS = ("question", "complaint", "praise", "ugc_share", "report", "suggestion", "press", "spam", "abuse", "other")
MOODS = ("positive", "neutral", "negative", "mixed")

# mentions a day, without noise: normal, Christmas market (27 November to 24 December), summer
VOLUMES = {
    "strasbourg": {"normal": 120, "christmas": 600, "summer": 170},
    "colmar": {"normal": 45, "christmas": 260, "summer": 80},
    "mulhouse": {"normal": 35, "christmas": 80, "summer": 45},
    "alsace": {"normal": 40, "christmas": 120, "summer": 70},
}
DISPERSION = 6.0  # of the negative binomial that a day's volume is drawn from
WEEKDAYS = (1.0, 0.9, 1.0, 1.0, 1.0, 1.15, 1.0)  # Monday first
# two humps, 10–14 and 18–21; the night (23–6) holds about 5 %
HOURS = (
    0.6, 0.4, 0.3, 0.3, 0.3, 0.6, 1.4, 3.0, 4.6, 5.6, 7.2, 8.2, 8.0, 7.0,
    5.2, 4.4, 4.4, 5.4, 7.6, 8.0, 7.2, 5.0, 3.3, 2.0,
)  # fmt: skip

_STRASBOURG = (34, 17, 22, 12, 4, 2, 2, 4, 1, 2)
_MULHOUSE = (36, 20, 18, 9, 6, 3, 2, 4, 1, 1)
_ALSACE = (30, 9, 30, 18, 2, 3, 3, 4, 0.5, 0.5)
INTENT_MIX: Mapping[tuple[str, str], tuple[float, ...]] = {
    ("strasbourg", "normal"): _STRASBOURG,
    ("strasbourg", "summer"): _STRASBOURG,
    ("strasbourg", "christmas"): (40, 20, 18, 12, 4, 1, 1, 3, 0.5, 0.5),
    ("colmar", "normal"): (33, 14, 28, 14, 3, 2, 1, 3, 0.5, 1.5),
    ("colmar", "summer"): (33, 14, 28, 14, 3, 2, 1, 3, 0.5, 1.5),
    ("colmar", "christmas"): (37, 21, 21, 13, 3, 1, 1, 2, 0.5, 0.5),
    **{("mulhouse", season): _MULHOUSE for season in ("normal", "christmas", "summer")},
    **{("alsace", season): _ALSACE for season in ("normal", "christmas", "summer")},
}
# mood given intent: positive, neutral, negative, mixed
MOOD_GIVEN_INTENT = {
    "question": (8, 80, 10, 2),
    "complaint": (0, 2, 88, 10),
    "praise": (93, 2, 0, 5),
    "ugc_share": (70, 28, 0, 2),
    "report": (0, 60, 40, 0),
    "suggestion": (10, 55, 10, 25),
    "press": (10, 80, 10, 0),
    "abuse": (0, 0, 100, 0),
    "other": (10, 80, 10, 0),
    "spam": (0, 100, 0, 0),
}

LANGUAGES: Mapping[str, Mapping[str, float]] = {
    "strasbourg": {"fr": 58, "de": 16, "en": 20, "gsw": 1.5, "es": 2, "it": 2, "nl": 0.5},
    "colmar": {"fr": 50, "de": 22, "en": 20, "gsw": 1.5, "it": 2, "es": 2, "nl": 1.5, "zh": 1},
    "mulhouse": {"fr": 72, "de": 15, "en": 9, "gsw": 2.5, "it": 0.5, "tr": 0.5, "es": 0.5},
    "alsace": {"fr": 55, "de": 22, "en": 15, "gsw": 3, "nl": 3, "it": 1, "es": 1},
}

SOURCES = {
    "facebook_comment": 24, "facebook_dm": 10, "instagram_comment": 16, "instagram_dm": 9, "instagram_tag": 8,
    "google_review": 10, "travel_review": 3, "x": 3, "bluesky": 2, "mastodon": 1, "youtube": 2, "tiktok": 5,
    "forum": 2, "press": 2, "form": 2, "counter": 1,
}  # fmt: skip

# topic: weight in Strasbourg, Mulhouse, Colmar, Alsace (normal season); the intents it mostly comes with
TOPICS: Mapping[str, tuple[float, float, float, float, str]] = {
    "christmas_market": (3, 1.5, 3, 4, "QPC"),
    "museums": (8, 22, 18, 8, "QP"),
    "sights": (13, 4, 14, 10, "PU"),
    "events_festivals": (9, 11, 8, 8, "QP"),
    "transport_local": (10, 10, 3, 2, "QC"),
    "trains_roads": (4, 4, 3, 6, "QC"),
    "parking_traffic": (6, 5, 8, 3, "CQ"),
    "bikes_walk": (5, 2, 2, 4, "QCP"),
    "cleanliness": (4, 6, 2, 1, "CR"),
    "safety": (3, 4, 1, 1, "CQR"),
    "crowding": (3, 0.5, 6, 3, "C"),
    "prices": (4, 4, 5, 3, "CQ"),
    "opening_closures": (5, 7, 6, 4, "QC"),
    "accessibility": (2, 2, 2, 2, "QCP"),
    "food": (7, 4, 6, 7, "PQC"),
    "wine_nature": (1, 1, 5, 14, "PQU"),
    "lodging": (3, 2, 3, 4, "QC"),
    "staff_welcome": (2, 2.5, 2, 2, "PC"),
    "weather_heat": (2, 2, 1.5, 3, "QC"),
    "strikes_works": (3, 2.5, 1, 2, "CQ"),
    "lost_found": (1.5, 1, 0.8, 0.3, "RQ"),
    "info_signage": (1, 1, 1, 2, "CS"),
    "identity_language": (0.6, 1, 1.2, 5, "PS"),
}
_COLUMN = {"strasbourg": 0, "mulhouse": 1, "colmar": 2, "alsace": 3}
CHRISTMAS_SHARE = {"strasbourg": 42, "mulhouse": 22, "colmar": 45, "alsace": 45}
SEASON_FACTORS: Mapping[str, Mapping[str, float]] = {
    "normal": {},
    "christmas": {
        "crowding": 3, "parking_traffic": 2, "transport_local": 1.6, "prices": 2, "safety": 1.5, "lost_found": 2,
        "museums": 0.7, "wine_nature": 0.4,
    },
    "summer": {"weather_heat": 4, "events_festivals": 1.5, "wine_nature": 1.6, "lodging": 1.3},
}  # fmt: skip
LETTERS = {"question": "Q", "complaint": "C", "praise": "P", "ugc_share": "U", "report": "R", "suggestion": "S"}


def topic_weights(territory: str, season: str) -> dict[str, float]:
    """Return the share of each topic, summing to 1; at Christmas the market takes its fixed share of all."""
    factors = SEASON_FACTORS[season]
    weights = {topic: _weight(row, territory) * factors.get(topic, 1) for topic, row in TOPICS.items()}
    if season == "summer" and territory == "colmar":
        weights["events_festivals"] *= 2 / 1.5
    if season == "christmas":
        share = CHRISTMAS_SHARE[territory] / 100
        others = sum(w for topic, w in weights.items() if topic != "christmas_market")
        return {t: share if t == "christmas_market" else w / others * (1 - share) for t, w in weights.items()}
    total = sum(weights.values())
    return {topic: weight / total for topic, weight in weights.items()}


def _weight(row: tuple[float, float, float, float, str], territory: str) -> float:
    return row[:4][_COLUMN[territory]]


def season_of(month: int, day: int) -> str:
    """Return the season of a date: normal, christmas or summer (July and August)."""
    if (11, 27) <= (month, day) <= (12, 24):
        return "christmas"
    return "summer" if month in (7, 8) else "normal"
