"""riobravo.duckdb: what is in the file, and in which form."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from riobravo.errors import RioBravoError
from riobravo.release import database, queries, write
from riobravo.tables import model
from tests.release import fakes

DECLARED = model.load()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write.write_tables(fakes.coded_tables(), DECLARED.tables, tmp_path)
    database.write_database(tmp_path / "riobravo.duckdb", tmp_path, DECLARED)
    return tmp_path / "riobravo.duckdb"


def test_the_file_holds_every_table_and_view(file: Path) -> None:
    """All tables with their rows, and all views, which can be read."""
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.table("events").shape[0] == fakes.coded_tables()["events"].height
        tables = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
        assert tables == set(DECLARED.tables)
        for query in queries.view_queries():
            connection.execute(f"from {query.relation}").fetchall()


def test_the_file_is_in_the_oldest_format_and_without_indexes(file: Path) -> None:
    """DuckDB 1.0 can open it: storage of that version, no key, unique or foreign key, no index."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as it (read_only)")
        tags = connection.execute("select tags from duckdb_databases() where database_name = 'it'").fetchall()
        kinds = connection.execute("select distinct constraint_type from duckdb_constraints()").fetchall()
        indexes = connection.execute("select * from duckdb_indexes()").fetchall()
    assert tags[0][0]["storage_version"].startswith("v1.0.0")
    assert (kinds, indexes) == ([("NOT NULL",)], [])


def test_no_view_names_a_database(file: Path) -> None:
    """The file works under any name it is attached by."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as another_name (read_only)")
        assert connection.execute("select count(*) from another_name.events_counted").fetchone() == (1,)
        assert connection.execute("select sql from duckdb_views() where sql like '%riobravo_file%'").fetchall() == []


def test_an_old_file_is_replaced_as_a_whole(file: Path) -> None:
    """A second build leaves one file and no scraps."""
    database.write_database(file, file.parent, DECLARED)
    assert [path.name for path in file.parent.iterdir() if "duckdb" in path.name] == ["riobravo.duckdb"]


def test_a_table_of_another_form_is_told(tmp_path: Path) -> None:
    """A file under the name of a table that is not that table is an error of one line, and leaves no file."""
    tables = fakes.coded_tables()
    write.write_table(tables["event_mentions"], DECLARED.tables["event_mentions"], tmp_path / "events.parquet")
    with pytest.raises(RioBravoError, match=r"RB-603.*events\.parquet"):
        database.write_database(tmp_path / "riobravo.duckdb", tmp_path, DECLARED)
    assert [path.name for path in tmp_path.iterdir()] == ["events.parquet"]
