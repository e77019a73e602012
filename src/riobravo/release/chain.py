"""From articles to events: the stages in their order, for the dataset and for a corpus of one's own alike.

A pure function of what it is given. Reading and annotating are handed in, so that the chain knows neither files nor models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.events.decisions import DecidedLink, Decisions
from riobravo.records import Article, Mention, Quarantined
from riobravo.release import derived
from riobravo.tables import frames

if TYPE_CHECKING:
    from riobravo.events.resolve import Resolution
    from riobravo.mentions.people.annotate import Reviewed
    from riobravo.tables.model import Table


@dataclass(frozen=True, slots=True, eq=False)
class Framed(Sequence[Mention]):
    """Mentions that stand in a frame of their table already, from ``start`` to before ``stop``: records only if asked for.

    ``made`` makes records of rows.
    """

    frame: pl.DataFrame
    start: int
    stop: int
    made: Callable[[pl.DataFrame], list[Mention]]

    def __len__(self) -> int:
        """How many."""
        return self.stop - self.start

    @overload
    def __getitem__(self, index: int) -> Mention: ...
    @overload
    def __getitem__(self, index: slice) -> list[Mention]: ...
    def __getitem__(self, index: int | slice) -> Mention | list[Mention]:
        """One of them, or some."""
        return self.made(self.frame[self.start : self.stop])[index]

    def __iter__(self) -> Iterator[Mention]:
        """All of them, made at once."""
        return iter(self[:])


AnnotateAll = Callable[[Iterable[Article]], Iterator[tuple[Article, Sequence[Mention | Quarantined] | Quarantined]]]
"""Each article with its mentions and what had to be left out of them, or with the reason why it could not be coded."""

Review = Callable[[Article], "Reviewed | None"]
"""What people coded of an article, if they did; it raises RioBravoError for a coding that no longer fits its article."""

Resolve = Callable[[pl.DataFrame, pl.DataFrame, pl.DataFrame, Decisions], "Resolution"]
StoryIds = Callable[[Iterable[Article]], Mapping[str, str]]

Progress = Callable[[str, int], None]
"""Called with the name of a stage and how much of it is done: articles while they are coded, else 0 at its start."""

_CHUNK = 5_000
"""Articles whose mentions are held as records before they become a frame, which is far smaller."""


def nobody(article: Article) -> None:
    """A review of articles that nobody coded by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The stages of the chain, each a function of its own package."""

    annotate: AnnotateAll
    resolve: Resolve
    story_ids: StoryIds
    review: Review = nobody


def silent(stage: str, done: int) -> None:
    """A progress that says nothing."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What the chain gives: the tables of a corpus by name, and the registry of event ids that now holds.

    Of articles that people coded, the table of mentions holds their coding, and ``machine`` the machine's.
    """

    tables: Mapping[str, pl.DataFrame]
    registry: pl.DataFrame
    machine: pl.DataFrame


@dataclass(slots=True)
class _Read:
    articles: list[Article] = field(default_factory=list)
    mentions: list[pl.DataFrame] = field(default_factory=list)
    framed: list[Framed] = field(default_factory=list)
    machine: list[Mention] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    links: list[DecidedLink] = field(default_factory=list)

    @property
    def decisions(self) -> Decisions:
        return Decisions(self.entries, self.keys, tuple(self.links))


def code(
    items: Iterable[Article | Quarantined], registry: pl.DataFrame, stages: Stages, declared: Mapping[str, Table]
) -> Coded:
    """Articles (and what could not be read) to articles, mentions, events, event_mentions, event_links, quarantine.

    ``registry`` holds the event ids given so far (event_id, anchor_mention_id, retired_into). An article that cannot be
    coded stays in the table of articles and has a row in quarantine; so does one whose coding by people no longer fits it,
    and the machine's coding stands until somebody reads it again.
    """
    read = _annotated(items, stages, declared["mentions"])
    articles = derived.articles(read.articles, stages.story_ids(read.articles), declared["articles"])
    mentions = pl.concat([frames.frame([], declared["mentions"]), *read.mentions])
    resolved = stages.resolve(mentions, articles, registry, read.decisions)
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
        frames.frame(read.machine, declared["mentions"]),
    )


def _annotated(items: Iterable[Article | Quarantined], stages: Stages, table: Table) -> _Read:
    read = _Read()
    waiting: list[Mention] = []
    annotated = stages.annotate(_articles_of(items, read.quarantined))
    for n_articles, (article, coded) in enumerate(annotated, start=1):
        read.articles.append(article)
        reviewed = _reviewed(article, stages.review, read)
        if isinstance(coded, Framed) and reviewed is None:
            read.framed.append(coded)
            continue
        items_of = [coded] if isinstance(coded, Quarantined) else coded
        read.quarantined += [item for item in items_of if isinstance(item, Quarantined)]
        by_machine = [item for item in items_of if isinstance(item, Mention)]
        if reviewed is None:
            waiting += by_machine
        else:
            waiting += reviewed
            read.machine += by_machine
        if n_articles % _CHUNK == 0:
            read.mentions.append(frames.frame(waiting, table))
            waiting = []
    read.mentions += [frames.frame(waiting, table), *_gathered(read.framed)]
    return read


def _gathered(framed: Iterable[Framed]) -> Iterator[pl.DataFrame]:
    """The rows, frame by frame."""
    places: dict[int, tuple[pl.DataFrame, list[int]]] = {}
    for one in framed:
        places.setdefault(id(one.frame), (one.frame, []))[1].extend(range(one.start, one.stop))
    return (frame[rows] for frame, rows in places.values())


def _reviewed(article: Article, review: Review, read: _Read) -> Sequence[Mention] | None:
    try:
        found = review(article)
    except RioBravoError as error:
        read.quarantined.append(Quarantined(article.article_id, None, article.article_id, error.code, error.detail))
        return None
    if found is None:
        return None
    read.entries |= found.entries
    read.keys |= found.keys
    read.links += [DecidedLink(key, link.to, link.relation) for key, link in found.links]
    return found.mentions


def _articles_of(items: Iterable[Article | Quarantined], quarantined: list[Quarantined]) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Quarantined):
            quarantined.append(item)
        else:
            yield item
