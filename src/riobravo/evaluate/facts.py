"""Identity and links on facts that were compared by hand, whichever briefs tell them.

``dataset/known_facts.csv`` says which facts are one event, and of what type and when that event is; ``known_links.csv`` which
fact leads to which. Both are samples: identity is scored on these facts, and links only by how many of these are found. The
briefs of a fact stand in ``checks.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.evaluate.identity import ALL, IdentityScore, identity

FACTS: Final = "known_facts.csv"
LINKS: Final = "known_links.csv"

_FACT_COLUMNS: Final = ["fact_id", "event", "event_type", "earliest", "latest"]
_LINK_COLUMNS: Final = ["from_fact", "to_fact", "relation"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact and the event that it is, of one type, between two days."""

    fact_id: str
    event: str
    event_type: str
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class FactLink:
    """A link from a later fact to an earlier one."""

    from_fact: str
    to_fact: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRecall:
    """Listed links of one relation: of how many both facts are told, and of these the linked, those linked by that relation,
    and those whose two facts were taken for one event.
    """

    relation: str
    n_listed: int
    n_told: int
    n_linked: int
    n_of_relation: int
    n_merged: int

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return asdict(self)


def read(folder: Path) -> tuple[list[Fact], list[FactLink]]:
    """The facts and links of the dataset in ``folder``.

    Raises:
        RioBravoError: RB-708 for a file that is missing or of another form, or a link of a fact that is not listed.
    """
    facts = [_fact(*row, where=folder / FACTS) for row in _rows(folder / FACTS, _FACT_COLUMNS)]
    links = [FactLink(*row) for row in _rows(folder / LINKS, _LINK_COLUMNS)]
    unlisted = {name for link in links for name in (link.from_fact, link.to_fact)} - {fact.fact_id for fact in facts}
    if unlisted:
        raise RioBravoError(code="RB-708", found=f"no fact {', '.join(sorted(unlisted))}", where=folder / LINKS)
    return facts, links


def _rows(path: Path, columns: list[str]) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines, strict=True)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
        raise RioBravoError(code="RB-708", found=error, where=path) from error
    for line, row in enumerate([header, *rows], start=1):
        if len(row) != len(columns) or (line == 1 and row != columns):
            raise RioBravoError(code="RB-708", found=", ".join(row), where=f"{path}, row {line}")
    return rows


def _fact(fact_id: str, event: str, event_type: str, earliest: str, latest: str, *, where: Path) -> Fact:
    try:
        return Fact(fact_id, event, event_type, date.fromisoformat(earliest), date.fromisoformat(latest))
    except ValueError as error:
        raise RioBravoError(code="RB-708", found=f"{fact_id}: {error}", where=where) from error


def told(
    facts: Iterable[Fact],
    briefs: Mapping[str, Collection[str]],
    mentions: pl.DataFrame,
    event_of: Mapping[str, str],
) -> dict[str, str]:
    """The event that each fact was found to be; a fact that no mention tells is left out.

    A fact is told by the mentions of its briefs that have its type and lie within its days, or, where there are none, by
    those of its type without a date. Most of them say which event it is; of equals the smaller id. A brief that tells several
    events of one type and time says so much less of each.

    Args:
        facts: The facts.
        briefs: The briefs (article_id) of every fact.
        mentions: The table of mentions.
        event_of: The event of every mention.
    """
    by_article: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in mentions.select("mention_id", "article_id", "event_type", "date_start", "date_end").iter_rows(
        named=True
    ):
        by_article.setdefault((row["article_id"], row["event_type"]), []).append(row)
    known = list(facts)
    in_brief: dict[str, list[Fact]] = {}
    for fact in known:
        for brief in briefs.get(fact.fact_id, ()):
            in_brief.setdefault(brief, []).append(fact)
    found = {}
    for fact in known:
        of_type = [
            row for brief in briefs.get(fact.fact_id, ()) for row in by_article.get((brief, fact.event_type), ())
        ]
        telling = [row for row in of_type if _is_within(row, fact)] or [
            row for row in of_type if row["date_start"] is None
        ]
        weights: dict[str, Fraction] = {}
        for row in telling:
            n_alike = len({other.event for other in in_brief[row["article_id"]] if _is_alike(fact, other)})
            event_id = event_of[row["mention_id"]]
            weights[event_id] = weights.get(event_id, Fraction()) + Fraction(1, n_alike)
        if weights:
            found[fact.fact_id] = min(weights, key=lambda event_id: (-weights[event_id], event_id))
    return found


