"""Territories, accounts, people and members are set up from the command line alone."""

from __future__ import annotations

import re

from data import sealed, store
from data.models import Channel
from desk import contributions, signing
from tests import cast
from tests.commands.conftest import Parvis

PASSWORD = "un mot de passe assez long"
CONNECT = ("--owner", "alice", "--deputy", "chloe@example.org", "--review-on", "2027-06-30")


def test_territories_are_added_renamed_and_listed(parvis: Parvis, people: cast.Cast) -> None:
    assert parvis("territory", "add", "obernai", "Obernai", "--parent", "alsace").out.strip().isdigit()
    assert parvis("territory", "rename", "obernai", "Obernai et ses vignes").code == 0
    listed = parvis("territory", "list").out
    assert listed.startswith("alsace")
    assert "Obernai et ses vignes" in listed


def test_a_territory_that_cannot_be_is_one_sentence(parvis: Parvis, people: cast.Cast) -> None:
    assert parvis("territory", "add", "colmar", "Colmar").failed_saying("colmar")
    assert parvis("territory", "add", "sélestat", "Sélestat").failed_saying("minuscules")
    assert parvis("territory", "add", "obernai", "Obernai", "--parent", "nulle").failed_saying("nulle")
    assert parvis("territory", "add", "obernai", "Obernai", "--zone", "Mars/Phobos").failed_saying("Mars")
    assert parvis("territory", "rename", "nulle", "Nulle part").failed_saying("nulle")


def test_an_account_is_connected_with_sealed_credentials_paused_and_resumed(parvis: Parvis, people: cast.Cast) -> None:
    words = ("channel", "connect", "colmar/x", "42", "colmar_bis", *CONNECT)
    made = parvis(*words, given='{"token": "secret"}')
    assert made.code == 0
    with store.reading() as session:
        kept = session.get_one(Channel, int(made.out))
        assert sealed.unseal(kept.credentials) == {"token": "secret"}
        assert b"secret" not in kept.credentials
    assert parvis(*words, given="{}").failed_saying("déjà")
    assert parvis("channel", "pause", "colmar/x", "essai").failed_saying("Plusieurs")  # two by now
    assert parvis("channel", "pause", "colmar/x/colmar_bis", "essai").code == 0
    assert re.search(r"colmar/x +colmar_bis +paused", parvis("channel", "list").out)
    assert parvis("channel", "resume", "colmar/x/colmar_bis").code == 0
    assert parvis("channel", "resume", "colmar/x/colmar_bis").failed_saying("état")


def test_an_account_that_cannot_be_is_one_sentence(parvis: Parvis, people: cast.Cast) -> None:
    connect = ("channel", "connect")
    assert parvis(*connect, "colmar/tiktok", "42", "c", *CONNECT, given="{}").failed_saying("facebook")
    assert parvis(*connect, "nulle/x", "42", "c", *CONNECT, given="{}").failed_saying("nulle")
    assert parvis(*connect, "colmar/x", "42", "c", *CONNECT, given="{").failed_saying("JSON")
    assert parvis(*connect, "colmar/x", "42", "c", *CONNECT, given="[]").failed_saying("JSON")
    assert parvis(*connect, "colmar/x", "42", "c", *CONNECT[:-1], "demain", given="{}").failed_saying("demain")
    stranger = ("--owner", "dora", *CONNECT[2:])
    assert parvis(*connect, "colmar/x", "42", "c", *stranger, given="{}").failed_saying("responsable")


def test_a_user_is_added_signs_in_gains_and_loses_a_role_and_is_closed(parvis: Parvis, people: cast.Cast) -> None:
    added = parvis("user", "add", "Zoe@example.org", "Zoé", "--role", "colmar:cm", given=PASSWORD)
    assert added.out.strip().isdigit()
    assert signing.sign_in("zoe@example.org", PASSWORD, "127.0.0.1")
    assert parvis("user", "grant", "zoe", "mulhouse:adviser").code == 0
    assert re.search(r"zoe@example\.org .*colmar:cm, mulhouse:adviser", parvis("user", "list").out)
    assert parvis("user", "revoke", "zoe", "mulhouse:adviser").code == 0
    assert parvis("user", "revoke", "zoe", "mulhouse:adviser").failed_saying("Introuvable")
    assert parvis("user", "password", "zoe", given="un autre mot de passe").code == 0
    assert signing.sign_in("zoe@example.org", "un autre mot de passe", "127.0.0.1")
    assert parvis("user", "deactivate", "zoe").code == 0
    assert parvis("post", "--as", "zoe", "--channel", "colmar/x", "--text", "Bonjour").failed_saying("fermé")


def test_a_user_who_cannot_be_is_one_sentence(parvis: Parvis, people: cast.Cast) -> None:
    add = ("user", "add", "zoe@example.org", "Zoé", "--role")
    assert parvis(*add, "colmar:reine", given=PASSWORD).failed_saying("rôle")
    assert parvis(*add, "colmar", given=PASSWORD).failed_saying("TERRITOIRE:RÔLE")
    assert parvis(*add, "nulle:cm", given=PASSWORD).failed_saying("nulle")
    assert parvis(*add, "colmar:cm", given="").failed_saying("mot de passe")
    assert parvis("user", "add", "alice@example.org", "Alice", given=PASSWORD).failed_saying("adresse")
    assert parvis("user", "password", "nobody", given=PASSWORD).failed_saying("nobody")


def test_a_members_link_opens_and_a_new_one_closes_it(parvis: Parvis, people: cast.Cast) -> None:
    first = parvis("member", "add", "colmar", "Hôtel du Pont", "--kind", "hotel").out.strip()
    card = contributions.member(first.removeprefix("/contribute/"))
    assert card.name == "Hôtel du Pont"
    assert re.search(rf"{card.id} +colmar +hotel +Hôtel du Pont", parvis("member", "list").out)
    second = parvis("member", "link", str(card.id)).out.strip()
    assert contributions.member(second.removeprefix("/contribute/")).id == card.id
    assert parvis("member", "link", "999").failed_saying("Introuvable")
    assert parvis("member", "add", "nulle", "Hôtel").failed_saying("nulle")
    assert parvis("member", "add", "colmar", "Spa", "--kind", "spa").code == 2
