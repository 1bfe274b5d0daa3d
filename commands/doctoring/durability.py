"""Whether what PostgreSQL has confirmed survives its fall: a claim that is lost after a send could be sent again."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from commands.doctoring.finding import Finding
from data import store
from words import t

DEMANDED = {
    "fsync": frozenset({"on"}),
    "full_page_writes": frozenset({"on"}),
    "synchronous_commit": frozenset({"on", "remote_apply", "remote_write", "local"}),
}


def of_commits() -> Iterator[Finding]:
    """Tell whether commits reach the disk, and whether a standby could take over without the last of them.

    Only PostgreSQL is asked; a role that may not see the standbys (no `pg_monitor`) is told so.
    """
    with store.reading() as session:
        if session.get_bind().dialect.name != "postgresql":
            return
        named = {name: session.scalar(text("SELECT current_setting(:name)"), {"name": name}) for name in DEMANDED}
        states = list(session.scalars(text("SELECT sync_state FROM pg_stat_replication")))
    broken = [f"{name} = {named[name]}" for name, good in DEMANDED.items() if named[name] not in good]
    if broken:
        says = t(
            "La base confirme sans avoir écrit ({settings}) : une panne pourrait faire partir un envoi deux fois.",
            settings=", ".join(broken),
        )
        yield Finding("commits", "wrong", says, t("Remettez fsync, full_page_writes et synchronous_commit à « on »."))
    else:
        yield Finding("commits", "fine", t("Ce que la base confirme est écrit sur le disque."))
    if states:
        yield _standbys(states)


def _standbys(states: list[str | None]) -> Finding:
    """Judge `sync_state` of each standby (PostgreSQL, pg_stat_replication); NULL where the role may not see it."""
    late = sum(state == "async" for state in states)
    figures = {"standbys": len(states), "asynchronous": late}
    if None in states:
        says = t("{count} serveur(s) de secours, dont le mode ne se voit pas.", count=len(states))
        return Finding("standbys", "watch", says, t("Donnez le rôle pg_monitor à l'utilisateur de Parvis."), figures)
    if late == len(states):
        says = t(
            "Aucun des {count} serveurs de secours n'est synchrone : après une bascule, des envois confirmés "
            "pourraient manquer, et repartir.",
            count=len(states),
        )
        do = t("Réglez synchronous_standby_names ; avant une bascule, suspendez tout.")
        return Finding("standbys", "watch", says, do, figures)
    return Finding("standbys", "fine", t("Un serveur de secours a tout ce qui est confirmé."), figures=figures)
