"""The contract of writing: one visible thing at most, the right failure, and finding what became of it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

import clock
from connectors import connector_class
from connectors.contract import Outgoing
from connectors.failures import OutcomeUnknown, RateLimited, Rejected, Unauthorized, Unreachable
from connectors.wire import Patience
from tests.connectors.answering import nobody
from tests.connectors.conftest import Aim
from tests.connectors.suite_ground import Ground, Place, soon

DONE = tuple(f"commit_then_{what}" for what in ("drop", "cut", "5xx", "garbage", "oops", "html"))
NOT_DONE = ("error_5xx_before", "html_502_before", "drop_before")
WORDS = "L'été à Strasbourg : 3 < 4 & plus sur https://www.visit.alsace/"


class Writing(Ground):
    def strike(self, place: Place, fault: str, seconds: float | None = None) -> None:
        """Let `fault` meet whatever makes our words visible, and nothing else."""
        paths = (self.posting, self.replying)
        place.sandbox.faults(*({"fault": fault, "method": "POST", "path": p, "seconds": seconds} for p in paths))

    def outgoing(self, place: Place, how: str) -> Outgoing:
        reply = place.say("Où dormir ce soir ?") if how == "reply" else None
        return Outgoing(WORDS, "k", reply_to=reply, media=self.pictures(2) if how == "pictures" else ())

    @pytest.mark.parametrize("how", ["post", "reply", "pictures"])
    def test_words_go_out_once_and_where_they_belong(self, place: Place, how: str) -> None:
        outgoing = self.outgoing(place, how)
        receipt = place.connector.publish(outgoing)
        [seen] = place.ours()
        assert (seen["id"], seen["text"], seen["parent"]) == (receipt.remote_id, WORDS, outgoing.reply_to)
        assert [m["alt"] for m in seen["media"]] == [m.alt for m in outgoing.media]
        assert receipt.permalink.startswith("https://")
        names = connector_class(place.network).remote_id_of
        assert names(receipt.permalink, place.account) == names(receipt.remote_id, place.account) == receipt.remote_id

    @pytest.mark.parametrize("how", ["post", "reply", "pictures"])
    @pytest.mark.parametrize("fault", DONE)
    def test_a_lost_answer_is_unknown_and_found_once(self, place: Place, fault: str, how: str) -> None:
        outgoing, started = self.outgoing(place, how), clock.now()
        self.strike(place, fault)
        assert type(place.fails(lambda: place.connector.publish(outgoing))) is OutcomeUnknown
        place.sandbox.faults()
        [seen] = place.ours()
        found = place.connector.find(outgoing, started)
        assert found is not None
        assert found.remote_id == seen["id"]
        assert found.visible_at is not None
        assert abs(found.visible_at - clock.now()) < timedelta(minutes=1)
        assert place.connector.find(replace(outgoing, not_these=frozenset({seen["id"]})), started) is None

    @pytest.mark.parametrize("fault", NOT_DONE)
    def test_trouble_before_anything_was_done_is_unknown_and_nothing_is_found(self, place: Place, fault: str) -> None:
        started = clock.now()
        self.strike(place, fault)
        assert type(place.fails(lambda: place.connector.publish(Outgoing(WORDS, "k")))) is OutcomeUnknown
        place.sandbox.faults()
        assert place.ours() == []
        assert place.connector.find(Outgoing(WORDS, "k"), started) is None

    def test_an_answer_that_comes_too_late_is_unknown(self, place: Place) -> None:
        hasty = self.build(place.account, Patience(connect=2.0, read=0.4, whole=1.0))
        self.strike(place, "commit_then_slow", 1.0)
        assert type(place.fails(lambda: hasty.publish(Outgoing(WORDS, "k")))) is OutcomeUnknown
        assert len(place.ours()) == 1

    def test_what_the_lists_show_late_is_found_later(self, place: Place) -> None:
        started = clock.now()
        post = {"method": "POST", "path": self.posting}
        place.sandbox.faults({"fault": "read_lag", "seconds": 1.0, **post}, {"fault": "commit_then_drop", **post})
        assert type(place.fails(lambda: place.connector.publish(Outgoing(WORDS, "k")))) is OutcomeUnknown
        assert place.connector.find(Outgoing(WORDS, "k"), started) is None
        time.sleep(1.2)
        assert place.connector.find(Outgoing(WORDS, "k"), started) is not None

    def test_an_older_post_with_the_same_words_is_not_mistaken(self, place: Place) -> None:
        place.sandbox.switch(duplicates=False)
        [older] = place.sandbox.seed([place.past(WORDS, timedelta(minutes=10), author=None)])
        started = clock.now()
        assert place.connector.find(Outgoing(WORDS, "k"), started) is None
        newer = place.connector.publish(Outgoing(WORDS, "k")).remote_id
        found = place.connector.find(Outgoing(WORDS, "k"), started)
        assert found is not None
        assert found.remote_id == newer != older

    def test_other_words_targets_and_pictures_are_not_mistaken(self, place: Place) -> None:
        started = clock.now()
        place.connector.publish(self.outgoing(place, "pictures"))
        place.connector.publish(reply := self.outgoing(place, "reply"))
        for other in (
            Outgoing(WORDS, "k"),
            Outgoing(WORDS, "k", media=self.pictures(1)),
            replace(reply, text=WORDS + " !"),
            replace(reply, reply_to=place.say("Et demain ?", author="Dominique")),
        ):
            assert place.connector.find(other, started) is None

    def test_a_repetition_is_refused_as_one(self, place: Place) -> None:
        place.connector.publish(Outgoing(WORDS, "k"))
        failure = place.fails(lambda: place.connector.publish(Outgoing(WORDS, "k")))
        assert isinstance(failure, Rejected)
        assert failure.duplicate
        assert len(place.ours()) == 1

    def test_an_answer_to_what_is_gone_is_refused(self, place: Place) -> None:
        gone = place.connector.publish(Outgoing("Bientôt parti", "k")).remote_id
        place.connector.withdraw(gone)
        failure = place.fails(lambda: place.connector.publish(Outgoing(WORDS, "k", reply_to=gone)))
        assert isinstance(failure, Rejected)
        assert not failure.duplicate

    @pytest.mark.parametrize("fault", ["rate_limited", "rate_limited_bare", "token_expired", "out_of_credit"])
    def test_a_refusal_for_sure_leaves_nothing_behind(self, place: Place, fault: str) -> None:
        expected = {"token_expired": Unauthorized, "out_of_credit": self.no_credit}.get(fault, RateLimited)
        self.strike(place, fault)
        failure = place.fails(lambda: place.connector.publish(Outgoing(WORDS, "k")))
        assert type(failure) is expected
        assert fault != "rate_limited" or soon(getattr(failure, "retry_at", None))
        assert fault != "rate_limited_bare" or getattr(failure, "retry_at", 0) is None
        assert place.ours() == []

    def test_nobody_there_is_unreachable_and_leaves_nothing(self, place: Place, aim: Aim) -> None:
        aim(nobody())
        assert type(place.fails(lambda: place.connector.publish(Outgoing(WORDS, "k")))) is Unreachable
        assert place.ours() == []

    def test_pictures_that_do_not_arrive_publish_nothing(self, place: Place) -> None:
        place.sandbox.faults({"fault": "commit_then_drop", "method": "POST", "times": 1})
        outgoing = Outgoing(WORDS, "k", media=self.pictures(1))
        assert type(place.fails(lambda: place.connector.publish(outgoing))) is Unreachable
        assert place.ours() == []

    def test_our_words_are_withdrawn_and_others_hidden(self, place: Place) -> None:
        post = place.connector.publish(Outgoing(WORDS, "k")).remote_id
        rude = place.say("Nul !", under=post)
        place.connector.withdraw(rude)
        assert place.one("hidden", rude) == 1
        place.connector.withdraw(post)
        assert place.ours()[0]["removed_at"]
        place.connector.withdraw(post)

    def test_length_is_counted_as_the_network_counts(self) -> None:
        for text, expected in self.lengths:
            assert connector_class(self.network).length(text) == expected, text
