"""The one place where bytes leave. Mounted on the session of an unmodified client library.

It sets time-outs, turns traffic to the sandbox when told to, and names what went wrong on the way.
It never retries, never follows a redirection, and lets no token into a log line or an error.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from time import monotonic
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

import clock
from connectors.failures import Failure, OutcomeUnknown, Unreachable
from connectors.fence import POOLS, READS, Closed
from connectors.hush import hush
from settings import settings
from words import s

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
LARGEST_ANSWER = 32 * 2**20
NOT_A_BYTE_LEFT = (NewConnectionError, ConnectTimeoutError, ssl.SSLCertVerificationError)


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds: for a connection, for the next bytes, for a whole request and its answer."""

    connect: float = 5.0
    read: float = 15.0
    whole: float = 45.0

    @property
    def longest(self) -> float:
        """What one request takes at most: the last bytes may be waited for when `whole` is nearly over."""
        return self.whole + self.read


PATIENCE = Patience()


@dataclass(frozen=True)
class Heard:
    """The headers of an answer, and when it came."""

    headers: Mapping[str, str]
    at: datetime


class Wire(HTTPAdapter):
    """A transport adapter. `status` and `headers` are those of the last answer (None and empty when none came).

    `heard` is the last answer to each request ("GET /2/users/99/mentions"), in the order they came.
    """

    def __init__(self, network: str, patience: Patience = PATIENCE) -> None:
        super().__init__(max_retries=0)
        self.network = network
        self.patience = patience
        self.status: int | None = None
        self.headers: Mapping[str, str] = {}
        self.heard: dict[str, Heard] = {}

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Put every connection behind the fence."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        """Put connections through a proxy behind the fence too."""
        manager = super().proxy_manager_for(*args, **options)
        manager.pool_classes_by_scheme = POOLS
        return manager

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        """Send `request` once and read the whole answer. Raises `Unreachable` or `OutcomeUnknown`, nothing else."""
        self.status, self.headers = None, {}
        until = monotonic() + self.patience.whole
        options |= {"stream": True, "timeout": (self.patience.connect, self.patience.read)}
        if settings().sandbox_url:
            request, options["proxies"] = aimed(request, settings().sandbox_url), {}
        try:
            response = super().send(request, **options)
            self._read(response, until)
        except Closed as closed:
            failure = closed.failure
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            failure = self.trouble(request.method not in READS, before=_before_any_byte(error))
        else:
            self.status, self.headers = response.status_code, response.headers
            self._remember(f"{request.method} {urlsplit(request.url or '').path}")
            if not response.is_redirect:
                return response
            failure = self.trouble(request.method not in READS)
        raise failure  # outside the `except`: the original, which holds the address and its token, is not chained

    def _remember(self, asked: str) -> None:
        self.heard.pop(asked, None)
        self.heard[asked] = Heard(self.headers, clock.now())

    def trouble(self, write: bool, *, before: bool = False) -> Failure:
        """Name a failure on the way: `before` says that not one byte of the request had left."""
        if before:
            return Unreachable(s("{network} est injoignable : rien n'est parti.", network=self.network))
        if not write:
            return Unreachable(s("{network} ne répond pas bien en ce moment.", network=self.network))
        return OutcomeUnknown(s("{network} n'a pas confirmé : c'est peut-être parti.", network=self.network))

    def _read(self, response: requests.Response, until: float) -> None:
        """Read the body here, so that a break half-way is named here; a server that drips does not hold us."""
        size, body = 0, []
        while chunk := response.raw.read1(2**16, decode_content=True):
            size += len(chunk)
            if size > LARGEST_ANSWER or monotonic() > until:
                response.close()
                raise requests.exceptions.ReadTimeout
            body.append(chunk)
        response._content = b"".join(body)


def fit(session: requests.Session, network: str, patience: Patience = PATIENCE) -> Wire:
    """Mount a wire on a library's session, silence the libraries' loggers, and return the wire."""
    wire = Wire(network, patience)
    session.mount("https://", wire)
    session.mount("http://", wire)
    hush()
    return wire


def aimed(request: requests.PreparedRequest, target: str) -> requests.PreparedRequest:
    """Return `request` with its socket turned to `target`; the server still sees the original host and scheme."""
    url = urlsplit(request.url or "")
    turned = request.copy()
    turned.headers["Host"] = str(url.netloc)
    turned.headers["X-Forwarded-Proto"] = str(url.scheme)
    turned.url = target + str(url.path or "/") + (f"?{url.query}" if url.query else "")
    return turned


def ask(call: Callable[[], T], explain: Callable[[Exception], Failure]) -> T:
    """Run a client library's call; whatever it raises comes out as a named failure, never chained to the original.

    The original's text may hold a token, so only its class is logged. `explain` names it.
    """
    try:
        return call()
    except Failure:
        raise
    except Exception as error:
        failure = explain(error)
        log.info("a client library failed", extra={"error": type(error).__name__, "failure": type(failure).__name__})
    raise failure


def cut(network: str) -> Unreachable:
    """Name a list that goes on after the last page we read: what was not seen in it may be there."""
    return Unreachable(s("{network} : la liste est trop longue pour être lue en entier.", network=network))


def legible(read: Callable[P, T]) -> Callable[P, T]:
    """Decorate a reading verb: an answer in a shape we do not know is `Unreachable`, not a crash."""

    @wraps(read)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        return ask(lambda: read(*args, **kwargs), lambda _: Unreachable(s("Le réseau a répondu de façon illisible.")))

    return told


def _before_any_byte(error: BaseException) -> bool:
    return any(isinstance(cause, NOT_A_BYTE_LEFT) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    yield error
    for cause in (*error.args, getattr(error, "reason", None), getattr(error, "original_error", None)):
        if isinstance(cause, BaseException):
            yield from _causes(cause)
