"""Who works in the demo: people with shown passwords, the accounts they speak through, the members who contribute."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.web import demo


@dataclass(frozen=True)
class Place:
    """A territory of the demo. The colour is a sign beside its name, dark enough to be read on white."""

    slug: str
    name: str
    colour: str
    kind: str = "city"


@dataclass(frozen=True)
class Colleague:
    """A user of the demo; `password` is shown on the sign-in page and works nowhere else."""

    name: str
    email: str
    role: str
    place: str
    lang: str = "fr"

    @property
    def password(self) -> str:
        """The demo password of this person."""
        return demo.password(self.email)


@dataclass(frozen=True)
class Speaker:
    """An account of the demo on one network."""

    place: str
    network: str
    remote_id: str
    handle: str
    name: str


PLACES = (
    Place("alsace", "Alsace", "#8a3b12", "region"),
    Place("strasbourg", "Strasbourg", "#1f4e79"),
    Place("mulhouse", "Mulhouse", "#6b2d6b"),
    Place("colmar", "Colmar", "#1e6b45"),
)

COLLEAGUES = (
    Colleague("Camille Weber", "camille@demo.example", "cm", "alsace"),
    Colleague("Daniel Meyer", "daniel@demo.example", "cm", "alsace"),
    # the first of each role is shown on the sign-in page; Mulhouse asks for a second pair of eyes: Nadia's
    Colleague("Nadia Keller", "nadia@demo.example", "director", "mulhouse"),
    Colleague("Sophie Klein", "sophie@demo.example", "director", "strasbourg"),
    Colleague("Marc Haas", "marc@demo.example", "director", "colmar"),
    Colleague("Lucie Schmitt", "lucie@demo.example", "adviser", "colmar"),
    Colleague("Paul Roth", "paul@demo.example", "adviser", "strasbourg"),
    Colleague("Inès Muller", "ines@demo.example", "adviser", "mulhouse"),
    Colleague("Anna Fischer", "anna@demo.example", "adviser", "alsace", lang="de"),
    Colleague("Julie Martin", "julie@demo.example", "press", "alsace"),
    Colleague("Hélène Simon", "helene@demo.example", "dpo", "alsace"),
    Colleague("Thomas Braun", "thomas@demo.example", "admin", "alsace"),
    # who answers for the whole region in a crisis, and who is called first
    Colleague("Claire Bauer", "claire@demo.example", "director", "alsace"),
    Colleague("Yann Vogel", "yann@demo.example", "oncall", "alsace"),
)

NETWORKS = ("x", "facebook")
SPEAKERS = tuple(
    Speaker(place.slug, network, f"{7000 + 10 * i + j}0001", f"{place.slug}_demo", f"{place.name} (démo)")
    for i, place in enumerate(PLACES)
    for j, network in enumerate(NETWORKS)
)
EXPIRED = ("mulhouse", "x")  # one account whose access has run out, so that one sees what is said then

# until more networks are connected, the sources of the season speak through the accounts that are
NETWORK_OF_SOURCE = {
    "facebook_comment": "facebook", "facebook_dm": "facebook", "instagram_comment": "facebook",
    "instagram_dm": "facebook", "instagram_tag": "facebook", "google_review": "facebook", "travel_review": "facebook",
    "form": "facebook", "counter": "facebook", "x": "x", "bluesky": "x", "mastodon": "x", "youtube": "x",
    "tiktok": "x", "forum": "x", "press": "x",
}  # fmt: skip

_KINDS = ("hotel",) * 8 + ("museum",) * 4 + ("guide",) * 5 + ("restaurant",) * 4 + ("producer",) * 3
_NAMES = {
    "hotel": "Hôtel du Quai", "museum": "Petit musée", "guide": "Guide", "restaurant": "Winstub", "producer": "Domaine"
}  # fmt: skip
MEMBERS = tuple(
    (("strasbourg", "colmar", "mulhouse")[i % 3], f"{_NAMES[kind]} {i + 1} _demo", kind)
    for i, kind in enumerate(_KINDS)
)
