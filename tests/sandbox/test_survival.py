"""What was answered stays, even when the sandbox is killed; and it is quick enough for the fault harness."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import facebook
import pytest
import requests

from connectors.sandbox.running import running
from settings import ROOT
from tests.sandbox.conftest import COLMAR, Redirect, graph

PROGRAM = "import sys; from pathlib import Path; from connectors.sandbox.serve import serve; "
PROGRAM += "serve('127.0.0.1', int(sys.argv[1]), Path(sys.argv[2]))"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.mark.kill
def test_a_killed_sandbox_forgets_nothing_it_answered(home: Path, wired) -> None:
    path, port = home / "killed.db", free_port()
    with running(path) as before:
        keys = before.account("facebook", COLMAR, "ColmarTourisme", "Colmar", "colmar")
    child = subprocess.Popen([sys.executable, "-c", PROGRAM, str(port), str(path)], cwd=ROOT)
    try:
        limit = time.monotonic() + 20
        while not healthy(port):
            assert time.monotonic() < limit
            time.sleep(0.05)
        session = wired()
        session.mount("https://", Redirect(f"http://127.0.0.1:{port}"))
        page = graph(keys, session)
        answered: list[str] = []
        killer = threading.Thread(target=_kill_after, args=(child.pid, answered, 40))
        killer.start()
        with pytest.raises(requests.ConnectionError):
            while True:
                answered.append(page.put_object("me", "feed", message=f"post {len(answered)}")["id"])
        killer.join()
    finally:
        child.kill()
        child.wait()
    with running(path) as after:
        kept = [one["id"] for one in after.ledger()]
    assert kept[: len(answered)] == answered
    assert len(answered) >= 40
    assert len(kept) - len(answered) in (0, 1), "the one on its way may have been committed"


def _kill_after(pid: int, answered: list[str], enough: int) -> None:
    while len(answered) < enough:
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)


def test_writers_at_once_lose_nothing_and_repeat_nothing(sandbox, page: facebook.GraphAPI) -> None:
    body = f"access_token={page.access_token}&message="
    begun = time.monotonic()

    def write(writer: int) -> list[int]:
        connection = HTTPConnection(sandbox.url.removeprefix("http://"), timeout=10)
        headers = {"Host": "graph.facebook.com", "Content-Type": "application/x-www-form-urlencoded"}
        statuses = []
        for n in range(100):
            connection.request("POST", f"/v26.0/{COLMAR}/feed", f"{body}{writer}-{n}", headers)
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        connection.close()
        return statuses

    with ThreadPoolExecutor(4) as pool:
        statuses = [one for many in pool.map(write, range(4)) for one in many]
    rate = 400 / (time.monotonic() - begun)
    texts = [one["text"] for one in sandbox.ledger()]
    assert statuses == [200] * 400
    assert len(texts) == len(set(texts)) == 400
    assert rate > 100  # 200 wanted on a core of its own; here the clients and other tests share it
