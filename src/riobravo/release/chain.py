"""From articles to events: the stages in their order, for the dataset and for a corpus of one's own alike.

A pure function of what it is given. Reading and annotating are handed in, so that the chain knows neither files nor models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from riobravo.records import Article, Mention, Quarantined
from riobravo.release import derived
from riobravo.tables import frames

if TYPE_CHECKING:
    from riobravo.events.resolve import Resolution
    from riobravo.tables.model import Table

AnnotateAll = Callable[[Iterable[Article]], Iterator[tuple[Article, Sequence[Mention] | Quarantined]]]
Resolve = Callable[[pl.DataFrame, pl.DataFrame, pl.DataFrame], "Resolution"]
StoryIds = Callable[[Iterable[Article]], Mapping[str, str]]

Progress = Callable[[str, int], None]
"""Called with the name of a stage and how much of it is done: articles while they are coded, else 0 at its start."""

_CHUNK = 5_000
"""Articles whose mentions are held as records before they become a frame, which is far smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The stages of the chain, each a function of its own package."""

    annotate: AnnotateAll
    resolve: Resolve
    story_ids: StoryIds


def silent(stage: str, done: int) -> None:
    """A progress that says nothing."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What the chain gives: the tables of a corpus by name, and the registry of event ids that now holds."""

    tables: Mapping[str, pl.DataFrame]
    registry: pl.DataFrame


@dataclass(slots=True)
class _Read:
    articles: list[Article] = field(default_factory=list)
    mentions: list[pl.DataFrame] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)


def code(
    items: Iterable[Article | Quarantined], registry: pl.DataFrame, stages: Stages, declared: Mapping[str, Table]
) -> Coded:
    """Articles (and what could not be read) to articles, mentions, events, event_mentions, event_links, quarantine.

    ``registry`` holds the event ids given so far (event_id, anchor_mention_id, retired_into). An article that cannot be
    coded stays in the table of articles and has a row in quarantine.
    """
    read = _annotated(items, stages.annotate, declared["mentions"])
    articles = derived.articles(read.articles, stages.story_ids(read.articles), declared["articles"])
    mentions = pl.concat([frames.frame([], declared["mentions"]), *read.mentions])
    resolved = stages.resolve(mentions, articles, registry)
    return Coded(
        {
            "articles": articles,
            "mentions": mentions,
            "events": resolved.events,
            "event_mentions": resolved.event_mentions,
            "event_links": resolved.event_links,
            "quarantine": frames.frame(read.quarantined, declared["quarantine"]),
        },
        resolved.registry,
    )


def _annotated(items: Iterable[Article | Quarantined], annotate: AnnotateAll, table: Table) -> _Read:
    read = _Read()
    waiting: list[Mention] = []
    for n_articles, (article, coded) in enumerate(annotate(_articles_of(items, read.quarantined)), start=1):
        read.articles.append(article)
        if isinstance(coded, Quarantined):
            read.quarantined.append(coded)
        else:
            waiting += coded
        if n_articles % _CHUNK == 0:
            read.mentions.append(frames.frame(waiting, table))
            waiting = []
    read.mentions.append(frames.frame(waiting, table))
    return read


def _articles_of(items: Iterable[Article | Quarantined], quarantined: list[Quarantined]) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Quarantined):
            quarantined.append(item)
        else:
            yield item
