"""Whether tables hold to what is declared of them: the gates of a release, one after the other (`problems.Gate`).

It changes nothing and stops at nothing: every problem is found in one go. The libraries that look (pandera, Great
Expectations) come with the extra ``validate``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from riobravo import resources
from riobravo.articles import measures
from riobravo.errors import RioBravoError
from riobravo.release import database, manifest, queries, read, sources_agree
from riobravo.tables import as_expectations, as_pandera, model
from riobravo.tables.problems import Gate, Problem

if TYPE_CHECKING:
    from riobravo.release.queries import Query
    from riobravo.tables.bounds import Bounds
    from riobravo.tables.model import Declarations, ForeignKey

_SHOWN = 20
"""Rows of one check that are told one by one; the rest are told as a number."""

_ILL_FORMED = ("type", "column missing", "column not declared")
"""Checks of the schema after which nothing else can be asked of a table."""


def problems_of(
    tables: Mapping[str, pl.DataFrame], declared: Declarations, bounds: Bounds | None, *, docs: Path | None = None
) -> tuple[Problem, ...]:
    """All that is wrong with the tables, gate by gate.

    ``bounds`` is given for the published dataset: only it has expectations of a whole table, a scope and a calendar. With
    ``docs`` what was expected and measured is written there as pages (Data Docs).
    Checks in SQL run on tables whose columns hold; otherwise they would only repeat what is known.
    """
    found = [problem for name, data in tables.items() for problem in as_pandera.problems(data, declared.tables[name])]
    ill_formed = {problem.table for problem in found if problem.check in _ILL_FORMED}
    formed = {name: data for name, data in tables.items() if name not in ill_formed}
    found += _foreign_keys(tables, declared)
    found += _texts(formed)
    if not ill_formed:
        found += _queries(tables, declared, of_dataset=bounds is not None)
    if bounds is not None:
        found += as_expectations.problems(formed, declared.tables, bounds, docs=docs)
    return tuple(found)


def problems_at(path: Path, *, docs: Path | None = None) -> tuple[Problem, ...]:
    """All that is wrong with the tables in a folder: of the published dataset, or what `annotate` wrote.

    A folder with a table of what is covered is held to all that is asked of the dataset, to its checksums, and to the
    reviewed codings and the registry of event ids where they lie beside it. ``docs`` as for `problems_of`; earlier pages
    there are replaced.

    Raises:
        RioBravoError: RB-602 for a folder without tables, RB-603 for a file that is not Parquet, RB-606 for a folder of
            pages that holds other files.
    """
    declared = model.load()
    folder = read.tables_folder(path)
    if docs is not None:
        _clear(docs)
    tables = read.read_tables(folder, declared.tables)
    of_dataset = "coverage" in tables
    missing = [name for name in (declared.tables if of_dataset else declared.corpus_tables) if name not in tables]
    bounds = manifest.bounds(folder.parent, declared.coverage) if of_dataset else None
    found = list(problems_of(tables, declared, bounds, docs=docs))
    if of_dataset:
        found += sources_agree.problems(tables, folder.parent)
    for name in missing:
        allowed = f"{name}.parquet"
        found.append(Problem(gate=Gate.FILES, table=name, check="table missing", found="no file", allowed=allowed))
    for file in sorted(folder.glob("*.parquet")):
        if file.stem not in declared.tables:
            found.append(Problem(gate=Gate.FILES, table=file.stem, check="table not declared", found=file.name))
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


def _clear(docs: Path) -> None:
    """Takes earlier pages away, and nothing else: a folder of other files is refused."""
    if docs.is_dir() and any(docs.iterdir()) and not (docs / "index.html").is_file():
        raise RioBravoError(code="RB-606", found="other files", allowed="no folder yet, or earlier pages", where=docs)
    try:
        shutil.rmtree(docs, ignore_errors=not docs.exists())
    except OSError as error:
        raise RioBravoError(code="RB-606", found=error.strerror or error, where=docs) from error


def _foreign_keys(tables: Mapping[str, pl.DataFrame], declared: Declarations) -> Iterator[Problem]:
    for name, data in tables.items():
        for foreign in declared.tables[name].foreign_keys:
            if foreign.table not in tables or not _can_be_joined(data, tables[foreign.table], foreign):
                continue  # a corpus has no table of actors; a missing or mistyped column is told elsewhere
            known = tables[foreign.table].select(pl.col(foreign.target).alias(foreign.column))
            orphans = data.filter(pl.col(foreign.column).is_not_null()).join(known, on=foreign.column, how="anti")
            for row in orphans.iter_rows(named=True):
                yield Problem(
                    gate=Gate.FOREIGN_KEYS,
                    table=name,
                    column=foreign.column,
                    check="foreign key",
                    row=", ".join(f"{key}={row[key]}" for key in declared.tables[name].key),
                    found=str(row[foreign.column]),
                    allowed=f"a {foreign.target} of {foreign.table}",
                )


def _can_be_joined(data: pl.DataFrame, to: pl.DataFrame, foreign: ForeignKey) -> bool:
    return data.schema.get(foreign.column) == to.schema.get(foreign.target, pl.Null())


def _texts(tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """Texts that are not those whose hash and length their rows give; a text that was withheld cannot be asked."""
    if "articles" not in tables:
        return
    articles = tables["articles"].filter(pl.col("text").is_not_null())
    for row in articles.select("article_id", "text", "text_sha256", "n_words").iter_rows(named=True):
        of_text = {"text_sha256": measures.sha256(row["text"]), "n_words": measures.n_words(row["text"])}
        for column, allowed in of_text.items():
            if row[column] != allowed:
                yield Problem(
                    gate=Gate.TEXTS,
                    table="articles",
                    column=column,
                    check=f"{column} of the text",
                    row=f"article_id={row['article_id']}",
                    found=str(row[column]),
                    allowed=f"{allowed}, as the text has it",
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
        yield _refused(query, found, f"{key}={value}")
    if len(rows) > _SHOWN:
        yield _refused(query, f"{len(rows) - _SHOWN} more rows")


def _refused(query: Query, found: str, row: str = "") -> Problem:
    return Problem(gate=Gate.QUERIES, table="sql/checks", check=query.name, row=row, found=found, allowed=query.title)
