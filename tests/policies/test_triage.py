"""The order of the inbox: safety, press, today, complaints, questions, the rest; status never counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from policies.triage import Triage, order, triage
from tests.policies.samples import BOOK, mention

SETTINGS = BOOK.for_("colmar").settings_of("triage", ("sla_minutes",))
HOURS = BOOK.for_("colmar").hours()
ASKED = datetime(2026, 12, 5, 10, 0, tzinfo=UTC)  # Saturday 11:00 in Colmar, open until 20:00


def sorted_out(text: str, **told: Any) -> Triage:
    return triage(mention(text, **told), SETTINGS)


@pytest.mark.parametrize(
    ("text", "told", "rank", "chip", "minutes"),
    [
        ("Au secours, mon père est BLESSÉ", {}, 1, "sécurité", 15),
        ("…", {"flags": ["abuse"]}, 1, "sécurité", 15),
        ("Ich habe Schüsse gehört", {}, 1, "sécurité", 15),
        ("Journaliste, je boucle ce soir : un contact ?", {}, 2, "presse", 30),
        ("Le petit train roule-t-il ce soir ?", {}, 3, "« ce soir »", 60),
        ("Is the museum open NOW?", {"kind": "dm"}, 3, "« now »", 60),
        ("Accueil déplorable", {"label": "negative"}, 4, "réclamation", 120),
        ("Je demande un remboursement", {}, 4, "réclamation", 120),
        ("Bof", {"kind": "review", "rating": 2}, 4, "réclamation", 1440),
        ("Où se garer ?", {}, 5, "question", 240),
        ("Où se garer ?", {"kind": "dm"}, 5, "question", 120),
        ("J'ai oublié mon écharpe au marché", {"topics": ["lost_found"]}, 5, "objet perdu", 240),
        ("Merci pour tout", {"label": "positive"}, 6, "merci", 2880),
        ("Superbe", {"kind": "review", "rating": 5}, 6, "avis", 10080),
        ("Colmar", {}, 6, "à lire", None),
        ("Accueil déplorable", {"label": "negative", "answered": True}, 6, "déjà répondu", None),
    ],
)
def test_each_message_has_its_class_its_chip_and_its_promise(
    text: str, told: dict[str, Any], rank: int, chip: str, minutes: int | None
) -> None:
    found = sorted_out(text, **told)
    assert (found.rank, found.chip.say(), found.sla_minutes) == (rank, chip, minutes)
    assert found.escalate is (rank <= 2)


def test_ac_21_the_inbox_is_ordered_by_class_then_by_time_left() -> None:
    rows = [
        ("safety", sorted_out("Il y a un incendie"), ASKED + timedelta(hours=3)),
        ("press", sorted_out("Demande presse"), ASKED),
        ("late today", sorted_out("Ouvert ce soir ?"), ASKED - timedelta(minutes=30)),
        ("today", sorted_out("Ouvert ce soir ?"), ASKED),
        ("complaint", sorted_out("Inadmissible"), ASKED - timedelta(hours=5)),
        ("question", sorted_out("Où dormir ?"), ASKED - timedelta(hours=9)),
        ("praise", sorted_out("Merci", label="positive"), ASKED - timedelta(days=3)),
        ("noise", sorted_out("Colmar"), ASKED - timedelta(days=9)),
    ]
    names = [name for name, _, _ in rows]
    for shuffled in list(permutations(rows))[::1009]:
        inbox = sorted(shuffled, key=lambda row: order(row[1], row[1].due_at(row[2], HOURS)))
        assert [name for name, _, _ in inbox] == names


@pytest.mark.parametrize("kind", ["member", "elected", "press_office", "resident"])
def test_ac_21_being_a_member_or_elected_never_passes_before_a_visitor(kind: str) -> None:
    for text in ("Où se garer ?", "Ouvert ce soir ?", "Inadmissible", "Merci"):
        assert sorted_out(text, author_kind=kind) == sorted_out(text, author_kind="visitor")


def test_safety_runs_by_the_clock_and_questions_by_open_hours() -> None:
    evening = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)  # Friday 18:00, closed until Saturday 10:00
    safety = sorted_out("incendie").due_at(evening, HOURS)
    question = sorted_out("Où se garer ?").due_at(evening, HOURS)
    assert safety == evening + timedelta(minutes=15)
    assert question == datetime(2026, 6, 6, 12, 0, tzinfo=UTC)


def test_a_city_promises_faster_than_its_region() -> None:
    strasbourg = BOOK.for_("strasbourg").settings_of("triage", ("sla_minutes",))
    assert triage(mention("Où se garer ?", kind="dm"), strasbourg).sla_minutes == 60


@pytest.mark.parametrize("text", ["Quel feu d'artifice !", "Un blessing", "pressé de revenir", "Nowhere else"])
def test_words_count_as_whole_words_only(text: str) -> None:
    assert sorted_out(text).rank == 6
