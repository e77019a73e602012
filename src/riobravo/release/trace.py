"""One event with all that stands behind it: its row, its mentions and their sources, why they are one, and its links.

A pure function of tables: no text of an article is read again, and nothing is guessed in place of what is not there.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

import polars as pl

from riobravo import ontology
from riobravo.errors import PROBLEMS, RioBravoError
from riobravo.events import policy, reasons
from riobravo.events.evidence import Evidence
from riobravo.events.rows import MentionRow, row_of, with_matter
from riobravo.events.same import pieces, same
from riobravo.release.lookup import Lookup, Row
from riobravo.release.traced import Linked, Member, Pair, Piece, Trace
from riobravo.tables.model import load_tables

TABLES = ("events", "event_mentions", "event_links", "mentions", "articles")

_MOST_PAIRS = 20_000
"""Pairs that are compared, those of 200 mentions; of more only those are told that joined the mentions."""

_OF_LINKED = (
    "event_id", "event_type", "event_subtype", "status", "date_start", "date_end", "date_precision", "date_basis", "headline",
)  # fmt: skip


def trace(event_id: str, tables: Mapping[str, pl.LazyFrame], registry: pl.DataFrame) -> Trace:
    """What stands behind an event.

    Args:
        event_id: Its id, or one that was retired into it.
        tables: `TABLES`, each with the declared columns, at least those that no row may leave empty.
        registry: All ids ever given (event_id, anchor_mention_id, retired_into), or an empty frame.

    Raises:
        RioBravoError: RB-609 for an id that no event has, with those that are like it; as `Lookup`.
    """
    lookup = Lookup(tables, load_tables(), TABLES)
    living = _living(event_id, lookup, registry)
    members, articles, notes = _members(living, lookup)
    pairs, untold = _judged(members, articles, lookup)
    return Trace(
        asked=event_id,
        event_id=living,
        event=lookup.rows("events", "event_id", [living])[0],
        articles=tuple(articles.values()),
        members=members,
        threshold=policy.load().sums.threshold,
        n_pairs=_n_by_rule(members),
        pairs=pairs,
        links=_links(living, lookup),
        notes=(*notes, *untold),
    )


# ── ids ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _living(asked: str, lookup: Lookup, registry: pl.DataFrame) -> str:
    """The id of the event there is now."""
    given = dict(registry.select("event_id", "retired_into").iter_rows())
    event_id, seen = asked, set[str]()
    while not lookup.rows("events", "event_id", [event_id]):
        seen.add(event_id)
        further = given.get(event_id)
        if not further or further in seen:
            raise _unknown(asked, event_id, given, lookup)
        event_id = further
    return event_id


def _unknown(asked: str, last: str, given: Collection[str], lookup: Lookup) -> RioBravoError:
    if asked in given:
        found = repr(asked) if last == asked else f"{asked!r}, retired into {last}"
        todo = "none: the id was given once, and its event has left the tables"
        return RioBravoError(code="RB-609", found=found, todo=todo)
    known = [*lookup.values("events", "event_id"), *given]
    return RioBravoError(code="RB-609", found=repr(asked), todo=_did_you_mean(asked.strip().casefold(), known))


def _did_you_mean(asked: str, known: Sequence[str]) -> str | None:
    """What to do instead, if ids are alike; one slip leaves half of an id as it was, so the other ids are not compared."""
    half = len(asked) // 2
    alike = sorted({one for one in known if one.startswith(asked[:half]) or one.endswith(asked[half:])})
    near = difflib.get_close_matches(asked, alike, n=3, cutoff=0.7)
    return f"did you mean {' or '.join(near)}? {PROBLEMS['RB-609'].todo}" if near else None


# ── mentions ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _members(event_id: str, lookup: Lookup) -> tuple[tuple[Member, ...], dict[str, Row], list[str]]:
    """The mentions of an event and their articles, both in the order of publication, and what of them is not there."""
    given = {row["mention_id"]: row["reason"] for row in lookup.rows("event_mentions", "event_id", [event_id])}
    mentions = lookup.rows("mentions", "mention_id", given)
    wanted = {row["article_id"] for row in mentions}
    found = lookup.rows("articles", "article_id", wanted)
    found.sort(key=lambda row: (row["published_on"], row["article_id"]))
    articles = {row["article_id"]: {key: row[key] for key in row if key != "text"} for row in found}
    place = {article_id: position for position, article_id in enumerate(articles)}
    members = [Member(row, reasons.read(given[row["mention_id"]], given)) for row in mentions]
    members.sort(key=lambda member: (place.get(member.mention["article_id"], len(place)), *_spot(member.mention)))
    counted = {"mentions": len(given) - len(mentions), "articles": len(wanted) - len(articles)}
    notes = [f"{n:,} of the event's {name} are not in the table {name}" for name, n in counted.items() if n]
    return tuple(members), articles, notes if given else ["no mention of the event is in the table event_mentions"]


def _spot(mention: Row) -> tuple[str, bool, int, str]:
    return mention["article_id"], mention["evidence_in"] != "title", mention["evidence_start"], mention["mention_id"]


# ── why they are one event ───────────────────────────────────────────────────────────────────────────────────────────────


def _judged(
    members: Sequence[Member], articles: Mapping[str, Row], lookup: Lookup
) -> tuple[tuple[Pair, ...], list[str]]:
    """The pairs that rules decide on, compared anew, and what of them could not be compared."""
    given = {_pair_of(member): member.reason.says for member in members if member.reason.with_mention is not None}
    n_pairs = _n_by_rule(members)
    if not n_pairs:
        return (), []
    try:
        rows = _comparable(articles, lookup)
    except RioBravoError as error:
        return (), [f"the pairs cannot be compared: {error}"]
    is_all = n_pairs <= _MOST_PAIRS
    wanted = _by_rule(members) if is_all else iter(given)
    made = [_pair(rows[a], rows[b], is_given=(a, b) in given) for a, b in wanted if a in rows and b in rows]
    made.sort(key=lambda pair: (not pair.joins, -pair.score, pair.mention_ids))
    notes = [] if is_all else [f"of {n_pairs:,} pairs only those are compared that joined the mentions"]
    differ = sum(given[pair.mention_ids] != pair.verdict for pair in made if pair.joins)
    if differ:
        notes.append(
            f"{differ:,} of the {len(given):,} pairs that joined mentions are judged in other words today than when they were "
            "joined: by other rules, or without mentions of the articles that are not in the tables"
        )
    pairs = [replace(pair, joins=True) if connects else pair for pair, connects in _connecting(made, members)]
    return tuple(sorted(pairs, key=lambda pair: not pair.joins)), notes


def _connecting(pairs: Iterable[Pair], members: Sequence[Member]) -> Iterator[tuple[Pair, bool]]:
    """Each pair, and whether the rules join by it what people and the pairs before it leave apart."""
    group = {member.mention_id: {member.mention_id} for member in members}

    def unite(first: str, second: str) -> bool:
        if group[first] is group[second]:
            return False
        group[first] |= group[second]
        for mention_id in group[second]:
            group[mention_id] = group[first]
        return True

    first_of: dict[str, str] = {}
    for member in members:
        if member.reason.decided_by is not None:
            unite(first_of.setdefault(member.reason.decided_by, member.mention_id), member.mention_id)
    for pair in pairs:
        yield pair, (pair.joins or pair.is_same) and unite(*pair.mention_ids)


def _pair_of(member: Member) -> tuple[str, str]:
    first, second = sorted((member.mention_id, member.reason.with_mention or ""))
    return first, second


def _pair(a: MentionRow, b: MentionRow, *, is_given: bool) -> Pair:
    rules = policy.load()
    verdict = same(a, b, rules)
    return Pair(
        mention_ids=(a.mention_id, b.mention_id),
        joins=is_given,
        is_same=verdict.is_same,
        verdict=verdict.reason,
        base=rules.sums.base_of(a.event_type),
        score=verdict.score,
        evidence=tuple(map(_piece, pieces(a, b, rules))),
    )


def _by_rule(members: Sequence[Member]) -> Iterator[tuple[str, str]]:
    """All pairs but those that people put together."""
    for a, b in combinations(sorted(members, key=lambda member: member.mention_id), 2):
        if a.reason.decided_by is None or a.reason.decided_by != b.reason.decided_by:
            yield a.mention_id, b.mention_id


def _n_by_rule(members: Sequence[Member]) -> int:
    """How many pairs `_by_rule` gives."""
    groups: dict[str, int] = {}
    for member in members:
        if member.reason.decided_by is not None:
            groups[member.reason.decided_by] = groups.get(member.reason.decided_by, 0) + 1
    return _n_pairs(len(members)) - sum(map(_n_pairs, groups.values()))


def _n_pairs(n: int) -> int:
    return n * (n - 1) // 2


def _comparable(articles: Mapping[str, Row], lookup: Lookup) -> dict[str, MentionRow]:
    """The mentions of the articles, also those of other events: what an article is about is told by all of them."""
    rules, declared = policy.load(), ontology.load()
    mentions = lookup.rows("mentions", "article_id", articles)
    rows = [row_of(row, articles[row["article_id"]]["published_on"], rules, declared) for row in mentions]
    return {row.mention_id: row for row in with_matter(rows)}


def _piece(found: Evidence) -> Piece:
    speaks = "for" if found.is_for else "against" if found.is_against else "neutral"
    return Piece(found.kind, speaks, found.says, found.score, found.needs_strong)


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _links(event_id: str, lookup: Lookup) -> tuple[Linked, ...]:
    """Those to earlier events first, each side in the order of the other events' time."""
    ends = (("earlier", "from_event_id", "to_event_id"), ("later", "to_event_id", "from_event_id"))
    found = [
        (direction, row[other], row)
        for direction, own, other in ends
        for row in lookup.rows("event_links", own, [event_id])
    ]
    events = {row["event_id"]: row for row in lookup.rows("events", "event_id", {other for _, other, _ in found})}
    linked = [
        Linked(direction, row["relation"], row["reason"], _brief(other, events.get(other)))
        for direction, other, row in found
    ]
    return tuple(sorted(linked, key=_in_time))


def _brief(event_id: str, event: Row | None) -> Row:
    return {"event_id": event_id} if event is None else {name: event[name] for name in _OF_LINKED}


def _in_time(link: Linked) -> tuple[str, date, str, str]:
    return link.direction, link.event.get("date_start") or date.max, link.event["event_id"], link.relation
