"""Commands of the operator on people: users with their roles, members with their links."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer
from sqlalchemy import select

from commands import names
from data import store
from data.models import Member, Role, Territory, User
from desk import contributions, people

user = typer.Typer(no_args_is_help=True, help="Add users and give them roles.")
member = typer.Typer(no_args_is_help=True, help="Add members and make their links.")

Slug = Annotated[str, typer.Argument(help="Short name of the territory, such as colmar.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(user, name="user")
    app.add_typer(member, name="member")


@user.command("add")
def add_user(
    email: str,
    name: str,
    role: Annotated[list[str] | None, typer.Option(help="TERRITORY:ROLE; repeat it for several.")] = None,
    lang: Annotated[str, typer.Option(help="fr, en or de")] = "fr",
) -> None:
    """Add a user. The password is asked for, or read from standard input when that is not a terminal."""
    print(people.add_user(None, email, name, password=_password(), roles=[_role(r) for r in role or []], lang=lang))


@user.command("grant")
def grant(email: str, role: Annotated[str, typer.Argument(help="TERRITORY:ROLE")]) -> None:
    """Give a user a role in a territory (and, in a region, in its cities)."""
    people.grant(None, names.user_id(email), *_role(role))


@user.command("revoke")
def revoke(email: str, role: Annotated[str, typer.Argument(help="TERRITORY:ROLE")]) -> None:
    """Take a role back."""
    people.revoke(None, names.user_id(email), *_role(role))


@user.command("password")
def password(email: str) -> None:
    """Set a user's password."""
    people.set_password(None, names.user_id(email), _password())


@user.command("deactivate")
def deactivate(email: str) -> None:
    """Close a user's access; what they did stays."""
    people.deactivate(None, names.user_id(email))


@user.command("list")
def list_users() -> None:
    """List users and their roles."""
    with store.reading() as session:
        for row in session.scalars(select(User).order_by(User.email)):
            held = select(Territory.slug, Role.role).join(Role).where(Role.user_id == row.id)
            roles = ", ".join(f"{slug}:{role}" for slug, role in session.execute(held))
            print(f"{row.email:<32} {row.name:<24} {'' if row.active else '✗'} {roles}")


@member.command("add")
def add_member(territory_slug: Slug, name: str, kind: str = "hotel", email: str | None = None) -> None:
    """Add a member and print the personal link, shown this once."""
    made = contributions.add_member(None, names.territory_id(territory_slug), name, kind=kind, email=email)
    print(f"/contribute/{made.link_token}")


@member.command("link")
def new_link(member_id: int) -> None:
    """Make a new personal link; the old one stops working."""
    print(f"/contribute/{contributions.new_link(None, member_id)}")


@member.command("list")
def list_members() -> None:
    """List members."""
    with store.reading() as session:
        rows = session.execute(select(Territory.slug, Member).join(Member).order_by(Territory.slug, Member.name))
        for slug, row in rows:
            print(f"{row.id:>6}  {slug:<16} {row.kind:<12} {row.name}")


def _role(given: str) -> tuple[int, str]:
    slug, _, role = given.partition(":")
    return names.territory_id(slug), role


def _password() -> str:
    return getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