def _is_alike(one: Fact, other: Fact) -> bool:
    """Of one type and time, a fact with itself too."""
    return one.event_type == other.event_type and one.earliest <= other.latest and other.earliest <= one.latest


def _is_within(row: Mapping[str, Any], fact: Fact) -> bool:
    start: date | None = row["date_start"]
    if start is None:
        return False
    end: date = row["date_end"] or start
    return start <= fact.latest and end >= fact.earliest


def identity_of_facts(facts: Sequence[Fact], found: Mapping[str, str]) -> IdentityScore:
    """The grouping of the facts that are told, against the one by hand; every fact stands for itself."""
    true = {fact.fact_id: fact.event for fact in facts if fact.fact_id in found}
    return identity(true, found, {name: name for name in true})


def recall_of_links(
    links: Sequence[FactLink], found: Mapping[str, str], made: Mapping[tuple[str, str], str]
) -> list[LinkRecall]:
    """How many of the listed links are found, by relation and of all; ``made`` holds relation by (later, earlier) event."""
    relations = sorted({link.relation for link in links})
    return [
        _recall(relation, [link for link in links if relation in (link.relation, ALL)], found, made)
        for relation in (*relations, ALL)
    ]


def _recall(
    relation: str, links: Sequence[FactLink], found: Mapping[str, str], made: Mapping[tuple[str, str], str]
) -> LinkRecall:
    pairs = [
        ((found[link.from_fact], found[link.to_fact]), link.relation)
        for link in links
        if link.from_fact in found and link.to_fact in found
    ]
    return LinkRecall(
        relation=relation,
        n_listed=len(links),
        n_told=len(pairs),
        n_linked=sum(pair in made for pair, _ in pairs),
        n_of_relation=sum(made.get(pair) == wanted for pair, wanted in pairs),
        n_merged=sum(pair[0] == pair[1] for pair, _ in pairs),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkScore:
    """Links by rule of one relation against those of readers: ``n_judged`` are the rules' links from an event of which the
    readers say what it follows, ``n_right`` those of them that the readers made too, by whatever relation.
    """

    relation: str
    n_gold: int
    n_found: int
    n_judged: int
    n_right: int
    n_of_relation: int
    precision: float | None
    recall: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return asdict(self)


def links_by_rule(
    gold: Mapping[tuple[str, str], str], found: Mapping[tuple[str, str], str], relations: Sequence[str]
) -> list[LinkScore]:
    """Links found, against the readers', both relation by (later, earlier) event; by relation and of all.

    Readers told what an event follows where a text says so, not everywhere: a link from an event of which they say nothing is
    neither right nor wrong. Recall is of the readers' links of the relation that are found by whatever relation.
    """
    asked = {later for later, _ in gold}
    return [_score(relation, gold, found, asked) for relation in (*relations, ALL)]


def _score(
    relation: str, gold: Mapping[tuple[str, str], str], found: Mapping[tuple[str, str], str], asked: Collection[str]
) -> LinkScore:
    of_gold, of_found = ({pair for pair, name in side.items() if relation in (name, ALL)} for side in (gold, found))
    judged = {pair for pair in of_found if pair[0] in asked}
    right = judged & gold.keys()
    covered = of_gold & found.keys()
    return LinkScore(
        relation=relation,
        n_gold=len(of_gold),
        n_found=len(of_found),
        n_judged=len(judged),
        n_right=len(right),
        n_of_relation=sum(gold[pair] == found[pair] for pair in right),
        precision=round(len(right) / len(judged), 3) if judged else None,
        recall=round(len(covered) / len(of_gold), 3) if of_gold else None,
    )
