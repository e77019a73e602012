"""Everything that is measured of the machine and of the readers, as plain values: what ``docs/quality.json`` holds.

The machine codes every reviewed article anew and is compared with its coding by people, on both splits apart; two readers are
compared on the articles that both coded, before and after a third pass decided between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import polars as pl

from riobravo import ontology
from riobravo.articles import checks
from riobravo.articles.duplicates import story_ids
from riobravo.articles.read import read_articles
from riobravo.evaluate import actors, facts
from riobravo.evaluate.agreement import agreement
from riobravo.evaluate.claims import Claim, claims
from riobravo.evaluate.identity import identity, overcounts, true_events
from riobravo.evaluate.score import evaluate, matchings
from riobravo.events.decisions import UNDECIDED, DecidedLink, Decisions
from riobravo.events.resolve import Resolution, resolve
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
    links: tuple[DecidedLink, ...]

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
        links=tuple(DecidedLink(key, link.to, link.relation) for key, link in reviewed.links),
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
    by_rule = {
        "people": (final.mentions, _resolved(final.mentions, final, Decisions(entries=final.entries))),
        "machine": (coded, _resolved(coded, final, UNDECIDED)),
    }
    matched = matchings(final.claims, machine, list(ontology.load().statuses))
    true = {"people": final.keys, "machine": true_events(matched.values(), final.keys)}
    found["identity"] = {
        name: _identity_by_side(true[name], _members(resolved), mentions, sides)
        for name, (mentions, resolved) in by_rule.items()
    }
    checked = actors.read(dataset / actors.FILE, articles)
    named = actors.scores(checked, actors.by_machine(checked, articles, on_article), articles, sides)
    found["actors"] = actors.as_json(named, final.mentions, coded, final.languages)
    found["facts"] = {name: _facts(dataset, mentions, resolved) for name, (mentions, resolved) in by_rule.items()}
    found["links"] = _links(final)
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
    coded = annotators.by_rules(articles, on_article)
    kept = [found for _, found in coded if not isinstance(found, Quarantined)]
    return frames.frame(list(chain.from_iterable(kept)), model.load_tables()["mentions"])


def _by_article(mentions: pl.DataFrame, articles: Iterable[str]) -> dict[str, list[Claim]]:
    """The claims of every article, an empty list where it has none."""
    made = claims(mentions)
    return {name: made.get(name, []) for name in articles}


def table_of(read: Iterable[Article]) -> pl.DataFrame:
    """Articles as the table of articles, with their stories."""
    known = list(read)
    return derived.articles(known, story_ids(known), model.load_tables()["articles"])


def _resolved(mentions: pl.DataFrame, final: Gold, decisions: Decisions) -> Resolution:
    """The events of the mentions, by rule and by what is decided."""
    none_yet = pl.DataFrame(schema=registry.SCHEMA)
    return resolve(mentions, table_of(final.articles.values()), none_yet, decisions)


def _members(resolved: Resolution) -> dict[str, str]:
    """The event of every mention."""
    return dict(resolved.event_mentions.select("mention_id", "event_id").iter_rows())


def _relations(resolved: Resolution) -> dict[tuple[str, str], str]:
    """The relation of every link, by the later and the earlier event."""
    columns = resolved.event_links.select("from_event_id", "to_event_id", "relation")
    return {(later, earlier): relation for later, earlier, relation in columns.iter_rows()}


def _facts(dataset: Path, mentions: pl.DataFrame, resolved: Resolution) -> dict[str, Any]:
    """The facts that were compared by hand: which of them the rules took for one event, and which links they found."""
    known, listed = facts.read(dataset)
    briefs: dict[str, list[str]] = {}
    for check in checks.read(dataset / checks.NAME):
        briefs.setdefault(check.fact_id, []).append(check.brief_id)
    told = facts.told(known, briefs, mentions, _members(resolved))
    # A link may lead to a fact that was compared with no other: identity is of those that were.
    several = Counter(fact.event for fact in known)
    compared = [fact for fact in known if several[fact.event] > 1]
    return {
        "n_facts": len(compared),
        "identity": facts.identity_of_facts(compared, told).as_json(),
        "links": [row.as_json() for row in facts.recall_of_links(listed, told, _relations(resolved))],
    }


def _links(final: Gold) -> list[dict[str, Any]]:
    """The links by rule between the events as readers decided them, against the readers' own, which the rules do not see."""
    resolved = _resolved(final.mentions, final, Decisions(entries=final.entries, keys=final.keys))
    event_of = _members(resolved)
    of_key = {key: event_of[name] for name, key in final.keys.items()}
    gold = {
        (of_key[link.from_key], of_key[link.to_key]): link.relation
        for link in final.links
        if link.from_key in of_key and link.to_key in of_key
    }
    relations = list(ontology.load().relations)
    return [row.as_json() for row in facts.links_by_rule(gold, _relations(resolved), relations)]


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
