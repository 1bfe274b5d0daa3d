"""Listening noise is set aside with its reason; a visitor's words are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.demo import margins, noise, season
from policies.in_force import book
from sentiment.noise import sift

# Lines of our own that neither the gate nor its words were made from.
OTHER_WORLDS = (
    "Racing : le jeune milieu prêté à Strasbourg convoqué en équipe nationale",
    "Strasbourg bat Reims et grimpe au classement",
    "Straßburg: EU-Kommissar stellt sich den Fragen der Fraktionen",
    "Strasbourg human rights judges side with journalist",
    "Mulhouse : un réseau de faux papiers démantelé, trois hommes devant le juge",
    "Colmar : le bâtonnier dénonce le manque de greffiers",
    "Peugeot Mulhouse, accord salarial signé par deux syndicats",
    "Colmar Tropicale hotel room with breakfast, worth it?",
    "Alsace : la droite investit sa tête de liste",
    "Our old Alsatian sleeps all day and snores",
    "Alsatian stud available, hips scored",
    "Der elsässische Weinhandel klagt über sinkende Fassweinpreise",
)
VISITORS = (
    "Le tribunal de Colmar est juste à côté, on peut s'y garer le dimanche ?",
    "Match ce soir : quel tram pour rentrer au centre après ?",
    "On habite Mulhouse depuis dix ans et on découvre encore des musées",
    "Vu le Parlement européen en bateau, super commentaire du guide",
    "Contrôle de police à chaque pont, une heure d'attente, pénible",
    "An Alsatian dinner by candlelight, the best of our trip",
    "Our Alsatian guide told wonderful stories",
    "Die Führung durchs EU-Parlament war spannend, danke",
    "Ist das Stadion mit der Tram erreichbar?",
    "Colmar im Regen, trotzdem schön",
    "Deux jours à Strasbourg sans voiture, quel pied",
    "Pourquoi le parking de l'usine est fermé aux visiteurs ?",
)


def test_ac_80_the_demos_noise_is_kept_out_and_visitors_kept() -> None:
    until = season.START + timedelta(days=63)
    visitors = [s for s in season.draw(5, 0.2, until=until) if s.text]
    heard = noise.draw(5, 0.2, until=until)
    for territory in (*margins.TERRITORIES, None):
        ours = [s for s in visitors if territory in (None, s.territory)]
        theirs = [s for s in heard if territory in (None, s.territory)]
        kept = sum(not sift(s.text).noise for s in ours)
        slipped = sum(not sift(s.text).noise for s in theirs)
        assert kept / (kept + slipped) >= 0.9, territory
        assert kept / len(ours) >= 0.9, territory


def test_lines_the_gate_was_not_made_from() -> None:
    kept = [text for text in VISITORS if not sift(text).noise]
    slipped = [text for text in OTHER_WORLDS if not sift(text).noise]
    assert len(kept) >= 9, set(VISITORS) - set(kept)  # hard on purpose: each speaks of the other's world
    assert len(slipped) <= 3, slipped


def test_a_territorys_own_lists_decide_and_say_why() -> None:
    text = "Concert au Zénith de Strasbourg annoncé pour mars"
    assert not sift(text).noise
    shut = sift(text, exclude=["zénith*"])
    assert shut.noise
    assert "Zénith" in str(shut.because)
    assert not sift(text, exclude=["zénith*"], include=["concert"]).noise


@pytest.mark.parametrize(
    ("territory", "text"),
    [
        ("colmar", "Samedi en famille à Colmar Tropicale"),
        ("strasbourg", "Séance plénière à Strasbourg, le vote est reporté"),
        ("mulhouse", "Mulhouse : trois interpellations cette nuit"),
        ("strasbourg", "My Alsatian loves the snow"),
    ],
)
def test_the_lists_of_the_policy_files_grow_from_region_to_city(territory: str, text: str) -> None:
    listen = book().for_(territory, within=("alsace",)).values["listen"]
    found = sift(text, include=listen.get("include", ()), exclude=listen["exclude"])
    assert found.noise
    assert "liste exclue" in str(found.because)


def test_what_is_addressed_to_us_is_never_noise() -> None:
    text = "Racing : composition probable pour 20h, deux retours dans le groupe"
    assert sift(text).noise
    assert not sift(text, addressed=True).noise


@pytest.mark.parametrize("text", ["", "😍😍", "12:30", "?!"])
def test_what_has_no_words_is_never_noise(text: str) -> None:
    assert not sift(text).noise


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_any_text_is_sifted_soundly(text: str) -> None:
    found = sift(text)
    assert 0 <= found.chance <= 1
    assert found.noise == (found.because is not None)
