"""Find people, territories and accounts by the names a command line uses: e-mail, slug, "territory/network"."""

from __future__ import annotations

from sqlalchemy import select

from commands.failing import Failed
from data import store
from data.models import Channel, Territory, User
from words import t


def user_id(email: str) -> int:
    """Return the id of the user with this e-mail address, or with this part of it before the @ when it is unique."""
    with store.reading() as session:
        found = session.scalars(select(User.id).where(User.email == email.lower())).all()
        if not found and "@" not in email:
            found = session.scalars(
                select(User.id).where(User.email.startswith(f"{email.lower()}@", autoescape=True))
            ).all()
    if not found:
        raise Failed(t("Personne ne correspond à « {name} ».", name=email))
    if len(found) > 1:
        raise Failed(t("Plusieurs personnes correspondent à « {name} » : écrivez l'adresse entière.", name=email))
    return found[0]


def territory_id(slug: str) -> int:
    """Return the id of a territory by its slug."""
    with store.reading() as session:
        found = session.scalar(select(Territory.id).where(Territory.slug == slug))
    if found is None:
        raise Failed(t("Aucun territoire ne s'appelle « {slug} ».", slug=slug))
    return found


def channel_id(name: str) -> int:
    """Return the id of an account named "territory/network", or "territory/network/handle" where there are several."""
    slug, _, rest = name.partition("/")
    network, _, handle = rest.partition("/")
    query = select(Channel.id).where(Channel.territory_id == territory_id(slug), Channel.network == network)
    if handle:
        query = query.where(Channel.handle == handle)
    with store.reading() as session:
        found = session.scalars(query).all()
    if not found:
        raise Failed(t("Aucun compte ne s'appelle « {name} » (territoire/réseau).", name=name))
    if len(found) > 1:
        raise Failed(t("Plusieurs comptes s'appellent « {name} » : ajoutez /identifiant.", name=name))
    return found[0]
