"""The rules as written: the files of a folder, checked, kept at their last valid version, and added up for a territory.

A broken file never disables a rule: its last valid version stays and `problems` says so; without one, nothing of
that territory leaves before a person has looked (`Effective.missing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from policies.cascade import Layer, Merged, merge, nested
from policies.hours import Hours, read_hours
from policies.reading import Page, Problem
from policies.roles import Matrix
from policies.schema import PolicyFile
from policies.schema_files import LISTS, CharterFile, ElectionsFile, RolesFile
from policies.shelf import BASE, DEFAULTS, ROLES, InvalidBook, Shelf, channel_layer, layer_of, stock
from policies.tighter import Section, values_of

SHIPPED = Path(__file__).resolve().parent

__all__ = ["SHIPPED", "Book", "Effective", "InvalidBook"]


@dataclass(frozen=True)
class Effective:
    """What holds in one place: the values (as nested sections), which files set each, and the versions used.

    `missing` names files that should hold here and have no valid version at all.
    """

    territory: str
    values: Mapping[str, Any]
    set_by: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, str]
    missing: tuple[str, ...] = ()

    def settings_of(self, rule: str, reads: Sequence[str] = ()) -> dict[str, Any]:
        """Return what a rule's function is given: its own settings and the sections it reads."""
        own = self.values.get("rules", {}).get(rule, {})
        return {**own, **{section: self.values.get(section, {}) for section in reads}}

    def files_of(self, rule: str) -> tuple[str, ...]:
        """Return the files that set anything of a rule, each once, farthest first."""
        return self._files.get(rule, ())

    @cached_property
    def _files(self) -> dict[str, tuple[str, ...]]:
        """The files that set anything, by rule: every decision asks for every rule, so they are looked up once."""
        found: dict[str, set[str]] = {}
        for path, names in self.set_by.items():
            section, _, rest = path.partition(".")
            if section == "rules":
                found.setdefault(rest.partition(".")[0], set()).update(names)
        return {rule: tuple(name for name in self.versions if name in names) for rule, names in found.items()}

    def hours(self, zone: str | None = None) -> Hours:
        """Return the opening hours, lived in `zone` when the territory has one of its own."""
        return read_hours(self.values["hours"]).in_zone(zone)

    @property
    def matrix(self) -> Matrix:
        """Who may do what: action → roles."""
        found: Matrix = self.values["roles"]
        return found


@dataclass(frozen=True)
class Book:
    """All files in force. Built with `load` (a folder) or `of` (texts by file name); never changes afterwards."""

    pages: Mapping[str, Page]
    files: Mapping[str, PolicyFile]
    lists: Mapping[str, Section]  # roles, elections, charter
    problems: tuple[Problem, ...] = ()
    lost: frozenset[str] = frozenset()
    _known: dict[tuple[Any, ...], Effective] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path = SHIPPED, last_valid: Book | None = None) -> Self:
        """Read every `*.yaml` of `folder` and `folder/modes`; raise `InvalidBook` without a valid base or roles."""
        found = sorted((*folder.glob("*.yaml"), *folder.glob("modes/*.yaml")))
        texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8", "surrogateescape") for path in found}
        return cls.of(texts, last_valid)

    @classmethod
    def of(cls, texts: Mapping[str, str], last_valid: Book | None = None) -> Self:
        """Read the texts; a file that is wrong, or gone, keeps the version it has in `last_valid`."""
        before = last_valid._shelf() if last_valid else Shelf()
        shelf = stock(texts, before)
        if ROLES not in shelf.lists or BASE not in shelf.files:
            raise InvalidBook(tuple(shelf.problems))
        return cls(shelf.pages, shelf.files, shelf.lists, tuple(shelf.problems), frozenset(shelf.lost))

    @classmethod
    def kept(cls, texts: Mapping[str, str]) -> Self:
        """Read texts that were valid once, to fall back on; one that no longer is, is left out without a word."""
        shelf = stock(texts, Shelf())
        return cls(shelf.pages, shelf.files, shelf.lists)

    def over(self, earlier: Book) -> Book:
        """Return this book with the files it lacks as an earlier one has them."""
        mine, theirs = self._shelf(), earlier._shelf()
        return Book(theirs.pages | mine.pages, theirs.files | mine.files, theirs.lists | mine.lists)

    def for_(
        self, territory: str, channel: str | None = None, overlays: Sequence[str] = (), within: Sequence[str] = ()
    ) -> Effective:
        """Return what holds for a territory, on a network (`channel`), under overlays.

        `within` are the territories above, farthest first: the nearest that has a file answers for one that has none,
        and without any, the base alone.
        """
        key = (territory, channel, tuple(overlays), tuple(within))
        if key not in self._known:
            self._known[key] = self._add_up(*key)
        return self._known[key]

    def _add_up(self, territory: str, channel: str | None, overlays: Sequence[str], within: Sequence[str]) -> Effective:
        missing = [name for name in (*LISTS, *(f"{place}.yaml" for place in (territory, *within))) if name in self.lost]
        wanted = (f"{place}.yaml" for place in (territory, *reversed(within)))
        own = next((name for name in wanted if name in self.files), BASE)
        names = self.chain(own)
        missing += [name for name in names if name not in self.files]
        layers = [layer_of(name, self.files[name]) for name in names if name in self.files]
        on_channel = channel_layer(own, self.files[own], channel)
        layers += [on_channel] if on_channel else []
        for overlay in overlays:
            name = f"modes/{overlay}.yaml"
            if name in self.files:
                layers.append(Layer(name, layer_of(name, self.files[name]).values, layers[-1].may_relax))
            else:
                missing.append(name)
        merged: Merged = merge(layers, DEFAULTS)
        used = [layer.name for layer in layers if layer is not on_channel]
        versions = {name: self.pages[name].version for name in (*self.lists, *used)}
        values = {**nested(merged.values), **self._listed()}
        return Effective(territory, values, merged.set_by, versions, tuple(dict.fromkeys(missing)))

    def paths_set_by(self, name: str) -> frozenset[str]:
        """Return the paths of all values a file sets, for the whole territory or for one network."""
        file = self.files[name]
        return frozenset(path for section in (file, *file.channels.values()) for path in values_of(section))

    def chain(self, name: str) -> list[str]:
        """Return the files a file stands on and itself, farthest first, base always below."""
        return self._shelf().chain(name)

    @property
    def roles(self) -> RolesFile:
        """Who may do what."""
        found = self.lists[ROLES]
        assert isinstance(found, RolesFile)
        return found

    def _listed(self) -> dict[str, Any]:
        """Return what the lists say, as the sections that rules may read."""
        found: dict[str, Any] = {"roles": self.roles.actions, "role_names": self.roles.roles, "elections": []}
        for file in self.lists.values():
            if isinstance(file, ElectionsFile):
                found["elections"] = [one.model_dump(by_alias=True) for one in file.elections]
            elif isinstance(file, CharterFile):
                found["charter"] = file.model_dump(by_alias=True)
        return found

    def _shelf(self) -> Shelf:
        return Shelf(dict(self.pages), dict(self.files), dict(self.lists))
