"""The records that stages hand on: one article, one mention, one quarantined input.

Their fields are the columns of the tables of the same name in ``schemas/tables.yaml`` (a test holds them together);
what a column means stands in ``schemas/fields.yaml`` and nowhere else. No behaviour lives here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Source:
    """One public source of an article."""

    publisher: str
    url: str
    published_on: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text as it was read; offsets of evidence count code points of exactly this title and text."""

    article_id: str
    title: str
    text: str
    language: str
    published_on: date
    publisher: str | None = None
    url: str | None = None
    sources: tuple[Source, ...] = ()
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One input that could not be read or coded, and why (``reason`` is a code of the errors table)."""

    origin: str
    position: int | None
    article_id: str | None
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A further count of an act (``quantities``), beside the leading one."""

    low: float | None
    best: float | None
    high: float | None
    unit: str
    modifier: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One sentence of one article that asserts one event."""

    mention_id: str
    article_id: str
    event_type: str
    event_subtype: str | None
    status: str
    is_hedged: bool = False
    is_aggregate: bool = False
    source_name: str | None = None
    source_actor_id: str | None = None
    source_country: str | None = None
    source_sector: str | None = None
    is_source_inferred: bool = False
    target_name: str | None = None
    target_actor_id: str | None = None
    target_country: str | None = None
    target_sector: str | None = None
    is_target_inferred: bool = False
    acting_name: str | None = None
    object_name: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str = "unknown"
    date_basis: str | None = None
    date_text: str | None = None
    quantity_low: float | None = None
    quantity_best: float | None = None
    quantity_high: float | None = None
    quantity_unit: str | None = None
    quantity_modifier: str | None = None
    quantity_text: str | None = None
    quantities: tuple[Quantity, ...] = ()
    place_name: str | None = None
    place_country: str | None = None
    place_admin1: str | None = None
    place_precision: str | None = None
    place_lat: float | None = None
    place_lon: float | None = None
    geoname_id: int | None = None
    condition: str | None = None
    attribution: str | None = None
    trigger: str | None = None
    status_cue: str | None = None
    evidence_in: str = "text"
    sentence_index: int | None = None
    evidence_start: int = 0
    evidence_end: int = 0
    evidence: str = ""
    rule: str | None = None
    confidence: float | None = None
    annotator: str = "rules"
    annotator_version: str = ""


Annotator = Callable[[Article], Sequence[Mention]]
"""What every annotator is: one article in, its mentions out, in order of evidence; it raises nothing on odd text."""
