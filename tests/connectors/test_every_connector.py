"""No network without a suite."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import tests.connectors
from connectors import CONNECTORS, connector_class
from connectors.contract import Account, Connector
from tests.connectors.contract_suite import ContractSuite


def test_every_network_passes_the_contract_suite() -> None:
    for module in pkgutil.iter_modules(tests.connectors.__path__):
        if module.name.startswith("test_contract_"):
            import_module(f"tests.connectors.{module.name}")
    assert {suite.network for suite in ContractSuite.__subclasses__()} == set(CONNECTORS)


def test_every_network_names_itself_and_its_limits() -> None:
    for network in CONNECTORS:
        found = connector_class(network)
        assert found.network == network
        assert found.limits.text > 0
        assert isinstance(found(Account("1", "parvis")), Connector)
