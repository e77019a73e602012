"""``riobravo.duckdb``: all tables and views in one file that DuckDB 1.0 and later, and DuckDB in the browser, can open.

For that the file is written in the oldest storage format, without keys or indexes, and the views keep to functions that
DuckDB 1.0 has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.release import derived
from riobravo.release.views import create_views
from riobravo.tables import as_duckdb, frames

if TYPE_CHECKING:
    from riobravo.tables.model import Declarations, Table

STORAGE_VERSION = "v1.0.0"
_FILE = "riobravo_file"


def write_database(path: Path, folder: Path, declared: Declarations) -> None:
    """The database file at ``path`` from the Parquet files of ``folder``; a file that stands there is replaced.

    Raises:
        RioBravoError: RB-603 for a Parquet file that cannot be read, RB-606 for a place that cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with duckdb.connect() as connection:
            connection.execute(
                f"ATTACH {as_duckdb.literal(str(part))} AS {_FILE} (STORAGE_VERSION {as_duckdb.literal(STORAGE_VERSION)})"
            )
            connection.execute(f"USE {_FILE}")
            fill(connection, folder, declared)
            connection.execute("USE memory")
            connection.execute(f"DETACH {_FILE}")
        part.replace(path)
    except (OSError, duckdb.IOException) as error:
        raise RioBravoError(code="RB-606", found=error, where=path) from error
    finally:
        part.unlink(missing_ok=True)


def in_memory(tables: Mapping[str, pl.DataFrame], declared: Declarations) -> duckdb.DuckDBPyConnection:
    """A new database in memory with the given tables, the declarations as tables, and the views.

    Tables that are not given are empty. Columns may hold null whatever is declared: validation looks at such tables.
    """
    connection = duckdb.connect()
    present = {**derived.of_declarations(ontology.load(), declared), **tables}
    for name, table in declared.tables.items():
        connection.execute(as_duckdb.ddl(table, nullable=True))
        if name in present:
            _insert(connection.from_arrow(frames.conform(present[name], table).to_arrow()), table)
    create_views(connection)
    return connection


def read_tables(path: Path, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """The tables of those names that a database file has, with the columns and types they have there.

    Raises:
        RioBravoError: RB-603 for a file that is no DuckDB database.
    """
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            there = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
            found = {name: connection.table(name).to_arrow_table() for name in names if name in there}
    except duckdb.Error as error:
        raise RioBravoError(code="RB-603", found=error, allowed="a DuckDB database", where=path) from error
    return {name: pl.DataFrame(table) for name, table in found.items()}


def fill(connection: duckdb.DuckDBPyConnection, folder: Path, declared: Declarations) -> None:
    """Makes the tables in the connection's current database, fills them from Parquet, and makes the views.

    A table without a file is empty, or holds the declarations if it is one of theirs: the views count any corpus.

    Raises:
        RioBravoError: RB-603.
    """
    of_declarations = derived.of_declarations(ontology.load(), declared)
    for name, table in declared.tables.items():
        connection.execute(as_duckdb.ddl(table))
        path = folder / f"{name}.parquet"
        try:
            if path.is_file():
                _insert(connection.read_parquet(str(path)), table)
            elif name in of_declarations:
                _insert(connection.from_arrow(of_declarations[name].to_arrow()), table)
        except duckdb.Error as error:
            raise RioBravoError(code="RB-603", found=error, allowed=f"the table {name}", where=path) from error
    create_views(connection)


def _insert(rows: duckdb.DuckDBPyRelation, table: Table) -> None:
    rows.select(*table.columns).insert_into(table.name)
