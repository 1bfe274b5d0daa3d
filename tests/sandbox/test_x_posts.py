"""Writing on X through unmodified tweepy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import tweepy

import clock
from connectors.sandbox.running import Sandbox
from tests.sandbox.conftest import MULHOUSE, x_client

EPOCH = 1_288_834_974_657


def test_a_post_is_answered_escaped_with_short_links_and_kept_as_typed(sandbox: Sandbox, x: tweepy.Client) -> None:
    typed = "Rhin & <Ill> : https://www.strasbourg.eu/a?b=1&c=2 et colmar.fr 🥨"
    made = x.create_tweet(text=typed).data
    assert set(made) == {"id", "text", "edit_history_tweet_ids"}
    assert made["text"].startswith("Rhin &amp; &lt;Ill&gt; : https://t.co/")
    tweet = x.get_tweet(made["id"], tweet_fields=["entities"], user_auth=True).data
    urls = tweet.entities["urls"]
    assert [one["expanded_url"] for one in urls] == ["https://www.strasbourg.eu/a?b=1&c=2", "http://colmar.fr"]
    assert all(tweet.text[one["start"] : one["end"]] == one["url"] for one in urls)
    assert sandbox.ledger()[0]["text"] == typed


def test_ids_are_snowflakes_in_the_order_of_time(x: tweepy.Client) -> None:
    before = datetime.now(UTC)
    ids = [int(x.create_tweet(text=f"numéro {n}").data["id"]) for n in range(5)]
    assert ids == sorted(set(ids))
    made_at = datetime.fromtimestamp(((ids[0] >> 22) + EPOCH) / 1000, UTC)
    assert abs(made_at - before) < timedelta(seconds=5)


def test_the_same_words_again_are_refused_with_no_id(sandbox: Sandbox, x: tweepy.Client) -> None:
    moment = datetime(2026, 5, 1, 9, tzinfo=UTC)
    with clock.stopped_at(moment):
        x.create_tweet(text="Bonjour")
        with pytest.raises(tweepy.Forbidden, match="duplicate content"):
            x.create_tweet(text="Bonjour")
    with clock.stopped_at(moment + timedelta(hours=25)):
        x.create_tweet(text="Bonjour")
    sandbox.switch(duplicates=False)
    x.create_tweet(text="Bonjour")
    assert len(sandbox.ledger()) == 3


def test_words_of_a_deleted_post_may_be_said_again(sandbox: Sandbox, x: tweepy.Client) -> None:
    first = x.create_tweet(text="Bonjour").data["id"]
    assert x.delete_tweet(first).data == {"deleted": True}
    assert x.delete_tweet(first).data == {"deleted": True}
    x.create_tweet(text="Bonjour")
    assert [bool(one["removed_at"]) for one in sandbox.ledger()] == [True, False]
    assert x.get_tweet(first, user_auth=True).errors[0]["title"] == "Not Found Error"


def test_more_than_280_weighted_are_refused(x: tweepy.Client) -> None:
    x.create_tweet(text="a" * 280)
    x.create_tweet(text="a" * 256 + " https://www.strasbourg.eu/" + "b" * 200)
    for text in ("a" * 281, "日" * 141):
        with pytest.raises(tweepy.Forbidden, match="too long"):
            x.create_tweet(text=text)


def test_a_reply_stands_under_its_parent_in_the_same_conversation(sandbox: Sandbox, x: tweepy.Client) -> None:
    asked = sandbox.say("x", "strasbourg", "À quelle heure ouvre la cathédrale ?")
    made = x.create_tweet(text="À 8 h 30.", in_reply_to_tweet_id=asked).data["id"]
    fields = ["conversation_id", "referenced_tweets", "in_reply_to_user_id"]
    reply = x.get_tweet(made, tweet_fields=fields, user_auth=True).data
    assert str(reply.conversation_id) == asked
    assert (reply.referenced_tweets[0].type, str(reply.referenced_tweets[0].id)) == ("replied_to", asked)
    assert [one["parent"] for one in sandbox.ledger() if one["id"] == made] == [asked]


def test_a_reply_to_somebody_who_did_not_speak_to_us_is_refused(sandbox: Sandbox, x: tweepy.Client, wired) -> None:
    other = x_client(sandbox.account("x", MULHOUSE, "VisitMulhouse"), wired())
    asked = sandbox.say("x", "VisitStrasbourg", "Bonjour !")
    with pytest.raises(tweepy.Forbidden, match="have not been mentioned or otherwise engaged"):
        other.create_tweet(text="Venez chez nous", in_reply_to_tweet_id=asked)
    sandbox.switch(summoned=False)
    other.create_tweet(text="Venez chez nous", in_reply_to_tweet_id=asked)
    own = x.create_tweet(text="Un fil").data["id"]
    x.create_tweet(text="qui continue", in_reply_to_tweet_id=own)


def test_a_reply_to_a_post_that_is_gone_is_refused(x: tweepy.Client) -> None:
    with pytest.raises(tweepy.Forbidden, match="deleted or not visible"):
        x.create_tweet(text="Allô ?", in_reply_to_tweet_id="12345")


def test_unknown_parameters_are_refused_by_name(x: tweepy.Client) -> None:
    with pytest.raises(tweepy.BadRequest) as caught:
        x.request("POST", "/2/tweets", json={"text": "a", "colour": "red"}, user_auth=True)
    assert caught.value.response.json()["type"].endswith("/problems/invalid-request")
    assert "$.colour" in caught.value.response.text
    with pytest.raises(tweepy.BadRequest, match="is not one of"):
        x.request("GET", "/2/users/me", params={"colour": "red"}, user_auth=True)
    with pytest.raises(tweepy.BadRequest):
        x.get_me(user_fields=["shoe_size"])


def test_only_our_own_may_be_deleted_and_only_answers_to_us_hidden(sandbox: Sandbox, x: tweepy.Client) -> None:
    own = x.create_tweet(text="Nos marchés de Noël").data["id"]
    rude = sandbox.say("x", "strasbourg", "Nul", in_reply_to=own)
    elsewhere = sandbox.say("x", "strasbourg", "Nul aussi")
    with pytest.raises(tweepy.Forbidden):
        x.delete_tweet(rude)
    assert x.hide_reply(rude).data == {"hidden": True}
    assert [one["hidden"] for one in sandbox.ledger()] == [False, True, False]
    assert x.unhide_reply(rude).data == {"hidden": False}
    with pytest.raises(tweepy.Forbidden):
        x.hide_reply(elsewhere)


def test_the_vocabulary_of_august_can_be_switched_on(sandbox: Sandbox, x: tweepy.Client) -> None:
    sandbox.switch(vocabulary="post")
    answer = x.request("POST", "/2/tweets", json={"text": "a"}, user_auth=True).json()
    assert set(answer["data"]) == {"id", "text", "edit_history_post_ids"}


def test_the_names_answered_can_stand_in_front_of_a_reply(sandbox: Sandbox, x: tweepy.Client) -> None:
    sandbox.switch(reply_prefix=True)
    asked = sandbox.say("x", "strasbourg", "Bonjour", author="Zoé")
    made = x.create_tweet(text="Bonjour Zoé", in_reply_to_tweet_id=asked).data
    assert made["text"].startswith("@Zo")
    assert made["text"].endswith(" Bonjour Zoé")
    assert sandbox.ledger()[-1]["text"] == "Bonjour Zoé"
