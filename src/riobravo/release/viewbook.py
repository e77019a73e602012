"""``docs/views.md`` from the files of ``sql/``: each view and macro with its grain, columns, an example and its result.

It has no prose of its own: titles, rules and examples stand in the headers, columns in fields.yaml and sql/columns.yaml,
types and results come from the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from riobravo import generated, resources
from riobravo.release import queries

if TYPE_CHECKING:
    import duckdb

    from riobravo.release.queries import Query
    from riobravo.tables.model import Table

FILE: Final = "views.md"
COLUMNS: Final = "columns.yaml"

_NOTICE: Final = "<!-- Made by `riobravo views` from sql/ and the dataset: edit those. -->"
_CHAPTERS: Final = {"base": "What counts, and when", "counts": "Counts", "analysis": "Analysis", "macros": "Macros"}
_MOST_ROWS: Final = 6


def render(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Table]) -> str:
    """The whole page as Markdown, ending in one line break.

    Args:
        connection: The dataset with its views (`riobravo.connect`), which the examples are asked of.
        tables: The declared tables, whose columns views pass on.
    """
    meanings = {**of_tables(tables), **of_views()}
    found = queries.view_queries()
    lines = ["# Views and macros", "", _NOTICE, ""]
    lines += ["What counts, what is kept out, and how a view is added: [counting.md](counting.md).", ""]
    for folder, title in _CHAPTERS.items():
        lines += [f"## {title}", "", *_overview(query for query in found if query.folder == folder), ""]
        for query in found:
            if query.folder == folder:
                lines += _view(query, connection, meanings)
    return "\n".join(lines).rstrip("\n") + "\n"


def of_tables(tables: Mapping[str, Table]) -> dict[str, str]:
    """Column → meaning, of the columns of tables."""
    return {field.name: field.description for table in tables.values() for field in table.fields}


def of_views() -> dict[str, str]:
    """Column → meaning, of the columns that views add. Raises RB-103 or RB-104 for a file that is no YAML."""
    read: dict[str, str] = resources.load_yaml(resources.sql_dir() / COLUMNS)
    return read


def columns(query: Query, connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Names and DuckDB types of the columns of a view or macro."""
    described = connection.execute(f"describe from {query.relation}").fetchall()
    return [(name, kind) for name, kind, *_ in described]


def _overview(found: Iterable[Query]) -> list[str]:
    return generated.table(["name", "what"], [[f"[{query.name}](#{query.name})", query.title] for query in found])


def _view(query: Query, connection: duckdb.DuckDBPyConnection, meanings: Mapping[str, str]) -> Iterator[str]:
    yield from (f"### {query.name}", "", f"{query.title}.", "")
    if query.is_macro:
        yield f"- asked as: `{query.signature}`"
    yield from (f"- {query.grain}", f"- counts: {query.counts}", "")
    rows = [(f"`{name}`", kind.lower(), meanings[name]) for name, kind in columns(query, connection)]
    yield from (*generated.table(["column", "type", "meaning"], rows), "")
    yield from ("```sql", query.example, "```", "", *_result(query, connection), "")


def _result(query: Query, connection: duckdb.DuckDBPyConnection) -> list[str]:
    answer = connection.execute(query.example)
    names = [column[0] for column in answer.description or ()]
    rows = answer.fetchall()
    lines = generated.table(names, [[_cell(value) for value in row] for row in rows[:_MOST_ROWS]])
    if len(rows) > _MOST_ROWS:
        lines += ["", f"The first {_MOST_ROWS} of {len(rows):,} rows."]
    return lines


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(_cell, value)) if isinstance(value, list) else str(value)
