"""Commands of the operator on people: users with their roles, members with their links."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from sqlalchemy import select

from commands import names, passwords
from commands.failing import Failed
from commands.ready import on_database
from data import store
from data.models import Member, Role, Territory, User
from desk import contributions, people
from settings import settings
from words import s, t

user = typer.Typer(no_args_is_help=True, help=s("Ajouter des personnes et leur donner des rôles.").text)
member = typer.Typer(no_args_is_help=True, help=s("Ajouter des membres et faire leurs liens.").text)

Slug = Annotated[str, typer.Argument(help=s("Nom court du territoire, par exemple colmar.").text)]
Email = Annotated[str, typer.Argument(help=s("Adresse de courriel.").text)]
Name = Annotated[str, typer.Argument(help=s("Nom montré aux personnes.").text)]
Kind = Literal["hotel", "museum", "guide", "restaurant", "producer", "resident", "member"]
AsRole = Annotated[str, typer.Argument(help=s("TERRITOIRE:RÔLE, par exemple colmar:adviser.").text)]
ROLES = s("TERRITOIRE:RÔLE, par exemple colmar:adviser ; à répéter pour plusieurs.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(user, name="user")
    app.add_typer(member, name="member")


@user.command("add", help=s("Ajouter une personne ; son mot de passe est demandé, ou lu sur l'entrée standard.").text)
@on_database
def add_user(
    email: Email,
    name: Name,
    role: Annotated[list[str] | None, typer.Option(help=ROLES.text)] = None,
    lang: Annotated[Literal["fr", "en", "de"] | None, typer.Option(help=s("Langue de la personne.").text)] = None,
) -> None:
    """Add a user. The password is asked for, or read from standard input when that is not a terminal."""
    roles = [_role(one) for one in role or []]
    print(people.add_user(None, email, name, password=passwords.asked(), roles=roles, lang=lang or settings().lang))


@user.command("grant", help=s("Donner un rôle dans un territoire ; dans une région, il vaut dans ses villes.").text)
@on_database
def grant(email: Email, role: AsRole) -> None:
    """Give a user a role in a territory (and, in a region, in its cities)."""
    people.grant(None, names.user_id(email), *_role(role))


@user.command("revoke", help=s("Reprendre un rôle.").text)
@on_database
def revoke(email: Email, role: AsRole) -> None:
    """Take a role back."""
    people.revoke(None, names.user_id(email), *_role(role))


@user.command("password", help=s("Changer le mot de passe d'une personne ; ses sessions se ferment.").text)
@on_database
def password(email: Email) -> None:
    """Set a user's password."""
    people.set_password(None, names.user_id(email), passwords.asked())


@user.command("deactivate", help=s("Fermer l'accès d'une personne ; ce qu'elle a fait reste.").text)
@on_database
def deactivate(email: Email) -> None:
    """Close a user's access; what they did stays."""
    people.deactivate(None, names.user_id(email))


@user.command("list", help=s("Lister les personnes et leurs rôles.").text)
@on_database
def list_users() -> None:
    """List users and their roles."""
    with store.reading() as session:
        for row in session.scalars(select(User).order_by(User.email)):
            held = (
                select(Territory.slug, Role.role)
                .join(Role)
                .where(Role.user_id == row.id)
                .order_by(Territory.slug, Role.role)
            )
            roles = ", ".join(f"{slug}:{role}" for slug, role in session.execute(held))
            print(f"{row.email:<32} {row.name:<24} {'' if row.active else '✗'} {roles}")


@member.command("add", help=s("Ajouter un membre ; écrit son lien personnel, montré cette seule fois.").text)
@on_database
def add_member(
    territory: Slug,
    name: Name,
    kind: Annotated[Kind, typer.Option(help=s("Sorte de membre.").text)] = "hotel",
    email: Annotated[str | None, typer.Option(help=s("Adresse de courriel.").text)] = None,
) -> None:
    """Add a member and print the personal link, shown this once."""
    made = contributions.add_member(None, names.territory_id(territory), name, kind=kind, email=email)
    print(f"/contribute/{made.link_token}")


@member.command("link", help=s("Faire un nouveau lien personnel ; l'ancien ne marche plus.").text)
@on_database
def new_link(member_id: Annotated[int, typer.Argument(help=s("Numéro du membre.").text)]) -> None:
    """Make a new personal link; the old one stops working."""
    print(f"/contribute/{contributions.new_link(None, member_id)}")


@member.command("list", help=s("Lister les membres et leur numéro.").text)
@on_database
def list_members() -> None:
    """List members."""
    with store.reading() as session:
        rows = session.execute(select(Territory.slug, Member).join(Member).order_by(Territory.slug, Member.name))
        for slug, row in rows:
            print(f"{row.id:>6}  {slug:<16} {row.kind:<12} {row.name}")


def _role(given: str) -> tuple[int, str]:
    slug, _, role = given.partition(":")
    if not role:
        raise Failed(t("Écrivez le rôle ainsi : TERRITOIRE:RÔLE, au lieu de « {given} ».", given=given))
    return names.territory_id(slug), role
