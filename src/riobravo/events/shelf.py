"""The mentions of a corpus with their articles, in frames; rows and reports are made of a few at a time, when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.events.policy import Policy
from riobravo.events.reports import ArticleInfo, Report
from riobravo.events.rows import MentionRow, columns, row_of
from riobravo.ontology import Ontology

_OF_ARTICLES: Final = ("article_id", "title", "language", "published_on", "publisher", "sources")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Mentions are named by their index in the order of their ids, so that the order of two indices is that of the ids.

    ``index`` has a row for each mention in that order: ``mention_id``, ``row`` (its place in ``mentions``) and ``article``
    (that of its article in ``articles``). ``matter`` has for each article what its mentions name, once that is known.
    """

    mentions: pl.DataFrame
    articles: pl.DataFrame
    index: pl.DataFrame
    policy: Policy
    ontology: Ontology
    matter: pl.Series | None = None

    def rows(self, mentions: pl.Series) -> dict[int, MentionRow]:
        """What the comparison needs of these mentions."""
        read = [name for name in self.mentions.columns if name in columns(self.policy)]
        return {index: row for index, row, _ in self._read(mentions, read)}

    def reports(self, mentions: pl.Series) -> dict[int, Report]:
        """These mentions with all their columns and their articles."""
        articles = self.articles[self.index["article"].gather(mentions).unique().to_list()]
        known = {row["article_id"]: _article(row) for row in articles.iter_rows(named=True)}
        return {
            index: Report(row, mention, known[row.article_id])
            for index, row, mention in self._read(mentions, self.mentions.columns)
        }

    def published_on(self) -> dict[str, date]:
        """Mention_id → the day on which its article came out."""
        days = self.articles["published_on"].gather(self.index["article"])
        return dict(zip(self.index["mention_id"], days, strict=True))

    def with_matter(self, words: pl.Series) -> Shelf:
        """The same, with what articles are about, from the words that each mention names."""
        named = pl.DataFrame([self.index["article"], words.alias("words")]).explode("words").drop_nulls()
        told = named.group_by("article").agg(pl.col("words").unique())
        matter = self.articles.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("article")).join(
            told, on="article", how="left", maintain_order="left"
        )
        return replace(self, matter=matter["words"])

    def _read(self, mentions: pl.Series, read: Sequence[str]) -> Iterator[tuple[int, MentionRow, Mapping[str, Any]]]:
        told = self.mentions.select(read)[self.index["row"].gather(mentions).to_list()].to_dicts()
        articles = self.index["article"].gather(mentions)
        days = self.articles["published_on"].gather(articles)
        matters = self._matters(articles)
        for index, mention, day, article in zip(mentions, told, days, articles, strict=True):
            yield index, row_of(mention, day, self.policy, self.ontology, matters.get(article, frozenset())), mention

    def _matters(self, articles: pl.Series) -> dict[int, frozenset[str]]:
        """What each article is about, one object for all its mentions."""
        if self.matter is None:
            return {}
        known = articles.unique()
        return {
            article: frozenset(words or ())
            for article, words in zip(known, self.matter.gather(known).to_list(), strict=True)
        }


def shelf(mentions: pl.DataFrame, articles: pl.DataFrame, policy: Policy, ontology: Ontology) -> Shelf:
    """The mentions with their articles.

    Raises:
        RioBravoError: RB-502 for a mention without its article, or an id given twice.
    """
    kept = articles.select(_OF_ARTICLES)
    order = mentions.select("mention_id", "article_id").with_row_index("row").sort("mention_id")
    known = kept.select("article_id").with_row_index("article")
    index = order.join(known, on="article_id", how="left", maintain_order="left")
    for mention_id, article_id in index.filter(pl.col("article").is_null())["mention_id", "article_id"].iter_rows():
        raise RioBravoError(code="RB-502", found=f"article {article_id!r} of it is unknown", where=mention_id)
    for mention_id in index.filter(pl.col("mention_id") == pl.col("mention_id").shift())["mention_id"]:
        raise RioBravoError(code="RB-502", found="the same mention_id twice", where=mention_id)
    return Shelf(mentions, kept, index.select("mention_id", "row", "article"), policy, ontology)


def _article(row: Mapping[str, Any]) -> ArticleInfo:
    of_sources = {source["publisher"] for source in row["sources"] or () if source["publisher"]}
    own = {row["publisher"]} if row["publisher"] else set()
    return ArticleInfo(
        row["article_id"], row["title"] or "", row["language"], row["published_on"], frozenset(of_sources or own)
    )
