"""``schemas/peers.yaml`` as frozen objects: the other datasets, and the tables that their rows go to.

The form of the file is held by its JSON Schema, in the tests; that every name used is declared is held here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from riobravo import ontology, resources
from riobravo.errors import RioBravoError
from riobravo.tables import model

FILE = "peers.yaml"
VOCABULARIES = ("cameo", "plover", "own")

EVENTS, QUARANTINE, SOURCES = "peer_events", "peer_quarantine", "peer_sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where the value of a column of peer_events comes from: a column of theirs with what is done to it, or a constant.

    ``codes`` is None where their value is taken as it is. A value that comes to nothing makes the row ill-formed, unless
    ``is_lenient``.
    """

    column: str | None = None
    value: Any = None
    nulls: tuple[str, ...] = ()
    first: int | None = None
    split: str | None = None
    case: str | None = None
    formats: tuple[str, ...] = ()
    codes: Mapping[str, Any] | None = None
    pattern: str | None = None
    is_lenient: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A kind of file: its columns in order, and the date of peer_events that says which days it covers."""

    name: str
    columns: tuple[str, ...]
    covers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """How codes become types: the vocabulary that the crosswalk knows, and what peers.yaml adds to it."""

    vocabulary: str
    types: Mapping[str, str]
    none: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Another dataset. ``cells`` gives for each column of peer_events the cells it is joined from, nearly always one.

    ``columns`` are those of its files, where they are declared.
    """

    name: str
    title: str
    file: str
    citation: str
    licence: str
    notes: tuple[str, ...]
    delimiter: str
    quote: str
    header: bool
    layouts: tuple[Layout, ...]
    columns: tuple[str, ...]
    covers: str
    cells: Mapping[str, tuple[Cell, ...]]
    unique: tuple[str, ...]
    codes: Codes

    @property
    def columns_read(self) -> tuple[str, ...]:
        """The columns of theirs that are read, each once."""
        found = (cell.column for cells in self.cells.values() for cell in cells if cell.column is not None)
        return tuple(dict.fromkeys(found))

    @property
    def is_actor_country_given(self) -> bool:
        """Whether it says of which countries the two actors are."""
        return {"source_country", "target_country"} <= self.cells.keys()


@dataclass(frozen=True, slots=True)
class Peers:
    """All that peers.yaml says."""

    sources: Mapping[str, Source]
    tables: Mapping[str, model.Table]

    def source(self, name: str) -> Source:
        """The dataset of that name.

        Raises:
            RioBravoError: RB-621.
        """
        if name not in self.sources:
            raise RioBravoError(code="RB-621", found=name, allowed=", ".join(self.sources), where="riobravo.peers")
        return self.sources[name]


@cache
def load() -> Peers:
    """The declarations that come with the package, read once. Raises as `read`."""
    return read(resources.schemas_dir() / FILE)


def read(path: Path) -> Peers:
    """The declarations in a file.

    Raises:
        RioBravoError: RB-302 for a column, type or vocabulary that is not declared.
    """
    content = resources.load_yaml(path)
    fields = {**model.load_fields(), **model.fields_of(content["fields"])}
    tables = model.tables_of(content["tables"], fields, path)
    sources = {name: _source(name, entry, tables[EVENTS], path) for name, entry in content["sources"].items()}
    return Peers(MappingProxyType(sources), MappingProxyType(tables))


def _source(name: str, entry: Mapping[str, Any], events: model.Table, path: Path) -> Source:
    where = f"{path}: {name}"
    columns = entry.get("columns", [])
    layouts = []
    for body in entry.get("layouts", []):
        _check("column", body["without"], columns, where)
        kept = tuple(column for column in columns if column not in body["without"])
        layouts.append(Layout(name=body["name"], columns=kept, covers=body.get("covers", entry["covers"])))
    _check("column of peer_events", [*entry["events"], *entry["unique"]], events.columns, where)
    nulls = tuple(entry["nulls"])
    cells = {column: _cells(body, nulls) for column, body in entry["events"].items()}
    source = Source(
        **{
            key: entry[key]
            for key in ("title", "file", "citation", "licence", "delimiter", "quote", "header", "covers")
        },
        name=name,
        notes=tuple(entry["notes"]),
        layouts=tuple(layouts),
        columns=tuple(columns),
        cells=MappingProxyType(cells),
        unique=tuple(entry["unique"]),
        codes=_codes(entry["codes"], where),
    )
    if columns:
        _check("column", source.columns_read, columns, where)
    return source


def _cells(body: Mapping[str, Any], nulls: tuple[str, ...]) -> tuple[Cell, ...]:
    if "columns" not in body:
        return (_cell(body, nulls),)
    parts = body.get("parts", [{}] * len(body["columns"]))
    return tuple(
        replace(_cell(part, nulls), column=column) for column, part in zip(body["columns"], parts, strict=True)
    )


def _cell(body: Mapping[str, Any], nulls: tuple[str, ...]) -> Cell:
    return Cell(
        **{key: body[key] for key in ("column", "value", "first", "split", "case", "pattern") if key in body},
        nulls=(*nulls, *body.get("nulls", ())),
        formats=tuple(body.get("formats", ())),
        codes=MappingProxyType(body["codes"]) if "codes" in body else None,
        is_lenient="otherwise" in body or "pattern" in body,
    )


def _codes(body: Mapping[str, Any], where: str) -> Codes:
    kinds = ontology.load().types
    names = {*kinds, *(f"{kind}/{subtype}" for kind, declared in kinds.items() for subtype in declared.subtypes)}
    _check("vocabulary", [body["vocabulary"]], VOCABULARIES, where)
    _check("type", body["types"].values(), names, where)
    return Codes(
        vocabulary=body["vocabulary"], types=MappingProxyType(body["types"]), none=MappingProxyType(body["none"])
    )


def _check(kind: str, names: Iterable[str], allowed: Iterable[str], where: str) -> None:
    known = list(allowed)
    for name in names:
        if name not in known:
            raise RioBravoError(code="RB-302", found=f"{kind} {name}", allowed=", ".join(sorted(known)), where=where)
