"""How far two readers agree who coded the same articles without seeing each other's work.

Which events there are is measured by F1 (one reader as gold; it is symmetric but for repeats), since there is no agreement by
chance to correct for where the units themselves are chosen. What is coded of an event that both found is measured by
Krippendorff's alpha (Krippendorff 2018, chapter 12; computed by nltk), nominal for codes and interval for numbers and days:
1 is perfect, 0 is what chance would give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from nltk.metrics import AnnotationTask, binary_distance, interval_distance

from riobravo import ontology
from riobravo.evaluate import score
from riobravo.evaluate.claims import Claim
from riobravo.tables import model

_NOT_COMPARED: Final = ("event_type", "quantities")
"""The type is what pairs them; further counts are lists."""

_MISSING: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAgreement:
    """Of one column: on how many events it was compared, the share on which both say the same, and alpha.

    Of columns of codes and yes or no, an empty cell is a value like any other; of numbers and days, events are compared where
    both give one. ``alpha`` is null where no value varies.
    """

    column: str
    n: int
    share: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two codings of the same articles against each other."""

    n_articles: int
    scores: tuple[score.Score, ...]
    fields: tuple[FieldAgreement, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return asdict(self)


def agreement(
    first: Mapping[str, Sequence[Claim]], second: Mapping[str, Sequence[Claim]], languages: Mapping[str, str]
) -> Agreement:
    """The agreement of two codings on the articles that both coded."""
    common = sorted(first.keys() & second.keys())
    one, other = ({name: side[name] for name in common} for side in (first, second))
    spoken = {name: languages[name] for name in common}
    statuses = list(ontology.load().statuses)
    pairs = [pair for found in score.matchings(one, other, statuses).values() for pair in found.pairs]
    return Agreement(
        n_articles=len(common),
        scores=score.evaluate(one, other, spoken).scores,
        fields=tuple(_field(name, pairs) for name in model.load().coded_columns if name not in _NOT_COMPARED),
    )


def _field(column: str, pairs: Sequence[tuple[Claim, Claim]]) -> FieldAgreement:
    declared = model.load_fields()[column]
    is_measured = declared.type in ("number", "date")
    values = [(_value(a.columns.get(column)), _value(b.columns.get(column))) for a, b in pairs]
    if is_measured:
        values = [(a, b) for a, b in values if a is not None and b is not None]
    share = round(sum(a == b for a, b in values) / len(values), 3) if values else None
    return FieldAgreement(column=column, n=len(values), share=share, alpha=_alpha(values, is_measured=is_measured))


def _value(value: Any) -> Any:
    return value.toordinal() if isinstance(value, date) else value


def _alpha(values: Sequence[tuple[Any, Any]], *, is_measured: bool) -> float | None:
    if len({value for pair in values for value in pair}) < 2:
        return None
    marks = [
        (reader, unit, _MISSING if value is None else value)
        for unit, pair in enumerate(values)
        for reader, value in zip("ab", pair, strict=True)
    ]
    task = AnnotationTask(data=marks, distance=interval_distance if is_measured else binary_distance)
    return round(float(task.alpha()), 3)
