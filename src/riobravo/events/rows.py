"""A mention as the events stage sees it: the coded columns, and what is read from them once, before any comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from sys import intern
from typing import Any, Final

from riobravo.events import names
from riobravo.events.policy import Policy
from riobravo.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """The columns of one mention that decide its event; ``persons``, ``words`` and ``span`` are made from them.

    ``event_subtype`` is never null: where the text leaves it open it is the default of the type, and
    ``is_subtype_stated`` is false. ``span`` is the first and the last possible day, or None.
    """

    mention_id: str
    article_id: str
    published_on: date
    event_type: str
    event_subtype: str
    status: str
    is_subtype_stated: bool = True
    is_symmetric: bool = False
    is_aggregate: bool = False
    source_actor_id: str | None = None
    source_country: str | None = None
    source_sector: str | None = None
    is_source_inferred: bool = False
    target_actor_id: str | None = None
    target_country: str | None = None
    is_target_inferred: bool = False
    date_precision: str = "unknown"
    date_basis: str | None = None
    span: tuple[date, date] | None = None
    quantity_low: float | None = None
    quantity_best: float | None = None
    quantity_high: float | None = None
    quantity_unit: str | None = None
    place_name: str | None = None
    place_country: str | None = None
    place_admin1: str | None = None
    place_precision: str | None = None
    is_title: bool = False
    text: str = ""
    persons: tuple[names.Name, ...] = ()
    words: frozenset[str] = field(default_factory=frozenset)
    stems: frozenset[str] = field(default_factory=frozenset)
    matter: frozenset[str] = field(default_factory=frozenset)

    @property
    def number(self) -> float | None:
        """The number that stands for the quantity: best, else low, else high."""
        for value in (self.quantity_best, self.quantity_low, self.quantity_high):
            if value is not None:
                return value
        return None

    @property
    def profile(self) -> tuple[object, ...]:
        """All that the opening of the comparison looks at: type and stage, totals, status and actors."""
        return (
            self.event_type,
            self.event_subtype,
            self.is_subtype_stated,
            self.status,
            self.is_symmetric,
            self.source_actor_id,
            self.source_country,
            self.source_sector,
            self.is_source_inferred,
            self.target_actor_id,
            self.target_country,
            self.is_target_inferred,
            (self.number, self.span is None, self.date_precision) if self.is_aggregate else None,
        )

    @property
    def signature(self) -> tuple[object, ...]:
        """All that can contradict another mention: two rows of one signature contradict the same rows."""
        return (
            self.event_type,
            self.event_subtype,
            self.is_subtype_stated,
            self.status,
            self.is_aggregate,
            self.source_country,
            self.source_sector,
            self.is_source_inferred,
            self.target_country,
            self.is_target_inferred,
            self.date_precision,
            self.date_basis,
            # What has no date contradicts what came after its report.
            self.span or self.published_on,
            self.quantity_low,
            self.quantity_best,
            self.quantity_high,
            self.quantity_unit,
            self.place_name,
            self.place_country,
            self.place_admin1,
            self.place_precision,
            self.persons,
        )


def row_of(
    mention: Mapping[str, Any],
    published_on: date,
    policy: Policy,
    ontology: Ontology,
    matter: frozenset[str] = frozenset(),
) -> MentionRow:
    """A mention (the columns of the table, by name) with what the comparison needs; ``matter`` are the words of all mentions
    of its article, where they are known yet.

    Raises:
        RioBravoError: RB-302 for a type or subtype that the ontology does not declare.
    """
    event_type = ontology.type(mention["event_type"])
    subtype = ontology.subtype(event_type.name, mention.get("event_subtype")).name
    text = (mention.get("evidence") or "")[: policy.words.longest]
    words = names.words(text)
    copied = {key: mention[key] for key in _COPIED if mention.get(key) is not None}
    return MentionRow(
        **copied,
        published_on=published_on,
        event_subtype=subtype,
        is_subtype_stated=mention.get("event_subtype") is not None,
        is_symmetric=event_type.is_symmetric,
        span=_span(mention, published_on, policy),
        is_title=mention.get("evidence_in") == "title",
        text=names.fold(text).strip(),
        persons=_persons(mention, policy),
        words=_telling_words(words, policy),
        stems=_stems(words, policy),
        matter=matter,
    )


_COPIED: Final = (
    "mention_id",
    "article_id",
    "event_type",
    "status",
    "is_aggregate",
    "source_actor_id",
    "source_country",
    "source_sector",
    "is_source_inferred",
    "target_actor_id",
    "target_country",
    "is_target_inferred",
    "date_precision",
    "date_basis",
    "quantity_low",
    "quantity_best",
    "quantity_high",
    "quantity_unit",
    "place_name",
    "place_country",
    "place_admin1",
    "place_precision",
)


def columns(policy: Policy) -> frozenset[str]:
    """The columns of a mention that `row_of` reads."""
    read = {"event_subtype", "date_start", "date_end", "evidence", "evidence_in", *_COPIED}
    return frozenset(read.union(*policy.persons.columns.values()))


def _span(mention: Mapping[str, Any], published_on: date, policy: Policy) -> tuple[date, date] | None:
    start: date | None = mention.get("date_start")
    if start is not None:
        return start, mention.get("date_end") or start
    if mention["status"] == policy.statuses.ahead:
        # What is planned without a date lies ahead of the report, as far as its type allows.
        days = policy.dates.from_plan_to_act(mention["event_type"])
        return published_on, published_on + timedelta(days=days)
    return None


def _persons(mention: Mapping[str, Any], policy: Policy) -> tuple[names.Name, ...]:
    for column in policy.persons.columns.get(mention["event_type"], ()):
        if found := names.persons(mention.get(column), policy.persons):
            return found
    return ()


def _telling_words(words: Sequence[str], policy: Policy) -> frozenset[str]:
    """Capitalised words and numbers, but the first (every sentence has a capital there) and the names of bodies."""
    folded = {names.fold(word) for word in words[1:] if word[0].isupper() or word[0].isdigit()}
    return frozenset(folded - policy.persons.bodies)


def _stems(words: Sequence[str], policy: Policy) -> frozenset[str]:
    """The beginnings of the longer words; one object for the same one everywhere, for there are very many."""
    length = policy.stems.letters
    return frozenset(intern(names.fold(word)[:length]) for word in words if len(word) >= length)


def with_matter(rows: Iterable[MentionRow]) -> list[MentionRow]:
    """The rows, each knowing what all mentions of its article name."""
    known = list(rows)
    named: dict[str, set[str]] = {}
    for row in known:
        named.setdefault(row.article_id, set()).update(row.words)
    of_article = {article_id: frozenset(words) for article_id, words in named.items()}
    return [replace(row, matter=of_article[row.article_id]) for row in known]
