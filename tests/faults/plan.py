"""What a round says and when: accounts, words and their times, all drawn from one seed. Knows no clock and no database.

Every delivery's words carry a mark; the two of a pair are the same to the last letter, mark included.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PACE = {"short": 10.0, "long": 16.0}  # deliveries that fall due in a second
REPLIES, PICTURES, WALL, PAIRS = 0.2, 0.06, 0.08, 0.06  # shares of all deliveries
KINDS = ("x", "x-pair", "facebook")  # four signed secrets, an OAuth 2 pair that rotates, a page
MARK = re.compile(r"\[(\w+)\]")
SHORT = 400  # deliveries up to which a round is made to last seconds, not minutes


@dataclass(frozen=True)
class Wish:
    """What a round is asked to be. `fenced` False: the workers' fence is broken on purpose."""

    deliveries: int
    workers: int
    database: str
    seed: int
    engine: str = "scheduler"
    fenced: bool = True

    @property
    def short(self) -> bool:
        """Tell whether the round must last seconds."""
        return self.deliveries <= SHORT

    @property
    def lasts_for(self) -> float:
        """Seconds during which words fall due and faults strike."""
        return max(16.0, self.deliveries / PACE["short" if self.short else "long"])


@dataclass(frozen=True)
class Place:
    """One account: of which city, on which network, connected how (one of KINDS)."""

    number: int
    city: str
    kind: str

    @property
    def network(self) -> str:
        """The network as the hub names it."""
        return self.kind.partition("-")[0]

    @property
    def remote_id(self) -> str:
        """Its id on the network."""
        return str(7_000_000 + self.number)

    @property
    def handle(self) -> str:
        """Its public name."""
        return f"compte_{self.number}"


@dataclass(frozen=True)
class Words:
    """One delivery to be: due so many seconds after the start, said how: post, wall (by wall time) or reply."""

    mark: str
    place: Place
    how: str
    due_in: float
    text: str
    picture: bool = False


def places(wish: Wish) -> list[Place]:
    """Return the accounts of a round: three in each city, more cities for more words."""
    cities = min(20, max(4, wish.deliveries // 150))
    return [Place(number, f"ville-{number // 3 + 1}", KINDS[number % 3]) for number in range(cities * 3)]


def words(wish: Wish, accounts: list[Place]) -> list[Words]:
    """Return every delivery of a round, earliest first."""
    dice = random.Random(f"{wish.seed} words")
    said: list[Words] = []
    while len(said) < wish.deliveries:
        one = _one(dice, len(said), dice.choice(accounts), wish.lasts_for)
        said.append(one)
        if one.how == "post" and dice.random() < PAIRS and len(said) < wish.deliveries:
            later = one.due_in + dice.uniform(1, wish.lasts_for / 3)
            said.append(Words(one.mark, one.place, "post", min(later, wish.lasts_for), one.text, one.picture))
    return sorted(said, key=lambda one: (one.due_in, one.mark))


def due(said: Sequence[Words], starts_at: datetime) -> dict[str, list[datetime]]:
    """Return when each mark is to be due; replies are due when people send them."""
    found: dict[str, list[datetime]] = {}
    for one in said:
        if one.how != "reply":
            found.setdefault(one.mark, []).append(starts_at + timedelta(seconds=one.due_in))
    return found


def _one(dice: random.Random, number: int, place: Place, lasts_for: float) -> Words:
    mark, drawn = f"n{number:05}", dice.random()
    how = "reply" if drawn < REPLIES else "wall" if drawn < REPLIES + WALL else "post"
    due_in = dice.uniform(0, lasts_for * 0.8)
    if dice.random() < 0.3:  # many of one account in the same second
        due_in = float(int(due_in / 5) * 5)
    if how == "wall":  # people type whole seconds at best
        due_in = float(int(due_in) + 1)
    return Words(mark, place, how, due_in, _text(dice, mark, place), how == "post" and dice.random() < PICTURES)


def _text(dice: random.Random, mark: str, place: Place) -> str:
    opening = dice.choice(("Marché de l'Avent", "Visite guidée & contée", "Horaires <d'hiver>", "Fête au château"))
    link = dice.choice(("", f" https://example.org/{mark}", f" http://example.org/a?b={mark}&c=é"))
    return (
        f"{opening} à {place.city.title()} [{mark}]{link} {dice.choice(('', '#Alsace', '🎄', 'À bientôt !'))}".strip()
    )
