"""docs/views.md: as the files of sql/ and the dataset give it, with a meaning for every column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from riobravo import data
from riobravo.release import queries, viewbook
from riobravo.tables import model

PAGE = Path(__file__).parents[2] / "docs" / viewbook.FILE
TABLES = model.load_tables()
OF_TABLES = viewbook.of_tables(TABLES)
OF_VIEWS = viewbook.of_views()


@pytest.fixture(scope="module")
def dataset() -> Iterator[duckdb.DuckDBPyConnection]:
    with data.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def columns(dataset: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of each view and macro."""
    return {query.name: [name for name, _ in viewbook.columns(query, dataset)] for query in queries.view_queries()}


def test_the_page_is_up_to_date(dataset: duckdb.DuckDBPyConnection) -> None:
    """Views, examples and their results are those of sql/ and of the committed tables; if not: make views."""
    assert viewbook.render(dataset, TABLES) == PAGE.read_text(encoding="utf-8")


def test_every_view_and_macro_is_in_the_page() -> None:
    """None is left out because its folder has no chapter."""
    text = PAGE.read_text(encoding="utf-8")
    assert [query.name for query in queries.view_queries() if f"\n### {query.name}\n" not in text] == []


def test_every_column_has_its_meaning(columns: dict[str, list[str]]) -> None:
    """Each column of a view is declared, of tables in fields.yaml, of views in sql/columns.yaml."""
    known = OF_TABLES.keys() | OF_VIEWS.keys()
    found = [f"{view}.{name}" for view, names in columns.items() for name in names if name not in known]
    assert found == []


def test_every_declared_column_is_one_of_a_view(columns: dict[str, list[str]]) -> None:
    """What no view has any more is not declared."""
    used = {name for names in columns.values() for name in names}
    assert [name for name in OF_VIEWS if name not in used] == []


def test_every_example_shows_something(dataset: duckdb.DuckDBPyConnection) -> None:
    """An example without rows shows nothing."""
    found = queries.view_queries()
    assert [query.name for query in found if not dataset.execute(query.example).fetchall()] == []
