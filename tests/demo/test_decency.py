"""What the demo never says: nothing about a real violence, no number anybody could be called by."""

from __future__ import annotations

import re

import numpy as np

from commands.demo.grammar import FOLDER, Where, filled

LANGUAGES = ("fr", "de", "en", "gsw", "es", "it", "nl", "zh", "tr")


def test_nothing_is_written_about_the_eleventh_of_december() -> None:
    every = "".join(path.read_text("utf-8") for path in FOLDER.iterdir()).casefold()
    assert not re.search(r"11 déc|11\. dez|11 dec|11/12|dec(ember)? 11|fusillade|attentat|anschlag|shooting", every)


def test_numbers_are_those_set_aside_for_fiction() -> None:
    rng = np.random.default_rng(1)
    for lang in LANGUAGES:
        phone = filled(rng, "{phone}", Where(lang, "mulhouse"))
        assert re.fullmatch(r"06 39 98 \d\d \d\d|0176 040690\d\d|07700 900\d{3}", phone)
        assert re.fullmatch(r"[IOU]{2}-\d{3}-[IOU]{2}", filled(rng, "{plate}", Where(lang, "mulhouse")))
