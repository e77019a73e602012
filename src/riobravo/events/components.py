"""Components: mentions that hang together by agreements or by what people decided. No event reaches beyond one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import zip_longest

import polars as pl

from riobravo.events.decisions import Decisions


def components(pairs: pl.DataFrame, mention_ids: pl.Series, decisions: Decisions) -> pl.Series:
    """The component of each mention, which is the smallest index in it.

    Args:
        pairs: ``first`` and ``second`` of mentions that agree.
        mention_ids: Those of all mentions, by index.
        decisions: What people hold together.
    """
    above = array("L", range(len(mention_ids)))

    def top(index: int) -> int:
        while above[index] != index:
            above[index] = above[above[index]]
            index = above[index]
        return index

    for first, second in (*_held(mention_ids, decisions), *pairs.select("first", "second").iter_rows()):
        one, other = top(first), top(second)
        above[max(one, other)] = min(one, other)
    return pl.Series("component", [top(index) for index in range(len(above))], dtype=pl.UInt32)


def batches(members: pl.DataFrame, at_once: int) -> Iterator[pl.DataFrame]:
    """Whole components, as many as have so many mentions together, and one at least.

    ``members`` has each mention with its ``component``, sorted by that.
    """
    counted = (
        members.with_row_index("end", offset=1).group_by("component", maintain_order=True).agg(pl.col("end").last())
    )
    ends = counted["end"].to_list()
    start = 0
    for end, following in zip_longest(ends, ends[1:]):
        if following is None or following - start > at_once:
            yield members[start:end]
            start = end


def _held(mention_ids: pl.Series, decisions: Decisions) -> Iterable[tuple[int, int]]:
    """Pairs of mentions that one decision holds together."""
    if not decisions.keys and not decisions.entries:
        return
    first: dict[tuple[str, str], int] = {}
    for index, mention_id in enumerate(mention_ids):
        for kind, decided in (("key", decisions.keys), ("entry", decisions.entries)):
            if mention_id in decided:
                yield first.setdefault((kind, decided[mention_id]), index), index
