"""The data for people: ``riobravo.load("events")`` and ``riobravo.connect()``. Needs the core install only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import duckdb
import polars as pl

from riobravo import remote, resources
from riobravo.errors import RioBravoError, did_you_mean
from riobravo.release import database, queries, read, registry
from riobravo.tables import frames, model

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from riobravo.peers import Scope
    from riobravo.release.traced import Trace

FORMS = ("polars", "pandas", "arrow", "duckdb")

_LOCKED = (
    "enable_external_access = false",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    "allow_persistent_secrets = false",
    "lock_configuration = true",
)
"""What DuckDB is set to, in this order, before anybody asks it anything: no file, no network, no extension, and no way back."""

_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


@overload
def load(
    name: str,
    as_: Literal["polars"] = "polars",
    *,
    path: Path | str | None = None,
    version: str | None = None,
    url: str | None = None,
) -> pl.DataFrame: ...
@overload
def load(
    name: str,
    as_: Literal["pandas"],
    *,
    path: Path | str | None = None,
    version: str | None = None,
    url: str | None = None,
) -> pd.DataFrame: ...
@overload
def load(
    name: str,
    as_: Literal["arrow"],
    *,
    path: Path | str | None = None,
    version: str | None = None,
    url: str | None = None,
) -> pa.Table: ...
@overload
def load(
    name: str,
    as_: Literal["duckdb"],
    *,
    path: Path | str | None = None,
    version: str | None = None,
    url: str | None = None,
) -> duckdb.DuckDBPyRelation: ...
@overload
def load(
    name: str, as_: str, *, path: Path | str | None = None, version: str | None = None, url: str | None = None
) -> Any: ...


def load(
    name: str,
    as_: str = "polars",
    *,
    path: Path | str | None = None,
    version: str | None = None,
    url: str | None = None,
) -> Any:
    """A table or view of the dataset, for example ``load("events")`` or ``load("threats_by_year", as_="pandas")``.

    ``as_`` is polars (code lists as strings), pandas (as categories; pandas must be installed), arrow (as dictionaries, and
    with the description and unit of each column as metadata) or duckdb (a relation). ``path`` is a folder with other
    tables, such as the output of ``riobravo annotate``; without it the dataset that comes with the package.

    With ``version`` (``"2026.11.0"`` or ``"latest"``) or ``url`` the table comes as it was published, with the columns it had
    then. ``url`` is the address under which ``releases/`` stands, else that in the variable ``RIOBRAVO_URL``. Each file is
    fetched once, checked, and kept (in the folder named by ``RIOBRAVO_CACHE``, else the user's cache).

    Raises:
        RioBravoError: RB-601 for a name that is no table or view, RB-607 for another form, RB-602 where there are no
            tables, RB-105 without pandas; of what is published as `riobravo.remote.version` and its files.
    """
    if as_ not in FORMS:
        raise RioBravoError(code="RB-607", found=as_, allowed=", ".join(FORMS), where="riobravo.load")
    if version is not None or url is not None:
        return _load_published(name, as_, path, version, url)
    declared = model.load_tables()
    names = [*declared, *(query.name for query in queries.view_queries() if not query.is_macro)]
    if name not in names:
        raise _unknown(name, names)
    if name not in declared or as_ == "duckdb":
        return _of_view(connect(path), name, as_)
    file = _folder(path) / f"{name}.parquet"
    if not file.is_file():
        raise RioBravoError(code="RB-602", found=f"no {file.name}", where=file.parent)
    if as_ == "polars":
        return frames.conform(read.read_table(file), declared[name])
    arrow = read.read_arrow(file)
    return arrow if as_ == "arrow" else _to_pandas(arrow)


def _load_published(name: str, as_: str, path: Path | str | None, version: str | None, url: str | None) -> Any:
    """A table from its own file; views, and relations, from the database of that version."""
    if path is not None:
        raise RioBravoError(code="RB-647", found=f"path {path} beside version or url", where="riobravo.load")
    published = remote.version(version, url)
    if name in published.tables() and as_ != "duckdb":
        file = published.table(name)
        if as_ == "polars":
            return read.read_table(file)
        return read.read_arrow(file) if as_ == "arrow" else _to_pandas(read.read_arrow(file))
    connection = _connected(published.database())
    names = [row[0] for row in connection.execute("select table_name from information_schema.tables").fetchall()]
    if name not in names:
        raise _unknown(name, sorted(names))
    return _of_view(connection, name, as_)


def connect(
    path: Path | str | None = None,
    *,
    peers: Mapping[str, Path | str] | None = None,
    scope: Scope = "actors",
    external: bool = False,
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with all tables and views, each with its description as a comment.

    Without a path, or with a folder of Parquet tables, they are copied into memory: what you do there changes no file. With
    a ``.duckdb`` file, that file is opened read-only. ``peers`` gives files of other datasets to stand beside ours, as
    ``peers={"gdelt": "20250301.export.CSV.zip"}``, and ``scope`` which of their events (see `riobravo.peers.attach`).

    Whatever it is asked, it reads and writes no other file, reaches no network, loads no extension, and its settings are
    locked; a frame of yours comes in with ``connection.register("name", frame)``. With ``external`` all of that is open.

    Raises:
        RioBravoError: RB-602 where there are no tables, RB-603 for a file that is no DuckDB database or no Parquet; as
            `riobravo.peers.read`.
    """
    connection = _connected(path)
    if peers:
        from riobravo.peers.beside import attach  # few ask for it, and it takes a while to load

        attach(connection, peers, scope=scope)
    if not external:
        for setting in _LOCKED:
            connection.execute(f"SET {setting}")
    return connection


def _connected(path: Path | str | None) -> duckdb.DuckDBPyConnection:
    if path is not None and Path(path).is_file():
        try:
            return duckdb.connect(str(path), read_only=True)
        except duckdb.Error as error:
            raise RioBravoError(code="RB-603", found=error, allowed="a DuckDB database", where=path) from error
    folder = _folder(path)
    connection = duckdb.connect()
    database.fill(connection, folder, model.load())
    return connection


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: names of the columns, and the rows in order."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def query(
    sql: str,
    *,
    path: Path | str | None = None,
    peers: Mapping[str, Path | str] | None = None,
    scope: Scope = "actors",
) -> Answer:
    """The answer to one query that only reads, asked of a database that can reach nothing else.

    DuckDB is locked before the query runs, as `connect` says. ``path``, ``peers`` and ``scope`` as there.

    Raises:
        RioBravoError: RB-801 for anything else than one reading statement, RB-802 for a query that fails; as `connect`.
    """
    with connect(path, peers=peers, scope=scope) as connection:
        try:
            statements = connection.extract_statements(sql)
            kinds = [statement.type for statement in statements]
            if len(kinds) != 1 or kinds[0] not in _READING:
                found = ", ".join(kind.name for kind in kinds) or "nothing"
                raise RioBravoError(code="RB-801", found=found, where="query")
            done = connection.execute(statements[0])
            return Answer(tuple(column[0] for column in done.description or ()), done.fetchall())
        except duckdb.Error as error:
            raise RioBravoError(code="RB-802", found=str(error).partition("\n")[0], where="query") from error


