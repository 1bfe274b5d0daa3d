"""Facebook Pages, through facebook-sdk. One page for each instance; keeps no state and decides nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar

from connectors import cursor as cursors
from connectors.contract import Account, Author, Batch, Engagement, Limits, Media, Outgoing, Receipt
from connectors.facebook import addresses, fetching, reading
from connectors.facebook import windows as limits_told
from connectors.facebook.errors import Gone
from connectors.facebook.line import line
from connectors.facebook.measuring import engagement
from connectors.failures import OutcomeUnknown, Rejected, Unsupported
from connectors.sameness import same_words
from connectors.windows import Window
from connectors.wire import PATIENCE, Patience, legible
from words import s

__all__ = ["FacebookPage"]

CLOCKS_APART = timedelta(seconds=60)


class FacebookPage:
    """A Facebook page. Credentials: `access_token` of the page, and `app_secret` for the proof Meta may ask for."""

    network: ClassVar[str] = "facebook"
    limits: ClassVar[Limits] = Limits(
        text=63_206,
        reply_text=8_000,
        images=10,
        image_bytes=4_000_000,
        alt_text=1000,
        hides=True,
        read_lag=30.0,
        refuses_repeats=True,
    )

    def __init__(self, account: Account, patience: Patience = PATIENCE) -> None:
        self.account = account
        self.line = line(account.credentials, patience)

    @legible
    def whoami(self) -> Author:
        """Return the page Graph sees behind the token."""
        me = self.line.read("me", fields="id,name,username")
        return Author(str(me["id"]), str(me.get("username") or ""), str(me.get("name") or ""))

    @legible
    def fetch(self, cursor: str | None) -> Batch:
        """Return comments, visitors' posts and tags since `cursor`."""
        before = cursors.opened(cursor)
        return cursors.batch(before, fetching.everything(self.line, self.account.remote_id, before.since))

    def publish(self, outgoing: Outgoing) -> Receipt:
        """Upload the pictures unseen, then post or comment: one visible request, never repeated here."""
        if outgoing.reply_to and outgoing.media:
            raise Unsupported(s("Facebook : une réponse ne peut pas porter d'image."))
        pictures = self._uploaded(outgoing.media)
        data = {"message": outgoing.text} if outgoing.text else {}
        # the library mangles a list: each picture goes under its own indexed name
        data |= {f"attached_media[{n}]": json.dumps({"media_fbid": i}) for n, i in enumerate(pictures)}
        place = (outgoing.reply_to, "comments") if outgoing.reply_to else (self.account.remote_id, "feed")
        answer = self.line.write(self.line.graph.put_object, *place, **data)
        return Receipt(self._id(answer), reading.permalink(answer))

    @legible
    def find(self, outgoing: Outgoing, since: datetime) -> Receipt | None:
        """Return our oldest post or comment since `since` with these words, in this place, with as many pictures."""
        earliest = since - CLOCKS_APART
        ours = [item for item in self._own(outgoing.reply_to, earliest) if _is(item, outgoing, earliest)]
        mine = sorted((i for i in ours if str(i["id"]) not in outgoing.not_these), key=reading.written_at)
        return Receipt(str(mine[0]["id"]), reading.permalink(mine[0]), reading.written_at(mine[0])) if mine else None

    @legible
    def measure(self, remote_ids: Sequence[str]) -> Mapping[str, Engagement]:
        """Return reactions, comments, shares and views; asked one by one, as one bad id spoils a common question."""
        known = ((remote_id, engagement(self.line, remote_id)) for remote_id in remote_ids)
        return {remote_id: earned for remote_id, earned in known if earned is not None}

    def withdraw(self, remote_id: str) -> None:
        """Delete what the page wrote, or hide another's comment; what is gone already is fine."""
        try:
            author = reading.author_id(self.line.read(remote_id, fields="from"))
        except Gone:
            return
        ours = author == self.account.remote_id
        answer = self.line.delete(remote_id) if ours else self.line.change(remote_id, is_hidden="true")
        if not answer.get("success"):
            raise self.line.wire.trouble(write=True)

    def windows(self) -> tuple[Window, ...]:
        """Return what Graph's headers said of the use this page and its application made of it, in per cent."""
        return limits_told.windows(self.line.wire.heard, self.account.remote_id)

    @staticmethod
    def application(credentials: Mapping[str, str]) -> str:
        """Return the application's secret or its number: Graph needs neither, so they may be missing."""
        return credentials.get("app_secret") or credentials.get("app_id") or ""

    @staticmethod
    def length(text: str) -> int:
        """Count characters, as Facebook does."""
        return len(text)

    @staticmethod
    def remote_id_of(given: str, account: Account) -> str | None:
        """Return the id in a number or an address of this account's post."""
        return addresses.remote_id_of(given, account)

    def _uploaded(self, media: Sequence[Media]) -> list[str]:
        """Upload unpublished photos; they are invisible, so an unclear outcome is `Unreachable`: try again."""
        try:
            return [self._photo(picture) for picture in media]
        except OutcomeUnknown:
            failure = self.line.wire.trouble(write=False)
        raise failure

    def _photo(self, picture: Media) -> str:
        told = {"published": "false"} | ({"alt_text_custom": picture.alt} if picture.alt else {})
        source = (picture.name, picture.content, picture.mime)
        album = f"{self.account.remote_id}/photos"
        return self._id(self.line.write(self.line.graph.put_photo, source, album_path=album, **told))

    def _own(self, parent: str | None, since: datetime) -> Iterator[reading.Item]:
        asked: dict[str, Any] = {"since": int(since.timestamp()), "limit": fetching.PAGE}
        if parent is None:
            posts = f"{self.account.remote_id}/published_posts"
            yield from self.line.items(posts, whole=True, fields=reading.POST, **asked)
            return
        asked |= {"fields": reading.COMMENT, "filter": "stream", "order": "reverse_chronological"}
        with suppress(Gone):  # our answer went with what it answered
            for place in (parent, *self._above(parent)):
                comments = self.line.items(f"{place}/comments", whole=True, **asked)
                yield from (c for c in comments if reading.author_id(c) == self.account.remote_id)

    def _above(self, remote_id: str) -> list[str]:
        """Return the comment that `remote_id` answers: Graph hangs an answer to an answer under the first comment."""
        try:
            return [str(self.line.read(remote_id, fields="parent{id}")["parent"]["id"])]
        except (Rejected, KeyError):  # a post has no such field, a first comment no parent
            return []

    def _id(self, answer: Mapping[str, object]) -> str:
        if not answer.get("id"):
            raise self.line.wire.trouble(write=True)
        return str(answer["id"])


def _is(item: reading.Item, outgoing: Outgoing, earliest: datetime) -> bool:
    return (
        reading.written_at(item) >= earliest
        and same_words(outgoing.text, str(item.get("message") or ""))
        and reading.media_count(item) == len(outgoing.media)
    )
