"""Mentions, articles and rows for the tests of events, each with sensible values for all that a test does not say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from riobravo import ontology
from riobravo.events import policy
from riobravo.events.reports import ArticleInfo, Report
from riobravo.events.rows import MentionRow, row_of
from riobravo.records import Article, Mention, Source
from riobravo.tables import frames
from riobravo.tables.model import load_tables

POLICY = policy.load()
ONTOLOGY = ontology.load()
DAY = date(2025, 2, 27)
Entry = dict[str, Any]

HAND_OVER: Entry = {
    "event_type": "extradition",
    "event_subtype": "extradited",
    "source_country": "MEX",
    "target_country": "USA",
}
DEPLOYMENT: Entry = {
    "event_type": "deployment",
    "event_subtype": "troops",
    "source_country": "MEX",
    "target_country": "MEX",
}
ARREST: Entry = {
    "event_type": "arrest",
    "event_subtype": "captured",
    "source_country": "MEX",
    "target_country": "MEX",
}
THREAT: Entry = {
    "event_type": "threat",
    "event_subtype": "tariff",
    "source_country": "USA",
    "target_country": "MEX",
}
ASSAULT: Entry = {
    "event_type": "assault",
    "event_subtype": "killed",
    "source_country": "MEX",
    "target_country": "MEX",
}


def on(day: date, precision: str = "day", basis: str = "explicit", *, days: int = 1) -> Entry:
    """The columns of a date."""
    end = day + timedelta(days=days - 1)
    return {"date_start": day, "date_end": end, "date_precision": precision, "date_basis": basis}


def published(day: date) -> Entry:
    """The date of an event of which nothing is said: the week that ends with publication."""
    return on(day - timedelta(days=6), "week", "publication", days=7)


def count(number: float, unit: str = "persons", modifier: str = "exact") -> Entry:
    """The columns of a plain number."""
    return {
        "quantity_low": number,
        "quantity_best": number,
        "quantity_high": number,
        "quantity_unit": unit,
        "quantity_modifier": modifier,
    }


def at_least(number: float, unit: str = "persons") -> Entry:
    """The columns of a lower bound."""
    return {**count(number, unit, "at_least"), "quantity_high": None}


def place(name: str, admin1: str | None, precision: str = "municipality", country: str = "MEX") -> Entry:
    """The columns of a place."""
    return {"place_name": name, "place_admin1": admin1, "place_precision": precision, "place_country": country}


def mention(mention_id: str, *parts: Entry, **columns: Any) -> Mention:
    """One mention, actual and on `DAY` unless a part says otherwise; its article is what stands before the first point."""
    given: Entry = {"status": "actual", "evidence": f"Sentence {mention_id}.", "evidence_end": 9, **on(DAY)}
    for part in (*parts, columns):
        given |= part
    return Mention(mention_id=mention_id, article_id=mention_id.split(".", maxsplit=1)[0], **given)


def columns_of(made: Mention) -> Entry:
    """A mention as the table's columns by name."""
    return {name: getattr(made, name) for name in Mention.__dataclass_fields__}


def row(mention_id: str, *parts: Entry, published_on: date = DAY + timedelta(days=1), **columns: Any) -> MentionRow:
    """One row to compare."""
    return row_of(columns_of(mention(mention_id, *parts, **columns)), published_on, POLICY, ONTOLOGY)


def report(
    mention_id: str,
    *parts: Entry,
    published_on: date = DAY + timedelta(days=1),
    publisher: str = "A Paper",
    language: str = "en",
    title: str = "A title",
    **columns: Any,
) -> Report:
    """One mention with its article, to merge."""
    made = mention(mention_id, *parts, **columns)
    info = ArticleInfo(made.article_id, title, language, published_on, frozenset({publisher}))
    return Report(row_of(columns_of(made), published_on, POLICY, ONTOLOGY), columns_of(made), info)


def article(article_id: str, published_on: date = DAY + timedelta(days=1), **columns: Any) -> Article:
    """One article with one source."""
    given: Entry = {
        "title": f"Title of {article_id}",
        "text": "Text.",
        "language": "en",
        "publisher": "Río Bravo",
        "sources": (Source("A Paper", f"https://example.org/{article_id}"),),
        **columns,
    }
    return Article(article_id=article_id, published_on=published_on, **given)


def mention_frame(mentions: Sequence[Mention]) -> pl.DataFrame:
    """The table of mentions."""
    return frames.frame(mentions, load_tables()["mentions"])


def article_frame(articles: Sequence[Article]) -> pl.DataFrame:
    """The columns of the table of articles that the stage of events reads."""
    return frames.frame(articles, load_tables()["articles"])


NO_REGISTRY = pl.DataFrame(schema={"event_id": pl.String, "anchor_mention_id": pl.String, "retired_into": pl.String})
