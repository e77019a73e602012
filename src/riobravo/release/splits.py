"""``dataset/splits.csv``: which reviewed article is for building the machine (dev) and which for measuring it (test).

Articles that share an event or a story stay on one side, or the machine would be measured on what it was built on. The file is
committed: once given, a side is kept; only articles that have none yet are given one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from riobravo.errors import RioBravoError

FILE: Final = "splits.csv"
DEV, TEST = "dev", "test"

_LARGEST: Final = 25
"""Articles of a group above which it goes to dev: one long affair must not be half of what is measured."""

_OF_TEN: Final = 5
"""Groups out of ten that go to test."""


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


def assign(groups: Iterable[frozenset[str]], given: Mapping[str, str]) -> dict[str, str]:
    """A side for every article of the groups, the given ones first.

    A group with a given side takes it (the one of most of its articles, where a new article joined two groups; what was given
    stays). Otherwise size and a hash of its first article decide, so that nobody chooses.
    """
    sides = dict(given)
    for group in groups:
        known = [given[article_id] for article_id in sorted(group) if article_id in given]
        side = max(sorted(set(known)), key=known.count) if known else _side(group)
        for article_id in group - given.keys():
            sides[article_id] = side
    return sides


def groups(mentions: pl.DataFrame, event_mentions: pl.DataFrame, articles: pl.DataFrame) -> list[frozenset[str]]:
    """Articles connected by a common event or story, each article in one group."""
    of_events = event_mentions.join(mentions, on="mention_id").select("article_id", pl.col("event_id").alias("shared"))
    of_stories = articles.select("article_id", pl.col("story_id").alias("shared"))
    root: dict[str, str] = {}

    def find(name: str) -> str:
        root.setdefault(name, name)
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for article_id, shared in pl.concat([of_events, of_stories]).unique().sort("article_id", "shared").iter_rows():
        a, b = sorted((find(f"article {article_id}"), find(f"shared {shared}")))
        root[b] = a
    members: dict[str, set[str]] = {}
    for article_id in articles["article_id"].sort():
        members.setdefault(find(f"article {article_id}"), set()).add(article_id)
    return [frozenset(group) for group in members.values()]


def marked(articles: pl.DataFrame, sides: Mapping[str, str]) -> pl.DataFrame:
    """The articles with their sides; null where an article has none."""
    return articles.with_columns(split=pl.col("article_id").replace_strict(sides, default=None, return_dtype=pl.String))


def _side(group: frozenset[str]) -> str:
    if len(group) > _LARGEST:
        return DEV
    return TEST if hashlib.sha256(min(group).encode()).digest()[0] % 10 < _OF_TEN else DEV
