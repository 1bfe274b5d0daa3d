"""Read the template files: our own lines, each with a name that lasts.

Templates stand in `templates/<language>.tsv`: part, topics (`*`: any), text. A part is an intent or a piece of a text
(`cheer`, `irony`, `date.ahead` …). Three in ten are held out, so that a judge trained on the demo's words can be
measured on templates it never saw.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

from commands.demo.grammar import FOLDER


@dataclass(frozen=True)
class Template:
    """One line of a template file. `name` is "language:line", stable as long as lines are only added."""

    name: str
    text: str
    french: bool = False

    @property
    def held_out(self) -> bool:
        """Tell whether this template is kept for measuring: three in ten, by line number."""
        return int(self.name.split(":")[1]) % 10 in (2, 5, 8)

    @cached_property
    def names(self) -> bool:
        """Tell whether the text names the territory."""
        return bool(re.search(r"\{(\w+_)?place\}|\{name\}", self.text))

    @cached_property
    def unsaid(self) -> str | None:
        """The text without the territory's name, where it can be left out."""
        without = re.sub(r" \{(at|of)_place\}", "", self.text)
        return None if re.search(r"\{(\w+_)?place\}|\{name\}", without) else without


@lru_cache
def templates(lang: str) -> dict[tuple[str, str], tuple[Template, ...]]:
    """Return the templates of a language by part and topic; `*` holds those fit for any topic."""
    found: dict[tuple[str, str], list[Template]] = defaultdict(list)
    for number, line in enumerate((FOLDER / f"{lang}.tsv").read_text("utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            part, topics, text, *mark = line.split("\t")
            for topic in topics.split(","):
                found[part, topic].append(Template(f"{lang}:{number}", text, french="fr" in mark))
    return {key: tuple(value) for key, value in found.items()}


@lru_cache
def of_part(lang: str, part: str) -> tuple[Template, ...]:
    return tuple(t for (known, _topic), group in templates(lang).items() for t in group if known == part)
