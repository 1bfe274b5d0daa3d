"""From the text of a YAML file to a checked record, or to plain sentences that name the line. Applies nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from policies.days import Unclear
from policies.tighter import Section
from words import Sentence, s

File = TypeVar("File", bound=Section)
Path = tuple[str, ...]
QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # four times as fast: a command reads every file


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file, and where (`line` counts from 1; 0: the file as a whole)."""

    file: str
    line: int
    sentence: Sentence

    def say(self) -> str:
        """Return the whole complaint as one sentence in the present language."""
        if not self.line:
            return s("{file} : {trouble}", file=self.file, trouble=self.sentence.say()).say()
        return s("{file}, ligne {line} : {trouble}", file=self.file, line=self.line, trouble=self.sentence.say()).say()


@dataclass(frozen=True)
class Page:
    """The text of one file with the line each key stands on, and the version (digest) decisions name."""

    file: str
    text: str
    lines: Mapping[Path, int]

    @property
    def version(self) -> str:
        """The first twelve figures of the text's SHA-256."""
        return sha256(self.text.encode(errors="surrogateescape")).hexdigest()[:12]

    def line(self, *path: str) -> int:
        """Return the line of a key, or of the nearest thing above it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def read_page(file: str, text: str, model: type[File]) -> tuple[Page, File | None, tuple[Problem, ...]]:
    """Read `text` as a `model`; either the record comes back, or the problems do."""
    try:
        node, lines, trouble = _nodes(text)
        page = Page(file, text, lines)
        if node is None or trouble:
            return page, None, tuple(Problem(file, line, sentence) for line, sentence in trouble) or (_empty(file),)
        told = yaml.load(text, QUICK)  # noqa: S506  # the safe loader, in C where there is one
        return page, model.model_validate(told), ()
    except ValidationError as wrong:
        return page, None, tuple(_complaint(page, error) for error in wrong.errors())
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:  # ValueError: a date like 2026-13-40
        mark = getattr(wrong, "problem_mark", None)
        said = s("Le fichier n'est pas du YAML lisible : vérifiez les deux-points, les guillemets et les retraits.")
        return Page(file, text, {}), None, (Problem(file, mark.line + 1 if mark else 0, said),)


def _nodes(text: str) -> tuple[yaml.Node | None, dict[Path, int], list[tuple[int, Sentence]]]:
    """Compose the text and note where each key stands; a key written twice or an alias is trouble."""
    for token in yaml.scan(text, QUICK):
        if isinstance(token, yaml.AliasToken):
            said = s("Les renvois (*nom) ne sont pas admis ; écrivez la valeur.")
            return None, {}, [(token.start_mark.line + 1, said)]
    node = yaml.compose(text, QUICK)
    lines: dict[Path, int] = {}
    trouble: list[tuple[int, Sentence]] = []
    for path, line in _walk(node, ()):
        if path in lines and not any(said.values["key"] in path[:-1] for _, said in trouble):
            trouble.append((line, s("La clé « {key} » est écrite deux fois ; gardez-en une.", key=path[-1])))
        lines[path] = line
    return node, lines, trouble


def _walk(node: yaml.Node | None, path: Path) -> Iterator[tuple[Path, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            yield here, key.start_mark.line + 1
            yield from _walk(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            here = (*path, str(number))
            yield here, item.start_mark.line + 1
            yield from _walk(item, here)


def _complaint(page: Page, error: Any) -> Problem:
    path = tuple(str(part) for part in error["loc"])
    key = path[-1] if path else ""
    kind: str = error["type"]
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Unclear):
        said = cause.sentence
    elif kind == "extra_forbidden":
        said = s("La clé « {key} » n'existe pas ici ; vérifiez son orthographe.", key=key)
    elif kind == "missing":
        said = s("Il manque la clé « {key} ».", key=key)
    elif kind == "literal_error":
        choices = error["ctx"]["expected"].replace(" or ", ", ")
        said = s("« {key} » n'accepte que : {choices}.", key=key, choices=choices)
    else:
        said = _expected(kind.split("_")[0], key)
    return Problem(page.file, page.line(*path), said)


def _expected(kind: str, key: str) -> Sentence:
    kinds = {
        "int": s("« {key} » attend un nombre entier.", key=key),
        "greater": s("« {key} » attend un nombre positif.", key=key),
        "less": s("« {key} » attend un nombre plus petit.", key=key),
        "bool": s("« {key} » attend true ou false.", key=key),
        "list": s("« {key} » attend une liste.", key=key),
        "too": s("« {key} » attend une liste qui n'est pas vide.", key=key),
        "string": s("« {key} » attend un texte ; mettez-le entre guillemets.", key=key),
        "date": s("« {key} » attend une date, année-mois-jour.", key=key),
    }
    return kinds.get(kind, s("« {key} » attend des clés et des valeurs, une par ligne.", key=key))


def _empty(file: str) -> Problem:
    return Problem(file, 0, s("Le fichier est vide."))
