"""The deep tier's artefact as files: a model, its pieces, and a manifest with their digests. Loads none of them."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from words import Sentence, s

MODEL, PIECES, MANIFEST = "model.onnx", "pieces.json", "manifest.json"
STATE = "state"  # the output beside the scores that the danger head reads; older models have none


def looked(folder: Path) -> tuple[dict[str, Any], Sentence | None]:
    """Return the manifest of an artefact and why it cannot be used, if so; a file put in place meanwhile is seen.

    Digests are computed once for each state of the files.
    """
    return _looked(folder, tuple(_stamp(folder / name) for name in (MODEL, PIECES, MANIFEST)))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _looked(folder: Path, stamps: tuple[tuple[int, int] | None, ...]) -> tuple[dict[str, Any], Sentence | None]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name in (MODEL, PIECES):
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != manifest["files"][name]:
                return {}, s("Le fichier « {name} » du modèle approfondi est abîmé.", name=name)
        manifest["version"], manifest["warmth"]["*"], manifest["linear"]
    except FileNotFoundError as error:
        name = Path(error.filename).name
        return {}, s("Le modèle approfondi n’est pas installé : « {name} » manque.", name=name)
    except (OSError, ValueError, KeyError, TypeError):
        return {}, s("Le manifeste du modèle approfondi est illisible.")
    return manifest, None
