"""``dataset/splits.csv``: which reviewed article is for building the machine (dev) and which for measuring it (test).

No event and no near-duplicate stands on both sides, or the machine would be measured on what it was built on: an article
that shares one with both sides stands apart and serves neither. The file is committed: once given, a side is kept; only
articles that have none yet are given one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from riobravo.errors import RioBravoError

FILE: Final = "splits.csv"
DEV, TEST, APART = "dev", "test", "apart"

_OF_TEN: Final = 3
"""Articles out of ten that go to test where nothing they share decides."""


def read(path: Path) -> dict[str, str]:
    """Article → side; empty where there is no file yet.

    Raises:
        RioBravoError: RB-603 for a file of another form.
    """
    if not path.is_file():
        return {}
    try:
        rows = pl.read_csv(path, infer_schema=False).select("article_id", "split").rows()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RioBravoError(code="RB-603", found=error, allowed="article_id, split", where=path) from error
    return dict(rows)


def render(sides: Mapping[str, str]) -> str:
    """The file, by article."""
    lines = [f"{article_id},{split}\n" for article_id, split in sorted(sides.items())]
    return "".join(["article_id,split\n", *lines])


def assign(shared: Mapping[str, frozenset[str]], given: Mapping[str, str]) -> dict[str, str]:
    """A side for every article, those given as they are.

    An article takes the side of what it shares an event or story with; of both, none; where that says nothing, a hash of its
    id decides, so that nobody chooses.

    Args:
        shared: For every article the others with which it shares an event or a story (`neighbours`).
        given: The sides so far.
    """
    sides = dict(given)
    for article_id in sorted(shared.keys() - given.keys()):
        beside = {sides[other] for other in shared[article_id] if other in sides} - {APART}
        sides[article_id] = APART if len(beside) > 1 else next(iter(beside), _hashed(article_id))
    return sides


def neighbours(
    mentions: pl.DataFrame, event_mentions: pl.DataFrame, articles: pl.DataFrame
) -> dict[str, frozenset[str]]:
    """For every article the others that tell one of its events or are of its story."""
    of_events = event_mentions.join(mentions, on="mention_id").select(
        "article_id", pl.format("event {}", "event_id").alias("shared")
    )
    of_stories = articles.select("article_id", pl.format("story {}", "story_id").alias("shared"))
    by_shared: dict[str, set[str]] = {}
    for article_id, name in pl.concat([of_events, of_stories]).unique().iter_rows():
        by_shared.setdefault(name, set()).add(article_id)
    found: dict[str, set[str]] = {article_id: set() for article_id in articles["article_id"]}
    for group in by_shared.values():
        for article_id in group:
            found[article_id] |= group - {article_id}
    return {article_id: frozenset(others) for article_id, others in found.items()}


def marked(articles: pl.DataFrame, sides: Mapping[str, str]) -> pl.DataFrame:
    """The articles with their sides; null where an article has none."""
    return articles.with_columns(split=pl.col("article_id").replace_strict(sides, default=None, return_dtype=pl.String))


def _hashed(article_id: str) -> str:
    return TEST if hashlib.sha256(article_id.encode()).digest()[0] % 10 < _OF_TEN else DEV
