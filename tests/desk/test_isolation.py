"""Nobody sees or touches another city's things: every verb that a person can ask for is tried by strangers here.

The table is checked against the room itself: a new verb without a line here fails the test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

import clock
from data import store
from data.models import Message, Sample
from desk import (
    absences,
    access,
    channels,
    contributions,
    conversations,
    deliveries,
    erasing,
    freezing,
    incidents,
    labelling,
    moderating,
    notifying,
    outsiders,
    people,
    playbook,
    posting,
    posts,
    replies,
    resuming,
    rosters,
    ruling,
    sampling,
    series,
    shifting,
    signing,
    territories,
)
from desk.refusal import NotHere, Refused
from tests import cast
from tests.desk.walking import everything, verbs

ABOUT_ONESELF = {"people.set_language": "changes the language of who asks", "signing.sessions": "one's own sessions"}
SOON = timedelta(hours=1)
ROOM = "mmosts://mattermost.example.org/3ccdd113474722377935511fc85d3dd4"
AGAIN = series.Rule("week", date(2026, 12, 9), date(2026, 12, 16), "10:00", "Europe/Paris")


@dataclass(frozen=True)
class World:
    """Strasbourg's things, by name, and one conversation of each stranger's own city."""

    ids: dict[str, int]
    cast: cast.Cast

    def __getattr__(self, name: str) -> int:
        return self.ids[name]


@pytest.fixture
def world(database: str, noon: datetime) -> World:
    crew = cast.gather(noon)
    alice, bruno, home = crew.user["alice"], crew.user["bruno"], crew.territory["strasbourg"]
    for role in ("director", "admin"):  # at home these strangers may do everything
        people.grant(None, crew.user["dora"], crew.territory["mulhouse"], role)
        people.grant(None, crew.user["chloe"], crew.territory["colmar"], role)
    ids = {"home": home, "bruno": bruno, "channel": crew.channel["strasbourg/x"]}
    ids["case"] = cast.conversation(crew, "strasbourg/x", "Où garer le bus ?", noon)
    words = [posts.VariantText(ids["channel"], "Le sapin brille place Kléber.")]
    ids["draft"] = posts.draft(alice, home, words, when=posts.When("2026-12-06T10:00"))
    ids["planned"] = posts.draft(alice, home, words, when=posts.When("2026-12-07T10:00"))
    ids["delivery"] = posts.submit(alice, ids["planned"], and_schedule=True).delivery_ids[0]
    ids["series"] = series.lay(alice, home, words, AGAIN).series_id
    (ids["freeze"],) = freezing.freeze(bruno, "Alerte", territory_id=home)
    ids["incident"] = incidents.open_incident(bruno, [home], 3, "Fumée rue des Orfèvres", "Appel du SDIS")
    ids["target"] = notifying.add(None, home, "team", "Équipe", ROOM)
    member = contributions.add_member(alice, home, "Hôtel du Cerf")
    ids["member"] = member.id
    ids["offer"] = contributions.offer(member.link_token, "tip", "Ouvert.", credit="Cerf", scopes=["networks"])
    people.set_password(None, bruno, "une longue phrase")
    signing.sign_in("bruno@example.org", "une longue phrase", "192.0.2.1")
    ids["session"] = signing.sessions(bruno)[0].id
    ids["absence"] = absences.begin(bruno, bruno, alice, clock.now() + SOON).absence_id
    with store.reading() as session:
        ids["message"] = session.scalars(select(Message.id)).one()
    ids["hidden"] = moderating.hide(alice, ids["message"], "spam", "publicite", "Publicité répétée").id
    sampling.draw(alice, home)
    with store.reading() as session:
        ids["drawn"] = session.scalars(select(Sample.id)).one()
    return World(ids, crew)


def own(w: World, by: int) -> int:
    """Return an account of the stranger's own city."""
    return w.cast.channel["mulhouse/x" if by == w.cast.user["dora"] else "colmar/x"]


def place(w: World, by: int) -> int:
    """Return the stranger's own city."""
    return w.cast.territory["mulhouse" if by == w.cast.user["dora"] else "colmar"]


def theirs(w: World) -> list[posts.VariantText]:
    return [posts.VariantText(w.channel, "Bonjour.")]


