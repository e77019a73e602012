"""Which claim of one coding is which claim of another, article by article.

A claim may be another if their types are equal and a sentence tells both or, where the sentences differ, dates, countries and
quantity agree. Of all pairings the one with most pairs is taken, and of these the one whose columns agree most (the assignment
problem; scipy). A prediction that could only be an event that is taken already is a repeat: told twice, not told wrongly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from riobravo.evaluate.claims import Claim

_LIKE = ("event_subtype", "status", "source_country", "target_country", "quantity_best", "date_start", "is_aggregate")
"""Columns that tell which of several pairings is meant."""

_A_SENTENCE = 10.0
_A_PAIR = 100.0
"""A common sentence says more than all columns together, and no pair is given up for a better likeness."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The pairs (gold, predicted), gold claims that nothing matched, predictions that match nothing, and repeats."""

    pairs: tuple[tuple[Claim, Claim], ...]
    missed: tuple[Claim, ...]
    wrong: tuple[Claim, ...]
    repeats: tuple[Claim, ...]


def match(gold: Sequence[Claim], predicted: Sequence[Claim]) -> Matching:
    """The pairing of two codings of one article."""
    weights = np.array([[_weight(g, p) for p in predicted] for g in gold]).reshape(len(gold), len(predicted))
    rows, columns = linear_sum_assignment(weights, maximize=True)
    paired = {int(g): int(p) for g, p in zip(rows, columns, strict=True) if weights[g, p] > 0}
    taken = set(paired.values())
    loose = [index for index in range(len(predicted)) if index not in taken]
    repeats = [index for index in loose if weights[:, index].any()]
    return Matching(
        pairs=tuple((gold[g], predicted[p]) for g, p in sorted(paired.items())),
        missed=tuple(claim for index, claim in enumerate(gold) if index not in paired),
        wrong=tuple(predicted[index] for index in loose if index not in repeats),
        repeats=tuple(predicted[index] for index in repeats),
    )


def may_be(gold: Claim, predicted: Claim) -> bool:
    """Whether the two can be one event."""
    if gold.event_type != predicted.event_type:
        return False
    return gold.is_told_with(predicted) or _agree(gold, predicted)


def overlap(one: Claim, other: Claim) -> bool:
    """Whether both are dated and can be of one day."""
    a, b = one.span, other.span
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def _agree(gold: Claim, predicted: Claim) -> bool:
    """Enough in common to be one event told in two sentences: dates, a country, and the number if there is one."""
    return (
        overlap(gold, predicted)
        and gold.countries == predicted.countries
        and any(gold.countries)
        and gold.number == predicted.number
    )


def _weight(gold: Claim, predicted: Claim) -> float:
    if not may_be(gold, predicted):
        return 0.0
    alike: int = sum(gold.columns.get(name) == predicted.columns.get(name) for name in _LIKE)
    return _A_PAIR + alike + _A_SENTENCE * gold.is_told_with(predicted)
