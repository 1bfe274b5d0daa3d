"""Facebook Pages keep the contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import clock
from connectors.contract import Account, Outgoing
from connectors.facebook import FacebookPage
from connectors.failures import RateLimited, Unauthorized, Unsupported
from tests.connectors.contract_suite import ContractSuite
from tests.connectors.suite_ground import Place


class TestFacebook(ContractSuite):
    network = "facebook"
    remote_id = "100200300400500"
    posting, replying = "/feed", "/comments"
    needs_proof = True
    no_credit = RateLimited
    tight = ("graph_calls", 10)
    endless: ClassVar[dict[str, Any]] = {
        "data": [],
        "paging": {"next": "https://graph.facebook.com/v26.0/1/feed?after=n&limit=100"},
    }
    lengths = (("", 0), ("Hopla", 5), ("été", 3), ("https://www.visit.alsace/fr/noel", 32), ("a\nb", 3))

    def test_a_tag_elsewhere_and_what_follows_under_it_are_heard(self, place: Place) -> None:
        tag = place.say("Merci @VisitStrasbourg", kind="tag")
        comment = place.say("Tout à fait d'accord", author="Dominique", under=tag)
        heard = place.connector.fetch(None).mentions
        assert [(m.remote_id, m.kind, m.parent_id) for m in heard] == [(tag, "tag", None), (comment, "comment", tag)]

    def test_an_answer_to_an_answer_is_found_under_the_first_comment(self, place: Place) -> None:
        post = place.connector.publish(Outgoing("Bonjour", "k1")).remote_id
        first = place.say("Une question", under=post)
        nested = place.say("Moi aussi", author="Dominique", under=first)
        outgoing = Outgoing("Voici la réponse", "k2", reply_to=nested)
        receipt = place.connector.publish(outgoing)
        found = place.connector.find(outgoing, receipt.visible_at or place.connector.fetch(None).mentions[0].posted_at)
        assert found is not None
        assert found.remote_id == receipt.remote_id

    def test_an_answer_that_went_with_its_post_is_not_found(self, place: Place) -> None:
        started = clock.now()
        outgoing = self.reply(place, "Voici la réponse")
        place.connector.publish(outgoing)
        assert outgoing.reply_to
        assert place.connector.find(outgoing, started) is not None
        place.sandbox.ask("POST", "/_sandbox/reset", {"keep_accounts": True})
        assert place.connector.find(outgoing, started) is None

    def test_a_picture_in_an_answer_is_refused_before_anything_leaves(self, place: Place) -> None:
        outgoing = replace(self.reply(place, "Voici la réponse"), media=self.pictures(1))
        assert type(place.fails(lambda: place.connector.publish(outgoing))) is Unsupported
        assert place.ours() == []

    def test_many_comments_under_one_post_all_arrive(self, place: Place) -> None:
        past = [place.past("Le marché", timedelta(hours=5), author=None)]
        past += [place.past(f"Oui {n}", timedelta(hours=4, minutes=-n), under=0) for n in range(130)]
        ids = place.sandbox.seed(past)
        assert [m.remote_id for m in place.connector.fetch(None).mentions] == ids[1:]

    def test_without_the_proof_the_page_says_reconnect(self, place: Place) -> None:
        token = {"access_token": place.account.credentials["access_token"]}
        bare = FacebookPage(Account(self.remote_id, self.handle, token))
        assert type(place.fails(bare.whoami)) is Unauthorized, Unsupported
