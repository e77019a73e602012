"""``fields.yaml`` and ``tables.yaml`` as frozen objects; what a column is in polars, DuckDB and the rest stands elsewhere.

The form of the two files is held by the JSON Schemas in ``schemas/meta``. What a JSON Schema cannot see, that the names in
one file are declared in the other, is held here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from riobravo import ontology, resources
from riobravo.errors import RioBravoError


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column, or one part of a struct: its type, its words, and the bounds of its values.

    ``type`` is one of string, integer, number, boolean, date, list[string], list[struct]. Bounds of a list hold for each
    item. Whether a column may be null is said by the table.
    """

    name: str
    type: str
    description: str
    unit: str | None = None
    codes: str | None = None
    one_of: tuple[str, ...] = ()
    pattern: str | None = None
    min_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    fields: tuple[Field, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether a cell holds several values."""
        return self.type.startswith("list[")

    @property
    def item_type(self) -> str:
        """The type of one value: of the cell, or of an item where the cell is a list ("struct" for parts by name)."""
        return self.type.removeprefix("list[").removesuffix("]")

    @property
    def is_coded(self) -> bool:
        """Whether the values come from a closed list."""
        return bool(self.codes or self.one_of)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values of its closed list, in declared order; empty where there is none.

        Raises:
            RioBravoError: RB-302 for a list that ontology.yaml does not declare.
        """
        return tuple(ontology.load().codes(self.codes)) if self.codes else self.one_of


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Each value of ``column`` that is not null is a value of ``table.target``."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its columns in order, what one row stands for, and how rows are told apart and sorted."""

    name: str
    description: str
    grain: str
    fields: tuple[Field, ...]
    required: frozenset[str]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    sort: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The column of that name.

        Raises:
            RioBravoError: RB-302.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise RioBravoError(code="RB-302", found=name, allowed=", ".join(self.columns), where=f"table {self.name}")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The first and the last day of the dataset; they bound the calendar and freshness, not the program's clock."""

    covers_from: date
    data_through: date


@dataclass(frozen=True, slots=True)
class Scope:
    """The filter of the published dataset: one of ``columns`` holds one of ``countries``."""

    columns: tuple[str, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declarations:
    """All that tables.yaml says, with the columns looked up in fields.yaml.

    ``tables`` are the dataset; ``release_tables`` are made from them for a release alone.
    """

    version: str
    tables: Mapping[str, Table]
    release_tables: Mapping[str, Table]
    coverage: Coverage
    scope: Scope
    open_licences: tuple[str, ...]
    corpus_tables: tuple[str, ...]
    coded_columns: tuple[str, ...]

    @property
    def released(self) -> Mapping[str, Table]:
        """Every table of a release, in declared order."""
        return MappingProxyType({**self.tables, **self.release_tables})


def load_fields() -> Mapping[str, Field]:
    """Every declared column by its name."""
    return load_declared_fields(resources.schemas_dir())


def load_tables() -> Mapping[str, Table]:
    """Every declared table by its name, in declared order."""
    return load().tables


@cache
def load() -> Declarations:
    """The declarations that come with the package.

    Raises:
        RioBravoError: RB-103, RB-104 for broken YAML; RB-302 for a name that is not declared.
    """
    return load_from(resources.schemas_dir())


def load_from(folder: Path) -> Declarations:
    """As `load`, from ``fields.yaml`` and ``tables.yaml`` of another folder."""
    fields = load_declared_fields(folder)
    path = folder / "tables.yaml"
    content = resources.load_yaml(path)
    tables = tables_of(content["tables"], fields, path)
    _check_foreign_keys(tables, path)
    release_tables = tables_of(_widened(content["release_tables"], content["tables"], path), fields, path)
    _check_foreign_keys(release_tables, path, among={**tables, **release_tables})
    _check_names(content["corpus_tables"], tables, f"{path}: corpus_tables")
    _check_names(content["coded_columns"], content["tables"]["mentions"]["columns"], f"{path}: coded_columns")
    _check_names(content["scope"]["columns"], fields, f"{path}: scope")
    return Declarations(
        version=content["version"],
        tables=MappingProxyType(tables),
        release_tables=MappingProxyType(release_tables),
        coverage=Coverage(**content["coverage"]),
        scope=Scope(tuple(content["scope"]["columns"]), tuple(content["scope"]["countries"])),
        open_licences=tuple(content["open_licences"]),
        corpus_tables=tuple(content["corpus_tables"]),
        coded_columns=tuple(content["coded_columns"]),
    )


def load_declared_fields(folder: Path) -> Mapping[str, Field]:
    """The columns that ``fields.yaml`` of a folder declares."""
    return fields_of(resources.load_yaml(folder / "fields.yaml")["fields"])


def fields_of(entries: Mapping[str, Any]) -> Mapping[str, Field]:
    """Columns from their declarations, by name."""
    return MappingProxyType({name: _field(name, entry) for name, entry in entries.items()})


def tables_of(entries: Mapping[str, Any], fields: Mapping[str, Field], path: Path) -> dict[str, Table]:
    """Tables from their declarations in the file ``path``, with their columns looked up in ``fields``.

    Raises:
        RioBravoError: RB-302 for a column that is not declared.
    """
    return {name: _table(name, entry, fields, path) for name, entry in entries.items()}


def _field(name: str, entry: Mapping[str, Any]) -> Field:
    parts = {key: value for key, value in entry.items() if key not in ("one_of", "fields")}
    return Field(
        name=name,
        one_of=tuple(entry.get("one_of", ())),
        fields=tuple(_field(part, inner) for part, inner in entry.get("fields", {}).items()),
        **parts,
    )


def _table(name: str, entry: Mapping[str, Any], fields: Mapping[str, Field], path: Path) -> Table:
    _check_names(entry["columns"], fields, f"{path}: {name}.columns")
    for part in ("required", "key", "sort", "foreign_keys"):
        _check_names(entry[part], entry["columns"], f"{path}: {name}.{part}")
    return Table(
        name=name,
        description=entry["description"],
        grain=entry["grain"],
        fields=tuple(fields[column] for column in entry["columns"]),
        required=frozenset(entry["required"]),
        key=tuple(entry["key"]),
        foreign_keys=tuple(ForeignKey(column, *to.split(".")) for column, to in entry["foreign_keys"].items()),
        sort=tuple(entry["sort"]),
    )


def _widened(entries: Mapping[str, Any], tables: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The declarations with what they widen written out: its columns before their own, its key and order as theirs."""
    _check_names([entry["widens"] for entry in entries.values() if "widens" in entry], tables, f"{path}: widens")
    return {
        name: _wide(entry, tables[entry["widens"]]) if "widens" in entry else entry for name, entry in entries.items()
    }


def _wide(entry: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    both = {part: [*base[part], *entry[part]] for part in ("columns", "required")}
    return {**base, **entry, **both}


def _check_names(names: Iterable[str], declared: Iterable[str], where: str) -> None:
    allowed = list(declared)
    for name in names:
        if name not in allowed:
            raise RioBravoError(code="RB-302", found=name, allowed=", ".join(allowed), where=where)


def _check_foreign_keys(tables: Mapping[str, Table], path: Path, *, among: Mapping[str, Table] | None = None) -> None:
    targets = among or tables
    for table in tables.values():
        for foreign in table.foreign_keys:
            where = f"{path}: {table.name}.foreign_keys"
            _check_names([foreign.table], targets, where)
            _check_names([foreign.target], targets[foreign.table].columns, where)