TRIES: dict[str, Callable[[World, int], object]] = {
    "conversations.assign": lambda w, by: conversations.assign(by, w.case, by),
    "conversations.take": lambda w, by: conversations.take(by, w.case),
    "conversations.give_back": lambda w, by: conversations.give_back(by, w.case),
    "conversations.snooze": lambda w, by: conversations.snooze(by, w.case, clock.now() + SOON),
    "conversations.close": lambda w, by: conversations.close(by, w.case),
    "conversations.ignore": lambda w, by: conversations.ignore(by, w.case, "rien"),
    "conversations.reopen": lambda w, by: conversations.reopen(by, w.case),
    "conversations.wait_for_service": lambda w, by: conversations.wait_for_service(by, w.case, "propreté"),
    "conversations.note": lambda w, by: conversations.note(by, w.case, "mot"),
    "absences.begin": lambda w, by: absences.begin(by, w.bruno, by, clock.now() + SOON),
    "absences.end": lambda w, by: absences.end(by, w.absence),
    "rosters.set_week": lambda w, by: rosters.set_week(by, w.home, date(2026, 12, 7), by),
    "access.looked": lambda w, by: access.looked(by, w.case),
    "erasing.erase": lambda w, by: erasing.erase(by, "x", handle="visitor"),
    "outsiders.invite": lambda w, by: outsiders.invite(by, w.draft, "Me Weber"),
    "moderating.hide": lambda w, by: moderating.hide(by, w.message, "threat", "menace", "Une menace"),
    "moderating.again": lambda w, by: moderating.again(by, w.hidden),
    "labelling.relabel": lambda w, by: labelling.relabel(by, w.message, label="negative"),
    "sampling.draw": lambda w, by: sampling.draw(by, w.home),
    "sampling.answer": lambda w, by: sampling.answer(by, w.drawn, "negative"),
    "replies.check": lambda w, by: replies.check(by, w.case, "Oui."),
    "replies.draft": lambda w, by: replies.draft(by, w.case, "Oui."),
    "replies.drafted": lambda w, by: replies.drafted(by, w.case),
    "replies.send": lambda w, by: replies.send(by, w.case, "Oui.", to_message=w.message),
    "posts.draft": lambda w, by: posts.draft(by, place(w, by), theirs(w)),
    "posts.change": lambda w, by: posts.change(by, w.draft, title="Autre"),
    "posts.check": lambda w, by: posts.check(by, w.draft),
    "posts.check_words": lambda w, by: posts.check_words(by, w.home, [posts.VariantText(own(w, by), "Bonjour.")]),
    "posts.digest": lambda w, by: posts.digest(by, w.draft),
    "reviewing.submit": lambda w, by: posts.submit(by, w.draft, and_schedule=True),
    "reviewing.approve": lambda w, by: posts.approve(by, w.draft),
    "reviewing.send_back": lambda w, by: posts.send_back(by, w.planned, "non"),
    "reviewing.decline": lambda w, by: posts.decline(by, w.draft, "non"),
    "scheduling.schedule": lambda w, by: posts.schedule(by, w.draft),
    "scheduling.reschedule": lambda w, by: posts.reschedule(by, w.planned, "2026-12-08T10:00"),
    "scheduling.publish_now": lambda w, by: posts.publish_now(by, w.draft),
    "scheduling.cancel": lambda w, by: posts.cancel(by, w.planned),
    "series.lay": lambda w, by: series.lay(by, place(w, by), theirs(w), AGAIN),
    "series.extend": lambda w, by: series.extend(by, w.series, date(2026, 12, 30)),
    "foreseeing.foresee": lambda w, by: series.foresee(by, w.home, [posts.VariantText(own(w, by), "Bonjour.")], AGAIN),
    "together.submit": lambda w, by: series.submit(by, w.series),
    "together.digests_of": lambda w, by: series.digests_of(by, w.series),
    "together.approve": lambda w, by: series.approve(by, w.series, {}),
    "rewording.change": lambda w, by: series.change(by, w.series, {w.channel: "Autre."}),
    "together.stop": lambda w, by: series.stop(by, w.series),
    "posting.post": lambda w, by: posting.post(by, ["strasbourg/x"], "Bonjour."),
    "posting.repeat": lambda w, by: posting.repeat(
        by, ["strasbourg/x"], "Bonjour.", at=clock.now() + SOON, unit="day", until=date(2026, 12, 9)
    ),
    "deliveries.send_again": lambda w, by: deliveries.send_again(by, w.delivery),
    "deliveries.it_is_there": lambda w, by: deliveries.it_is_there(by, w.delivery, "123"),
    "deliveries.release": lambda w, by: deliveries.release(by, [w.delivery]),
    "lateness.stale": lambda w, by: deliveries.stale(by, [w.delivery]),
    "correcting.correct": lambda w, by: deliveries.correct(by, w.delivery),
    "deliveries.cancel": lambda w, by: deliveries.cancel(by, w.delivery),
    "listing.listing": lambda w, by: deliveries.listing(by),
    "freezing.freeze": lambda w, by: freezing.freeze(by, "non", channel_id=w.channel),
    "freezing.unfreeze": lambda w, by: freezing.unfreeze(by, w.freeze),
    "incidents.open_incident": lambda w, by: incidents.open_incident(by, [w.home], 1, "Faux", "Pour voir"),
    "incidents.stop_everything": lambda w, by: incidents.stop_everything(by, "non", territory_id=w.home),
    "incidents.suspend_here": lambda w, by: incidents.suspend_here(by, w.incident),
    "incidents.change_level": lambda w, by: incidents.change_level(by, w.incident, 1),
    "incidents.acknowledge": lambda w, by: incidents.acknowledge(by, w.incident),
    "playbook.tick": lambda w, by: playbook.tick(by, w.incident, "pin"),
    "playbook.note": lambda w, by: playbook.note(by, w.incident, "rien"),
    "resuming.resume": lambda w, by: resuming.resume(by, w.incident),
    "resuming.close": lambda w, by: resuming.close(by, w.incident),
    "shifting.shift": lambda w, by: shifting.shift(by, [w.delivery], 1),
    "channels.connect": lambda w, by: channels.connect(by, w.home, "x", "77", "nous", {}),
    "channels.reconnect": lambda w, by: channels.reconnect(by, w.channel, {}),
    "channels.pause": lambda w, by: channels.pause(by, w.channel, "non"),
    "channels.resume": lambda w, by: channels.resume(by, w.channel),
    "notifying.add": lambda w, by: notifying.add(by, w.home, "team", "Équipe", ROOM),
    "notifying.remove": lambda w, by: notifying.remove(by, w.target),
    "people.add_user": lambda w, by: people.add_user(by, "z@example.org", "Z", roles=[(w.home, "adviser")]),
    "people.grant": lambda w, by: people.grant(by, w.bruno, place(w, by), "adviser"),
    "people.revoke": lambda w, by: people.revoke(by, w.bruno, w.home, "director"),
    "people.set_password": lambda w, by: people.set_password(by, w.bruno, "une autre phrase"),
    "people.deactivate": lambda w, by: people.deactivate(by, w.bruno),
    "territories.add": lambda w, by: territories.add(by, "robertsau", "Robertsau", parent_id=w.home),
    "territories.rename": lambda w, by: territories.rename(by, w.home, "Autre"),
    "signing.revoke": lambda w, by: signing.revoke(by, w.session),
    "members.add_member": lambda w, by: contributions.add_member(by, w.home, "Auberge"),
    "members.new_link": lambda w, by: contributions.new_link(by, w.member),
    "taking_up.accept": lambda w, by: contributions.accept(by, w.offer),
    "taking_up.decline": lambda w, by: contributions.decline(by, w.offer, "quality"),
    "ruling.rules_here": lambda w, by: ruling.rules_here(by, w.home),
    "ruling.problems": lambda w, by: ruling.problems(by),
    "ruling.try_words": lambda w, by: ruling.try_words(by, w.channel, "Bonjour."),
    "taking_up.to_post": lambda w, by: contributions.to_post(by, w.offer, [own(w, by)]),
}


