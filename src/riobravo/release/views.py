"""The views and table macros of ``sql/`` in a DuckDB database, made in the order in which they read each other.

The order is not kept by hand: DuckDB's own parser says which tables a query reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter

import duckdb

from riobravo.errors import RioBravoError
from riobravo.release.queries import Query, view_queries
from riobravo.tables import as_duckdb, model


def create_views(
    connection: duckdb.DuckDBPyConnection,
    queries: Sequence[Query] | None = None,
    *,
    beside: Iterable[str] = (),
    is_temporary: bool = False,
) -> tuple[str, ...]:
    """Makes every view and macro, with its header as its comment; returns their names in the order they were made.

    The tables must be there already, and so must the tables and views of ``beside`` that are not declared in tables.yaml.
    A temporary view changes no file and goes with the connection.

    Raises:
        RioBravoError: RB-302 for a query that reads what does not exist, RB-604 for a circle.
    """
    ordered = in_order(view_queries() if queries is None else queries, (*model.load_tables(), *beside))
    create = "CREATE TEMP" if is_temporary else "CREATE"
    for query in ordered:
        name = as_duckdb.quoted(query.name)
        if query.is_macro:
            connection.execute(f"{create} MACRO {name}({query.parameters}) AS TABLE\n{query.body}")
            connection.execute(f"COMMENT ON MACRO TABLE {name} IS {as_duckdb.literal(comment(query))}")
        else:
            connection.execute(f"{create} VIEW {name} AS\n{query.body}")
            connection.execute(f"COMMENT ON VIEW {name} IS {as_duckdb.literal(comment(query))}")
    return tuple(query.name for query in ordered)


def in_order(queries: Sequence[Query], tables: Iterable[str]) -> tuple[Query, ...]:
    """The queries so that each stands behind those it reads; always the same, whatever order they are given in.

    Raises:
        RioBravoError: RB-302 for a query that reads what does not exist, RB-604 for a circle.
    """
    by_name = {query.name: query for query in queries}
    known = {*by_name, *tables}
    graph: dict[str, list[str]] = {}
    for query, read in zip(queries, tables_read([query.body for query in queries]), strict=True):
        if unknown := sorted(read - known):
            raise RioBravoError(
                code="RB-302", found=", ".join(unknown), allowed=", ".join(sorted(known)), where=f"sql: {query.name}"
            )
        graph[query.name] = sorted(read & by_name.keys())
    try:
        return tuple(by_name[name] for name in TopologicalSorter(dict(sorted(graph.items()))).static_order())
    except CycleError as error:
        raise RioBravoError(code="RB-604", found=" reads ".join(reversed(error.args[1])), where="sql") from error


def tables_read(bodies: Iterable[str]) -> list[set[str]]:
    """For each query the names of the tables and views that it reads, as DuckDB parses it.

    Raises:
        RioBravoError: RB-802 for a query that DuckDB does not understand.
    """
    with duckdb.connect() as connection:
        try:
            return [set(connection.get_table_names(body)) for body in bodies]
        except duckdb.Error as error:
            raise RioBravoError(code="RB-802", found=error, where="sql") from error


def comment(query: Query) -> str:
    """What a person reads about a view: its title, grain and rule."""
    counts = f" Counts: {query.counts}" if query.counts else ""
    return f"{query.title}. Grain: {query.grain}.{counts}"
