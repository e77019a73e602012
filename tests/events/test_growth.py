"""Articles that come one by one: the partition is that of all at once, and no id that was ever given is lost.

On the mentions of this dataset, those of people and those of the machine, with the keys of people hidden: rules alone decide.
From step to step the registry goes through its CSV, as between two builds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import riobravo
from riobravo.events.resolve import Resolution, resolve
from riobravo.release import registry
from tests.events.make import NO_REGISTRY

TABLES = ("mentions", "mentions_machine")
"""The codings of people, and those of the machine, of the same articles."""

Partition = frozenset[frozenset[str]]


@dataclass(frozen=True)
class Corpus:
    """The articles in the order of publication, each with its mentions."""

    articles: dict[str, pl.DataFrame]
    mentions: dict[str, pl.DataFrame]

    def of(self, article_ids: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The tables of mentions and of articles, their rows in the order of the ids."""
        return pl.concat([self.mentions[n] for n in article_ids]), pl.concat([self.articles[n] for n in article_ids])


@cache
def corpus(table: str) -> Corpus:
    mentions = riobravo.load(table).partition_by("article_id", as_dict=True)
    articles = riobravo.load("articles").sort("published_on", "article_id").partition_by("article_id", as_dict=True)
    told = {str(key[0]): part for key, part in articles.items() if key in mentions}
    return Corpus(told, {name: mentions[name,] for name in told})


def partition(resolved: Resolution) -> Partition:
    groups = resolved.event_mentions.group_by("event_id").agg("mention_id")
    return frozenset(frozenset(group) for group in groups["mention_id"])


def grown(given: Corpus, article_ids: Sequence[str], file: Path) -> Iterator[Resolution]:
    """What each build gives when one article comes after the other."""
    file.unlink(missing_ok=True)
    for count in range(1, len(article_ids) + 1):
        resolved = resolve(*given.of(article_ids[:count]), registry.read(file))
        file.write_text(registry.render(resolved.registry), encoding="utf-8")
        yield resolved


def check_growth(given: Corpus, article_ids: Sequence[str], file: Path) -> Partition:
    """Follows every id through all builds; the last partition."""
    anchors: dict[str, str] = {}
    found: Partition = frozenset()
    for resolved in grown(given, article_ids, file):
        found = partition(resolved)
        event_of = dict(resolved.event_mentions.select("mention_id", "event_id").iter_rows())
        known = {event_id: anchor for event_id, anchor, _ in resolved.registry.iter_rows()}
        leads_to = {event_id: into or event_id for event_id, _, into in resolved.registry.iter_rows()}
        assert anchors.items() <= known.items(), "an id is gone, or its anchor moved"
        assert {event_id: event_of[anchor] for event_id, anchor in known.items()} == leads_to, "an id leads astray"
        assert set(event_of.values()) == set(resolved.events["event_id"]) <= set(known)
        anchors = known
    return found


def fifty(table: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(list(corpus(table).articles)), min_size=50, max_size=50, unique=True)


def of_one_time(table: str) -> st.SearchStrategy[list[str]]:
    """Articles that were published one after the other, which often tell the same events."""
    names = list(corpus(table).articles)
    return st.integers(0, len(names) - 8).map(lambda start: names[start : start + 8])


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_fifty_articles_one_by_one(table: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """50 random articles one by one give the partition of all at once, and every id stands or leads where its mention is."""
    drawn = data.draw(fifty(table))
    at_once = partition(resolve(*corpus(table).of(sorted(drawn)), NO_REGISTRY))
    assert check_growth(corpus(table), drawn, tmp_path_factory.getbasetemp() / "fifty.csv") == at_once


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_articles_of_one_time_in_any_order(
    table: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """The same law where articles tell the same events, in two orders."""
    drawn = data.draw(of_one_time(table))
    at_once = partition(resolve(*corpus(table).of(drawn), NO_REGISTRY))
    for ordered in (data.draw(st.permutations(drawn)), data.draw(st.permutations(drawn))):
        assert check_growth(corpus(table), ordered, tmp_path_factory.getbasetemp() / "few.csv") == at_once


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_order_of_rows_does_not_matter(table: str, data: st.DataObject) -> None:
    """Mentions, articles and registry in any order of rows give the same tables and the same registry."""
    mentions, articles = corpus(table).of(data.draw(of_one_time(table)))
    expected = resolve(mentions, articles, NO_REGISTRY)
    given_ids = resolve(mentions[: mentions.height // 2], articles, NO_REGISTRY).registry
    kept = resolve(mentions, articles, given_ids)
    seed = data.draw(st.integers(0, 99))
    mixed, mixed_articles = (frame.sample(fraction=1, shuffle=True, seed=seed) for frame in (mentions, articles))
    for ids, wanted in ((NO_REGISTRY, expected), (given_ids, kept)):
        found = resolve(mixed, mixed_articles, ids[::-1])
        for name in ("events", "event_mentions", "event_links", "registry"):
            assert getattr(found, name).equals(getattr(wanted, name)), name
