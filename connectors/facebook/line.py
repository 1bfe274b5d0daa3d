"""How we speak to Graph: facebook-sdk, unmodified, one question at a time. Knows no post."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import facebook
import requests

from connectors.facebook.errors import explain
from connectors.wire import Patience, Wire, ask, cut, fit

VERSION = "v26.0"
NOT_OURS = frozenset({"access_token", "appsecret_proof"})
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A Graph client with its wire; `proof` goes along with each request when the app's secret is known."""

    graph: facebook.GraphAPI
    wire: Wire
    proof: Mapping[str, str]

    def read(self, path: str, **args: Any) -> Answer:
        """Return the object or the list at `path`. Raises Unreachable for what is no answer of Graph."""
        answer = ask(lambda: self._request(path, args={**args, **self.proof}), explain(self.wire, write=False))
        if not isinstance(answer, Mapping) or self.wire.status != 200:
            raise self.wire.trouble(write=False)
        return answer

    def items(self, path: str, *, most: int = 20, whole: bool = False, **args: Any) -> Iterator[Answer]:
        """Yield the items of a list, following `paging.next` over at most `most` pages; a page may be empty.

        `whole`: for who takes what is not in it as absent. Raises Unreachable when more pages were left.
        """
        for _ in range(most):
            page = self.read(path, **args)
            yield from page["data"]
            following = (page.get("paging") or {}).get("next")
            if not following:
                return
            args = {k: v for k, v in parse_qsl(urlsplit(str(following)).query) if k not in NOT_OURS}
        if whole:
            raise cut("Facebook")

    def write(self, call: Callable[..., Any], *args: Any, **data: Any) -> Answer:
        """Make one change through a verb of the library; return Graph's answer as it is."""
        answer = ask(lambda: call(*args, **data, **self.proof), explain(self.wire, write=True))
        if not isinstance(answer, Mapping) or self.wire.status != 200:
            raise self.wire.trouble(write=True)
        return answer

    def change(self, path: str, **data: str) -> Answer:
        """Change the object at `path`."""
        return self.write(lambda **all_data: self._request(path, post_args=all_data), **data)

    def delete(self, path: str) -> Answer:
        """Delete the object at `path`; the library's own verb takes no proof."""
        return self.write(lambda **proof: self._request(path, args=proof, method="DELETE"))

    def _request(self, path: str, **options: Any) -> Any:
        return self.graph.request(f"{self.graph.version}/{path}", **options)


def line(credentials: Mapping[str, str], patience: Patience) -> Line:
    """Open a line with a page's token. The library knows no version above 3.1: the right one is set afterwards."""
    token = credentials.get("access_token", "").strip()
    secret = credentials.get("app_secret", "").strip()
    session = requests.Session()
    wire = fit(session, "Facebook", patience)
    graph = facebook.GraphAPI(token, session=session)
    graph.version = VERSION
    signed = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest() if secret else ""
    return Line(graph, wire, {"appsecret_proof": signed} if secret else {})
