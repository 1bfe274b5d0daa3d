"""Without a database everybody reads a sentence with 503, at the door as behind it; a mistake of ours stays one."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import settings as ground
from dashboard.app import LOOPBACK, middleware, routes
from tests.dashboard.asking import Answer

HERE = ("127.0.0.1", 50000)


async def _mistake(_: Request) -> Response:
    raise IntegrityError("INSERT INTO posts VALUES ('un texte secret')", None, Exception("un texte secret"))


@pytest.mark.parametrize("path", ["/", "/inbox", "/sign-in", "/contribute/a-token"])
@pytest.mark.parametrize(("language", "says"), [("fr", "ne répond pas en ce moment"), ("de", "")])
def test_a_database_that_is_away_is_a_page_with_503(
    path: str, language: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    ground.settings.cache_clear()
    app = Starlette(routes=routes(), middleware=middleware(LOOPBACK))
    told = {"host": "127.0.0.1", "cookie": "parvis_session=x", "accept_language": language}
    answer = Answer(app, HERE, path, told)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert says in answer.text
    assert "postgresql" not in answer.text


def test_a_mistake_of_ours_is_not_excused(capsys: pytest.CaptureFixture[str]) -> None:
    app = Starlette(routes=[Route("/sign-in", _mistake)], middleware=middleware(LOOPBACK))
    with pytest.raises(IntegrityError):
        Answer(app, HERE, "/sign-in", {"host": "127.0.0.1"})
    assert "secret" not in capsys.readouterr().out
