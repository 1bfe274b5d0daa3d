"""X (formerly Twitter), through tweepy. One account for each instance; keeps no state and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from connectors import cursor as cursors
from connectors.contract import Account, Author, Batch, Engagement, Limits, Outgoing, Receipt
from connectors.sameness import same_words
from connectors.windows import Window
from connectors.wire import PATIENCE, Patience, legible
from connectors.x import addresses, authorise, fetching, reading
from connectors.x import windows as limits_told
from connectors.x.errors import refused
from connectors.x.length import weighted
from connectors.x.line import OAUTH1, Answer, line
from connectors.x.pictures import uploaded
from connectors.x.snowflake import id_at, time_of

__all__ = ["X"]

CLOCKS_APART = timedelta(seconds=60)
MEASURED_AT_ONCE = 100


class X:
    """An account on X. Credentials: the four OAuth 1.0a secrets under tweepy's names, which last, or a user's pair:
    `bearer_token`, `refresh_token`, `client_id`, for a confidential client `client_secret`, and `expires_at`.
    """

    network: ClassVar[str] = "x"
    limits: ClassVar[Limits] = Limits(
        text=280,
        reply_text=280,
        images=4,
        image_bytes=5_000_000,
        image_types=("image/jpeg", "image/png", "image/webp"),
        alt_text=1000,
        hides=True,
        read_lag=30.0,
        refuses_repeats=True,
    )

    def __init__(self, account: Account, patience: Patience = PATIENCE) -> None:
        self.account = account
        self.line = line(account.credentials, patience)
        self.client = self.line.client

    @legible
    def whoami(self) -> Author:
        """Return the account X sees behind the credentials."""
        me = self.line.read(self.client.get_me).get("data") or {}
        if not me.get("id"):
            raise self.line.wire.trouble(write=False)
        return Author(str(me["id"]), str(me.get("username", "")), str(me.get("name", "")))

    @legible
    def fetch(self, cursor: str | None) -> Batch:
        """Return mentions, and answers in our threads of the last seven days, since `cursor`."""
        before, me = cursors.opened(cursor), self.account.remote_id
        found = [*fetching.mentions(self.line, me, before.since), *fetching.answers(self.line, me, before.since)]
        return cursors.batch(before, found)

    def publish(self, outgoing: Outgoing) -> Receipt:
        """Upload the pictures, then create the post: one visible request, never repeated here."""
        pictures = uploaded(self.line, outgoing.media)
        created = self.line.write(
            self.client.create_tweet,
            text=outgoing.text or None,
            media_ids=pictures or None,
            in_reply_to_tweet_id=outgoing.reply_to,
        )
        return self._receipt(str(created.get("id") or ""))

    @legible
    def find(self, outgoing: Outgoing, since: datetime) -> Receipt | None:
        """Return the oldest post of ours since `since` with these words, this target and as many pictures."""
        found = [str(p["id"]) for p in self._own_since(since - CLOCKS_APART) if _is(p, outgoing)]
        mine = sorted((i for i in found if i not in outgoing.not_these), key=int)
        return self._receipt(mine[0]) if mine else None

    @legible
    def measure(self, remote_ids: Sequence[str]) -> Mapping[str, Engagement]:
        """Return X's public counters; reposts and quotes are shares."""
        answers = (
            self.line.read(
                self.client.get_tweets,
                list(remote_ids[start : start + MEASURED_AT_ONCE]),
                tweet_fields=["public_metrics"],
                partial=True,
            )
            for start in range(0, len(remote_ids), MEASURED_AT_ONCE)
        )
        return {str(p["id"]): _engagement(p.get("public_metrics") or {}) for a in answers for p in reading.posts(a)}

    def withdraw(self, remote_id: str) -> None:
        """Delete our post, or hide another's answer in our thread; what is gone already is fine."""
        answer = self.line.read(self.client.get_tweet, remote_id, tweet_fields=["author_id"], partial=True)
        if not answer.get("data"):
            return self._gone(answer)
        ours = str(answer["data"].get("author_id")) == self.account.remote_id
        done = self.line.write(self.client.delete_tweet if ours else self.client.hide_reply, remote_id)
        if not (done.get("deleted") or done.get("hidden")):
            raise self.line.wire.trouble(write=True)

    def windows(self) -> tuple[Window, ...]:
        """Return what X's headers said of the limits on posting, on mentions, own posts and searches."""
        return limits_told.windows(self.line.wire.heard)

    @staticmethod
    def application(credentials: Mapping[str, str]) -> str:
        """Return the consumer key where it signs, else the OAuth 2 client."""
        return credentials.get("consumer_key" if _signs(credentials) else "client_id", "")

    @staticmethod
    def ends_at(credentials: Mapping[str, str], since: datetime) -> datetime | None:
        """Return when a user's token ends, two hours after `since` where nobody said; OAuth 1.0a secrets last."""
        if _signs(credentials) or not (credentials.get("refresh_token") and credentials.get("client_id")):
            return None
        known = credentials.get("expires_at")
        return datetime.fromisoformat(known) if known else since + authorise.LIFE

    @staticmethod
    def renew(credentials: Mapping[str, str]) -> Mapping[str, str]:
        """Return a fresh pair; X ends the old refresh token at once."""
        return authorise.refresh_pair(credentials)

    @staticmethod
    def length(text: str) -> int:
        """Count as X does: 280 of these fit."""
        return weighted(text)

    @staticmethod
    def remote_id_of(given: str, account: Account) -> str | None:
        """Return the id in a number or an address of this account's post."""
        return addresses.remote_id_of(given, account)

    def _own_since(self, moment: datetime) -> Iterator[reading.Post]:
        fields = [*reading.FIELDS]
        pages = self.line.pages(
            self.client.get_users_tweets,
            self.account.remote_id,
            since_id=id_at(moment),
            max_results=100,
            tweet_fields=fields,
            whole=True,
        )
        return (post for page in pages for post in reading.posts(page))

    def _gone(self, answer: Answer) -> None:
        kinds = [str(problem.get("type")) for problem in answer.get("errors") or [{}]]
        if not all(kind.endswith("resource-not-found") for kind in kinds):
            raise refused(answer, self.line.wire)

    def _receipt(self, remote_id: str) -> Receipt:
        if not remote_id.isdecimal():
            raise self.line.wire.trouble(write=True)
        return Receipt(remote_id, reading.permalink(remote_id, self.account.handle), time_of(remote_id))


def _signs(credentials: Mapping[str, str]) -> bool:
    return all(credentials.get(name) for name in OAUTH1)


def _is(post: reading.Post, outgoing: Outgoing) -> bool:
    return (
        reading.answered(post) == outgoing.reply_to
        and reading.media_count(post) == len(outgoing.media)
        and same_words(outgoing.text, reading.text_of(post), reply=outgoing.reply_to is not None)
    )


def _engagement(counts: Mapping[str, int]) -> Engagement:
    reposts = counts.get("retweet_count", counts.get("repost_count"))
    return Engagement(
        likes=counts.get("like_count"),
        replies=counts.get("reply_count"),
        shares=None if reposts is None else reposts + counts.get("quote_count", 0),
        impressions=counts.get("impression_count"),
    )
