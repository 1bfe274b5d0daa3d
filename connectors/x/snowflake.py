"""X ids carry their time: milliseconds since X's epoch, above 22 bits of sequence. Nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime.fromtimestamp(1_288_834_974.657, UTC)


def id_at(moment: datetime) -> str:
    """Return the smallest id X could have given at `moment`; "1" before X began."""
    milliseconds = (moment - EPOCH) // timedelta(milliseconds=1)
    return str(max(milliseconds << 22, 1))


def time_of(remote_id: str) -> datetime:
    """Return when X gave `remote_id`, in UTC. Raises ValueError for what is no id of X."""
    return EPOCH + timedelta(milliseconds=int(remote_id) >> 22)
