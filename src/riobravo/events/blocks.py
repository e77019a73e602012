"""Which pairs of mentions are worth asking about: blocks by type and what two mentions of one event would share.

Two mentions are compared when they share a block (one type, and a country, an article, a sentence or a part of a person's
name) and lie near one another in its order of time. Not every pair of a block is asked: each mention meets a bounded
number of neighbours, so that the work grows with the number of mentions and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow

Key = tuple[str, str, str]
"""Type, kind of block, value."""


def pairs(rows: Sequence[MentionRow], policy: Policy) -> Iterator[tuple[MentionRow, MentionRow]]:
    """Pairs to ask about, each once, the smaller mention_id first; the same pairs whatever the order of ``rows``."""
    blocks: dict[Key, list[MentionRow]] = {}
    for row in rows:
        for key in _keys(row, policy):
            blocks.setdefault(key, []).append(row)
    met: set[tuple[str, str]] = set()
    for key in sorted(blocks):
        for first, second in _neighbours(blocks[key], policy):
            a, b = (first, second) if first.mention_id < second.mention_id else (second, first)
            if (a.mention_id, b.mention_id) not in met:
                met.add((a.mention_id, b.mention_id))
                yield a, b


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


def _neighbours(block: list[MentionRow], policy: Policy) -> Iterator[tuple[MentionRow, MentionRow]]:
    """Pairs of a block that lie near enough in time; what has no date stands at the day of its report."""
    ordered = sorted(block, key=_order)
    reach = _reach(ordered, policy)
    for index, first in enumerate(ordered):
        for second in ordered[index + 1 : index + 1 + policy.search.neighbours]:
            if first.span and second.span and (second.span[0] - first.span[1]).days > reach:
                break
            yield first, second


def _order(row: MentionRow) -> tuple[date, str, str, str, str, float, str]:
    """Time first; within a day what is alike stands together, so that the bound on neighbours cuts elsewhere."""
    return (
        row.span[0] if row.span else row.published_on,
        row.place_admin1 or "",
        row.source_country or "",
        row.target_country or "",
        row.event_subtype,
        row.number or 0.0,
        row.mention_id,
    )


def _reach(block: list[MentionRow], policy: Policy) -> int:
    """Days beyond which no rule joins two mentions of the block."""
    rules = policy.dates
    reach = max(rules.tolerance, rules.same_object, rules.publication_slack, *rules.lasting.values())
    if any(row.status == policy.statuses.ahead for row in block):
        reach = max(reach, rules.from_plan_to_act(block[0].event_type))
    return reach
