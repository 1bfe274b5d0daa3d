"""The role matrix: who may do what, where; answering is a right one can have without publishing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_args

import pytest
import yaml

from policies import enforcing
from policies.engine import decide
from policies.facts import Membership
from policies.roles import Role, may, roles_here
from tests.policies.samples import BOOK, NOON, TEXTS, city, post

MATRIX = BOOK.for_("colmar").matrix
COLMAR = ("alsace", "colmar")
WRITTEN = yaml.safe_load(TEXTS["roles.yaml"])["actions"]  # as people edit it, read by nothing of ours
PLACES = {"colmar": True, "alsace": True, "mulhouse": False, "*": True}  # where a role is held → worth something here

EXPECTED = {
    "view": {"cm", "director", "adviser", "press", "admin", "oncall", "dpo"},
    "answer": {"cm", "director", "adviser", "press", "oncall"},
    "publish": {"cm", "director", "oncall"},
    "approve": {"cm", "director"},
    "review_contributions": {"cm", "director"},
    "contribute": {"member", "cm", "director", "adviser", "press"},
    "manage_channels": {"cm", "director", "admin"},
    "freeze": {"cm", "director", "oncall"},
    "moderate": {"cm", "director", "oncall"},
    "export": {"cm", "director", "dpo"},
}


def act(action: str, role: str, where: str = "colmar", **told: Any) -> str:
    held = [{"role": role, "territory": where}]
    event = {"event": "desk.act", "at": NOON, "territory": "colmar", "lineage": COLMAR, "actor_id": 1, "action": action}
    return decide({**event, "actor_roles": held, **told}, BOOK).verb


@pytest.mark.parametrize("role", get_args(Role))
@pytest.mark.parametrize("action", EXPECTED)
def test_ac_29_the_role_matrix_is_the_product_s(action: str, role: str) -> None:
    verb = "allow" if role in EXPECTED[action] else "block"
    assert act(action, role) == verb
    assert act(action, role, where="alsace") == verb


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("action", WRITTEN)
def test_ac_29_every_role_may_what_the_file_says_in_its_place_and_below(action: str, where: str) -> None:
    for role in get_args(Role):
        expected = PLACES[where] and role in WRITTEN[action]
        held = [Membership(role=role, territory=where)]
        assert may(MATRIX, held, action, COLMAR) == expected, (role, action, where)
        assert act(action, role, where) == ("allow" if expected else "block"), (role, action, where)


def test_ac_29_the_line_of_the_matrix_is_all_that_pycasbin_knows() -> None:
    changed = {**MATRIX, "publish": ["press"]}
    held = [Membership(role="press", territory="colmar")]
    assert may(changed, held, "publish", COLMAR)
    assert not may(MATRIX, held, "publish", COLMAR)
    assert not may({**MATRIX, "publish": []}, held, "publish", COLMAR)


def test_ac_29_threads_that_ask_at_once_get_each_its_own_answer() -> None:
    asked = [(role, where, action) for role in get_args(Role) for where in PLACES for action in WRITTEN] * 3

    def answer(one: tuple[str, str, str]) -> bool:
        return may(MATRIX, [Membership(role=one[0], territory=one[1])], one[2], COLMAR)

    enforcing._answer.cache_clear()
    enforcing._enforcer.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(answer, asked))
    assert answers == [PLACES[where] and role in WRITTEN[action] for role, where, action in asked]


@pytest.mark.parametrize("action", sorted(MATRIX))
def test_ac_29_a_role_in_another_city_is_worth_nothing_here(action: str) -> None:
    assert all(act(action, role, where="mulhouse") == "block" for role in get_args(Role))


def test_ac_29_an_adviser_answers_without_publishing() -> None:
    adviser = [{"role": "adviser", "territory": "colmar"}]
    assert decide(post(event="reply.send", **city("colmar", actor_roles=adviser)), BOOK).verb == "allow"
    drafted = decide(post(**city("colmar", actor_roles=adviser)), BOOK)
    assert (drafted.verb, drafted.approvers) == ("require_approval", ("cm",))
    assert decide(post(event="post.publish", **city("colmar", actor_roles=adviser)), BOOK).verb == "block"
    assert act("export", "adviser") == act("moderate", "adviser") == "block"


def test_ac_29_nobody_approves_their_own_words_even_where_no_second_look_is_asked() -> None:
    director = [{"role": "director", "territory": "*"}]
    for place in ("colmar", "mulhouse"):
        own = decide(post(event="post.approve", **city(place, actor_roles=director, actor_id=1, author_id=1)), BOOK)
        other = decide(post(event="post.approve", **city(place, actor_roles=director, actor_id=2, author_id=1)), BOOK)
        assert (own.verb, other.verb) == ("block", "allow")


def test_a_role_in_a_city_does_not_climb_to_the_region() -> None:
    held = [Membership(role="director", territory="colmar")]
    assert roles_here(held, ("alsace",)) == frozenset()
    assert may(MATRIX, held, "publish", COLMAR)


def test_an_action_the_matrix_does_not_name_is_allowed_to_nobody() -> None:
    assert act("fly", "director") == "block"
    assert not may(MATRIX, [Membership(role="admin", territory="*")], "fly", COLMAR)
