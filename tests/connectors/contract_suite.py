"""The suite every connector passes: inherit it, name the network, and run."""

from __future__ import annotations

from tests.connectors.suite_pacing import Pacing
from tests.connectors.suite_reading import Reading
from tests.connectors.suite_writing import Writing


class ContractSuite(Reading, Writing, Pacing):
    """All points of the contract, against the sandbox and over the unmodified client library."""
