"""A drink is not promoted without the sanitary sentence; the country, its routes and its know-how always may be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.engine import decide
from policies.facts import AssetFacts
from policies.verdict import Reason
from tests.policies.samples import BOOK, NOON, post

FRENCH = "L'abus d'alcool est dangereux pour la santé, à consommer avec modération."
GERMAN = "Alkoholmissbrauch ist gesundheitsschädlich, bitte in Maßen genießen."
ENGLISH = "Alcohol abuse is dangerous for your health, drink in moderation."
PROMOTED = [
    "Venez boire nos vins chauds place Broglie !",
    "Goûtez notre vin chaud au pied de la cathédrale.",
    "Découvrez nos vins chauds",
    "Le meilleur vin chaud d'Alsace est ici",
    "Rien de tel qu'un bon vin chaud",
    "Bredele, pain d'épices, vin chaud : venez goûter !",
    "#VinChaud : goûtez !",
    "Dégustation de bières de Noël samedi à 18 h",
    "Dégustez un riesling bien frais",
    "Offrez une bouteille de crémant",
    "Un petit schnaps au marché ?",
    "Goûtez nos vins chauds, avec ou sans alcool.",
    "Buvez nos vins avec modération",
    "Interdit aux mineurs : venez boire nos vins chauds.",
    "Portes ouvertes chez le vigneron : verre offert, vins à moitié prix",
    "Probieren Sie unseren Glühwein am Münster!",
    "Lust auf Glühwein?",
    "Kommt auf einen Glühwein! Prost!",
    "Weinprobe am Samstag um 18 Uhr",
    "Try our mulled wine tonight",
    "Enjoy a glass of Riesling by the Ill",
    "Wine tasting on Saturday",
]
ALLOWED = [
    "La Route des Vins d'Alsace se parcourt à vélo : découvrez ses 51 villages.",
    "Le marché de Noël vous attend jusqu'à 20 h.",
    "Marché de Noël : bredele, vin chaud et artisanat jusqu'à 20 h.",
    "Découvrez le marché de Noël : bredele, artisanat, vin chaud.",
    "Visite du musée de la Bière à Schiltigheim : à découvrir ce samedi.",
    "L'histoire de la bière à Strasbourg : une visite à savourer.",
    "Portes ouvertes chez les vignerons de Turckheim : visite des caves et dégustation dimanche.",
    "Foire aux vins de Colmar : la programmation des concerts, découvrez-la !",
    "Le 20 décembre, venez nombreux à la fête de la bière.",
    "Venez découvrir la capitale des vins d'Alsace.",
    "Recette : le coq au vin de nos grands-mères, à savourer.",
    "Concert au temple, suivi du vin d'honneur.",
    "Verres à vin et céramique : découvrez le marché des potiers.",
    "Le gobelet de vin chaud est consigné 1 €.",
    "Vente de vin chaud interdite après 20 h dans la Grande-Île.",
    "Boire ou conduire : ne buvez pas de vin chaud avant de reprendre le volant.",
    "Goûtez notre vin chaud sans alcool, place Kléber.",
    "Vin chaud, gants, écharpe : la photo d'hier soir.",
    "Marc présente Colmar, le lendemain de la Saint-Vincent : goûtez nos bredele !",
    "Qui vient boire un chocolat chaud ?",
    "Elsässische Weinstraße: entdeckt 51 Winzerdörfer.",
    "Der Winzer zeigt sein Handwerk, mit Weinprobe im Keller.",
    "Probieren Sie den alkoholfreien Glühwein!",
    "Weihnachtsmarkt: Bredele, Glühwein und Kunsthandwerk bis 20 Uhr.",
    "Follow the Alsace wine route by bike and enjoy the views.",
    "Try the alcohol-free mulled wine.",
]


def objection(text: str, **told: Any) -> Reason | None:
    reasons = decide(post(text=text, **told), BOOK).reasons
    return next((one for one in reasons if one.rule == "alcohol_evin"), None)


@pytest.mark.parametrize("text", PROMOTED)
def test_a_promoted_drink_is_blocked_until_the_sanitary_sentence_stands_in_the_text(text: str) -> None:
    said = objection(text)
    assert said is not None
    assert (said.verb, said.code, said.sentence.values["mention"]) == ("block", "sanitary", FRENCH)
    for mention in (
        FRENCH,
        GERMAN,
        ENGLISH,
        "l’abus d’alcool est dangereux pour la santé. À CONSOMMER AVEC MODERATION",
    ):
        assert objection(f"{text}\n{mention}") is None


@pytest.mark.parametrize("text", ALLOWED)
def test_what_only_names_a_drink_forbids_it_or_praises_the_country_is_allowed(text: str) -> None:
    assert objection(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Happy hour : buvez nos bières !",
        "Soirée DJ : venez goûter nos vins chauds.",
        "Soir de match au stade : goûtez notre bière.",
        "Étudiants, dégustation de vins jeudi.",
        "Glühwein-Party: kommt auf einen Glühwein!",
    ],
)
def test_at_a_party_in_sport_or_for_the_young_the_sentence_is_not_enough(text: str) -> None:
    said = objection(f"{text} {FRENCH}")
    assert said is not None
    assert (said.verb, said.code) == ("block", "alcohol")


@pytest.mark.parametrize("fact", ["sponsor_is_producer", "people_drinking", "youth_or_sport_context"])
def test_what_is_declared_makes_a_named_drink_a_promotion_but_not_the_country(fact: str) -> None:
    assert objection("Le crémant de la maison Exemple est au marché.", **{fact: True}) is not None
    assert objection("Les vendanges du crémant, au cœur du vignoble.", **{fact: True}) is None
    assert objection("Le marché ouvre à 11 h.", **{fact: True}) is None


def test_the_sentence_proposed_is_in_the_language_of_the_words_where_there_is_one() -> None:
    for language, mention in (("de", GERMAN), ("en", ENGLISH), ("it", FRENCH), (None, FRENCH)):
        said = objection("Lust auf Glühwein?", text_language=language)
        assert said is not None
        assert said.sentence.values["mention"] == mention


def test_a_caption_is_judged_like_a_post() -> None:
    told = {"at": NOON, "territory": "colmar", "use": "screen", "text": "Goûtez nos vins chauds !"}
    assert "alcohol_evin" in {one.rule for one in decide(AssetFacts.model_validate(told), BOOK).reasons}


def test_a_director_may_set_it_aside_with_a_reason_a_cm_may_not() -> None:
    for role, passes in (("director", True), ("cm", False)):
        override = {"rule": "alcohol_evin", "role": role, "reason": "citation d'un titre de film"}
        told = {"actor_roles": [{"role": role, "territory": "alsace"}], "overrides": [override]}
        said = objection(PROMOTED[0], **told)
        assert said is not None
        assert (said.verb == "warn") is passes


@settings(max_examples=60, deadline=None)
@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_whatever_stands_around_it_the_engine_answers_and_the_sanitary_sentence_lifts_the_first_objection(
    before: str, after: str
) -> None:
    said = objection(f"{before}\n{PROMOTED[0]}\n{after}\n{FRENCH}")
    assert said is None or said.code == "alcohol"
