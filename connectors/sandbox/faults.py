"""The networks' bad days, on demand; which request meets which fault is drawn with a seed, so a run can be repeated."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import words

# name -> seconds it takes when the rule does not say
FAULTS: dict[str, float] = {
    "commit_then_drop": 0,  # done, and the line is cut without a word
    "commit_then_cut": 0,  # done, and the line is cut in the middle of the answer
    "commit_then_5xx": 0,  # done, and a server error is answered
    "commit_then_garbage": 0,  # done, and an unreadable 2xx is answered
    "commit_then_oops": 0,  # done, and a JSON object without id nor error is answered
    "commit_then_html": 0,  # done, and a page of HTML is answered with 200
    "slow_then_commit": 12,  # nothing for so many seconds, then done, then answered
    "commit_then_slow": 12,  # done, then nothing for so many seconds, then answered
    "error_5xx_before": 0,  # not done: a server error
    "html_502_before": 0,  # not done: a page of HTML with 502
    "drop_before": 0,  # not done: the line is cut
    "rate_limited": 900,  # not done: come back in so many seconds
    "rate_limited_bare": 0,  # not done: come back, without saying when
    "out_of_credit": 0,  # not done: X 402; Graph 80001
    "token_expired": 0,  # not done: X 401; Graph 190/463
    "duplicate_403": 0,  # not done: X 403 duplicate; Graph 506
    "not_summoned": 0,  # not done: X 403; Graph 200
    "read_lag": 20,  # done and answered; in the lists only after so many seconds
}


@dataclass
class Rule:
    """When a fault strikes: host, method and the path's end by shell pattern, with a probability, so many times."""

    fault: str
    host: str = "*"
    method: str = "*"
    path: str = "*"
    probability: float = 1.0
    times: int | None = None
    seconds: float = 0.0

    def meets(self, method: str, host: str, path: str) -> bool:
        """Tell whether a request is one this rule speaks of."""
        wanted = ((method, self.method.upper()), (host, self.host.lower()), (path, f"*{self.path}"))
        return self.times != 0 and all(fnmatchcase(given, pattern) for given, pattern in wanted)


class Faults:
    """The rules in force. Kept in memory: a sandbox started anew is in good health."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.seed: int | None = None
        self.struck: Counter[str] = Counter()
        self._dice = random.Random()

    def set(self, rules: list[Mapping[str, Any]], seed: int | None = None) -> None:
        """Replace every rule; ValueError with a sentence for a rule that cannot be read."""
        self.rules = [_rule(one) for one in rules]
        self.seed = seed
        self._dice = random.Random(seed)

    def draw(self, method: str, host: str, path: str) -> tuple[Rule | None, float]:
        """Return the fault that strikes this request (or None), and the read lag in seconds its object gets."""
        struck: Rule | None = None
        lag = 0.0
        for rule in self.rules:
            if (struck and rule.fault != "read_lag") or not rule.meets(method, host, path):
                continue
            if self._dice.random() >= rule.probability:
                continue
            if rule.times is not None:
                rule.times -= 1
            self.struck[rule.fault] += 1
            if rule.fault == "read_lag":
                lag = max(lag, rule.seconds)
            else:
                struck = rule
        return struck, lag

    def shown(self) -> dict[str, Any]:
        """Return the rules in force, every fault there is, and how often each struck since the sandbox started."""
        rules = [vars(rule) for rule in self.rules]
        return {"rules": rules, "seed": self.seed, "faults": sorted(FAULTS), "struck": dict(self.struck)}


def _rule(given: Mapping[str, Any]) -> Rule:
    name = given.get("fault", "")
    if name not in FAULTS:
        raise ValueError(words.t("Le bac à sable ne connaît pas la panne « {name} ».", name=name))
    unknown = set(given) - set(Rule.__dataclass_fields__)
    if unknown:
        raise ValueError(words.t("Une règle de panne n'a pas de champ « {name} ».", name=sorted(unknown)[0]))
    rule = Rule(**{"seconds": FAULTS[name], **{key: value for key, value in given.items() if value is not None}})
    if not 0 <= rule.probability <= 1:
        raise ValueError(words.t("La probabilité d'une panne va de 0 à 1."))
    return rule
