"""The events with what stands behind each in the same row: its first evidence, articles, sources and links.

A pure function of the tables.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

_FIRST = ("published_on", "article_id", "sentence_index", "evidence_start", "mention_id")
"""Mentions in the order in which they were published, and within an article in the order of its text."""


def events_wide(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per event: its columns, and ``evidence``, ``article_ids``, ``sources`` and ``links``; in no certain order.

    ``evidence`` is that of the first mention by day of publication. A source that several articles name comes once.
    """
    told = (
        tables["event_mentions"]
        .select("event_id", "mention_id")
        .join(tables["mentions"].select("mention_id", "article_id", *_FIRST[2:4], "evidence"), on="mention_id")
        .join(tables["articles"].select("article_id", "published_on", "sources"), on="article_id")
        .sort(_FIRST, nulls_last=True)
    )
    by_event = told.group_by("event_id", maintain_order=True)
    return (
        tables["events"]
        .join(
            by_event.agg(
                pl.col("evidence").first(), pl.col("article_id").unique(maintain_order=True).alias("article_ids")
            ),
            on="event_id",
        )
        .join(_sources(told), on="event_id", how="left")
        .join(_links(tables["event_links"]), on="event_id", how="left")
        .with_columns(pl.col("sources", "links").fill_null([]))
    )


def _sources(told: pl.DataFrame) -> pl.DataFrame:
    """Each event's sources in the order of its articles."""
    each = told.select("event_id", "sources").explode("sources").unique(maintain_order=True)
    return each.group_by("event_id", maintain_order=True).agg(pl.col("sources").drop_nulls())


def _links(links: pl.DataFrame) -> pl.DataFrame:
    """Each event's links, seen from it: the earlier ones first."""
    ends = ("from_event_id", "to_event_id")
    seen = [
        links.select(
            pl.col(own).alias("event_id"),
            pl.struct(
                "relation", pl.col(other).alias("event_id"), pl.lit(value=own == ends[1]).alias("is_later")
            ).alias("links"),
        )
        for own, other in (ends, ends[::-1])
    ]
    ordered = pl.concat(seen).sort(
        pl.col("links").struct.field("is_later"), pl.col("links").struct.field("event_id", "relation")
    )
    return ordered.group_by("event_id", maintain_order=True).agg("links")
