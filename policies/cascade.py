"""How files add up: base → country → region → city → channel → overlay. A child tightens; it loosens only where every
file from the one that set the value down to its parent lists the key under `may_relax`. Else it does not apply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from policies.tighter import Direction

MODES = ("warn", "block")
Values = Mapping[str, tuple[Any, Direction]]  # path → value, and how it gets tighter


@dataclass(frozen=True)
class Layer:
    """What one file says, and which keys it lets its children loosen."""

    name: str
    values: Values
    may_relax: frozenset[str] = frozenset()

    def lets(self, path: str) -> bool:
        """Tell whether a child may loosen `path`: the key itself is listed, or the section it stands in."""
        return any(path == listed or path.startswith(listed + ".") for listed in self.may_relax)


@dataclass(frozen=True)
class Loosened:
    """A value a layer tried to loosen without permission; `against` is the file that holds it."""

    layer: str
    path: str
    against: str


@dataclass(frozen=True)
class Merged:
    """The values in force by path, the files that set each, and what was refused."""

    values: Mapping[str, Any]
    set_by: Mapping[str, tuple[str, ...]]
    refused: tuple[Loosened, ...] = ()


@dataclass
class _Held:
    """What one path went through: (place of the layer, its value) in order, and the value in force."""

    past: list[tuple[int, Any]] = field(default_factory=list)
    value: Any = None
    files: tuple[str, ...] = ()


def merge(layers: Sequence[Layer], defaults: Values) -> Merged:
    """Add the layers up, farthest first; `defaults` stand below the first, which may change them freely."""
    held: dict[str, _Held] = defaultdict(_Held)
    refused: list[Loosened] = []
    for path, (value, _) in defaults.items():
        held[path] = _Held([(0, value)], value)
    for place, layer in enumerate(layers):
        for path, (value, way) in layer.values.items():
            here = held[path]
            if way == "sunset" and not here.past:
                here.past.append((0, None))  # no last day at all is the tightest
            against = _against(layers, place, path, value, way, here)
            if against is not None:
                refused.append(Loosened(layer.name, path, against))
                continue
            if way == "union" and here.value:
                value = [*here.value, *(word for word in value if word not in here.value)]
                here.files = (*here.files, layer.name)
            elif way == "each_lower" and here.value:
                value = {**here.value, **value}
                here.files = (*here.files, layer.name)
            else:
                here.files = (layer.name,)
            here.value = value
            here.past.append((place, value))
    set_by = {path: one.files for path, one in held.items()}
    return Merged({path: one.value for path, one in held.items()}, set_by, tuple(refused))


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `{"rules.alt_text.min": 15}` as `{"rules": {"alt_text": {"min": 15}}}`."""
    tree: dict[str, Any] = {}
    for path, value in values.items():
        *above, last = path.split(".")
        branch = tree
        for part in above:
            branch = branch.setdefault(part, {})
        branch[last] = value
    return tree


def looser(way: Direction, new: Any, old: Any) -> bool:
    """Tell whether `new` asks less than `old`, in the direction the key gets tighter."""
    if way == "lower":
        return bool(new > old)
    if way == "higher":
        return bool(new < old)
    if way == "true":
        return bool(old and not new)
    if way == "false":
        return bool(new and not old)
    if way == "subset":
        return not set(new) <= set(old)
    if way == "each_lower":
        return any(new[key] > old[key] for key in new.keys() & old.keys())
    if way == "mode":
        return MODES.index(new) < MODES.index(old)
    if way == "sunset":
        return old is None or bool(new < old)
    return way == "fixed" and new != old


def _against(layers: Sequence[Layer], place: int, path: str, value: Any, way: Direction, held: _Held) -> str | None:
    """Return the first file whose value would be loosened without permission, or None."""
    for before, old in held.past:
        permitted = all(layer.lets(path) for layer in layers[before:place])
        if looser(way, value, old) and not permitted:
            return layers[before].name
    return None
