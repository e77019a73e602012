"""What of the coded corpus is published, as ``tables.yaml`` declares it: which events, and which texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from riobravo.tables.model import Scope


def in_scope(events: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The events that have one of the scope's countries in one of its columns."""
    hits = [pl.col(column).is_in(list(scope.countries)).fill_null(value=False) for column in scope.columns]
    return events.filter(reduce(or_, hits))


def restrict(tables: Mapping[str, pl.DataFrame], scope: Scope) -> dict[str, pl.DataFrame]:
    """The tables with the events in scope and what belongs to them: their mentions, and links between two of them.

    Articles stay whatever they tell of. Takes and returns events, event_mentions, event_links and mentions; other tables
    pass as they are.
    """
    events = in_scope(tables["events"], scope)
    kept = events.select("event_id")
    members = tables["event_mentions"].join(kept, on="event_id", how="semi")
    links = tables["event_links"]
    for end in ("from_event_id", "to_event_id"):
        links = links.join(kept, left_on=end, right_on="event_id", how="semi")
    mentions = tables["mentions"].join(members, on="mention_id", how="semi")
    return {**tables, "events": events, "event_mentions": members, "event_links": links, "mentions": mentions}


def withhold_texts(articles: pl.DataFrame, open_licences: Sequence[str]) -> pl.DataFrame:
    """The articles without the texts whose licence does not allow a copy, or is not known."""
    is_open = pl.col("licence").is_in(list(open_licences)).fill_null(value=False)
    return articles.with_columns(text=pl.when(is_open).then(pl.col("text")))
