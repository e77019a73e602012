"""riobravo.load and riobravo.connect, as people use them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import riobravo
from riobravo import data
from riobravo.errors import RioBravoError
from riobravo.release import database, queries, write
from riobravo.tables import as_polars, model
from tests.release import fakes

DECLARED = model.load()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    write.write_tables(fakes.coded_tables(), DECLARED.tables, folder)
    return folder


def test_a_table_comes_in_the_form_that_is_asked(folder: Path) -> None:
    """Polars has the declared schema, pandas has categories, arrow has the words about columns, duckdb is a relation."""
    polars = riobravo.load("events", path=folder)
    assert polars.schema == as_polars.schema(DECLARED.tables["events"])
    assert isinstance(riobravo.load("events", "pandas", path=folder)["status"].dtype, pd.CategoricalDtype)
    arrow = riobravo.load("events", as_="arrow", path=folder)
    assert isinstance(arrow, pa.Table)
    assert arrow.schema.field("event_id").metadata[b"description"].startswith(b"Identifier")
    relation = riobravo.load("events", as_="duckdb", path=folder)
    assert (relation.shape[0], polars.height) == (1, 1)


@pytest.mark.parametrize("form", ["polars", "pandas", "arrow"])
def test_a_view_comes_like_a_table(folder: Path, form: str) -> None:
    """Views have the same forms."""
    view = riobravo.load("extraditions_by_year", form, path=folder)
    frame = view if isinstance(view, pl.DataFrame) else pl.DataFrame(view)
    assert frame.filter(pl.col("n_events") > 0).select("year", "direction", "persons_best").rows() == [
        (2025, "MEX->USA", 29)
    ]


@pytest.mark.parametrize(
    ("name", "near"), [("event", "events"), ("threat_by_year", "threats_by_year"), ("artciles", "articles")]
)
def test_an_unknown_name_is_answered_with_near_ones(folder: Path, name: str, near: str) -> None:
    """The message suggests what was meant and says where the list is."""
    with pytest.raises(RioBravoError, match=rf"RB-601.*did you mean.*{near}.*riobravo tables"):
        riobravo.load(name, path=folder)


def test_a_name_like_no_other_lists_all(folder: Path) -> None:
    """Without a near match the message still says what there is."""
    with pytest.raises(RioBravoError, match=r"RB-601.*events"):
        riobravo.load("zzz", path=folder)


def test_another_form_is_answered_with_those_there_are(folder: Path) -> None:
    """The forms are told."""
    with pytest.raises(RioBravoError, match=r"RB-607.*polars, pandas, arrow, duckdb"):
        riobravo.load("events", "spark", path=folder)


def test_tables_that_are_not_there_are_told(folder: Path, tmp_path: Path) -> None:
    """A corpus has no actors; an empty folder has nothing."""
    with pytest.raises(RioBravoError, match=r"RB-602.*actors\.parquet|RB-602.*no actors"):
        riobravo.load("actors", path=folder)
    with pytest.raises(RioBravoError, match="RB-602"):
        riobravo.connect(tmp_path)


def test_a_connection_has_tables_views_and_comments(folder: Path) -> None:
    """What is done there changes no file."""
    before = (folder / "events.parquet").read_bytes()
    with riobravo.connect(folder) as connection:
        assert connection.execute(
            "select n_events from events_by_year where event_type = 'extradition' and year = 2025"
        ).fetchall() == [(1,)]
        comments = dict(connection.execute("select table_name, comment from duckdb_tables()").fetchall())
        assert comments["events"].startswith("The events")
        connection.execute("delete from events")
    assert (folder / "events.parquet").read_bytes() == before


def test_a_database_file_is_opened_read_only(folder: Path, tmp_path: Path) -> None:
    """The published file cannot be changed by accident; a file that is no database is told."""
    database.write_database(tmp_path / "riobravo.duckdb", folder, DECLARED)
    with riobravo.connect(tmp_path / "riobravo.duckdb") as connection:
        assert connection.table("events").shape[0] == 1
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("delete from events")
    (tmp_path / "text.duckdb").write_text("no database", encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-603"):
        riobravo.connect(tmp_path / "text.duckdb")


def test_a_query_gives_columns_and_rows(folder: Path) -> None:
    """The answer is plain Python."""
    found = data.query("select event_type, n_mentions from events", path=folder)
    assert found == data.Answer(("event_type", "n_mentions"), [("extradition", 4)])


@pytest.mark.parametrize(
    "sql",
    [
        "create table x as select 1", "insert into events select * from events", "delete from events", "drop view sides",
        "copy events to 'x.csv'", "attach 'x.duckdb'", "install httpfs", "load json", "set threads = 1", "pragma version",
        "select 1; select 2", "", "-- nothing", "export database 'x'", "call pragma_version()", "use memory", "checkpoint",
    ],
)  # fmt: skip
def test_only_one_reading_statement_is_asked(folder: Path, sql: str) -> None:
    """Anything else is refused before it runs, with what is allowed."""
    with pytest.raises(RioBravoError, match=r"RB-801.*allowed: one SELECT"):
        data.query(sql, path=folder)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{file}')", "select * from '{file}'", "select * from read_text('{file}')",
        "select * from glob('{folder}/*')", "select * from read_blob('{file}')", "select * from read_parquet('{folder}/x')",
        "select * from read_csv('https://example.org/x.csv')", "select * from read_json('s3://bucket/x.json')",
        "explain analyze copy (select 1) to '{folder}/x'", "select * from sniff_csv('{file}')", "select getenv('HOME')",
        "select * from frame_of_ours", "selekt 1", "select * from happenings",
    ],
)  # fmt: skip
def test_a_query_reaches_nothing_but_the_tables(folder: Path, tmp_path: Path, sql: str) -> None:
    """No file, no network, no variable of the program; whatever fails is one line."""
    file = tmp_path / "secret.csv"
    file.write_text("secret\n1\n", encoding="utf-8")
    frame_of_ours = pl.DataFrame({"a": [1]})
    with pytest.raises(RioBravoError, match="RB-802") as caught:
        data.query(sql.format(file=file, folder=tmp_path), path=folder)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]
    assert frame_of_ours.height == 1


def test_relations_have_grain_and_rows(folder: Path) -> None:
    """Every declared table, every view and every macro is listed; a macro has as many rows as it is asked for."""
    found = {relation.name: relation for relation in data.relations(folder)}
    assert (found["events"].kind, found["events"].rows, found["events"].grain) == ("table", 1, "one row per event")
    assert found["calendar"].kind == "view"
    assert (found["calendar"].rows or 0) > 200
    macros = {name.partition("(")[0] for name, relation in found.items() if relation.kind == "macro"}
    assert macros == {query.name for query in queries.view_queries() if query.is_macro}
    assert [relation.rows for relation in found.values() if relation.kind == "macro"] == [None] * len(macros)
    assert {query.name for query in queries.view_queries()} <= found.keys() | macros


def test_importing_the_package_loads_nothing() -> None:
    """Names are there when they are used; a wrong name is an AttributeError as anywhere."""
    assert set(riobravo.__all__) <= set(dir(riobravo))
    assert riobravo.__version__[0].isdigit()
    with pytest.raises(AttributeError, match="laod"):
        _ = riobravo.laod
