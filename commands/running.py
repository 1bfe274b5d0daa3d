"""Commands that start one process and stay: dashboard, scheduler, sandbox, and the demo that starts all three."""

from __future__ import annotations

import errno
import os
import socket
from typing import Annotated

import typer

from commands.failing import Failed
from settings import is_loopback, settings
from words import s, t

Port = Annotated[int, typer.Option(min=1, max=65535, help=s("Port du tableau de bord.").text)]
SandboxPort = Annotated[int, typer.Option(min=1, max=65535, help=s("Port du bac à sable.").text)]
HOST = s("Adresse où écouter.")
NAME = s("Nom public auquel répondre, derrière un mandataire ; à répéter pour plusieurs.")
NOW = s("Régler l'horloge de la démonstration à ce moment (ISO 8601 avec fuseau).")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=s("Tout démarrer pour essayer, sans clé ni compte : réseaux simulés, saison, quatre rôles.").text)(
        demo
    )
    app.command(help=s("Servir le tableau de bord et ses pages publiques.").text)(dashboard)
    app.command(help=s("Faire ce que le temps demande : lire, envoyer, vérifier. Il peut y en avoir plusieurs.").text)(
        scheduler
    )
    app.command(help=s("Servir des réseaux simulés, sur cette machine seulement.").text)(sandbox)


def dashboard(
    port: Port = 8501,
    host: Annotated[str, typer.Option(help=HOST.text)] = "127.0.0.1",
    name: Annotated[list[str] | None, typer.Option(help=NAME.text)] = None,
) -> None:
    """Serve the dashboard and its web routes."""
    from commands.ready import with_key
    from dashboard.serve import serve

    if settings().demo and (name or not is_loopback(f"http://{host}")):
        raise Failed(t("La démonstration, dont chacun connaît les mots de passe, ne s'ouvre que sur cette machine."))
    _free(host, port)
    with_key(_ready)(t("Tableau de bord : http://{host}:{port} (Ctrl-C pour arrêter)", host=host, port=port))
    serve(host, port, name or ())


def scheduler(
    worker: Annotated[
        str, typer.Option(help=s("Nom de cet ordonnanceur ; la machine et son numéro par défaut.").text)
    ] = "",
) -> None:
    """Run one scheduler: collect, publish, reconcile, tend. Any number may run on one database.

    Told to stop (SIGTERM, SIGINT), it ends what runs within a minute, then ends; told twice, it ends at once.
    """
    from commands.ready import with_key
    from scheduler.ticking import run

    if not with_key(run)(worker or f"{socket.gethostname()}-{os.getpid()}"):
        os._exit(0)  # Python would wait for threads that still wait for a network


def sandbox(port: SandboxPort = 8600) -> None:
    """Serve the sandbox: the networks' own wire formats on this machine, for the demo and for tests."""
    from connectors.sandbox.serve import serve

    _free("127.0.0.1", port)
    home = settings().home
    home.mkdir(parents=True, exist_ok=True)
    _ready(t("Bac à sable : http://127.0.0.1:{port} (Ctrl-C pour arrêter)", port=port))
    serve("127.0.0.1", port, home / "sandbox.db")


def demo(
    seed: Annotated[int, typer.Option(help=s("La même graine donne la même saison.").text)] = 2026,
    scale: Annotated[float, typer.Option(min=0.001, max=10, help=s("Part d'une saison entière.").text)] = 0.04,
    port: Port = 8501,
    sandbox_port: SandboxPort = 8600,
    now: Annotated[str | None, typer.Option(help=NOW.text)] = None,
) -> None:
    """Start the demo: sandbox, seeded database, scheduler and dashboard. Needs no key and no variable."""
    from commands.demo.starting import start

    for wanted in (port, sandbox_port):
        _free("127.0.0.1", wanted)
    start(seed=seed, scale=scale, port=port, sandbox_port=sandbox_port, now=now)


def _ready(sentence: str) -> None:
    if not settings().demo:  # which says so itself, for all its processes
        print(sentence, flush=True)


def _free(host: str, port: int) -> None:
    """Raise Failed when nothing can listen there."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as failure:
        if failure.errno == errno.EADDRINUSE:
            sentence = t("Le port {port} est déjà pris sur {host} : choisissez-en un autre.", port=port, host=host)
        else:
            sentence = t("On ne peut pas écouter sur {host}, port {port}.", host=host, port=port)
        raise Failed(sentence) from None
