"""A coder by name or place: the two sides that are compared, or what stands beside a review.

A side is a folder of codings (as `dataset/annotations`), a folder or file of tables, or the name of an annotator of the
tables of the dataset, such as `people` or `rules`.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import polars as pl

from riobravo import resources
from riobravo.articles.read import read_articles
from riobravo.errors import RioBravoError
from riobravo.evaluate import read as of_tables
from riobravo.evaluate.claims import claims
from riobravo.evaluate.quality import gold, table_of
from riobravo.evaluate.read import Coded
from riobravo.mentions.people.coding import ANNOTATOR
from riobravo.records import Article
from riobravo.release import read as parquet

_TABLES = ("mentions", "mentions_machine")


class Articles:
    """The articles that codings are of, read when a folder of codings asks for them."""

    def __init__(self, path: Path | None = None) -> None:
        """Those at a path, else those of the dataset."""
        self._path = path

    @cached_property
    def by_id(self) -> dict[str, Article]:
        """Each by its id."""
        items = read_articles(self._path or resources.dataset_dir() / "articles")
        return {item.article_id: item for item in items if isinstance(item, Article)}


def side(name: str, articles: Articles) -> Coded:
    """What a coder coded, by article; every article that the coder read has its list, if it is an empty one.

    Args:
        name: A path, or the name of an annotator of the tables.
        articles: The articles that codings are of; those whose text was edited since are left out.

    Raises:
        RioBravoError: RB-709 for what is neither; RB-411 for a file that is no coding; RB-603 and RB-701 for tables.
    """
    path = Path(name)
    if path.is_dir() and any(path.rglob("*.yaml")):
        found = gold(articles.by_id, path)
        return Coded(found.claims, table_of(found.articles.values()))
    if path.exists():
        return of_tables.read(path)
    return _annotator(name)


def _annotator(name: str) -> Coded:
    """The mentions of one annotator in the tables of the dataset: people read the articles that have a side, a machine all."""
    folder = resources.tables_dir()
    articles, members, published, machine = (
        parquet.read_table(folder / f"{table}.parquet") for table in ("articles", "event_mentions", *_TABLES)
    )
    known = sorted({*published["annotator"], *machine["annotator"]})
    if name not in known:
        allowed = f"a folder of codings, a folder or file of tables, or one of: {', '.join(known)}"
        raise RioBravoError(code="RB-709", found=name, allowed=allowed)
    if name == ANNOTATOR:
        articles = articles.filter(pl.col("split").is_not_null())
    groups = dict(members.select("mention_id", "event_id").iter_rows())
    found = claims(published.filter(pl.col("annotator") == name), groups)
    found |= claims(machine.filter(pl.col("annotator") == name))
    return Coded({article: found.get(article, []) for article in articles["article_id"]}, articles)
