"""Strikes: does to workers, networks, database and clock what the plan says, and counts what really struck."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from connectors.sandbox.running import Sandbox
from tests.faults import hub, weather
from tests.faults.ground import Ground
from tests.faults.network import listening
from tests.faults.plan import Wish
from tests.faults.processes import Child
from tests.faults.sky import Sky
from tests.faults.staff import Staff, persist
from tests.faults.strikes import Strike

UNSTRUCK = 10  # with fewer left in the queue, no fault is waited for any more


class Fate:
    """All that may befall a round. `struck` counts by kind, the networks' faults included."""

    def __init__(
        self,
        wish: Wish,
        ground: Ground,
        sky: Sky,
        network: Child,
        workers: Sequence[Child],
        sandbox: Sandbox,
        staff: Staff,
        diary: Path,
    ) -> None:
        self.struck: Counter[str] = Counter()
        self._diary = diary
        self._wish, self._ground, self._sky, self._staff = wish, ground, sky, staff
        self._network, self._workers, self._sandbox = network, workers, sandbox
        self._dice = random.Random(f"{wish.seed} whom")
        self._rules: Sequence[object] = ()
        self._counted: Counter[str] = Counter()  # what the running sandbox had struck with when it was last asked
        self._talk = threading.RLock()  # nobody asks the sandbox while it is down
        self._doers: dict[str, Callable[[Strike], None]] = {
            "kill": self._kill,
            "term": self._term,
            "pause": self._pause,
            "long pause": self._pause,
            "no network": self._no_network,
            "wrong clock": self._wrong_clock,
            "tokens rotated": self._rotate,
            "freeze": lambda strike: self._staff.freeze(self._city(), strike.lasts_for),
            "disk full": self._disk_full,
            "database locked": lambda strike: self._ground.lock(strike.lasts_for),
            "database restart": lambda _: self._ground.restart(),
            "connections cut": lambda _: self._ground.cut(),
        }

    def strike(self, strike: Strike) -> None:
        """Do one strike to its end."""
        self._note(f"{strike.kind} begins")
        self._doers[strike.kind](strike)
        self.struck[strike.kind] += 1
        self._note(f"{strike.kind} is over")

    def _note(self, what: str) -> None:
        """Write down when something struck, beside the logs of what it struck."""
        with self._diary.open("a") as diary:
            diary.write(f"{datetime.now(UTC).isoformat()} {what}\n")

    def weather(self, spell: int | None) -> None:
        """Change the weather (None: good health)."""
        with self._talk:
            self.count_weather()
            self._rules = [] if spell is None else weather.rules(self._wish, spell, self.struck)
            self._forecast()

    def missing(self) -> frozenset[str]:
        """Return the networks' faults that have not struck yet, while they still can."""
        with self._talk:
            self.count_weather()
            return weather.FAULTS - self.struck.keys() if persist(hub.states)["queued"] > UNSTRUCK else frozenset()

    def count_weather(self) -> None:
        """Add up what the sandbox struck with since it was last asked."""
        with self._talk:
            found = Counter(self._sandbox.ask("GET", "/_sandbox/faults")["struck"])
            self.struck += found - self._counted
            self._counted = found

    def _forecast(self) -> None:
        self._sandbox.ask("PUT", "/_sandbox/faults", {"rules": self._rules, "seed": self._dice.randrange(2**31)})

    def _kill(self, strike: Strike) -> None:
        self._whom().send(signal.SIGKILL)

    def _term(self, strike: Strike) -> None:
        """Ask a worker to end, as every update does: it must drain and go."""
        worker = self._whom()
        worker.stop(signal.SIGTERM)
        worker.start()

    def _pause(self, strike: Strike) -> None:
        worker = self._whom()
        worker.send(signal.SIGSTOP)
        time.sleep(strike.lasts_for)
        worker.send(signal.SIGCONT)

    def _no_network(self, strike: Strike) -> None:
        """Take the network away, hard: what was on the way may or may not have been done."""
        with self._talk:
            self.count_weather()
            self._network.stop(signal.SIGKILL)
            self._counted = Counter()
            time.sleep(strike.lasts_for)
            self._network.start()
            listening(self._sandbox, self._network)
            self._forecast()

    def _wrong_clock(self, strike: Strike) -> None:
        self._sky.err(strike.much)
        time.sleep(strike.lasts_for)
        self._sky.err(-strike.much)

    def _rotate(self, strike: Strike) -> None:
        """A person reconnects an account that works: what is on its way carries the old keys."""
        with self._talk:
            self._staff.reconnect(self._dice.choice(sorted(self._staff.places)))

    def _disk_full(self, strike: Strike) -> None:
        pids = [worker.pid for worker in self._workers]
        self._ground.fill_disk([pid for pid in pids if pid], strike.lasts_for)

    def _whom(self) -> Child:
        worker = self._dice.choice(self._workers)
        self._note(f"… on {worker.name} ({worker.pid})")
        return worker

    def _city(self) -> str:
        return self._dice.choice(sorted(self._staff.laid.cities))
