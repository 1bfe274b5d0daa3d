"""What a network allows and how it counts, asked of its class alone: no instance is made, no network is waited for."""

from __future__ import annotations

from connectors import CONNECTORS, connector_class
from connectors.contract import Limits


def spoken() -> tuple[str, ...]:
    """Return the networks we speak, by code."""
    return tuple(CONNECTORS)


def limits(network: str) -> Limits | None:
    """Return a network's limits; None for one we do not speak."""
    return connector_class(network).limits if network in CONNECTORS else None


def length(network: str, text: str) -> int:
    """Count a text as the network counts it."""
    return connector_class(network).length(text) if network in CONNECTORS else len(text)
