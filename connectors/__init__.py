"""Connectors speak with the networks: one file or folder for each, all behind `contract.Connector`.

They keep no state and decide nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from connectors.contract import Connector

# network name -> "module:class"; imported on first use, so that one broken client library never stops the others
CONNECTORS: dict[str, str] = {
    "x": "connectors.x:X",
    "facebook": "connectors.facebook:FacebookPage",
}


def connector_class(network: str) -> type[Connector]:
    """Return the connector class of `network`; KeyError for a network we do not speak."""
    module, name = CONNECTORS[network].split(":")
    return cast("type[Connector]", getattr(import_module(module), name))
