"""The joint law of topic and intent: what is said about what, fitted to both margins by iterative proportional fitting.

Source of the method: Deming and Stephan (1940). Spam, abuse, press and other are drawn apart, without a topic.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from commands.demo.margins import INTENT_MIX, INTENTS, LETTERS, MOOD_GIVEN_INTENT, MOODS, TOPICS, topic_weights

TOPIC_NAMES = tuple(TOPICS)
TOPICAL = tuple(LETTERS)
AFFINITY = (3.0, 2.0, 1.0)  # of the first, second and third intent a topic mostly comes with
ELSE = 0.2


@lru_cache
def topic_and_intent(territory: str, season: str) -> NDArray[np.float64]:
    """Return the probabilities topic × topical intent (summing to 1) for a territory and season."""
    law = np.array([[_affinity(row[4], LETTERS[intent]) for intent in TOPICAL] for row in TOPICS.values()])
    weights = topic_weights(territory, season)
    topics = np.array([weights[topic] for topic in TOPIC_NAMES])
    intents = np.array(INTENT_MIX[territory, season][: len(TOPICAL)], dtype=float)
    intents /= intents.sum()
    for _ in range(200):
        law *= (topics / law.sum(axis=1))[:, None]
        law *= intents / law.sum(axis=0)
    fitted: NDArray[np.float64] = law / law.sum()
    return fitted


def expected_nss(territory: str, season: str) -> float:
    """Return the net sentiment the tables imply: (P − N) / (P + N + U + M) × 100, spam left out."""
    shares = np.array(INTENT_MIX[territory, season], dtype=float)
    moods = np.array([MOOD_GIVEN_INTENT[intent] for intent in INTENTS], dtype=float) / 100
    kept = np.array([intent != "spam" for intent in INTENTS])
    total = (shares[kept, None] * moods[kept]).sum(axis=0)
    positive, negative = total[MOODS.index("positive")], total[MOODS.index("negative")]
    return float((positive - negative) / total.sum() * 100)


def _affinity(mostly: str, letter: str) -> float:
    place = mostly.find(letter)
    return AFFINITY[place] if place >= 0 else ELSE
