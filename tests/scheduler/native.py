"""Three networks as small as can be, each with a handle of another kind: a container, a key for an hour, a chosen name.

None of them is in the product yet; they exercise the places the contract has for such networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import clock
from connectors.contract import Account, Author, Batch, Engagement, Limits, Outgoing, Receipt
from connectors.failures import OutcomeUnknown, Stale, Unsupported
from words import s

KEY_KEPT_FOR = timedelta(hours=1)
CONTAINER_KEPT_FOR = timedelta(hours=24)


class Killed(BaseException):
    """The process ends here, as by SIGKILL: nothing of ours runs after it."""


@dataclass
class Network:
    """What stands on a network. `trouble` names what befalls the next steps, in order; "" is none.

    lost: done, and the answer is lost · never: not done, and no answer · killed: our process ends before the step.
    """

    visible: list[tuple[str, str]] = field(default_factory=list)  # id and text, in order of appearance
    prepared: dict[str, datetime] = field(default_factory=dict)  # container → when it was made
    by_handle: dict[str, tuple[str, datetime]] = field(default_factory=dict)  # handle or key → id, and when
    steps: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def befalls(self, step: str) -> str:
        self.steps.append(step)
        trouble = self.trouble.pop(0) if self.trouble else ""
        if trouble == "killed":
            raise Killed
        if trouble == "never":
            raise OutcomeUnknown
        return trouble

    def show(self, text: str) -> str:
        self.visible.append((str(len(self.visible) + 1), text))
        return self.visible[-1][0]

    def texts(self) -> list[str]:
        return [text for _, text in self.visible]


network = Network()
Speak = Callable[[type], Network]
LIMITS = Limits(text=500, reply_text=500, images=4, image_bytes=1_000_000, read_lag=0.0)


class _Small:
    """What the three have in common."""

    network: ClassVar[str] = "x"
    limits: ClassVar[Limits] = LIMITS

    def __init__(self, account: Account) -> None:
        self.account = account

    def whoami(self) -> Author:
        return Author(self.account.remote_id, self.account.handle)

    def fetch(self, cursor: str | None) -> Batch:
        return Batch((), cursor)

    def measure(self, remote_ids: Sequence[str]) -> Mapping[str, Engagement]:
        return {}

    def withdraw(self, remote_id: str) -> None:
        raise Unsupported(s("Parvis ne parle pas encore ce réseau : {network}.", network="test"))

    def windows(self) -> tuple[Any, ...]:
        return ()

    @staticmethod
    def application(credentials: Mapping[str, str]) -> str:
        return ""

    @staticmethod
    def length(text: str) -> int:
        return len(text)

    @staticmethod
    def remote_id_of(given: str, account: Account) -> str | None:
        return given

    def _answered(self, remote_id: str, trouble: str) -> Receipt:
        if trouble == "lost":
            raise OutcomeUnknown
        return Receipt(remote_id, "", clock.now())

    def _listed(self, outgoing: Outgoing, found: Iterable[tuple[str, str]]) -> Receipt | None:
        mine = [i for i, text in found if text == outgoing.text and i not in outgoing.not_these]
        return Receipt(mine[0]) if mine else None


class Containers(_Small):
    """As Instagram: a container is made unseen, and published once; asked about, it says whether it was."""

    limits: ClassVar[Limits] = replace(LIMITS, proves_absence=True)

    def prepare(self, outgoing: Outgoing) -> str | None:
        trouble = network.befalls("prepare")
        handle = f"container-{len(network.prepared) + 1}"
        network.prepared[handle] = clock.now()
        if trouble == "lost":
            raise OutcomeUnknown
        return handle

    def publish(self, outgoing: Outgoing) -> Receipt:
        trouble = network.befalls(f"publish {outgoing.handle}")
        assert outgoing.handle is not None
        if clock.now() - network.prepared[outgoing.handle] >= CONTAINER_KEPT_FOR:
            raise Stale(s("Ce qui avait été préparé est échu : rien n'est visible."))
        if outgoing.handle not in network.by_handle:
            network.by_handle[outgoing.handle] = (network.show(outgoing.text), clock.now())
        return self._answered(network.by_handle[outgoing.handle][0], trouble)

    def find(self, outgoing: Outgoing, since: datetime) -> Receipt | None:
        network.befalls(f"find {outgoing.handle}")
        if outgoing.handle is None:
            return self._listed(outgoing, network.visible)
        known = network.by_handle.get(outgoing.handle)
        return Receipt(known[0]) if known else None


class Keyed(_Small):
    """As Mastodon: a write with the same key is the first one again, for an hour."""

    limits: ClassVar[Limits] = replace(LIMITS, handles_repeat=True, repeat_for=KEY_KEPT_FOR)

    def publish(self, outgoing: Outgoing) -> Receipt:
        trouble = network.befalls("publish")
        known = network.by_handle.get(outgoing.key)
        if known is None or clock.now() - known[1] >= KEY_KEPT_FOR:
            known = network.by_handle[outgoing.key] = (network.show(outgoing.text), clock.now())
        return self._answered(known[0], trouble)

    def find(self, outgoing: Outgoing, since: datetime) -> Receipt | None:
        network.befalls("find")
        return self._listed(outgoing, network.visible)


class Named(_Small):
    """As Bluesky: we choose the record's name beforehand; writing it twice is writing it once, for ever."""

    limits: ClassVar[Limits] = replace(LIMITS, handles_repeat=True, proves_absence=True)

    def prepare(self, outgoing: Outgoing) -> str | None:
        return f"{outgoing.key}|{clock.now().isoformat()}"

    def publish(self, outgoing: Outgoing) -> Receipt:
        trouble = network.befalls(f"publish {outgoing.handle}")
        assert outgoing.handle is not None
        if outgoing.handle not in network.by_handle:
            network.by_handle[outgoing.handle] = (network.show(outgoing.text), clock.now())
        return self._answered(network.by_handle[outgoing.handle][0], trouble)

    def find(self, outgoing: Outgoing, since: datetime) -> Receipt | None:
        network.befalls(f"find {outgoing.handle}")
        known = network.by_handle.get(outgoing.handle or "")
        return Receipt(known[0]) if known else None
