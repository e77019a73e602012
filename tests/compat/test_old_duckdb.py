"""riobravo.duckdb in the DuckDB that is installed here, which `make compat` makes an old one (1.0.0 and 1.4).

It runs in environments that hold nothing but DuckDB and pytest, so it imports nothing of the project. `make compat` builds
the dataset's file first; `make test` runs it with today's DuckDB where that file is there. ``RIOBRAVO_DATABASE`` names
another file, such as that of a release.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

FILE = Path(os.environ.get("RIOBRAVO_DATABASE", Path(__file__).parents[2] / "dataset" / "riobravo.duckdb"))

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="dataset/riobravo.duckdb is not built; make dataset builds it"
)


@pytest.fixture
def connection() -> Iterator[Any]:
    opened = duckdb.connect(str(FILE), read_only=True)
    yield opened
    opened.close()


def _names(connection: Any, query: str) -> list[str]:
    return [row[0] for row in connection.execute(query).fetchall()]


def test_every_view_runs(connection: Any) -> None:
    """All views are there and give rows; a count that has a calendar is never empty."""
    views = _names(connection, "select view_name from duckdb_views() where not internal order by view_name")
    assert {"extraditions_by_month", "deployments_by_year", "threats_by_year", "events_counted"} <= set(views)
    empty = [
        view
        for view in views
        if not connection.execute(f'from "{view}"').fetchall() and view.endswith(("_by_month", "_by_year"))
    ]
    assert empty == []


@pytest.mark.parametrize(
    "asked",
    [
        "events_over_time('deployment', 'quarter', 'actual')",
        "events_over_time('deployment', 'month', 'planned', asked_dates := 'spread')",
        "events_between('USA', 'MEX')",
        "events_around((select max(event_id) from threat_outcomes where outcome = 'executed'), 90)",
    ],
)
def test_every_macro_runs(connection: Any, asked: str) -> None:
    """Macros can be asked with arguments, by position, by name, and with a query."""
    assert connection.execute(f"from {asked}").fetchone()


def test_no_macro_is_left_out(connection: Any) -> None:
    """Each macro of the file is asked above."""
    macros = "select function_name from duckdb_functions() where function_type = 'table_macro' and not internal"
    assert sorted(_names(connection, macros)) == ["events_around", "events_between", "events_over_time"]


def test_every_table_is_read_to_its_end(connection: Any) -> None:
    """Each column of each table can be read, also lists and structs."""
    tables = _names(connection, "select table_name from duckdb_tables() order by table_name")
    assert "events" in tables
    assert [table for table in tables if connection.execute(f'from "{table}"').fetchall() is None] == []
    assert connection.execute("select count(*) from events").fetchone()[0] > 0


def test_tables_columns_and_views_say_what_they_are(connection: Any) -> None:
    """Comments survive in the old format."""
    assert _names(connection, "select table_name from duckdb_tables() where comment is null") == []
    columns = "select column_name from duckdb_columns() where comment is null and table_name in (from ours)"
    ours = "with ours as (select table_name from duckdb_tables())"
    assert _names(connection, f"{ours} {columns}") == []
    assert _names(connection, "select view_name from duckdb_views() where not internal and comment is null") == []
