"""A time without zone does not come in from a network, nor go on record as the moment something was seen there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors import CONNECTORS, connector_class
from connectors.contract import Author, Mention, Receipt

NAIVE, AWARE = datetime(2026, 12, 5, 10, 0), datetime(2026, 12, 5, 10, 0, tzinfo=UTC)


def test_a_message_or_a_receipt_without_a_zone_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="sans fuseau"):
        Mention("1", "1", Author("1"), "Bonjour", NAIVE)
    with pytest.raises(ValueError, match="sans fuseau"):
        Receipt("1", "", NAIVE)
    assert Mention("1", "1", Author("1"), "Bonjour", AWARE).posted_at == AWARE
    assert Receipt("1").visible_at is None


def test_every_network_says_whether_it_refuses_the_same_words_twice() -> None:
    refuses = {name for name in CONNECTORS if connector_class(name).limits.refuses_repeats}
    assert {"x", "facebook"} <= refuses  # both answer with an error of their own for it
