"""The figures of a judge as a person reads them on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from sentiment.evaluate import ALL, Evaluation, Figures
from sentiment.judgement import CLASSES
from sentiment.measures import Share
from words import t


def told(found: Evaluation) -> str:
    """Return an evaluation as lines of text."""
    blocks = [t("Jugé par {tier}", tier=found.tier), *("\n".join(_lines(one)) for one in found.figures)]
    return "\n\n".join(blocks)


def _lines(one: Figures) -> Iterator[str]:
    name = t("Toutes langues") if one.lang == ALL else one.lang
    yield t("{name}, n = {n}", name=name, n=one.n)
    if one.macro_f1 is not None and one.macro_f1_interval is not None:
        low, high = one.macro_f1_interval
        yield t("  macro-F1 {value:.1f} ({low:.1f} à {high:.1f})", value=one.macro_f1 * 100, low=low * 100,
                high=high * 100)  # fmt: skip
    yield "  " + t("exactitude {share}", share=_said(one.accuracy))
    for label in CLASSES:
        yield "  " + t("rappel {label} {share}", label=label, share=_said(one.recalls[label]))
    yield "  " + t("indéterminés {doubt}, exactitude du reste {rest}", doubt=_said(one.doubted), rest=_said(one.kept))
    yield "  " + t("confusions (vrai → dit) :")
    for true in CLASSES:
        row = "  ".join(f"{said} {one.table.get((true, said), 0):>6}" for said in CLASSES)
        yield f"    {true:<9} → {row}"
    yield "  " + t("en ne jugeant que le plus sûr :")
    for point in one.curve:
        yield f"    {point.coverage:>4.0%}  {point.accuracy * 100:5.1f}  n = {point.n}"


def _said(one: Share) -> str:
    if one.share is None or one.low is None or one.high is None:
        return "—"
    values = {"share": one.share * 100, "low": one.low * 100, "high": one.high * 100}
    return t("{share:.1f} % ({low:.1f} à {high:.1f}, n = {n})", n=one.n, **values)
