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

from riobravo import ontology
from riobravo.articles.duplicates import story_ids
from riobravo.articles.read import read_articles
from riobravo.evaluate import actors
from riobravo.evaluate.agreement import agreement
from riobravo.evaluate.claims import Claim, claims
from riobravo.evaluate.identity import identity, overcounts, true_events
from riobravo.evaluate.score import evaluate, matchings
from riobravo.events.decisions import UNDECIDED, Decisions
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
    coded = mentions_by_machine(final.articles.values(), on_article)
    machine = _by_article(coded, final.articles)
    found: dict[str, Any] = {"machine": {}, "actors": {}, "identity": {}, "readers": {}}
    for side in sorted(set(sides.values())):
        names = [name for name in sorted(final.claims) if sides.get(name) == side]
        spoken = {name: final.articles[name].language for name in names}
        scores = evaluate({n: final.claims[n] for n in names}, {n: machine[n] for n in names}, spoken)
        found["machine"][side] = scores.as_json()
    found["identity"] = {
        "people": _identity(final, sides),
        "machine": _identity_by_machine(final, coded, machine, sides),
    }
    checked = actors.read(dataset / actors.FILE, articles)
    resolved = actors.scores(checked, actors.by_machine(checked, articles, on_article), articles, sides)
    found["actors"] = actors.as_json(resolved, final.mentions, coded, final.languages)
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
    known = list(articles)
    return _by_article(mentions_by_machine(known, on_article), (article.article_id for article in known))


def mentions_by_machine(articles: Iterable[Article], on_article: Callable[[], None]) -> pl.DataFrame:
    """The rule annotator's table of mentions of the articles; none of one that it cannot code."""
    coded = annotators.annotate_all(articles, annotators.get("rules"), on_article)
    kept = [found for _, found in coded if not isinstance(found, Quarantined)]
    return frames.frame(list(chain.from_iterable(kept)), model.load_tables()["mentions"])


def _by_article(mentions: pl.DataFrame, articles: Iterable[str]) -> dict[str, list[Claim]]:
    """The claims of every article, an empty list where it has none."""
    made = claims(mentions)
    return {name: made.get(name, []) for name in articles}


def _identity(final: Gold, sides: Mapping[str, str]) -> dict[str, Any]:
    """The rules of identity on the readers' entries, whose keys they do not see; by side."""
    by_rule = _events(final.mentions, final.articles.values(), Decisions(entries=final.entries))
    return _identity_by_side(final.keys, by_rule, final.mentions, sides)


def _identity_by_machine(
    final: Gold, mentions: pl.DataFrame, machine: Claims, sides: Mapping[str, str]
) -> dict[str, Any]:
    """The rules of identity on the machine's mentions, scored on those that the readers' claims match; by side."""
    matched = matchings(final.claims, machine, list(ontology.load().statuses))
    by_rule = _events(mentions, final.articles.values(), UNDECIDED)
    return _identity_by_side(true_events(matched.values(), final.keys), by_rule, mentions, sides)


def table_of(read: Iterable[Article]) -> pl.DataFrame:
    """Articles as the table of articles, with their stories."""
    known = list(read)
    return derived.articles(known, story_ids(known), model.load_tables()["articles"])


def _events(mentions: pl.DataFrame, read: Iterable[Article], decisions: Decisions) -> dict[str, str]:
    """The event of every mention, by rule and by what is decided."""
    articles = table_of(read)
    none_yet = pl.DataFrame(schema=registry.SCHEMA)
    members = resolve(mentions, articles, none_yet, decisions).event_mentions
    return dict(members.select("mention_id", "event_id").iter_rows())


def _identity_by_side(
    true: Mapping[str, str], found: Mapping[str, str], mentions: pl.DataFrame, sides: Mapping[str, str]
) -> dict[str, Any]:
    """Both figures of every side: of all mentions, and how often the headline types are counted."""
    columns = ("article_id", "event_type")
    article_of, type_of = (dict(mentions.select("mention_id", column).iter_rows()) for column in columns)
    scores = {}
    for side in sorted(set(sides.values())):
        of_side = {name: key for name, key in true.items() if sides.get(article_of[name]) == side}
        counts = overcounts(of_side, found, type_of, ontology.load().headline_types)
        score = identity(of_side, found, article_of).as_json()
        scores[side] = score | {"overcounts": [count.as_json() for count in counts]}
    return scores