def test_every_verb_is_tried() -> None:
    assert verbs() == TRIES.keys() | ABOUT_ONESELF.keys()


def test_no_verb_lets_a_stranger_see_or_change_another_citys_things(world: World) -> None:
    before = everything()
    for stranger in ("chloe", "dora", "emile"):
        for name, tried in TRIES.items():
            try:
                told = tried(world, world.cast.user[stranger])
            except (NotHere, Refused) as refusal:
                told = None
                sentence = str(refusal)
                assert "Strasbourg" not in sentence, f"{name} tells {stranger} more than it should: {sentence}"
            assert not told, f"{name} answered {stranger}: {told}"
            assert everything() == before, f"{name} by {stranger} changed something"


def test_what_is_a_strangers_answers_like_what_does_not_exist(world: World) -> None:
    nothing = World({**dict.fromkeys(world.ids, 987654)}, world.cast)
    tried = {
        n: t
        for n, t in TRIES.items()
        if n
        not in (
            "posting.post",
            "posting.repeat",
            "listing.listing",
            "lateness.stale",
            "people.add_user",
            "ruling.problems",
        )
    }
    for name, attempt in tried.items():
        said = []
        for which in (world, nothing):
            try:
                attempt(which, world.cast.user["dora"])
            except (NotHere, Refused) as refusal:
                said.append((type(refusal), str(refusal)))
        assert len(said) == 2, name
        assert said[0] == said[1], name
