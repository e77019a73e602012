"""The tables that no annotator makes: articles as records, actors and places from their YAML, declarations for queries.

Pure functions from what was read to typed frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from riobravo.articles.measures import n_words, sha256
from riobravo.errors import RioBravoError
from riobravo.tables import frames

if TYPE_CHECKING:
    from riobravo.ontology import Ontology
    from riobravo.records import Article
    from riobravo.tables.model import Declarations, Table

Entry = Mapping[str, Any]


def articles(records: Sequence[Article], story_ids: Mapping[str, str], table: Table) -> pl.DataFrame:
    """The articles with hash, number of words and story; every text stays as it was given.

    ``story_ids`` gives the story of each article_id.
    """
    made = frames.frame(records, table)
    return made.with_columns(
        text_sha256=pl.Series([sha256(record.text) for record in records], dtype=pl.String),
        n_words=pl.Series([n_words(record.text) for record in records], dtype=pl.Int64),
        story_id=pl.Series([story_ids[record.article_id] for record in records], dtype=pl.String),
    )


def actors(entries: Iterable[Entry], table: Table) -> pl.DataFrame:
    """The actors of ``actors.yaml``. Raises RB-303 for an entry that does not fit."""
    rows = [
        {
            "actor_id": entry["id"],
            "name": entry["name"],
            "kind": entry["kind"],
            "country": entry["country"],
            "sector": entry["sector"],
            "parent_id": entry.get("parent"),
            "wikidata_id": entry.get("wikidata"),
            "sources": [{"url": url} for url in entry.get("sources", ())],
        }
        for entry in entries
    ]
    return frames.frame(rows, table)


def actor_aliases(entries: Iterable[Entry], table: Table) -> pl.DataFrame:
    """Every spelling of the actors, with the time in which it means them: holders' names mean the office in their term.

    Raises RB-303 for an entry that does not fit.
    """
    rows = [row for entry in entries for row in _aliases(entry)]
    return frames.frame(rows, table).unique(subset=list(table.key), keep="first", maintain_order=True)


def places(entries: Iterable[Entry], table: Table) -> pl.DataFrame:
    """The places of ``places.yaml``. Raises RB-303 for an entry that does not fit."""
    return frames.frame(
        [{**entry, "place_id": entry["id"], "geoname_id": entry.get("geoname")} for entry in entries], table
    )


def event_types(ontology: Ontology, table: Table) -> pl.DataFrame:
    """Types and subtypes of the ontology with their crosswalks, a row each."""
    rows = [
        {
            "event_type": event_type.name,
            "event_subtype": subtype.name,
            "is_headline": event_type.is_headline,
            "definition": subtype.definition,
            "units": event_type.units,
            "plover_type": subtype.crosswalk.plover_type,
            "plover_mode": subtype.crosswalk.plover_mode,
            "cameo_code": subtype.crosswalk.cameo_code,
            "goldstein": subtype.crosswalk.goldstein,
            "quad_class": subtype.crosswalk.quad_class,
        }
        for event_type in ontology.types.values()
        for subtype in event_type.subtypes.values()
    ]
    return frames.frame(rows, table)


def coverage(declared: Declarations, table: Table) -> pl.DataFrame:
    """What the dataset covers, as its one row."""
    row = {
        "covers_from": declared.coverage.covers_from,
        "data_through": declared.coverage.data_through,
        "scope_countries": declared.scope.countries,
    }
    return frames.frame([row], table)


def of_declarations(ontology: Ontology, declared: Declarations) -> dict[str, pl.DataFrame]:
    """The tables that hold declarations: event_types and coverage."""
    return {
        "event_types": event_types(ontology, declared.tables["event_types"]),
        "coverage": coverage(declared, declared.tables["coverage"]),
    }


def _aliases(entry: Entry) -> Iterator[dict[str, Any]]:
    span = _span(entry)
    spelled = [(entry["name"], None, span)]
    spelled += [(alias, language, span) for language, names in entry.get("aliases", {}).items() for alias in names]
    for holder in entry.get("holders", ()):
        term = _span(holder)
        spelled += [(name, None, term) for name in (holder["name"], *holder.get("aliases", ()))]
    for alias, language, (start, end) in spelled:
        yield {
            "actor_id": entry["id"],
            "alias": alias,
            "language": language,
            "valid_from": start,
            "valid_to": end,
        }


def _span(entry: Entry) -> tuple[date | None, date | None]:
    return _day(entry.get("from"), entry), _day(entry.get("to"), entry)


def _day(value: object, entry: Entry) -> date | None:
    """A day; of a year or a month, its first one, as the annotator's lookup of actors takes it."""
    if value is None or isinstance(value, date):
        return value
    try:
        year, month, day = (*(int(part) for part in str(value).split("-")), 1, 1)[:3]
        return date(year, month, day)
    except ValueError as error:
        raise RioBravoError(
            code="RB-303",
            found=value,
            allowed="YYYY-MM-DD, YYYY-MM or YYYY",
            where=f"actors.yaml: {entry.get('id', entry.get('name'))}",
        ) from error
