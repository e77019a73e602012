"""Precision, recall and F1 of events, with bootstrap intervals over articles; accuracy of the columns of matched events.

Scores are micro-averages over events that are actual or planned, both sides restricted to these before they are matched: to
call a possibility a fact is an error. The type ``other`` and the remaining statuses are scored apart. The bootstrap (Efron
1979) draws articles, since errors of one article hang together, 1,000 times with a fixed seed; intervals are its 2.5 and
97.5 percentiles. Accuracies have Wilson's interval (1927).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any, Final

import numpy as np

from riobravo import ontology
from riobravo.evaluate.claims import Claim
from riobravo.evaluate.match import Matching, match, overlap

COUNTED: Final = ("actual", "planned")
APART: Final = "other"
_DRAWS: Final = 1_000
_SEED: Final = 20_061_126
_BOUNDS: Final = (2.5, 97.5)
_Z: Final = 1.959964

Interval = tuple[float, float]
Articles = Mapping[str, Sequence[Claim]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One row of scores: of which events (type, language, status; "all" where not divided), counts, and the three figures."""

    event_type: str
    language: str
    status: str
    n_articles: int
    n_gold: int
    n_predicted: int
    n_matched: int
    precision: float | None
    precision_interval: Interval | None
    recall: float | None
    recall_interval: Interval | None
    f1: float | None
    f1_interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How often a column of a matched event is as in the gold, of the events whose gold says something on it."""

    attribute: str
    language: str
    n: int
    n_right: int
    share: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All that is counted of two codings of the same articles."""

    n_articles: int
    scores: tuple[Score, ...]
    accuracies: tuple[Accuracy, ...]
    confusions: tuple[tuple[str, str, int], ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return asdict(self)


def matchings(gold: Articles, predicted: Articles, statuses: Sequence[str] = COUNTED) -> dict[str, Matching]:
    """The matching of every article that either side codes, restricted to events of some statuses."""
    names = sorted({*gold, *predicted})
    return {name: match(_of(gold, name, statuses), _of(predicted, name, statuses)) for name in names}


def evaluate(gold: Articles, predicted: Articles, languages: Mapping[str, str]) -> Scores:
    """The scores of ``predicted`` against ``gold``.

    Args:
        gold: The claims of every article that was coded, an empty list where there is no event.
        predicted: The claims of the same articles; of others, none are looked at.
        languages: The language of every article.
    """
    predicted = {name: predicted.get(name, ()) for name in gold}
    counted = matchings(gold, predicted)
    rows = [*_by_type(counted, languages, "+".join(COUNTED))]
    every = list(ontology.load().statuses)
    for status in every:
        of_status = matchings(gold, predicted, (status,))
        rows.append(_score(of_status.values(), lambda claim: claim.event_type != APART, "all", "all", status))
    of_all = matchings(gold, predicted, every)
    return Scores(
        n_articles=len(gold),
        scores=tuple(rows),
        accuracies=tuple(_accuracies(of_all, languages)),
        confusions=tuple(_confusions(of_all.values())),
    )


def _of(articles: Articles, name: str, statuses: Sequence[str]) -> list[Claim]:
    return [claim for claim in articles.get(name, ()) if claim.status in statuses]


def _by_type(matched: Mapping[str, Matching], languages: Mapping[str, str], status: str) -> Iterable[Score]:
    kinds = ontology.load()
    headline = set(kinds.headline_types)
    groups: list[tuple[str, Callable[[Claim], bool]]] = [
        ("all", lambda claim: claim.event_type != APART),
        ("headline", lambda claim: claim.event_type in headline),
        *((name, lambda claim, name=name: claim.event_type == name) for name in kinds.types),
    ]
    for language in ("all", *sorted(set(languages.values()))):
        of_language = [
            found for name, found in sorted(matched.items()) if language in ("all", languages.get(name, "all"))
        ]
        for name, keep in groups:
            yield _score(of_language, keep, name, language, status)


def _score(
    matched: Iterable[Matching], keep: Callable[[Claim], bool], event_type: str, language: str, status: str
) -> Score:
    counts = np.array([_counts(found, keep) for found in matched], dtype=float).reshape(-1, 3)
    return Score(event_type=event_type, language=language, status=status, n_articles=len(counts), **measured(counts))


def measured(counts: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Counts and figures of rows of (matched, gold, predicted), one row an article, by the names they have in `Score`."""
    right, gold, predicted = (int(count) for count in counts.sum(axis=0))
    figures = _figures(counts.sum(axis=0, keepdims=True))[0]
    intervals = bootstrap(counts, _figures) if counts.any() else [None, None, None]
    names = ("precision", "recall", "f1")
    values: dict[str, Any] = {"n_gold": gold, "n_predicted": predicted, "n_matched": right}
    for name, value, interval in zip(names, figures, intervals, strict=True):
        values |= {name: _rounded(value), f"{name}_interval": interval}
    return values


def _counts(found: Matching, keep: Callable[[Claim], bool]) -> tuple[int, int, int]:
    right = sum(keep(gold) for gold, _ in found.pairs)
    missed = sum(keep(claim) for claim in found.missed)
    wrong = sum(keep(claim) for claim in found.wrong)
    return right, right + missed, right + wrong


def _figures(counts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Precision, recall and F1 of rows of (matched, gold, predicted); nan where a figure has no denominator."""
    right, gold, predicted = counts.T
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.stack([right / predicted, right / gold, 2 * right / (gold + predicted)], axis=1)


def bootstrap(
    rows: np.ndarray[Any, Any], figures: Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]
) -> list[Interval | None]:
    """The 95 % intervals of figures of sums of rows, one row an article; None for a figure without a denominator.

    Args:
        rows: Counts, shape (articles, counts), at least one article.
        figures: From sums of rows, shape (draws, counts), to figures, shape (draws, figures).
    """
    chosen = np.random.default_rng(_SEED).integers(len(rows), size=(_DRAWS, len(rows)))
    drawn = figures(rows[chosen].sum(axis=1))
    found: list[Interval | None] = []
    for column in drawn.T:
        known = column[~np.isnan(column)]
        low, high = np.percentile(known, _BOUNDS) if len(known) else (np.nan, np.nan)
        found.append((round(float(low), 3), round(float(high), 3)) if len(known) else None)
    return found


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)