def trace(event_id: str, *, path: Path | str | None = None) -> Trace:
    """One event with all that stands behind it: mentions, evidence, sources, why they are one event, and links.

    An id that was retired leads to the event it became, where event_ids.csv lies beside the tables. ``path`` as for `connect`.

    Raises:
        RioBravoError: RB-609 for an id that no event has, RB-602 where there are no tables, RB-603 for a file that is not
            what it should be.
    """
    from riobravo.release import trace as of_event  # likewise

    if path is not None and Path(path).is_file():
        with connect(path) as connection:
            tables = {name: _table_of(connection, name, path).lazy() for name in of_event.TABLES}
            return of_event.trace(event_id, tables, pl.DataFrame(schema=registry.SCHEMA))
    folder = _folder(path)
    return of_event.trace(event_id, read.scan_tables(folder, of_event.TABLES), registry.beside(folder))


def _table_of(connection: duckdb.DuckDBPyConnection, name: str, path: Path | str) -> pl.DataFrame:
    try:
        return pl.DataFrame(connection.table(name).to_arrow_table())
    except duckdb.Error as error:
        raise RioBravoError(code="RB-602", found=f"no table {name}", where=path) from error


@dataclass(frozen=True, slots=True)
class Relation:
    """One table, view or macro of the dataset; a macro has as many rows as it is asked for."""

    name: str
    kind: str
    grain: str
    rows: int | None


def relations(path: Path | str | None = None) -> tuple[Relation, ...]:
    """Every table that is there, every view and macro, with its grain and its number of rows. Raises as `connect`."""
    found = queries.view_queries()
    counted = [(table.name, "table", table.grain) for table in model.load_tables().values()]
    counted += [(query.name, "view", query.grain) for query in found if not query.is_macro]
    macros = [Relation(query.signature, "macro", query.grain, None) for query in found if query.is_macro]
    with connect(path) as connection:
        rows = [Relation(name, kind, grain, connection.table(name).shape[0]) for name, kind, grain in counted]
    return (*rows, *macros)


def _folder(path: Path | str | None) -> Path:
    return read.tables_folder(resources.tables_dir() if path is None else Path(path))


def _of_view(connection: duckdb.DuckDBPyConnection, name: str, as_: str) -> Any:
    relation = connection.table(name)
    if as_ == "duckdb":
        return relation
    arrow = relation.to_arrow_table()
    if as_ == "arrow":
        return arrow
    return pl.DataFrame(arrow) if as_ == "polars" else _to_pandas(arrow)


def _to_pandas(arrow: pa.Table) -> pd.DataFrame:
    try:
        return arrow.to_pandas()
    except ModuleNotFoundError as error:
        raise RioBravoError(
            code="RB-105", found=error.name, where="riobravo.load", todo="pip install pandas"
        ) from error


def _unknown(name: str, names: list[str]) -> RioBravoError:
    return RioBravoError(
        code="RB-601",
        found=repr(name),
        allowed=", ".join(names),
        where="riobravo.load",
        todo=f"{did_you_mean(name, names)}list them with: riobravo tables",
    )
