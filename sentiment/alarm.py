"""Raises the alarm for danger: by words of the tables, or by what the deep judge tells. False friends are the tables'.

The model alone is never louder than words: it lifts a text to the least weight that alarms, and no further.
"""

from __future__ import annotations

from dataclasses import replace

from sentiment.danger_head import Told
from sentiment.judgement import Flag
from sentiment.reasons import quoted
from sentiment.urgency import ALARM_FROM, Danger
from words import s

_MOST_SAID = 99  # of a hundred: an estimate is never certain


def with_told(risk: Danger, told: Told | None) -> Danger:
    """Return the danger of a text where the deep judge tells of it too; nothing told changes nothing.

    Films, anniversaries, football and other centuries silence it; a word set aside as harmless asks for much more.
    """
    if told is None or risk.weight >= ALARM_FROM or risk.elsewhere:
        return risk
    if told.surely or (told.alarms and risk.set_aside is None):
        return replace(risk, weight=ALARM_FROM, words=(), set_aside=None, estimate=told.chance)
    return risk


def flag_of(risk: Danger) -> Flag:
    """Return the flag of an alarm, with its reason: the words typed, or the estimate where only the model alarms."""
    if risk.estimate is None:
        return Flag("safety", s("Parle d’un danger : {words}.", words=quoted(risk.words)))
    share = min(_MOST_SAID, round(100 * risk.estimate))
    return Flag("safety", s("Se lit comme l’annonce d’un danger (estimation : {share} %).", share=share))
