"""Commands about the judge: `sentiment evaluate` and `sentiment train`, and `rescore`, which judges history again."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import typer

from commands.failing import Failed
from commands.names import territory_id
from commands.ready import on_database
from settings import ROOT
from words import s, t

ARTEFACTS = ROOT / "sentiment" / "artefacts"
Tier = Literal["fast", "deep"]
Trained = Literal["fast", "light", "deep"]
sentiment = typer.Typer(no_args_is_help=True, help=s("Mesurer et entraîner ce qui pèse les textes.").text)
TIER = s("Le meilleur niveau installé par défaut.")
TRAINED = s(
    "Quoi entraîner : niveau rapide, modèles légers (intention, sujets …), niveau approfondi ; tout par défaut."
)
FILE = s("Fichier étiqueté : TSV « étiquette, tabulation, texte », JSONL ou CSV avec « label », « text » et « lang ».")
LANG = s("La langue de tout le fichier, pour l'affichage, quand il ne la dit pas.")
DATA = s("Le dossier des textes étiquetés ; il n'y en a pas par défaut.")
OUT = s("Où écrire ce qui est appris ; à sa place dans le programme par défaut.")
SEED = s("La graine du hasard : la même donne la même chose.")
SINCE = s("Seulement les messages publiés depuis ce jour (AAAA-MM-JJ, UTC).")
PLACE = s("Seulement ce territoire et ceux qu'il contient.")
BATCH = s("Combien de messages à la fois.")
RESCORE = s(
    "Juger de nouveau l'historique, par lots, pendant que tout marche ; reprend où il s'est arrêté, et ne touche "
    "jamais à ce qu'une personne a corrigé."
)
LABELLED = s(
    "Sortir ce que des personnes ont étiqueté (corrections et échantillons), avec les mots des visiteurs : un objet "
    "JSON par ligne, comme « evaluate » le lit."
)
EVALUATE = s("Mesurer sur un fichier étiqueté : macro-F1, exactitude, rappels, confusions, couverture, avec n et "
             "intervalles.")  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(sentiment, name="sentiment")
    app.command(help=RESCORE.text)(rescore)


@sentiment.command(help=EVALUATE.text)
def evaluate(
    file: Annotated[Path, typer.Argument(help=FILE.text)],
    tier: Annotated[Tier | None, typer.Option(help=TIER.text)] = None,
    lang: Annotated[str | None, typer.Option(help=LANG.text)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=s("Un objet JSON.").text)] = False,
) -> None:
    """Print what a judge is worth on a file that people labelled."""
    from commands import telling_figures
    from commands.labelled import labelled
    from sentiment.evaluate import evaluate as measure

    _stop_unless_there(tier)
    figures = measure(labelled(file, lang), tier)
    print(json.dumps(figures.kept(), ensure_ascii=False) if as_json else telling_figures.told(figures))


@sentiment.command(help=LABELLED.text)
@on_database
def labelled(territory: Annotated[str | None, typer.Option(help=PLACE.text)] = None) -> None:
    """Print what people labelled, one JSON object a line, as `evaluate` reads it. It holds visitors' words."""
    from data.queries.labelled import rows
    from data.scope import with_those_below
    from sentiment.evaluate import class_of

    for row in rows(with_those_below(territory_id(territory)) if territory else ()):
        if class_of(row.label):
            kept = {"label": row.label, "text": row.text, "lang": row.lang, "source": row.source, "at": row.at}
            print(json.dumps(kept, ensure_ascii=False, default=str))


@sentiment.command(help=s("Apprendre d'un dossier de textes étiquetés, comparer à ce qui est en place.").text)
def train(
    data: Annotated[Path, typer.Argument(help=DATA.text)],
    out: Annotated[Path, typer.Option(help=OUT.text)] = ARTEFACTS,
    seed: Annotated[int, typer.Option(help=SEED.text)] = 1,
    tier: Annotated[Trained | None, typer.Option(help=TRAINED.text)] = None,
) -> None:
    """Train one part, or all of them: the deep tier last, for it leans on the fast one."""
    if not data.is_dir():
        raise Failed(t("{folder} n'est pas un dossier.", folder=data))
    for name in (tier,) if tier else get_args(Trained):
        figures = _taught(name, data, out / "deep" if name == "deep" else out, seed)
        print(json.dumps({"tier": name} | figures, ensure_ascii=False, default=str))


@on_database
def rescore(
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=SINCE.text)] = None,
    territory: Annotated[str | None, typer.Option(help=PLACE.text)] = None,
    tier: Annotated[Tier | None, typer.Option(help=TIER.text)] = None,
    batch: Annotated[int, typer.Option(min=1, max=2000, help=BATCH.text)] = 200,
) -> None:
    """Judge history again; progress on standard error, a JSON summary on standard output."""
    from data.scope import with_those_below
    from scheduler import rescoring

    _stop_unless_there(tier)
    places = with_those_below(territory_id(territory)) if territory else ()
    wanted = rescoring.Wanted(tier, since.replace(tzinfo=UTC) if since else None, places)
    print(json.dumps(rescoring.rescore(wanted, _progress(), batch), ensure_ascii=False))


def _stop_unless_there(tier: Tier | None) -> None:
    if tier != "deep":
        return
    from sentiment.tiers import why_not_deep

    if (why := why_not_deep()) is not None:
        raise Failed(why.say())


def _taught(name: str, data: Path, out: Path, seed: int) -> dict[str, Any]:
    """Train a tier and return its figures; what teaches needs libraries that only the extra `train` brings."""
    try:
        figures = _light(data, out) if name == "light" else _tier(name)(data, out, seed, _say)
    except ImportError as missing:
        if (missing.name or "").partition(".")[0] in ("sentiment", "commands"):
            raise  # a mistake of ours, which no installing mends
        sentence = t(
            "Pour entraîner, il manque « {module} » : pip install « .[train] ».", module=missing.name or missing
        )
        raise Failed(sentence) from None
    except ValueError as failure:
        raise Failed(str(failure)) from None
    if isinstance(figures, dict):
        return figures
    return asdict(figures) if is_dataclass(figures) and not isinstance(figures, type) else {"figures": figures}


def _tier(name: str) -> Callable[[Path, Path, int, Callable[[str], None]], object]:
    room, verb = ("deep_train", "train_deep") if name == "deep" else ("linear_train", "train_linear")
    taught: Callable[[Path, Path, int, Callable[[str], None]], object]
    taught = getattr(import_module(f"sentiment.learning.{room}"), verb)
    return taught


def _light(data: Path, out: Path) -> dict[str, Any]:
    """Write the light models again (intent, topics, language, danger, noise); they hold no chance and no comparison."""
    from commands import teaching
    from sentiment import light

    written = []
    for name, model in teaching.models(data):
        written.append(light.save(model, name, out).name)
        _say(t("Modèle léger écrit : {name}.", name=name))
    return {"written": written}


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _progress() -> Callable[[int, int], None]:
    """Return what tells how far it is, once a second at most and at the end."""
    last = [0.0]

    def say(done: int, all_: int) -> None:
        if done in (0, all_) or time.monotonic() - last[0] >= 1:
            last[0] = time.monotonic()
            _say(t("… {done} sur {all}", done=done, all=all_))

    return say
