"""Which pairs of mentions are worth asking about: blocks by type and what two mentions of one event would share.

Two mentions are compared when they share a block (one type, and a country, an article, a sentence or a part of a person's
name) and lie near one another in its order of time. Not every pair of a block is asked: each mention meets a bounded
number of neighbours, so that the work grows with the number of mentions and not with its square.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow

Key = tuple[str, str, str]
"""Type, kind of block, value."""


def pairs(rows: Sequence[MentionRow], policy: Policy) -> Iterator[tuple[int, int]]:
    """Pairs to ask about, each once, as indices into ``rows``, the smaller first; of the same mentions in whatever order.

    Each mention collects its neighbours of all its blocks, so that no list of pairs is kept.
    """
    ordered = sorted(range(len(rows)), key=lambda index: _order(rows[index]))
    members: dict[Key, list[int]] = {}
    for place, index in enumerate(ordered):
        for key in set(_keys(rows[index], policy)):
            members.setdefault(key, []).append(place)
    blocks = {
        key: _Block(places, [rows[ordered[place]] for place in places], policy)
        for key, places in members.items()
        if len(places) > 1
    }
    members.clear()
    for index in ordered:
        row = rows[index]
        near = [blocks[key].behind(row) for key in set(_keys(row, policy)) if key in blocks]
        for place in set[int]().union(*near):
            other = ordered[place]
            yield (index, other) if index < other else (other, index)


class _Block:
    """The mentions of one block by their places in the order of time. They are asked for one after the other, in that order."""

    def __init__(self, places: list[int], rows: Sequence[MentionRow], policy: Policy) -> None:
        self._places = places
        self._next = 0
        self._most = policy.search.neighbours
        self._reach = _reach(rows, policy)
        self._dated = [number for number, row in enumerate(rows) if row.span]
        self._days = [row.span[0].toordinal() for row in rows if row.span]

    def behind(self, row: MentionRow) -> list[int]:
        """The neighbours of the next mention, which is ``row``: bounded in number, and up to the first too late for it."""
        self._next += 1
        end = self._next + self._most
        if row.span:
            later = bisect_right(self._days, row.span[1].toordinal() + self._reach)
            if later < len(self._dated):
                end = min(end, self._dated[later])
        return self._places[self._next : end]


def _keys(row: MentionRow, policy: Policy) -> Iterator[Key]:
    kind = row.event_type
    yield kind, "article", row.article_id
    if row.text:
        yield kind, "text", row.text
    for name in row.persons:
        for part in (*name.parts, *name.nickname):
            if len(part) >= policy.search.token_length:
                yield kind, "person", part
    if row.number is not None and row.number >= policy.quantities.telling_from:
        yield kind, "number", f"{row.number:g} {row.quantity_unit}"
    countries = {row.source_country, row.target_country, row.place_country} - {None} - policy.actors.any_country
    for country in countries:
        yield kind, "country", country or ""
    if not countries:
        yield kind, "country", "none"


def _order(row: MentionRow) -> tuple[date, str, str, str, str, float, str]:
    """Time first, the day of its report for what has no date; within a day what is alike stands together, so that the bound
    on neighbours cuts elsewhere.
    """
    return (
        row.span[0] if row.span else row.published_on,
        row.place_admin1 or "",
        row.source_country or "",
        row.target_country or "",
        row.event_subtype,
        row.number or 0.0,
        row.mention_id,
    )


def _reach(block: Sequence[MentionRow], policy: Policy) -> int:
    """Days beyond which no rule joins two mentions of the block."""
    has_plan = any(row.status == policy.statuses.ahead for row in block)
    return policy.dates.furthest(block[0].event_type, has_plan=has_plan)
