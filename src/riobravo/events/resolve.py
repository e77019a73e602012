"""From mentions to events: the whole stage as one pure function of frames.

    rows → groups (`cluster`) → ids (`ids`) → one row a group (`merge`) → links (`links`)

Every mention lands in exactly one event. Nothing here reads a file, an article's text or the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.events import ids, merge, policy
from riobravo.events.cluster import Cluster, clusters
from riobravo.events.decisions import UNDECIDED, Decisions
from riobravo.events.links import decided_links, links
from riobravo.events.names import Name
from riobravo.events.reports import ArticleInfo, Report
from riobravo.events.rows import MentionRow, row_of
from riobravo.tables import frames
from riobravo.tables.model import load_tables

_REGISTRY = pl.Schema({"event_id": pl.String, "anchor_mention_id": pl.String, "retired_into": pl.String})
_CHUNK = 20_000
"""Records that are held as Python objects before they become a frame."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The tables of the stage, typed and sorted as declared, and the registry of event ids to keep."""

    events: pl.DataFrame
    event_mentions: pl.DataFrame
    event_links: pl.DataFrame
    registry: pl.DataFrame


def resolve(
    mentions: pl.DataFrame, articles: pl.DataFrame, registry: pl.DataFrame, decisions: Decisions = UNDECIDED
) -> Resolution:
    """The events of all mentions.

    Args:
        mentions: The table of mentions, in any order.
        articles: The table of articles; it must hold every article of a mention.
        registry: The ids given so far (event_id, anchor_mention_id, retired_into), or an empty frame.
        decisions: What people decided of the identity of events and of links; it holds where rules would differ.

    Returns:
        events, event_mentions (each mention once, with the reason), event_links, and the new registry.

    Raises:
        RioBravoError: RB-501 for a broken registry, RB-502 for a mention without its article or an id given twice,
            RB-302 for a type that is not declared.
    """
    rules, declared = policy.load(), ontology.load()
    of_article = _articles(articles)
    groups = clusters(_rows(mentions, of_article, rules, declared), rules, decisions)
    reported_on = {row.mention_id: row.published_on for group in groups for row in group.members}
    members = [[row.mention_id for row in group.members] for group in groups]
    assigned = ids.assign(members, reported_on, _registered(registry))
    named = {event_id: _persons(group) for event_id, group in zip(assigned.event_ids, groups, strict=True)}
    events = _table(
        "events",
        (
            {"event_id": event_id, **merge.event(reports, rules, declared)}
            for event_id, reports in zip(assigned.event_ids, _reports(groups, mentions, of_article), strict=True)
        ),
    )
    decided = decided_links(assigned.event_ids, members, decisions)
    return Resolution(
        events=events,
        event_mentions=_table("event_mentions", _memberships(assigned.event_ids, groups)),
        event_links=_table("event_links", links(events.iter_rows(named=True), named, rules, decided)),
        registry=_registry_frame(assigned.registry),
    )


def _persons(group: Cluster) -> list[Name]:
    """The persons that the mentions of a group name, each under each name once."""
    return list(dict.fromkeys(name for row in group.members for name in row.persons))


def _articles(articles: pl.DataFrame) -> dict[str, ArticleInfo]:
    wanted = ("article_id", "title", "language", "published_on", "publisher", "sources")
    return {row["article_id"]: _article(row) for row in articles.select(wanted).iter_rows(named=True)}


def _rows(
    mentions: pl.DataFrame,
    of_article: Mapping[str, ArticleInfo],
    rules: policy.Policy,
    declared: ontology.Ontology,
) -> Iterator[MentionRow]:
    """One row a mention; its other columns stay in the frame until its event is merged."""
    known: set[str] = set()
    for mention in mentions.iter_rows(named=True):
        mention_id, article_id = mention["mention_id"], mention["article_id"]
        if article_id not in of_article:
            raise RioBravoError(code="RB-502", found=f"article {article_id!r} of it is unknown", where=mention_id)
        if mention_id in known:
            raise RioBravoError(code="RB-502", found="the same mention_id twice", where=mention_id)
        known.add(mention_id)
        yield row_of(mention, of_article[article_id].published_on, rules, declared)


def _reports(
    groups: Sequence[Cluster], mentions: pl.DataFrame, of_article: Mapping[str, ArticleInfo]
) -> Iterator[list[Report]]:
    """The reports of each group, one group after the other, so that few mentions are Python objects at a time."""
    ids_in_order = [row.mention_id for group in groups for row in group.members]
    order = pl.DataFrame({"mention_id": ids_in_order}, schema={"mention_id": pl.String})
    ordered = order.join(mentions, on="mention_id", how="left", maintain_order="left").iter_rows(named=True)
    for group in groups:
        told = islice(ordered, len(group.members))
        yield [
            Report(row, mention, of_article[row.article_id]) for row, mention in zip(group.members, told, strict=True)
        ]


def _article(row: Mapping[str, Any]) -> ArticleInfo:
    of_sources = {source["publisher"] for source in row["sources"] or () if source["publisher"]}
    own = {row["publisher"]} if row["publisher"] else set()
    return ArticleInfo(
        row["article_id"], row["title"] or "", row["language"], row["published_on"], frozenset(of_sources or own)
    )


def _registered(registry: pl.DataFrame) -> list[ids.Registered]:
    if registry.is_empty():
        return []
    rows = registry.select(list(_REGISTRY)).iter_rows()
    return [ids.Registered(event_id, anchor, retired_into or None) for event_id, anchor, retired_into in rows]


def _registry_frame(registry: Sequence[ids.Registered]) -> pl.DataFrame:
    rows = [(entry.event_id, entry.anchor_mention_id, entry.retired_into) for entry in registry]
    return pl.DataFrame(rows, schema=_REGISTRY, orient="row")


def _memberships(event_ids: Sequence[str], groups: Sequence[Cluster]) -> Iterator[dict[str, str]]:
    return (
        {"event_id": event_id, "mention_id": row.mention_id, "reason": reason}
        for event_id, group in zip(event_ids, groups, strict=True)
        for row, reason in zip(group.members, group.reasons, strict=True)
    )


def _table(name: str, records: Iterable[object]) -> pl.DataFrame:
    """The table of the records, which become a frame by and by: it is far smaller than they are."""
    table = load_tables()[name]
    waiting = iter(records)
    parts = [frames.frame([], table)]
    while chunk := list(islice(waiting, _CHUNK)):
        parts.append(frames.frame(chunk, table))
    return frames.sort(pl.concat(parts), table)
