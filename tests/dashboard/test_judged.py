"""On the pages: a judgement corrected, its judge named, a thread that sours marked, a sample labelled blind."""

from __future__ import annotations

import pytest
import streamlit as st

from data import store
from data.models import Conversation, Message, Sample
from desk import sampling
from sentiment import tiers
from tests import cast
from tests.dashboard.test_pages import Opened, opened, said, small  # noqa: F401  # fixtures
from words import s

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
Small = tuple[cast.Cast, int, int]


@pytest.fixture
def judged(small: Small) -> Small:  # noqa: F811
    """Colmar's message, judged neutral by the fast tier; its conversation sours."""
    st.cache_data.clear()  # Marque remembers its figures for a minute, whatever test asked for them
    with store.writing() as session:
        message = session.query(Message).filter_by(conversation_id=small[1]).one()
        message.label, message.lang, message.intent, message.tier = "neutral", "fr", "question", "fast/fast-1"
        message.probabilities = {"negative": 0.3, "neutral": 0.6, "positive": 0.1}
        message.reasons = [s("Une question est posée.").kept()]
        case = session.get_one(Conversation, small[1])
        case.mood, case.mood_because = "souring", s("Messages négatifs de suite : {n}.", n=3).kept()
    return small


def test_a_choice_under_a_message_corrects_it_and_the_page_says_so(opened: Opened, judged: Small) -> None:  # noqa: F811
    app = opened("chloe", "inbox", c=str(judged[1]))
    with store.reading() as session:
        message = session.query(Message).filter_by(conversation_id=judged[1]).one().id
    (tone,) = [one for one in app.get("button_group") if one.key == f"fix-label-{message}-neutral"]
    assert "niveau rapide, version fast-1" in said(app)
    assert "neutre 60" in said(app)
    assert "Une question est posée." in said(app)
    tone.set_value("negative").run()
    assert not app.exception
    with store.reading() as session:
        assert session.get_one(Message, message).label == "negative"
    assert "corrigé" in said(app)
    assert "Neutre → Négatif" in said(app)


def test_a_message_says_that_the_deep_judge_is_yet_to_read_it(opened: Opened, judged: Small) -> None:  # noqa: F811
    assert "le niveau approfondi suit" not in said(opened("chloe", "inbox", c=str(judged[1])))
    with store.writing() as session:
        message = session.query(Message).filter_by(conversation_id=judged[1]).one()
        message.deepen_at = message.stored_at
    assert "version fast-1 ; le niveau approfondi suit" in said(opened("chloe", "inbox", c=str(judged[1])))


def test_who_may_not_answer_reads_the_judgement_and_corrects_nothing(opened: Opened, judged: Small) -> None:  # noqa: F811
    with store.writing() as session:
        from data.models import Role

        session.query(Role).filter_by(user_id=judged[0].user["chloe"]).one().role = "dpo"
    app = opened("chloe", "inbox", c=str(judged[1]))
    assert "niveau rapide" in said(app)
    assert not [one for one in app.get("button_group") if str(one.key).startswith("fix-")]


def test_a_thread_that_sours_bears_one_chip_with_its_reason_and_can_be_asked_for(
    opened: Opened,  # noqa: F811
    judged: Small,
) -> None:
    queue = opened("alice", "inbox")
    assert said(queue).count("S&#x27;aggrave<") + said(queue).count("S'aggrave<") == 1
    assert "Messages négatifs de suite : 3." in said(queue)
    asked = opened("alice", "inbox", view="souring")
    assert "Accueil déplorable" in said(asked)
    assert "musée" not in said(asked)
    assert "S'aggrave" in said(opened("alice", "inbox", c=str(judged[1]))).replace("&#x27;", "'")


def test_a_sample_is_drawn_and_labelled_without_the_machines_word(opened: Opened, judged: Small) -> None:  # noqa: F811
    colmar = judged[0].territory["colmar"]
    sampling.draw(judged[0].user["alice"], colmar)
    app = opened("chloe", "sample")
    assert "Accueil déplorable" in said(app)
    assert "fast-1" not in said(app)
    assert "question" not in said(app).lower()
    assert "tirer" not in said(app).lower()  # an adviser labels, and draws nothing
    with store.reading() as session:
        one = session.query(Sample).one().id
    app.button(key=f"label-negative-{one}").click().run()
    assert not app.exception
    assert "Tout l'échantillon est étiqueté" in said(app).replace("&#x27;", "'")
    with store.reading() as session:
        assert session.get_one(Sample, one).label == "negative"
    assert "Accueil" not in said(opened("dora", "sample"))


def test_the_directors_page_shows_the_machines_score_the_corrected_one_and_what_the_machine_is_worth(
    opened: Opened,  # noqa: F811
    judged: Small,
) -> None:
    colmar, alice = judged[0].territory["colmar"], judged[0].user["alice"]
    assert "Aucun échantillon étiqueté" in said(opened("alice", "brand"))
    with store.writing() as session:
        first = session.query(Message).filter_by(conversation_id=judged[1]).one()
        session.add_all(
            Message(
                conversation_id=judged[1], channel_id=first.channel_id, territory_id=colmar, remote_id=f"m{n}",
                text="Bien", label="neutral", lang="fr", posted_at=first.posted_at, stored_at=first.stored_at,
            )
            for n in range(39)
        )  # fmt: skip
    sampling.draw(alice, colmar)
    with store.reading() as session:
        ids = [one.id for one in session.query(Sample)]
    for n, one in enumerate(ids):
        sampling.answer(alice, one, "positive" if n < 20 else "neutral")
    brand = opened("chloe", "brand")
    page = said(brand)
    assert "+0 ± 0" in page  # raw: everything was called neutral
    assert "+50 ±" in page  # corrected: people say half is kind
    assert "n = 40</span>" in page
    assert "50 % (35 % à 65 %, n = 40)".replace(" %", "\xa0%") in page
    assert "0 % (0 % à 16 %, n = 20)".replace(" %", "\xa0%") in page  # of what people call kind, nothing was recognised
    which = brand.selectbox(key="measured-which")
    assert which.options == ["Colmar · Français"]
    which.select_index(0).run()
    assert "Confusions : Colmar · Français" in said(brand)


def test_ac_77_the_directors_page_shows_net_sentiment_with_its_interval(
    opened: Opened,  # noqa: F811
    judged: Small,
) -> None:
    """80 kind, 20 unkind, 100 neither: the worked example of the formula."""
    with store.writing() as session:
        first = session.query(Message).filter_by(conversation_id=judged[1]).one()
        first.label = "undetermined"
        labels = ["positive"] * 80 + ["negative"] * 20 + ["neutral"] * 100
        session.add_all(
            Message(
                conversation_id=judged[1], channel_id=first.channel_id, territory_id=first.territory_id, text="…",
                remote_id=f"n{n}", label=label, posted_at=first.posted_at, stored_at=first.stored_at,
            )
            for n, label in enumerate(labels)
        )  # fmt: skip
    assert "+30 ± 9" in said(opened("chloe", "brand"))


@pytest.mark.parametrize("there", [True, False])
def test_the_directors_page_says_when_the_deep_tier_does_not_judge(
    opened: Opened,  # noqa: F811
    judged: Small,
    monkeypatch: pytest.MonkeyPatch,
    there: bool,
) -> None:
    monkeypatch.setattr(tiers, "why_not_deep", lambda: None if there else s("Son fichier manque."))
    notes = [one.value for one in opened("alice", "brand").info]
    assert [("niveau rapide" in one, "Son fichier manque." in one) for one in notes] == (
        [] if there else [(True, True)]
    )
