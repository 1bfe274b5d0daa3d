"""Fills the book: reads each file, checks what it inherits and loosens, and falls back to its last valid version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from policies.cascade import Layer, Values, merge
from policies.reading import Page, Problem, read_page
from policies.rules import RULES
from policies.schema import PolicyFile, Settings
from policies.schema_files import LISTS
from policies.tighter import Section, paths_of, values_of
from words import Sentence, s

BASE, ROLES = "base.yaml", "roles.yaml"
DEFAULTS: Values = {f"rules.{rule.id}.mode": (rule.mode, "mode") for rule in RULES.values()}
PATHS = frozenset(paths_of(Settings))
# what the base may leave out: modes have defaults in the code, rules last for ever, voices and calendars differ
OPTIONAL = ("mode", "sunset", "seasons", "closures", "holidays", "open_on")


class InvalidBook(ValueError):
    """The base or the roles have no valid version: nothing can be judged. `problems` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.say() for problem in problems))
        self.problems = problems


@dataclass
class Shelf:
    """The files while they are being put in place. `lost`: named but without any valid version."""

    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, PolicyFile] = field(default_factory=dict)
    lists: dict[str, Section] = field(default_factory=dict)  # roles, elections, charter
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    def chain(self, name: str) -> list[str]:
        """Return the files `name` stands on and itself, farthest first, base always below; a circle is cut."""
        found: list[str] = []
        self._climb(name, found, set())
        return list(dict.fromkeys((BASE, *found)))

    def _climb(self, name: str, found: list[str], seen: set[str]) -> None:
        if name in seen:
            return
        seen.add(name)
        for parent in self.files[name].inherits if name in self.files else ():
            self._climb(f"{parent}.yaml", found, seen)
        found.append(name)


def stock(texts: Mapping[str, str], before: Shelf) -> Shelf:
    """Return the shelf of these texts; what is wrong in them is on its `problems`, and `before` stands in."""
    shelf = Shelf()
    for name in sorted({*texts, *before.pages} | {BASE, ROLES}):
        if name not in texts:
            gone, absent = s("Le fichier a disparu ; sa dernière version reste en vigueur."), s("Le fichier manque.")
            _fall_back(shelf, before, name, Problem(name, 0, gone if name in before.pages else absent))
        elif name in LISTS:
            page, listed, problems = read_page(name, texts[name], LISTS[name])
            if listed is None:
                _fall_back(shelf, before, name, *problems)
            else:
                shelf.pages[name], shelf.lists[name] = page, listed
        else:
            page, file, problems = read_page(name, texts[name], PolicyFile)
            if file is None:
                _fall_back(shelf, before, name, *problems)
            else:
                shelf.pages[name], shelf.files[name] = page, file
    for name in sorted(shelf.files, key=lambda one: (one.startswith("modes/"), len(shelf.chain(one)), one)):
        problems = tuple(_faults(shelf, name))
        if problems:
            _fall_back(shelf, before, name, *problems)
    return shelf


def layer_of(name: str, file: PolicyFile) -> Layer:
    """Return what a file says as a layer of the cascade."""
    return Layer(name, values_of(file), frozenset(file.may_relax))


def channel_layer(name: str, file: PolicyFile, network: str | None) -> Layer | None:
    """Return what a city's file says about one network; it may loosen what the file lets."""
    section = file.channels.get(network or "")
    return Layer(f"{name}#{network}", values_of(section), frozenset(file.may_relax)) if section else None


def _fall_back(shelf: Shelf, before: Shelf, name: str, *problems: Problem) -> None:
    shelf.problems += problems
    shelf.files.pop(name, None)
    shelf.pages.pop(name, None)
    if name in before.pages:
        shelf.pages[name] = before.pages[name]
        if name in LISTS:
            shelf.lists[name] = before.lists[name]
        else:
            shelf.files[name] = before.files[name]
    else:
        shelf.lost.add(name)


def _faults(shelf: Shelf, name: str) -> list[Problem]:
    """Return what is wrong in a file that reads well: its name, its parents, unknown keys to relax, loosened values."""
    page, file = shelf.pages[name], shelf.files[name]

    def fault(sentence: Sentence, *path: str) -> Problem:
        return Problem(name, page.line(*path), sentence)

    stem = PurePath(name).stem
    for key, said in (("territory", file.territory), ("overlay", file.overlay)):
        if said is not None and said != stem:
            return [fault(s("« {said} » ne correspond pas au nom du fichier ({stem}).", said=said, stem=stem), key)]
    for parent in file.inherits:
        if f"{parent}.yaml" not in shelf.files and f"{parent}.yaml" not in shelf.lost:
            return [fault(s("Le fichier hérite de « {parent} », qui n'existe pas.", parent=parent), "inherits")]
        if f"{parent}.yaml" != name and name in shelf.chain(f"{parent}.yaml") and name != BASE:
            return [fault(s("Le fichier et « {parent} » héritent l'un de l'autre.", parent=parent), "inherits")]
    for number, key in enumerate(file.may_relax):
        if not any(path == key or path.startswith(key + ".") for path in PATHS):
            unknown = s("« {key} » sous may_relax n'est le nom d'aucun réglage.", key=key)
            return [fault(unknown, "may_relax", str(number))]
    if name == BASE:
        return [fault(s("La base doit donner « {path} ».", path=path)) for path in sorted(_left_out(file))]
    return _loosened(shelf, name, page, file)


def _left_out(file: PolicyFile) -> set[str]:
    must = {path for path in PATHS if not path.startswith("voice.") and path.split(".")[-1] not in OPTIONAL}
    return must - set(values_of(file))


def _loosened(shelf: Shelf, name: str, page: Page, file: PolicyFile) -> list[Problem]:
    """Return a problem for each value the file, its channels, or (an overlay) it over any territory would loosen."""
    problems: dict[tuple[str, ...], Problem] = {}
    territories = [name] if file.overlay is None else [one for one in shelf.files if shelf.files[one].overlay is None]
    for place in territories:
        below = [layer_of(one, shelf.files[one]) for one in shelf.chain(place) if one in shelf.files]
        own = [channel_layer(name, file, network) for network in file.channels]
        tops = own if place == name else [layer_of(name, file)]
        for top in (None, *tops):
            for found in merge([*below, top] if top else below, DEFAULTS).refused:
                path = tuple(found.path.split("."))
                if found.layer == name:
                    problems[path] = _too_loose(name, page.line(*path), found.path, found.against)
                elif top is not None and found.layer == top.name:
                    network = top.name.partition("#")[2]
                    problems[(network, *path)] = _too_loose(
                        name, page.line("channels", network, *path), found.path, found.against
                    )
    return list(problems.values())


def _too_loose(name: str, line: int, path: str, against: str) -> Problem:
    said = s(
        "« {path} » assouplit ce que fixe {against} ; ses parents doivent l'autoriser sous may_relax.",
        path=path,
        against=against,
    )
    return Problem(name, line, said)
