"""Which pairs of mentions are worth asking about: blocks by type and what two mentions of one event would share.

Two mentions are compared when they share a block (one type, and a country, an article, a sentence or a part of a person's
name) and lie near one another in its order of time. Not every pair of a block is asked: each mention meets a bounded
number of neighbours, so that the work grows with the number of mentions and not with its square.

For this a mention is a *card*: where it stands in time, and the blocks that it is in. Cards are a small frame, so that those
of all mentions fit into memory where their texts would not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, Final

import polars as pl

from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow

ORDER: Final = ("day", "admin1", "source", "target", "subtype", "number", "mention_id")
"""Time first, the day of its report for what has no date; within a day what is alike stands together, so that the bound on
neighbours cuts elsewhere."""

CARDS: Final = pl.Schema(
    {
        "mention_id": pl.String(),
        "event_type": pl.String(),
        "day": pl.Int32(),
        "admin1": pl.String(),
        "source": pl.String(),
        "target": pl.String(),
        "subtype": pl.String(),
        "number": pl.Float64(),
        "start": pl.Int32(),
        "end": pl.Int32(),
        "is_ahead": pl.Boolean(),
        "blocks": pl.List(pl.UInt64),
        "words": pl.List(pl.String),
    }
)
"""``start`` and ``end`` are null for what has no date; days count from year 1. A block is the hash of its type, kind and value.
``words`` are what the mention names: those of all mentions of an article make its matter."""

WINDOWS: Final = pl.Schema({"mention": pl.UInt32(), "neighbours": pl.List(pl.UInt32)})

_AT_ONCE: Final = 20_000
"""Mentions whose neighbours are looked for at a time."""

_DAYS: Final = 1 << 22
"""More days than any date has, so that a block and a day in it make one number."""


def cards(rows: Iterable[MentionRow], policy: Policy) -> pl.DataFrame:
    """The cards of mentions, in their order."""
    made = list(zip(*(_card(row, policy) for row in rows), strict=True)) or [()] * len(CARDS)
    return pl.DataFrame(
        [pl.Series(name, values, dtype=dtype) for (name, dtype), values in zip(CARDS.items(), made, strict=True)]
    )


def windows(cards: pl.DataFrame, policy: Policy, *, settled: pl.Series | None = None) -> Iterator[pl.DataFrame]:
    """For each mention its neighbours behind it, all its blocks together, as indices into the cards: frames of `WINDOWS`.

    Each pair that is worth asking about is in one window; of two that are ``settled`` (a truth value a card) nothing is
    asked. Mentions without neighbours are left out. Ids must be unique; of the same mentions the pairs are the same, in
    whatever order the cards are.
    """
    placed = cards.with_row_index("mention").sort(ORDER).with_row_index("place")
    blocks = _blocks(placed, policy)
    of_row = blocks["mention"]
    by_place = blocks.sort("place")
    for start in range(0, placed.height, _AT_ONCE):
        first, last = (by_place["place"].search_sorted(place) for place in (start, start + _AT_ONCE))
        behind = pl.int_ranges(pl.col("row") + 1, pl.col("stop"), dtype=pl.UInt32)
        rows = by_place[first:last].select("mention", behind.alias("row")).explode("row").drop_nulls("row")
        pairs = rows.select("mention", of_row.gather(rows["row"]).alias("neighbours")).unique()
        if settled is not None:
            pairs = pairs.filter(~(settled.gather(pairs["mention"]) & settled.gather(pairs["neighbours"])))
        yield pairs.sort("mention", "neighbours").group_by("mention", maintain_order=True).agg("neighbours")


def pairs(rows: Sequence[MentionRow], policy: Policy) -> Iterator[tuple[int, int]]:
    """The pairs of all windows as indices into ``rows``, the smaller first."""
    for window in windows(cards(rows, policy), policy):
        for mention, neighbours in window.iter_rows():
            yield from ((min(mention, other), max(mention, other)) for other in neighbours)


def _blocks(placed: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """A row for each mention in each of its blocks, block by block in the order of time.

    The neighbours of a row stand in the rows behind it, up to ``stop``: bounded in number, in its block, and before the
    first that comes too late for it. Beside ``row``, its own number, it has ``mention`` and ``place``.
    """
    near = {name: policy.dates.furthest(name, has_plan=False) for name in placed["event_type"].unique()}
    far = {name: policy.dates.furthest(name, has_plan=True) for name in near}
    members = (
        placed.select("mention", "place", "event_type", "start", "end", "is_ahead", pl.col("blocks").alias("block"))
        .explode("block")
        .sort("block", "place")
        .with_columns(pl.col("block").rle_id().cast(pl.Int64))
        .with_row_index("row")
    )
    # The furthest that a rule of the block joins: a plan in it reaches further.
    has_plan = pl.col("is_ahead").any().over("block")
    reach = pl.when(has_plan).then(_of_type(far)).otherwise(_of_type(near))
    # The start of the last one that has a date grows from row to row, so that the first too late is found by halving.
    so_far = pl.col("start").forward_fill().over("block").fill_null(0)
    timed = members.with_columns(base=pl.col("block") * _DAYS, reach=reach, so_far=so_far)
    days = (timed["base"] + timed["so_far"]).alias("day")
    too_late = days.search_sorted(timed["base"] + timed["end"].fill_null(_DAYS - 1) + timed["reach"], side="right")
    behind = days.search_sorted(timed["base"] + _DAYS, side="left")
    bound = pl.col("row") + 1 + policy.search.neighbours
    stops = members.with_columns(too_late=pl.Series(too_late), behind=pl.Series(behind))
    return stops.select("row", "mention", "place", pl.min_horizontal("too_late", "behind", bound).alias("stop"))


def _of_type(days: dict[str, int]) -> pl.Expr:
    return pl.col("event_type").replace_strict(days, return_dtype=pl.Int64)


def _card(row: MentionRow, policy: Policy) -> tuple[Any, ...]:
    start, end = row.span or (None, None)
    return (
        row.mention_id,
        row.event_type,
        (start or row.published_on).toordinal(),
        row.place_admin1 or "",
        row.source_country or "",
        row.target_country or "",
        row.event_subtype,
        row.number or 0.0,
        start and start.toordinal(),
        end and end.toordinal(),
        row.status == policy.statuses.ahead,
        sorted({_hashed(f"{row.event_type} {kind} {value}") for kind, value in _keys(row, policy)}),
        sorted(row.words),
    )


def _hashed(text: str) -> int:
    """Two blocks share a hash once in very many corpora; then a few pairs more are asked about, and answered no."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _keys(row: MentionRow, policy: Policy) -> Iterator[tuple[str, str]]:
    """Kind of block, and value."""
    yield "article", row.article_id
    if row.text:
        yield "text", row.text
    for name in row.persons:
        for part in (*name.parts, *name.nickname):
            if len(part) >= policy.search.token_length:
                yield "person", part
    if row.number is not None and row.number >= policy.quantities.telling_from:
        yield "number", f"{row.number:g} {row.quantity_unit}"
    countries = {row.source_country, row.target_country, row.place_country} - {None} - policy.actors.any_country
    for country in countries:
        yield "country", country or ""
    if not countries:
        yield "country", "none"
