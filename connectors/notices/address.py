"""Reads an address for notices, and refuses all that is not on the lists or reaches where it should not.

An address set by the operator (`trusted`) may name the house's own network, where mail relays stand, and speak
without encryption; one set by anybody else may do neither. Apprise follows no redirection and reads no file.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import apprise
from apprise.plugins import url_to_dict

from connectors.failures import Unreachable, Unsupported
from connectors.hush import hush
from connectors.notices.services import MAIL, OPTIONS, OWN_HOST, PINNED, SERVICES
from words import s

NOBODY = "nobody@example.org"  # a mail server is looked at before it is known who will be written to
NAMES_OF_THE_HOUSE = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True)
class Address:
    """An address that may be used. `host` is empty where the service has only one; `plugin` holds the secrets."""

    service: str
    host: str
    plugin: Any = field(repr=False)


def shown(kind: str, url: str, *, trusted: bool = False) -> str:
    """Return what may be shown of an address: its service and host. Raises `Unsupported` for one that is refused.

    Calls nobody: names are looked up when something is told.
    """
    address = opened(kind, url, trusted=trusted)
    return f"{address.service} · {address.host}" if address.host else address.service


def opened(kind: str, url: str, *, to: str = NOBODY, trusted: bool = False) -> Address:
    """Return the address, ready to be told something; `to` is who is written to through a mail server."""
    hush()
    parsed = _parsed(kind, url.strip())
    if kind == MAIL:
        parsed["targets"] = [to]
    plugin = _plugin({**parsed, **PINNED})
    if kind == MAIL and [address for _, address in plugin.targets] != [to]:
        raise Unsupported(s("Cette adresse de courriel ne convient pas au serveur."))
    if len(plugin) != 1:
        raise Unsupported(s("Donnez une adresse par salle : celle-ci en nomme plusieurs, ou aucune."))
    address = Address(SERVICES[kind][parsed["schema"]], _host(parsed["schema"], plugin), plugin)
    if not trusted and address.host:
        _stop_if_open_or_at_home(address)
    return address


def stop_unless_public(host: str) -> None:
    """Raise `Unsupported` when any address of `host` lies in the house; `Unreachable` when nobody knows it."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise Unreachable(s("L'hôte de cette adresse est introuvable."))
    if any(_of_the_house(str(where[0])) for *_, where in found):
        raise _at_home()


def _parsed(kind: str, url: str) -> dict[str, Any]:
    scheme, allowed = url.partition("://")[0].lower(), SERVICES.get(kind, {})
    if scheme not in allowed and not (scheme == "https" and kind != MAIL):  # as services hand theirs out
        raise _unknown(kind)
    parsed: dict[str, Any] | None = url_to_dict(url, secure_logging=True)  # type: ignore[no-untyped-call]  # Apprise leaves it untyped
    if not parsed or parsed["schema"] not in allowed:
        raise _unknown(kind)
    options, prefixed = set(parsed["qsd"]), any(parsed.get(f"qsd{sign}") for sign in "+-:")
    if prefixed or not options <= OPTIONS[kind]:
        names = ", ".join(sorted(OPTIONS[kind]))
        raise Unsupported(s("Cette adresse a une option refusée ; sont permises : {names}.", names=names))
    if parsed["schema"].startswith("matrix") and parsed.get("user"):
        raise Unsupported(s("Pour Matrix, donnez un jeton plutôt qu'un nom et un mot de passe."))  # it would register
    return parsed


def _plugin(parsed: dict[str, Any]) -> Any:
    try:
        return apprise.Apprise.instantiate(parsed, asset=asset(), suppress_exceptions=False)
    except Exception as error:  # its text may hold the address
        failure = Unsupported(s("Cette adresse est incomplète ({error}).", error=type(error).__name__))
    raise failure


@lru_cache
def asset() -> apprise.AppriseAsset:
    """Return how Apprise presents us: by our name, without its pictures, following no redirection, keeping nothing."""
    return apprise.AppriseAsset(
        app_id="Parvis", app_desc="Parvis", app_url="", image_url_mask="", image_url_logo="", http_redirects=False,
        async_mode=False, pgp_autogen=False, pem_autogen=False, secure_logging=True,
    )  # fmt: skip


def _host(schema: str, plugin: Any) -> str:
    if schema in SERVICES[MAIL]:
        return str(plugin.smtp_host)
    cloud = schema.startswith("ntfy") and plugin.mode == "cloud"  # what stands in the host's place is a topic
    return str(plugin.host) if not cloud and schema.rstrip("s") in OWN_HOST else ""


def _stop_if_open_or_at_home(address: Address) -> None:
    host = address.host.lower().strip("[].")
    if not _encrypted(address.plugin):
        raise Unsupported(s("Adresse non chiffrée : seule la personne qui tient la machine peut la mettre."))
    if ("." not in host and ":" not in host) or host.endswith(NAMES_OF_THE_HOUSE) or _of_the_house(host):
        raise _at_home()


def _encrypted(plugin: Any) -> bool:
    always = plugin.schema.startswith("workflow")  # Apprise writes https, and says nothing of it
    return always or (plugin.secure and getattr(plugin, "secure_mode", "") != "insecure")


def _of_the_house(address: str) -> bool:
    try:
        ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False  # a name: looked up before it is used
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return not ip.is_global or ip.is_multicast


def _at_home() -> Unsupported:
    return Unsupported(s("Adresse du réseau de la maison : seule la personne qui tient la machine peut la mettre."))


def _unknown(kind: str) -> Unsupported:
    if kind == MAIL:
        return Unsupported(s("L'adresse d'un serveur de courriel s'écrit ainsi : mailtos://nom:motdepasse@serveur."))
    names = ", ".join(dict.fromkeys(SERVICES.get(kind, {}).values()))
    return Unsupported(s("Parvis ne prévient pas à cette adresse ; services possibles : {names}.", names=names))
