"""What is done with the chances of negative, neutral and positive once a tier has given them."""

from __future__ import annotations

from collections.abc import Mapping

from sentiment.judgement import Class


def most_probable(probabilities: Mapping[Class, float]) -> Class:
    """Return the class of the highest probability; neutral wins a tie."""
    return max(("neutral", "negative", "positive"), key=lambda name: probabilities[name])


def worsened(chances: Mapping[Class, float], negative: float) -> dict[Class, float]:
    """Return chances whose negative one is at least `negative`, the others shrunk alike."""
    if chances["negative"] >= negative:
        return dict(chances)
    left = (1 - negative) / (1 - chances["negative"])
    return {name: negative if name == "negative" else share * left for name, share in chances.items()}
