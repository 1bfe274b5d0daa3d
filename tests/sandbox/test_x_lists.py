"""Reading lists on X through unmodified tweepy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import tweepy

import clock
from connectors.sandbox.running import Sandbox
from tests.sandbox.conftest import STRASBOURG


def mentions(x: tweepy.Client, **options: object) -> tweepy.Response:
    return x.get_users_mentions(STRASBOURG, user_auth=True, **options)


def ids(answer: tweepy.Response) -> list[str]:
    return [str(one.id) for one in answer.data or ()]


def test_an_empty_list_has_no_data_key(x: tweepy.Client) -> None:
    body = x.request("GET", f"/2/users/{STRASBOURG}/mentions", user_auth=True).json()
    assert body == {"meta": {"result_count": 0}}


def test_mentions_come_newest_first_in_pages_without_gap_or_repeat(sandbox: Sandbox, x: tweepy.Client) -> None:
    said = [sandbox.say("x", "strasbourg", f"question {n}") for n in range(12)]
    first = mentions(x, max_results=5)
    assert ids(first) == said[:-6:-1]
    assert first.meta["newest_id"] == said[-1]
    assert first.meta["oldest_id"] == said[-5]
    second = mentions(x, max_results=5, pagination_token=first.meta["next_token"])
    third = mentions(x, max_results=5, pagination_token=second.meta["next_token"])
    assert [*ids(first), *ids(second), *ids(third)] == said[::-1]
    assert "next_token" not in third.meta


def test_a_list_ends_where_it_is_told_to(sandbox: Sandbox, x: tweepy.Client) -> None:
    start = datetime(2026, 12, 5, 9, tzinfo=UTC)
    said = []
    for minute in range(4):
        with clock.stopped_at(start + timedelta(minutes=minute)):
            said.append(sandbox.say("x", "strasbourg", f"question {minute}"))
    with clock.stopped_at(start + timedelta(hours=1)):
        assert ids(mentions(x, since_id=said[1])) == [said[3], said[2]]
        assert ids(mentions(x, until_id=said[1])) == [said[0]]
        assert ids(mentions(x, start_time=start + timedelta(minutes=3))) == [said[3]]
        assert ids(mentions(x, end_time=start + timedelta(minutes=1))) == [said[0]]


def test_bounds_of_max_results_are_those_of_x(x: tweepy.Client) -> None:
    for wrong in (4, 101):
        with pytest.raises(tweepy.BadRequest):
            mentions(x, max_results=wrong)
    with pytest.raises(tweepy.BadRequest):
        x.search_recent_tweets("a", max_results=9, user_auth=True)


def test_replies_to_us_are_mentions_and_our_own_answers_are_not(sandbox: Sandbox, x: tweepy.Client) -> None:
    own = x.create_tweet(text="Bonjour").data["id"]
    x.create_tweet(text="Un fil", in_reply_to_tweet_id=own)
    answered = sandbox.say("x", "strasbourg", "Bonjour à vous", in_reply_to=own)
    assert ids(mentions(x)) == [answered]


def test_only_asked_fields_and_expansions_are_given(sandbox: Sandbox, x: tweepy.Client) -> None:
    own = x.create_tweet(text="Bonjour").data["id"]
    sandbox.say("x", "strasbourg", "Merci", author="Zoé", in_reply_to=own)
    bare = mentions(x)
    assert set(bare.data[0].data) == {"id", "text", "edit_history_tweet_ids"}
    assert bare.includes == {}
    fields = ["created_at", "conversation_id", "referenced_tweets", "public_metrics", "author_id"]
    full = mentions(x, tweet_fields=fields, expansions=["author_id", "referenced_tweets.id"], user_fields=["verified"])
    assert set(full.data[0].data) == {"id", "text", "edit_history_tweet_ids", *fields}
    assert full.includes["users"][0].name == "Zoé"
    assert full.includes["users"][0].verified is False
    assert str(full.includes["tweets"][0].id) == own
    assert full.data[0].data["created_at"].endswith(".000Z")


def test_our_timeline_is_our_own_words_only(sandbox: Sandbox, x: tweepy.Client) -> None:
    first = x.create_tweet(text="Bonjour").data["id"]
    asked = sandbox.say("x", "strasbourg", "Oui ?")
    second = x.create_tweet(text="Oui.", in_reply_to_tweet_id=asked).data["id"]
    assert ids(x.get_users_tweets(STRASBOURG, user_auth=True)) == [second, first]
    assert ids(x.get_users_tweets(STRASBOURG, exclude=["replies"], user_auth=True)) == [first]
    assert ids(x.get_users_tweets(STRASBOURG, since_id=first, user_auth=True)) == [second]


def test_search_understands_what_the_hub_asks(sandbox: Sandbox, x: tweepy.Client) -> None:
    own = x.create_tweet(text="Marché de Noël").data["id"]
    asked = sandbox.say("x", "strasbourg", "Y a-t-il un ÉLÉPHANT ?", in_reply_to=own)
    answer = x.create_tweet(text="Non.", in_reply_to_tweet_id=asked).data["id"]

    def found(query: str) -> list[str]:
        return ids(x.search_recent_tweets(query, user_auth=True))

    assert found(f"conversation_id:{own} -is:retweet") == [answer, asked, own]
    assert found(f"conversation_id:{own} -from:VisitStrasbourg") == [asked]
    assert found("from:VisitStrasbourg is:reply") == [answer]
    assert found('éléphant OR "marché de noël"') == [asked, own]
    assert found(f"(conversation_id:{own} OR conversation_id:1) -from:{STRASBOURG} -to:nobody") == [asked]
    assert found("100% _") == []
    with pytest.raises(tweepy.BadRequest):
        found("near:paris")
    with pytest.raises(tweepy.BadRequest):
        found("(unfinished")


def test_search_reaches_seven_days_back_and_says_so(sandbox: Sandbox, x: tweepy.Client) -> None:
    start = datetime(2026, 12, 5, 9, tzinfo=UTC)
    with clock.stopped_at(start):
        old = sandbox.say("x", "strasbourg", "vieille question")
    with clock.stopped_at(start + timedelta(days=6)):
        assert ids(x.search_recent_tweets("question", user_auth=True)) == [old]
    with clock.stopped_at(start + timedelta(days=8)):
        assert x.search_recent_tweets("question", user_auth=True).data is None
        with pytest.raises(tweepy.BadRequest) as caught:
            x.search_recent_tweets("question", since_id=old, user_auth=True)
    assert "must be a tweet id created after" in caught.value.response.text


def test_lookup_names_what_is_gone_beside_what_is_there(x: tweepy.Client) -> None:
    own = x.create_tweet(text="Bonjour").data["id"]
    answer = x.get_tweets([own, "1"], tweet_fields=["public_metrics"], user_auth=True)
    assert ids(answer) == [own]
    assert answer.errors[0]["resource_id"] == "1"
    assert answer.data[0].public_metrics["reply_count"] == 0


def test_users_are_found_by_id_and_by_name(x: tweepy.Client) -> None:
    assert x.get_me().data.username == "VisitStrasbourg"
    assert str(x.get_user(username="visitstrasbourg", user_auth=True).data.id) == STRASBOURG
    assert x.get_user(id=STRASBOURG, user_auth=True).data.name == "Strasbourg"
    assert x.get_users(ids=[STRASBOURG, "5"], user_auth=True).errors[0]["resource_id"] == "5"
    assert x.get_user(username="nobody", user_auth=True).errors[0]["resource_type"] == "user"
