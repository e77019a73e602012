"""events_wide: each event once, with the first evidence, every source once, and its links seen from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from riobravo.release import wide
from riobravo.tables import frames, model

DECLARED = model.load()


def _wide(**rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    names = ("events", "event_mentions", "event_links", "mentions", "articles")
    tables = {name: frames.frame(rows.get(name, []), DECLARED.tables[name]) for name in names}
    made = frames.conform(wide.events_wide(tables), DECLARED.release_tables["events_wide"])
    return {row["event_id"]: row for row in made.to_dicts()}


def _article(name: str, day: int, *urls: str) -> dict[str, Any]:
    sources = [{"url": url, "publisher": None, "published_on": None, "language": None} for url in urls]
    return {"article_id": name, "published_on": date(2025, 1, day), "sources": sources}


def _mention(name: str, article: str, sentence: int) -> dict[str, Any]:
    return {
        "mention_id": name,
        "article_id": article,
        "sentence_index": sentence,
        "evidence_start": 0,
        "evidence": f"of {name}",
    }


def test_the_first_evidence_is_of_the_first_article() -> None:
    """By day of publication, then by place in the text, whatever the order of rows."""
    found = _wide(
        events=[{"event_id": "e"}],
        event_mentions=[{"event_id": "e", "mention_id": name} for name in ("m1", "m2", "m3")],
        mentions=[_mention("m1", "late", 0), _mention("m2", "early", 5), _mention("m3", "early", 2)],
        articles=[_article("late", 9, "https://a", "https://b"), _article("early", 1, "https://b", "https://c")],
    )
    assert found["e"]["evidence"] == "of m3"
    assert found["e"]["article_ids"] == ["early", "late"]
    assert [source["url"] for source in found["e"]["sources"]] == ["https://b", "https://c", "https://a"]


def test_links_are_told_from_both_sides() -> None:
    """The later event names the earlier one, and the other way round; an event without links has none."""
    names = ("old", "new", "alone")
    found = _wide(
        events=[{"event_id": name} for name in names],
        event_mentions=[{"event_id": name, "mention_id": f"m-{name}"} for name in names],
        mentions=[_mention(f"m-{name}", "a", number) for number, name in enumerate(names)],
        articles=[_article("a", 1)],
        event_links=[{"from_event_id": "new", "to_event_id": "old", "relation": "r", "reason": "x"}],
    )
    assert found["new"]["links"] == [{"relation": "r", "event_id": "old", "is_later": False}]
    assert found["old"]["links"] == [{"relation": "r", "event_id": "new", "is_later": True}]
    assert (found["alone"]["links"], found["alone"]["sources"]) == ([], [])


def test_every_event_of_the_dataset_is_there_once() -> None:
    """Of a real build: no event is lost or doubled, and no list is missing."""
    from riobravo import resources
    from riobravo.release import read

    tables = read.read_tables(resources.tables_dir(), DECLARED.tables)
    made = wide.events_wide(tables)
    assert sorted(made["event_id"]) == sorted(tables["events"]["event_id"])
    assert made.select(pl.col("evidence", "article_ids", "sources", "links").is_null().sum()).row(0) == (0, 0, 0, 0)
    assert made["links"].list.len().sum() == 2 * tables["event_links"].height
