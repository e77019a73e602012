"""How well the rules of identity answer "is this the same event?", against what readers decided with all entries side by side.

Both group the same reviewed mentions into events. B-cubed (Bagga and Baldwin 1998) averages, over mentions, how much of a
mention's event is right and how much of its true event is found; pairs are those of mentions in two articles, which is where
over-counting and over-merging happen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Final

from riobravo.evaluate import shown
from riobravo.evaluate.match import Matching

ALL: Final = "all"
"""The name of all types together."""


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
    b3 = (shown.share(right, len(names)), shown.share(covered, len(names)))
    pair = (shown.share(common, len(pairs_found)), shown.share(common, len(pairs_gold)))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OverCount:
    """Events of one type that a grouping found, and how many there are; above one they are counted more than once."""

    event_type: str
    n_events_gold: int
    n_events_found: int
    factor: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return asdict(self)


def overcounts(
    gold: Mapping[str, str], found: Mapping[str, str], type_of: Mapping[str, str], types: Sequence[str]
) -> list[OverCount]:
    """The over-counting of each type and of all of them together, over the mentions of ``gold``; as `identity` takes them."""
    of_type = {kind: [name for name in gold if type_of[name] == kind] for kind in types}
    every = [name for names in of_type.values() for name in names]
    return [_overcount(kind, names, gold, found) for kind, names in (*of_type.items(), (ALL, every))]


def _overcount(kind: str, names: Sequence[str], gold: Mapping[str, str], found: Mapping[str, str]) -> OverCount:
    n_gold, n_found = (len({side[name] for name in names}) for side in (gold, found))
    return OverCount(event_type=kind, n_events_gold=n_gold, n_events_found=n_found, factor=shown.share(n_found, n_gold))


def true_events(matched: Iterable[Matching], keys: Mapping[str, str]) -> dict[str, str]:
    """The event that each mention of a machine truly tells: that of the gold claim it was matched to.

    Args:
        matched: The matchings of the articles, gold and machine.
        keys: The event of every mention of the gold.

    Returns:
        The keys by mention of the machine; what was matched to nothing, or to a claim without a key, is left out.
    """
    return {
        name: keys[gold.mention_ids[0]]
        for found in matched
        for gold, predicted in found.pairs
        if gold.mention_ids[0] in keys
        for name in predicted.mention_ids
    }


def _pairs(events: Mapping[str, str], names: list[str], article_of: Mapping[str, str]) -> set[tuple[str, str]]:
    """The pairs of mentions of one event that stand in two articles."""
    members: dict[str, list[str]] = {}
    for name in names:
        members.setdefault(events[name], []).append(name)
    return {(a, b) for group in members.values() for a, b in combinations(group, 2) if article_of[a] != article_of[b]}


def _f1(precision: float | None, recall: float | None) -> float | None:
    if not precision or not recall:
        return None if precision is None or recall is None else 0.0
    return round(2 * precision * recall / (precision + recall), 3)
