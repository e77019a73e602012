"""The part of the web page's data that is about events: the index of all, what stands behind each, and texts. See `site`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
Tables = Mapping[str, pl.DataFrame]

Counted = Mapping[str, tuple[bool, str | None]]
"""event_id → whether the event counts, and the month (YYYY-MM) in which it does."""

INDEX: Final = (
    "event_id", "event_type", "event_subtype", "status", "is_aggregate", "headline", "source_name", "source_actor_id",
    "source_country", "target_name", "target_actor_id", "target_country", "date_start", "date_end", "date_precision",
    "place_name", "place_country", "place_precision", "place_lat", "place_lon", "quantity_best", "quantity_unit",
    "n_mentions", "n_articles",
)  # fmt: skip
"""Columns of ``events`` that can be searched, sorted or drawn without opening an event."""

_OF_LINKED: Final = ("event_type", "event_subtype", "status", "headline", "date_start", "date_end", "date_precision")

_COUNTED: Final = """
select events.event_id, counted.event_id is not null as is_counted, strftime(months.period_start, '%Y-%m') as month
from events
left join events_counted as counted using (event_id)
left join counted_periods as months on events.event_id = months.event_id and months.period = 'month'
"""


def counted_in(connection: duckdb.DuckDBPyConnection) -> Counted:
    """What the views say of each event."""
    return {event_id: (is_counted, month) for event_id, is_counted, month in connection.execute(_COUNTED).fetchall()}


def index(tables: Tables, counted: Counted) -> Row:
    """Every event as lists by column: `INDEX`, ``is_counted`` (it counts, says the view) and ``month`` (YYYY-MM or null).

    ``month`` is the month in which the event counts, so that the bars of the first screen lead to just their events.
    """
    data = tables["events"].select(INDEX)
    columns = {name: data[name].to_list() for name in INDEX}
    columns["is_counted"] = [counted[event_id][0] for event_id in columns["event_id"]]
    columns["month"] = [counted[event_id][1] for event_id in columns["event_id"]]
    actors = tables["actors"].filter(
        pl.col("actor_id").is_in([*columns["source_actor_id"], *columns["target_actor_id"]])
    )
    return {"columns": columns, "actors": dict(actors.select("actor_id", "name").sort("name").iter_rows())}


def events(tables: Tables, counted: Counted, retired: Mapping[str, str]) -> dict[str, Row]:
    """All that stands behind each event, by the last two letters of its id.

    A page maps event_id to ``event``, ``is_counted``, ``mentions`` (each with the ``reason`` it is in the event),
    ``articles`` (by id, without text) and ``links``; a retired id to ``retired_into``. What is null or empty in a row is
    left out.
    """
    rows = {row["event_id"]: row for row in _rows(tables["events"])}
    articles = {row["article_id"]: row for row in _rows(tables["articles"].drop("text"))}
    reasons = {row["mention_id"]: row for row in _rows(tables["event_mentions"])}
    mentions: dict[str, list[Row]] = defaultdict(list)
    for mention in _rows(tables["mentions"]):
        given = reasons.get(mention["mention_id"])
        if given:
            mentions[given["event_id"]].append({**mention, "reason": given["reason"]})
    links = _links(tables["event_links"], rows)
    pages: dict[str, Row] = defaultdict(dict)
    for event_id, row in rows.items():
        cited = {mention["article_id"] for mention in mentions[event_id]}
        told = sorted((articles[one] for one in cited), key=lambda one: (one["published_on"], one["article_id"]))
        pages[event_id[-2:]][event_id] = {
            "event": row,
            "is_counted": counted[event_id][0],
            "mentions": mentions[event_id],
            "articles": {article["article_id"]: article for article in told},
            "links": links.get(event_id, []),
        }
    for old, new in retired.items():
        pages[old[-2:]][old] = {"retired_into": new}
    return dict(pages)


def _links(data: pl.DataFrame, rows: Mapping[str, Row]) -> dict[str, list[Row]]:
    """Links by either event, earlier ones first, each with enough of the other event to be read."""
    found: dict[str, list[Row]] = defaultdict(list)
    for link in _rows(data):
        ends = link["from_event_id"], link["to_event_id"]
        for (own, other), direction in ((ends, "earlier"), (ends[::-1], "later")):
            brief: Row = {name: rows[other][name] for name in _OF_LINKED if name in rows[other]}
            found[own].append({"direction": direction, "relation": link["relation"], "event_id": other, **brief})
    for of_one in found.values():
        of_one.sort(key=lambda link: (link["direction"], link.get("date_start") or date.max, link["event_id"]))
    return found


def texts(articles: pl.DataFrame) -> dict[str, dict[str, str]]:
    """The texts that the tables hold, by article_id, in pages by the last two letters of text_sha256."""
    pages: dict[str, dict[str, str]] = defaultdict(dict)
    for article_id, text, digest in articles.drop_nulls("text").select("article_id", "text", "text_sha256").iter_rows():
        pages[digest[-2:]][article_id] = text
    return dict(pages)


def _rows(data: pl.DataFrame) -> Iterable[Row]:
    """Rows without what is null or an empty list."""
    for row in data.iter_rows(named=True):
        yield {name: value for name, value in row.items() if value is not None and value != []}
