"""The contract of reading: others' words, all of them, oldest first, each once, however often asked."""

from __future__ import annotations

from datetime import timedelta

import clock
from connectors.contract import Outgoing
from connectors.failures import OutOfCredit, RateLimited, Unauthorized, Unreachable
from tests.connectors.answering import Answer, answering, nobody
from tests.connectors.conftest import Aim
from tests.connectors.suite_ground import CALM, Ground, Place, soon

TYPED = "Tarifs < 10 € & gratuit à 100 % ? Voir https://www.visit.alsace/fr/noel?a=1&b=2 !"


class Reading(Ground):
    def test_whoami_names_the_account(self, place: Place) -> None:
        me = place.connector.whoami()
        assert (me.remote_id, me.handle, me.name) == (self.remote_id, self.handle, "Strasbourg")

    def test_nothing_said_is_an_empty_batch(self, place: Place) -> None:
        assert place.connector.fetch(None).mentions == ()

    def test_a_visitor_is_heard_as_typed(self, place: Place) -> None:
        said = place.say(TYPED, author="Camille")
        [heard] = place.connector.fetch(None).mentions
        assert heard.remote_id == said == heard.thread_id
        assert heard.text.endswith(TYPED)
        assert (heard.kind, heard.parent_id, heard.author.name) == ("main", None, "Camille")
        assert heard.author.remote_id
        assert heard.permalink.startswith("https://")
        assert abs(clock.now() - heard.posted_at) < timedelta(minutes=1)

    def test_more_than_a_page_arrives_oldest_first(self, place: Place) -> None:
        past = [place.past(f"Question {n}", timedelta(hours=3, minutes=-n)) for n in range(130)]
        ids = place.sandbox.seed(past)
        assert [m.remote_id for m in place.connector.fetch(None).mentions] == ids

    def test_the_same_cursor_gives_the_same(self, place: Place) -> None:
        place.say("Un")
        cursor = place.connector.fetch(None).cursor
        place.say("Deux")
        assert place.connector.fetch(cursor) == place.connector.fetch(cursor)
        assert place.connector.fetch(None) == place.connector.fetch(None)

    def test_the_cursor_moves_on(self, place: Place) -> None:
        place.say("Un")
        first = place.connector.fetch(None)
        assert place.connector.fetch(first.cursor).mentions == ()
        said = place.say("Deux")
        second = place.connector.fetch(first.cursor)
        assert [m.remote_id for m in second.mentions] == [said]
        assert place.connector.fetch(second.cursor).mentions == ()

    def test_a_cursor_nobody_can_read_starts_over(self, place: Place) -> None:
        place.say("Un")
        assert place.connector.fetch("{broken") == place.connector.fetch(None)

    def test_our_own_words_are_left_out_and_answers_to_them_are_heard(self, place: Place) -> None:
        post = place.connector.publish(Outgoing("Le marché ouvre demain", "k1")).remote_id
        answer = place.say("Génial !", under=post)
        place.connector.publish(Outgoing("Merci à vous", "k2", reply_to=answer))
        follow = place.say("Avec plaisir", author="Dominique", under=answer)
        heard = place.connector.fetch(None).mentions
        assert [m.remote_id for m in heard] == [answer, follow]
        assert [m.parent_id for m in heard] == [post, answer]
        assert heard[0].thread_id == answer, "each direct answer to a post of ours is a thread of its own"
        assert {m.kind for m in heard} == {"comment"}

    def test_engagement_of_what_the_network_knows(self, place: Place) -> None:
        post = place.connector.publish(Outgoing("Le marché ouvre demain", "k1")).remote_id
        answer = place.say("Génial !", under=post)
        measured = place.connector.measure([post, answer, post[:-3] + "999"])
        assert set(measured) == {post, answer}
        assert (measured[post].replies, measured[post].likes) == (1, 0)
        assert place.connector.measure([]) == {}

    def test_an_ended_token_asks_for_a_person(self, place: Place) -> None:
        place.sandbox.faults({"fault": "token_expired"})
        for act in (place.connector.whoami, lambda: place.connector.fetch(None)):
            assert type(place.fails(act)) is Unauthorized

    def test_keys_nobody_knows_ask_for_a_person(self, place: Place) -> None:
        wrong = {name: f"{self.remote_id}-wrong-{name}" for name in place.account.credentials}
        stranger = self.build(type(place.account)(self.remote_id, self.handle, wrong), CALM)
        assert type(place.fails(stranger.whoami)) is Unauthorized

    def test_throttled_reading_says_when_to_come_back(self, place: Place) -> None:
        place.sandbox.faults({"fault": "rate_limited"})
        failure = place.fails(lambda: place.connector.fetch(None))
        assert isinstance(failure, RateLimited)
        assert not isinstance(failure, OutOfCredit)
        assert soon(failure.retry_at)

    def test_trouble_while_reading_can_be_repeated(self, place: Place) -> None:
        for fault in ("error_5xx_before", "html_502_before", "drop_before", "commit_then_html", "commit_then_garbage"):
            place.sandbox.faults({"fault": fault, "method": "GET"})
            assert type(place.fails(lambda: place.connector.fetch(None))) is Unreachable

    def test_a_list_too_long_to_be_read_whole_proves_no_absence(self, place: Place, aim: Aim) -> None:
        for words in (Outgoing("Où es-tu ?", "k"), Outgoing("Où es-tu ?", "k", reply_to="1_2")):
            with answering([Answer(200, self.endless)]) as server:
                aim(server.url)
                failure = place.fails(lambda words=words: place.connector.find(words, clock.now()))
            assert type(failure) is Unreachable
            assert "trop longue" in failure.reason.say()
            assert 2 < len(server.asked) < 100

    def test_nobody_there_is_unreachable(self, place: Place, aim: Aim) -> None:
        aim(nobody())
        assert type(place.fails(lambda: place.connector.fetch(None))) is Unreachable
