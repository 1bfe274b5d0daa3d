"""The door of the networks' hosts: reads a request, lets the drawn fault strike, sends what the network answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from connectors.sandbox import graph_errors, graph_routes, x_errors, x_routes
from connectors.sandbox.faults import Faults, Rule
from connectors.sandbox.store import now_ms
from connectors.sandbox.wire import Answer, Asked, Refused, World

HOSTS: dict[str, Callable[[Asked], Answer]] = {
    "api.twitter.com": x_routes.answer,
    "api.x.com": x_routes.answer,
    "upload.twitter.com": x_routes.answer,
    "graph.facebook.com": graph_routes.answer,
}
MULTIPART, FORM = "multipart/form-data", "application/x-www-form-urlencoded"
HTML = "text/html; charset=utf-8"
DROP = "sandbox.drop"  # the scope extension with which `serve` lets an answer be cut

Effect = Callable[[Asked, Answer], Answer]


async def speak(world: World, faults: Faults, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request to a network's host (ASGI)."""
    try:
        asked = await _read(world, Request(scope, receive))
    except ClientDisconnect:
        return
    rule, lag = faults.draw(asked.method, asked.host, asked.path)
    asked = replace(asked, lag=round(lag * 1000))
    name = rule.fault if rule else ""
    if name == "slow_then_commit" and rule:
        await asyncio.sleep(rule.seconds)
    answer = _before(rule, asked) if rule else None
    if answer is None and name != "drop_before":
        answer = _after(name, HOSTS[asked.host](asked))
    if name == "commit_then_slow" and rule:
        await asyncio.sleep(rule.seconds)
    if answer is None or name == "commit_then_drop":
        return await _drop(scope, receive)
    if name == "commit_then_cut":
        return await _cut(answer, scope, receive, send)
    await _response(answer)(scope, receive, send)


async def _read(world: World, request: Request) -> Asked:
    body = await request.body()
    kind = request.headers.get("content-type", "")
    form: dict[str, str] = {}
    files: dict[str, bytes] = {}
    if kind.startswith(MULTIPART):
        async with request.form() as parts:
            for name, value in parts.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = await value.read()
                else:
                    form[name] = value
    elif kind.startswith(FORM):
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    raw_query = request.scope["query_string"].decode("latin-1")
    return Asked(
        world=world,
        method=request.method,
        host=host_of(request.headers.get("host", "")),
        path=request.scope["path"],
        query=dict(parse_qsl(raw_query, keep_blank_values=True)),
        headers=dict(request.headers),
        body=body,
        raw_query=raw_query,
        form=form,
        files=files,
    )


def host_of(header: str) -> str:
    """Return the host of a Host header, lower-case, without the port."""
    name, colon, port = header.lower().rpartition(":")
    return name if colon and port.isdigit() else header.lower()


def _response(answer: Answer) -> Response:
    response = Response(answer.content(), answer.status, media_type=None)
    response.headers["content-type"] = answer.kind
    for name, value in answer.headers.items():
        response.headers[name] = value
    return response


def _before(rule: Rule, asked: Asked) -> Answer | None:
    """Return the answer of a fault that keeps the request from being done."""
    if rule.fault == "html_502_before":
        return Answer(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", {}, HTML)
    on_graph = asked.host == "graph.facebook.com"
    refusal = _graph_refusal(rule, asked) if on_graph else _x_refusal(rule)
    return refusal.answer if refusal else None


def _x_refusal(rule: Rule) -> Refused | None:
    reset = str(int(now_ms() / 1000 + rule.seconds))
    headers = {"x-rate-limit-limit": "100", "x-rate-limit-remaining": "0", "x-rate-limit-reset": reset}
    makers: dict[str, Callable[[], Refused]] = {
        "error_5xx_before": x_errors.unavailable,
        "rate_limited": lambda: x_errors.too_many(headers),
        "rate_limited_bare": lambda: x_errors.too_many({}),
        "out_of_credit": x_errors.no_credit,
        "token_expired": x_errors.unauthorized,
        "duplicate_403": x_errors.duplicate,
        "not_summoned": x_errors.not_summoned,
    }
    return makers[rule.fault]() if rule.fault in makers else None


def _graph_refusal(rule: Rule, asked: Asked) -> Refused | None:
    page = next((part for part in asked.path.split("/")[2:] if part), "0").partition("_")[0]
    headers = graph_errors.usage(page, 25, max(1, -(-int(rule.seconds) // 60)), 100)
    makers: dict[str, Callable[[], Refused]] = {
        "error_5xx_before": graph_errors.service,
        "rate_limited": lambda: graph_errors.app_limit(headers),
        "rate_limited_bare": lambda: graph_errors.app_limit({}),
        "out_of_credit": lambda: graph_errors.page_limit(graph_errors.usage(page, 100, 60)),
        "token_expired": graph_errors.expired,
        "duplicate_403": graph_errors.duplicate,
        "not_summoned": graph_errors.not_allowed,
    }
    return makers[rule.fault]() if rule.fault in makers else None


def _after(name: str, answer: Answer) -> Answer:
    """Return what a fault makes of the answer to a request that was done."""
    if answer.status >= 400:
        return answer
    if name == "commit_then_5xx":
        return Answer(503, {"title": "Service Unavailable", "status": 503}, {}, answer.kind)
    if name == "commit_then_garbage":
        return Answer(answer.status, answer.content()[:-7] + b'"\x00\xff', answer.headers, answer.kind)
    if name == "commit_then_oops":
        return Answer(answer.status, {"oops": 1}, answer.headers, answer.kind)
    if name == "commit_then_html":
        return Answer(200, b"<html><body>Patientez\xe2\x80\xa6</body></html>", {}, HTML)
    return answer


async def _drop(scope: Scope, receive: Receive) -> None:
    """Cut the line: the client sees the connection closed without an answer."""
    scope["extensions"][DROP]()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _cut(answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the headers and half of the body, then cut the line."""
    content = answer.content()
    headers = [(b"content-type", answer.kind.encode()), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": content[: len(content) // 2], "more_body": True})
    await asyncio.sleep(0.05)  # the half must leave this machine's buffers before the line is cut
    await _drop(scope, receive)
