"""X keeps the contract, signed with OAuth 1.0a and with an OAuth 2 token."""

from __future__ import annotations

import warnings
from datetime import timedelta
from typing import Any, ClassVar

import pytest

import clock
from connectors.contract import Account, Outgoing
from connectors.failures import Rejected, Unauthorized
from connectors.x import X
from connectors.x.authorise import refresh_pair
from tests.connectors.contract_suite import ContractSuite
from tests.connectors.suite_ground import CALM, Place
from tests.connectors.suite_writing import WORDS


class TestX(ContractSuite):
    network = "x"
    remote_id = "1234567890123456789"
    posting = replying = "/2/tweets"
    tight = ("rate_scale", 1)
    endless: ClassVar[dict[str, Any]] = {"data": [], "meta": {"result_count": 0, "next_token": "n"}}
    # the points of twitter-text v3's conformance table that people meet
    lengths = (
        ("", 0),
        ("Hopla", 5),
        ("été", 3),
        ("é", 1),
        ("日本", 4),
        ("👍🏽", 2),
        ("👨‍👩‍👧‍👦 !", 4),
        ("https://www.visit.alsace/fr/noel?a=1", 23),
        ("voir visit.alsace demain", 5 + 23 + 7),
        ("voir visit.nullepart demain", 5 + 15 + 7),
        ("voir strasbourg.eu demain", 5 + 23 + 7),
        ("“Hopla” – dit-il…", 17 + 1),
    )

    def test_an_answer_in_our_thread_that_does_not_name_us_is_heard(self, place: Place) -> None:
        place.sandbox.switch(summoned=False)
        post = place.connector.publish(Outgoing("Le marché ouvre demain", "k1")).remote_id
        answer = place.say("Génial !", under=post)
        keys = place.sandbox.account("x", "777", "autre_voix", "Autre voix")
        other = X(Account("777", "autre_voix", keys), CALM)
        unnamed = other.publish(Outgoing("Moi j'hésite", "k", reply_to=answer)).remote_id
        first = place.connector.fetch(None)
        assert [m.remote_id for m in first.mentions] == [answer, unnamed]
        assert first.mentions[1].thread_id == post
        assert first.mentions[1].author.handle == "autre_voix"
        assert place.connector.fetch(first.cursor).mentions == ()

    def test_many_threads_are_searched(self, place: Place) -> None:
        past = [place.past(f"Annonce {n}", timedelta(hours=30, minutes=n), author=None) for n in range(25)]
        past += [place.past(f"Oui {n}", timedelta(hours=9, minutes=n), under=n) for n in range(25)]
        ids = place.sandbox.seed(past)
        assert {m.remote_id for m in place.connector.fetch(None).mentions} == set(ids[25:])

    def test_the_names_x_puts_before_an_answer_do_not_hide_it(self, place: Place) -> None:
        place.sandbox.switch(reply_prefix=True)
        outgoing = self.outgoing(place, "reply")
        receipt = place.connector.publish(outgoing)
        found = place.connector.find(outgoing, receipt.visible_at)  # type: ignore[arg-type]  # X's ids carry a time
        assert found == receipt

    def test_both_vocabularies_of_x_are_read(self, place: Place) -> None:
        place.sandbox.switch(vocabulary="post")
        post = place.connector.publish(Outgoing(WORDS, "k1"))
        answer = place.say("Génial !", under=post.remote_id)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            [heard] = place.connector.fetch(None).mentions
        assert (heard.remote_id, heard.parent_id) == (answer, post.remote_id)
        assert heard.author.name == "Camille"

    def test_a_stranger_who_did_not_call_us_cannot_be_answered(self, place: Place) -> None:
        keys = place.sandbox.account("x", "777", "autre_voix", "Autre voix")
        stranger = X(Account("777", "autre_voix", keys), CALM).publish(Outgoing("Belle ville", "k")).remote_id
        failure = place.fails(lambda: place.connector.publish(Outgoing("Merci !", "k", reply_to=stranger)))
        assert isinstance(failure, Rejected)
        assert "mentionnent" in failure.reason.say()


class TestXWithBearer(TestX):
    def credentials(self, keys: dict[str, str]) -> dict[str, str]:
        return {name: keys[name] for name in ("bearer_token", "refresh_token", "client_id", "client_secret")}

    def test_the_pair_is_renewed_and_the_old_one_ends(self, place: Place) -> None:
        old = dict(place.account.credentials)
        new = refresh_pair(old, CALM)
        assert new["bearer_token"] != old["bearer_token"]
        assert new["refresh_token"] != old["refresh_token"]
        fresh: Any = X(Account(self.remote_id, self.handle, new), CALM)
        assert fresh.whoami().remote_id == self.remote_id
        with pytest.raises(Unauthorized):
            refresh_pair(old, CALM)

    def test_a_renewed_pair_tells_when_it_ends(self, place: Place) -> None:
        place.sandbox.switch(token_seconds=90)
        started = clock.now()
        new = refresh_pair(place.account.credentials, CALM)
        end = X.ends_at(new, started)
        assert end is not None
        assert timedelta(seconds=90) <= end - started < timedelta(seconds=100)

    def test_a_token_is_refused_after_its_hour(self, place: Place) -> None:
        place.sandbox.switch(token_seconds=1)
        short: Any = X(Account(self.remote_id, self.handle, refresh_pair(place.account.credentials, CALM)), CALM)
        assert short.whoami().remote_id == self.remote_id
        with clock.stopped_at(clock.now() + timedelta(seconds=1)):
            assert type(place.fails(short.whoami)) is Unauthorized
