"""How we speak to X: tweepy's client, unmodified, one question at a time. Knows no post."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tweepy

from connectors.wire import Patience, Wire, ask, cut, fit
from connectors.x.errors import explain, refused

Answer = Mapping[str, Any]
OAUTH1 = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")


@dataclass(frozen=True)
class Line:
    """A client with its wire; `user_auth` is tweepy's word for signing with the four OAuth 1.0a secrets."""

    client: tweepy.Client
    wire: Wire
    user_auth: bool

    def read(self, verb: Callable[..., Any], *args: Any, partial: bool = False, **params: Any) -> Answer:
        """Return the answer to a question. `partial`: errors about single items are no failure."""
        answer = ask(lambda: verb(*args, user_auth=self.user_auth, **params), explain(self.wire, write=False))
        if not isinstance(answer, Mapping):
            raise self.wire.trouble(write=False)
        if answer.get("errors") and not answer.get("data") and not partial:
            raise refused(answer, self.wire)
        return answer

    def write(self, verb: Callable[..., Any], *args: Any, **params: Any) -> Answer:
        """Change something, once; return `data`. Raises OutcomeUnknown when the answer holds none."""
        answer = ask(lambda: verb(*args, user_auth=self.user_auth, **params), explain(self.wire, write=True))
        data = answer.get("data") if isinstance(answer, Mapping) else None
        if not isinstance(data, Mapping):
            raise self.wire.trouble(write=True)
        return data

    def pages(
        self,
        verb: Callable[..., Any],
        *args: Any,
        next_as: str = "pagination_token",
        most: int = 8,
        whole: bool = False,
        **params: Any,
    ) -> Iterator[Answer]:
        """Yield the pages of a list, at most `most`; `next_as` is the name under which the next one is asked for.

        `whole`: for who takes what is not in it as absent. Raises Unreachable when more pages were left.
        """
        for _ in range(most):
            answer = self.read(verb, *args, **params)
            yield answer
            params[next_as] = (answer.get("meta") or {}).get("next_token")
            if not params[next_as]:
                return
        if whole:
            raise cut("X")


def line(credentials: Mapping[str, str], patience: Patience) -> Line:
    """Open a line with OAuth 1.0a when its four secrets are there, else with the OAuth 2 user token."""
    given = {name: credentials[name].strip() for name in (*OAUTH1, "bearer_token") if credentials.get(name)}
    signed = all(name in given for name in OAUTH1)
    client = tweepy.Client(**given, return_type=dict, wait_on_rate_limit=False)
    return Line(client, fit(client.session, "X", patience), signed)
