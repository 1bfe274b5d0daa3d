"""What visitors want, as people say it."""

from __future__ import annotations

from words import t


def names() -> dict[str, str]:
    """Return the intents a message may have."""
    return {
        "question": t("Question"),
        "complaint": t("Réclamation"),
        "praise": t("Compliment"),
        "suggestion": t("Suggestion"),
        "report": t("Signalement"),
        "press": t("Presse"),
        "thanks": t("Remerciement"),
        "spam": t("Publicité"),
        "abuse": t("Insulte"),
        "other": t("Autre"),
    }
