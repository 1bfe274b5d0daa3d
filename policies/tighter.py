"""The grammar of a policy file's keys: each one knows in which direction it gets tighter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

Direction = Literal["lower", "higher", "true", "false", "union", "subset", "each_lower", "mode", "sunset", "fixed"]


@dataclass(frozen=True)
class Tighter:
    """How a value gets tighter: a lower number, a longer list (`union`), a shorter one (`subset`) …

    `each_lower`: a table to which a child adds lines, or lowers them; lines it leaves out stay.
    `fixed`: neither tighter nor looser, a child changes it only where its parent lets it.
    """

    way: Direction


Count = Annotated[int, Field(ge=0, le=1_000_000)]
Lower = Annotated[Count | None, Tighter("lower")]
Higher = Annotated[Count | None, Tighter("higher")]
WhenTrue = Annotated[bool | None, Tighter("true")]
WhenFalse = Annotated[bool | None, Tighter("false")]
Union = Annotated[list[str] | None, Tighter("union")]
EachLower = Annotated[dict[str, Count] | None, Tighter("each_lower")]
FixedText = Annotated[str | None, Tighter("fixed")]
FixedList = Annotated[list[str] | None, Tighter("fixed")]
Days = dict[str, list[str]]


class Section(BaseModel):
    """A part of a file; what is left out is inherited."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def values_of(section: Section, prefix: str = "") -> dict[str, tuple[Any, Direction]]:
    """Return what a section sets, as `path → (plain value, direction)`; what it leaves out is not there."""
    found: dict[str, tuple[Any, Direction]] = {}
    plain = section.model_dump(by_alias=True, exclude_none=True)
    for name, field in type(section).model_fields.items():
        value, key = getattr(section, name), field.alias or name
        way = direction(field)
        if value is not None and way is not None:
            found[prefix + key] = (plain[key], way)
        elif isinstance(value, Section):
            found |= values_of(value, f"{prefix}{key}.")
    return found


def paths_of(model: type[Section], prefix: str = "") -> Iterator[str]:
    """Give the path of every value such a section may set."""
    for name, field in model.model_fields.items():
        path = prefix + (field.alias or name)
        if direction(field) is not None:
            yield path
        for inner in get_args(field.annotation) or (field.annotation,):
            if direction(field) is None and isinstance(inner, type) and issubclass(inner, Section):
                yield from paths_of(inner, path + ".")


def direction(field: FieldInfo) -> Direction | None:
    """Return how the field gets tighter; None for a field that only holds others."""
    return next((mark.way for mark in field.metadata if isinstance(mark, Tighter)), None)
