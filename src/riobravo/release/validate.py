"""Whether tables hold to what is declared of them: values, keys, foreign keys, the queries that must give no row, and what
must hold of a table as a whole.

It changes nothing and stops at nothing: every problem is found in one go. The libraries that look (pandera, Great
Expectations) come with the extra ``validate``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from riobravo import resources
from riobravo.errors import RioBravoError
from riobravo.release import database, manifest, queries, read
from riobravo.tables import as_expectations, as_pandera, model
from riobravo.tables.problems import Problem

if TYPE_CHECKING:
    from riobravo.release.queries import Query
    from riobravo.tables.bounds import Bounds
    from riobravo.tables.model import Declarations

_SHOWN = 20
"""Rows of one check that are told one by one; the rest are told as a number."""


def problems_of(
    tables: Mapping[str, pl.DataFrame], declared: Declarations, bounds: Bounds | None
) -> tuple[Problem, ...]:
    """All that is wrong with the tables, in the order of the declarations.

    ``bounds`` is given for the published dataset: only it has expectations of a whole table, a scope and a calendar.
    Checks in SQL run on tables whose columns hold; otherwise they would only repeat what is known.
    """
    of_values = [
        problem for name, data in tables.items() for problem in as_pandera.problems(data, declared.tables[name])
    ]
    found = [*of_values, *_foreign_keys(tables, declared)]
    if not any(problem.check in ("type", "column missing", "column not declared") for problem in of_values):
        found += _queries(tables, declared, of_dataset=bounds is not None)
    if bounds is not None:
        for name, data in tables.items():
            found += as_expectations.problems(data, declared.tables[name], bounds)
    return tuple(found)


def problems_at(path: Path) -> tuple[Problem, ...]:
    """All that is wrong with the tables in a folder: of the published dataset, or what `annotate` wrote.

    A folder with a table of what is covered is held to all that is asked of the dataset, and to its checksums.

    Raises:
        RioBravoError: RB-602 for a folder without tables, RB-603 for a file that is not Parquet.
    """
    declared = model.load()
    folder = read.tables_folder(path)
    tables = read.read_tables(folder, declared.tables)
    of_dataset = "coverage" in tables
    missing = [name for name in (declared.tables if of_dataset else declared.corpus_tables) if name not in tables]
    found = [Problem(table=name, check="table missing", found="no file", allowed=f"{name}.parquet") for name in missing]
    unknown = sorted(path.stem for path in folder.glob("*.parquet") if path.stem not in declared.tables)
    found += [Problem(table=name, check="table not declared", found=f"{name}.parquet") for name in unknown]
    bounds = manifest.bounds(folder.parent, declared.coverage) if of_dataset else None
    found += problems_of(tables, declared, bounds)
    if of_dataset:
        found += manifest.problems(folder.parent)
    return tuple(found)


def check_declarations() -> None:
    """Holds every file of ``schemas/`` to its JSON Schema.

    Raises:
        RioBravoError: RB-301 with the first fault of the first file that has one; RB-105 without jsonschema.
    """
    for path in sorted(resources.schemas_dir().glob("*.yaml")):
        for where, found in faults(resources.load_yaml(path), path.stem):
            raise RioBravoError(code="RB-301", found=found, where=f"{path}: {where}")


def faults(content: object, name: str) -> Iterator[tuple[str, str]]:
    """Where and how a declaration departs from ``schemas/meta/<name>.schema.json``.

    Raises:
        RioBravoError: RB-105 without jsonschema.
    """
    try:
        from jsonschema import Draft202012Validator  # comes with the extra `validate`; the rest here does as well
    except ModuleNotFoundError as error:
        raise RioBravoError(
            code="RB-105", found=error.name, where=__name__, todo="pip install 'riobravo[validate]'"
        ) from error
    path = resources.schemas_dir() / "meta" / f"{name}.schema.json"
    validator = Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
    plain = json.loads(json.dumps(content, default=str))  # YAML's dates are texts in JSON
    for fault in sorted(validator.iter_errors(plain), key=lambda fault: fault.json_path):
        yield fault.json_path.removeprefix("$."), fault.message


def _foreign_keys(tables: Mapping[str, pl.DataFrame], declared: Declarations) -> Iterator[Problem]:
    for name, data in tables.items():
        for foreign in declared.tables[name].foreign_keys:
            if foreign.table not in tables or foreign.column not in data.columns:
                continue  # a corpus has no table of actors; a missing column is told elsewhere
            known = tables[foreign.table].select(pl.col(foreign.target).alias(foreign.column))
            orphans = data.filter(pl.col(foreign.column).is_not_null()).join(known, on=foreign.column, how="anti")
            for row in orphans.iter_rows(named=True):
                yield Problem(
                    table=name,
                    column=foreign.column,
                    check="foreign key",
                    row=", ".join(f"{key}={row[key]}" for key in declared.tables[name].key),
                    found=str(row[foreign.column]),
                    allowed=f"a {foreign.target} of {foreign.table}",
                )


def _queries(tables: Mapping[str, pl.DataFrame], declared: Declarations, *, of_dataset: bool) -> Iterator[Problem]:
    with database.in_memory(tables, declared) as connection:
        for query in queries.check_queries(of_dataset=of_dataset):
            yield from _rows_of(connection, query)


def _rows_of(connection: duckdb.DuckDBPyConnection, query: Query) -> Iterator[Problem]:
    rows: list[dict[str, Any]] = pl.DataFrame(connection.sql(query.body).to_arrow_table()).to_dicts()
    for row in rows[:_SHOWN]:
        (key, value), *others = row.items()
        found = ", ".join(f"{name}={other}" for name, other in others) or "the row"
        yield Problem(table="sql/checks", check=query.name, row=f"{key}={value}", found=found, allowed=query.title)
    if len(rows) > _SHOWN:
        yield Problem(
            table="sql/checks", check=query.name, found=f"{len(rows) - _SHOWN} more rows", allowed=query.title
        )
