"""How well the rules of identity answer "is this the same event?", against what readers decided with all entries side by side.

Both group the same reviewed mentions into events. B-cubed (Bagga and Baldwin 1998) averages, over mentions, how much of a
mention's event is right and how much of its true event is found; pairs are those of mentions in two articles, which is where
over-counting and over-merging happen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityScore:
    """Figures of one grouping against another; null where there is nothing to divide by."""

    n_mentions: int
    n_events_gold: int
    n_events_found: int
    b3_precision: float | None
    b3_recall: float | None
    b3_f1: float | None
    n_pairs_gold: int
    n_pairs_found: int
    pair_precision: float | None
    pair_recall: float | None
    pair_f1: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return asdict(self)


def identity(gold: Mapping[str, str], found: Mapping[str, str], article_of: Mapping[str, str]) -> IdentityScore:
    """The score of ``found`` against ``gold``, both mention_id → event, over the mentions of ``gold``."""
    names = sorted(gold)
    both = Counter((gold[name], found[name]) for name in names)
    sizes_gold = Counter(gold[name] for name in names)
    sizes_found = Counter(found[name] for name in names)
    right = sum(both[gold[name], found[name]] / sizes_found[found[name]] for name in names)
    covered = sum(both[gold[name], found[name]] / sizes_gold[gold[name]] for name in names)
    pairs_gold, pairs_found = (_pairs(side, names, article_of) for side in (gold, found))
    common = len(pairs_gold & pairs_found)
    b3 = (_share(right, len(names)), _share(covered, len(names)))
    pair = (_share(common, len(pairs_found)), _share(common, len(pairs_gold)))
    return IdentityScore(
        n_mentions=len(names),
        n_events_gold=len(sizes_gold),
        n_events_found=len(sizes_found),
        b3_precision=b3[0],
        b3_recall=b3[1],
        b3_f1=_f1(*b3),
        n_pairs_gold=len(pairs_gold),
        n_pairs_found=len(pairs_found),
        pair_precision=pair[0],
        pair_recall=pair[1],
        pair_f1=_f1(*pair),
    )


def _pairs(events: Mapping[str, str], names: list[str], article_of: Mapping[str, str]) -> set[tuple[str, str]]:
    """The pairs of mentions of one event that stand in two articles."""
    members: dict[str, list[str]] = {}
    for name in names:
        members.setdefault(events[name], []).append(name)
    return {(a, b) for group in members.values() for a, b in combinations(group, 2) if article_of[a] != article_of[b]}


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if not precision or not recall:
        return None if precision is None or recall is None else 0.0
    return round(2 * precision * recall / (precision + recall), 3)