# ── columns of matched events ────────────────────────────────────────────────────────────────────────────────────────

_Right = Callable[[Claim, Claim], bool | None]
"""Whether the prediction is right; None where the gold says nothing to compare."""


def _equal(name: str) -> _Right:
    def right(gold: Claim, predicted: Claim) -> bool | None:
        value = gold.columns.get(name)
        return None if value is None else bool(value == predicted.columns.get(name))

    return right


def _date(gold: Claim, predicted: Claim) -> bool:
    """Both undated, or both dated and overlapping within their precisions."""
    if gold.span is None or predicted.span is None:
        return gold.span is predicted.span
    return overlap(gold, predicted)


def _countries(gold: Claim, predicted: Claim) -> bool | None:
    return gold.countries == predicted.countries if any(gold.countries) else None


def _quantity(gold: Claim, predicted: Claim) -> bool | None:
    if gold.number is None:
        return None
    return gold.number == predicted.number and gold.columns["quantity_unit"] == predicted.columns["quantity_unit"]


ATTRIBUTES: Final[Mapping[str, _Right]] = {
    "status": _equal("status"),
    "hedged": _equal("is_hedged"),
    "aggregate": _equal("is_aggregate"),
    "subtype": _equal("event_subtype"),
    "date": _date,
    "countries": _countries,
    "source country": _equal("source_country"),
    "target country": _equal("target_country"),
    "source actor": _equal("source_actor_id"),
    "target actor": _equal("target_actor_id"),
    "source sector": _equal("source_sector"),
    "target sector": _equal("target_sector"),
    "quantity": _quantity,
    "place country": _equal("place_country"),
    "place state": _equal("place_admin1"),
}
"""What is compared of a matched event, by the name it is reported under."""


def _accuracies(matched: Mapping[str, Matching], languages: Mapping[str, str]) -> Iterable[Accuracy]:
    for language in ("all", *sorted(set(languages.values()))):
        pairs = [
            pair
            for name, found in matched.items()
            if language in ("all", languages.get(name, "all"))
            for pair in found.pairs
        ]
        for attribute, right in ATTRIBUTES.items():
            judged = [verdict for pair in pairs if (verdict := right(*pair)) is not None]
            n_right = sum(judged)
            yield Accuracy(
                attribute=attribute,
                language=language,
                n=len(judged),
                n_right=n_right,
                share=round(n_right / len(judged), 3) if judged else None,
                interval=wilson(n_right, len(judged)),
            )


def wilson(n_right: int, n: int) -> Interval | None:
    """Wilson's 95 % interval of a share; None of nothing."""
    if n == 0:
        return None
    share, z2 = n_right / n, _Z**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return round(max(middle - half, 0.0), 3), round(min(middle + half, 1.0), 3)


def _confusions(matched: Iterable[Matching]) -> list[tuple[str, str, int]]:
    """(type in the gold, type predicted in that sentence, how often), for events that were not matched; "" for none."""
    counts: Counter[tuple[str, str]] = Counter()
    for found in matched:
        left = list(found.wrong)
        for claim in found.missed:
            twin = next((other for other in left if other.is_told_with(claim)), None)
            if twin is not None:
                left.remove(twin)
            counts[claim.event_type, twin.event_type if twin else ""] += 1
        counts.update(("", other.event_type) for other in left)
    return sorted(((gold, wrong, n) for (gold, wrong), n in counts.items()), key=lambda row: (-row[2], row[0], row[1]))
