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

from riobravo.articles.read import read_articles
from riobravo.evaluate.agreement import agreement
from riobravo.evaluate.claims import Claim, claims
from riobravo.evaluate.score import evaluate
from riobravo.mentions import annotators
from riobravo.mentions.people import annotate, coding
from riobravo.records import Article, Mention, Quarantined
from riobravo.tables import frames, model

DOUBLE: Final = "double_coded"
FIRST, SECOND = "first", "second"

Claims = Mapping[str, Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Gold:
    """The reviewed articles with what people coded of them, and the side each is on."""

    articles: Mapping[str, Article]
    claims: Claims
    sides: Mapping[str, str]

    @property
    def languages(self) -> dict[str, str]:
        """The language of every article."""
        return {name: article.language for name, article in self.articles.items()}


def gold(dataset: Path, sides: Mapping[str, str], folder: Path) -> Gold:
    """The codings in a folder whose articles still read as they did, with their articles in ``dataset``."""
    articles = {item.article_id: item for item in read_articles(dataset / "articles") if isinstance(item, Article)}
    kept = {
        name: found
        for name, found in coding.read_folder(folder).items()
        if name in articles and found.is_of(articles[name])
    }
    return Gold({name: articles[name] for name in kept}, _by_people(kept, articles), sides)


def measure(
    dataset: Path, annotations: Path, sides: Mapping[str, str], on_article: Callable[[], None]
) -> dict[str, Any]:
    """All figures. ``on_article`` is called after each article that the machine coded."""
    final = gold(dataset, sides, annotations)
    machine = by_machine(final.articles.values(), on_article)
    found: dict[str, Any] = {"machine": {}, "readers": {}}
    for side in sorted(set(sides.values())):
        names = [name for name in sorted(final.claims) if sides.get(name) == side]
        spoken = {name: final.articles[name].language for name in names}
        scores = evaluate({n: final.claims[n] for n in names}, {n: machine[n] for n in names}, spoken)
        found["machine"][side] = scores.as_json()
    readers = {name: gold(dataset, sides, dataset / DOUBLE / name) for name in (FIRST, SECOND)}
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


def _by_people(codings: Mapping[str, coding.Coding], articles: Mapping[str, Article]) -> dict[str, list[Claim]]:
    made: list[Mention] = []
    entries: dict[str, str] = {}
    for name, found in codings.items():
        reviewed = annotate.mentions(found, articles[name])
        made += reviewed.mentions
        entries |= reviewed.entries
    told = claims(frames.frame(made, model.load_tables()["mentions"]), entries)
    return {name: told.get(name, []) for name in codings}
