"""The sandbox's own addresses, outside the networks' hosts: ledger, speech, faults, accounts, history, reset."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from json import JSONDecodeError
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import words
from connectors.sandbox import accounts, graph_auth, objects, speech
from connectors.sandbox.faults import Faults
from connectors.sandbox.wire import World

Doer = Callable[[World, Faults, dict[str, Any]], Any]


def routes(world: World, faults: Faults) -> list[Route]:
    """Return the control API's routes."""
    table: tuple[tuple[str, str, Doer], ...] = (
        ("GET", "/health", _health),
        ("GET", "/_sandbox/ledger", _ledger),
        ("POST", "/_sandbox/say", _say),
        ("GET", "/_sandbox/faults", _faults),
        ("PUT", "/_sandbox/faults", _set_faults),
        ("DELETE", "/_sandbox/faults", _no_faults),
        ("GET", "/_sandbox/switches", _switches),
        ("PUT", "/_sandbox/switches", _set_switches),
        ("GET", "/_sandbox/limits", _limits),
        ("GET", "/_sandbox/accounts", _accounts),
        ("POST", "/_sandbox/accounts", _create_accounts),
        ("POST", "/_sandbox/user_token", _user_token),
        ("POST", "/_sandbox/seed", _seed),
        ("POST", "/_sandbox/reset", _reset),
    )
    return [Route(path, _endpoint(world, faults, doer), methods=[method]) for method, path, doer in table]


def _endpoint(world: World, faults: Faults, doer: Doer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body = await request.json() if await request.body() else {}
            if not isinstance(body, dict):
                raise ValueError(words.t("Un objet JSON est attendu."))
            return JSONResponse(doer(world, faults, body))
        except JSONDecodeError:
            return _refusal(words.t("Le corps de la requête n'est pas du JSON."))
        except KeyError as missing:
            return _refusal(words.t("Il manque « {name} ».", name=missing.args[0]))
        except (ValueError, TypeError, IndexError) as problem:
            return _refusal(str(problem))

    return endpoint


def _refusal(sentence: str) -> Response:
    return JSONResponse({"error": sentence}, 400)


def _health(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    return {"status": "ok", "accounts": len(accounts.everyone(world.store))}


def _ledger(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    return {"objects": objects.ledger(world.store)}


def _say(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    known = {"network", "to", "author", "text", "in_reply_to", "handle", "kind"}
    for name in set(body) - known:
        raise ValueError(words.t("Le champ « {name} » est inconnu.", name=name))
    said = speech.say(
        world.store, body["network"], body["to"], body["author"], body["text"], body.get("in_reply_to"),
        handle=body.get("handle", ""), kind=body.get("kind", ""),
    )  # fmt: skip
    return {"id": said}


def _faults(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    return faults.shown()


def _set_faults(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    faults.set(body.get("rules", []), body.get("seed"))
    return faults.shown()


def _no_faults(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    faults.set([])
    return faults.shown()


def _switches(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    return world.switches.all()


def _set_switches(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    return world.switches.set(body)


def _limits(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    """How many calls the networks refused as too many; refusals of a fault rule are not among them."""
    return {"refused": world.windows.refused}


def _accounts(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    shown = ("network", "remote_id", "handle", "name", "place")
    return {"accounts": [{name: row[name] for name in shown} for row in accounts.everyone(world.store)]}


def _create_accounts(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    """One account, or several under `accounts`; answers the credentials, one or a list."""
    if "accounts" in body:
        with world.store.transaction():
            return {"credentials": [_create(world, one) for one in body["accounts"]]}
    return {"credentials": _create(world, body)}


def _create(world: World, one: dict[str, Any]) -> dict[str, str]:
    if one["network"] not in speech.NETWORKS:
        raise speech.Unsayable(words.t("Le bac à sable ne parle pas le réseau « {network} ».", network=one["network"]))
    return accounts.create_account(
        world.store, one["network"], str(one["remote_id"]), one["handle"], one["name"], one.get("place") or "",
        credentials=one.get("credentials"), needs_proof=bool(one.get("needs_proof")),
    )  # fmt: skip


def _user_token(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    return {"access_token": graph_auth.user_token(world.store, str(body["app_id"]))}


def _seed(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    return {"ids": speech.lay_down(world.store, body["objects"])}


def _reset(world: World, faults: Faults, body: dict[str, Any]) -> Any:
    """Forget everything said; accounts and their keys too, unless `keep_accounts` is true."""
    world.store.empty(keep_accounts=bool(body.get("keep_accounts")))
    world.switches.forget()
    world.windows.forget()
    faults.set([])
    return {"status": "ok"}
