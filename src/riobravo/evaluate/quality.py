"""Everything that is measured of the machine and of the readers, as plain values: what ``docs/quality.json`` holds.

The machine codes every reviewed article anew and is compared with its coding by people, on both splits apart; two readers are
compared on the articles that both coded, before and after a third pass decided between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import polars as pl

from riobravo.articles.duplicates import story_ids
from riobravo.articles.read import read_articles
from riobravo.evaluate.agreement import agreement
from riobravo.evaluate.claims import Claim, claims
from riobravo.evaluate.identity import identity
from riobravo.evaluate.score import evaluate
from riobravo.events.decisions import Decisions
from riobravo.events.resolve import resolve
from riobravo.mentions import annotators
from riobravo.mentions.people import annotate, coding
from riobravo.records import Article, Quarantined
from riobravo.release import derived, registry
from riobravo.tables import frames, model

DOUBLE: Final = "double_coded"
FIRST, SECOND = "first", "second"

Claims = Mapping[str, Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Gold:
    """The reviewed articles with what people coded of them."""

    articles: Mapping[str, Article]
    claims: Claims
    mentions: pl.DataFrame
    entries: Mapping[str, str]
    keys: Mapping[str, str]

    @property
    def languages(self) -> dict[str, str]:
        """The language of every article."""
        return {name: article.language for name, article in self.articles.items()}


def read(dataset: Path) -> dict[str, Article]:
    """The articles of the dataset by id."""
    return {item.article_id: item for item in read_articles(dataset / "articles") if isinstance(item, Article)}


def gold(articles: Mapping[str, Article], folder: Path) -> Gold:
    """The codings in a folder whose articles still read as they did, with these articles."""
    kept = {
        name: found
        for name, found in coding.read_folder(folder).items()
        if name in articles and found.is_of(articles[name])
    }
    reviewed = annotate.joined(annotate.mentions(found, articles[name]) for name, found in kept.items())
    mentions = frames.frame(reviewed.mentions, model.load_tables()["mentions"])
    told = claims(mentions, reviewed.entries)
    return Gold(
        articles={name: articles[name] for name in kept},
        claims={name: told.get(name, []) for name in kept},
        mentions=mentions,
        entries=reviewed.entries,
        keys=reviewed.keys,
    )


def measure(
    dataset: Path, annotations: Path, sides: Mapping[str, str], on_article: Callable[[], None]
) -> dict[str, Any]:
    """All figures. ``on_article`` is called after each article that the machine coded."""
    articles = read(dataset)
    final = gold(articles, annotations)
    machine = by_machine(final.articles.values(), on_article)
    found: dict[str, Any] = {"machine": {}, "identity": {}, "readers": {}}
    for side in sorted(set(sides.values())):
        names = [name for name in sorted(final.claims) if sides.get(name) == side]
        spoken = {name: final.articles[name].language for name in names}
        scores = evaluate({n: final.claims[n] for n in names}, {n: machine[n] for n in names}, spoken)
        found["machine"][side] = scores.as_json()
    found["identity"] = _identity(final, sides)
    readers = {name: gold(articles, dataset / DOUBLE / name) for name in (FIRST, SECOND)}
    pairs = {
        "before": (readers[FIRST].claims, readers[SECOND].claims),
        f"{FIRST}_final": (readers[FIRST].claims, final.claims),
        f"{SECOND}_final": (readers[SECOND].claims, final.claims),
    }
    twice = readers[FIRST].claims.keys() & readers[SECOND].claims.keys() & final.claims.keys()
    for name, (one, other) in pairs.items():
        of_twice = [{article: side[article] for article in sorted(twice)} for side in (one, other)]
        found["readers"][name] = agreement(of_twice[0], of_twice[1], final.languages).as_json()
    return found


def by_machine(articles: Iterable[Article], on_article: Callable[[], None]) -> dict[str, list[Claim]]:
    """What the rule annotator codes of the articles; nothing of one that it cannot code."""
    coded = {
        article.article_id: [] if isinstance(found, Quarantined) else found
        for article, found in annotators.annotate_all(articles, annotators.get("rules"), on_article)
    }
    made = claims(frames.frame(list(chain.from_iterable(coded.values())), model.load_tables()["mentions"]))
    return {name: made.get(name, []) for name in coded}


def _identity(final: Gold, sides: Mapping[str, str]) -> dict[str, Any]:
    """The rules of identity on the readers' entries, whose keys they do not see; by side."""
    tables = model.load_tables()
    read = list(final.articles.values())
    articles = derived.articles(read, story_ids(read), tables["articles"])
    none_yet = pl.DataFrame(schema=registry.SCHEMA)
    members = resolve(final.mentions, articles, none_yet, Decisions(entries=final.entries)).event_mentions
    by_rule = dict(members.select("mention_id", "event_id").iter_rows())
    article_of = dict(final.mentions.select("mention_id", "article_id").iter_rows())
    scores = {}
    for side in sorted(set(sides.values())):
        of_side = {name: key for name, key in final.keys.items() if sides.get(article_of[name]) == side}
        scores[side] = identity(of_side, by_rule, article_of).as_json()
    return scores
