"""Other datasets beside ours: views on given rows, riobravo.connect, and the commands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

import riobravo
from riobravo.cli import main
from riobravo.peers.beside import attach
from riobravo.release import database, queries, write
from riobravo.tables import frames, model
from tests.release import fakes

FILES = Path(__file__).with_name("files")
GIVEN = {
    "gdelt": FILES / "gdelt-2.0.tsv",
    "polecat": FILES / "polecat.tsv",
    "acled": FILES / "acled.csv",
    "ucdp": FILES / "ucdp.csv",
}
DECLARED = model.load()
Captured = pytest.CaptureFixture[str]

OURS: list[dict[str, Any]] = [
    {"event_id": "a", "event_type": "threat", "source_country": "USA", "target_country": "MEX"},
    {"event_id": "b", "event_type": "threat", "source_country": "USA", "target_country": "USA"},
    {"event_id": "c", "event_type": "threat", "source_country": "USA", "target_country": "MEX", "status": "planned"},
    {"event_id": "d", "event_type": "assault", "source_country": "MEX", "date_start": date(2024, 9, 9)},
]
DEFAULTS = {"status": "actual", "is_aggregate": False, "date_precision": "day", "date_start": date(2025, 3, 9)}
COVERAGE = {"covers_from": date(2024, 2, 1), "data_through": date(2025, 3, 31), "scope_countries": ["USA", "MEX"]}
TABLES = {
    "events": frames.frame([{**DEFAULTS, **event} for event in OURS], DECLARED.tables["events"]),
    "coverage": frames.frame([COVERAGE], DECLARED.tables["coverage"]),
}


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    made = database.in_memory(TABLES, DECLARED)
    attach(made, GIVEN)
    return made


def test_ours_and_theirs_stand_in_one_view(connection: duckdb.DuckDBPyConnection) -> None:
    """Ours by our rule, theirs by the same as far as they can meet it; n_between where they know countries of actors."""
    found = connection.execute(
        "select dataset, n_events, n_between, n_reports, is_complete from counts_side_by_side "
        "where month = '2025-03-01' and event_type = 'threat' order by dataset"
    ).fetchall()
    assert found == [("gdelt", 2, 2, 49, False), ("polecat", 1, 1, 1, False), ("riobravo", 2, 1, None, True)]


def test_a_month_without_events_is_a_row_with_0_where_the_dataset_covers_it(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Where it does not, or codes no such type, there is no row: silence is no 0."""
    found = connection.execute(
        "select month, dataset, n_events from counts_side_by_side where event_type = 'assault' and dataset <> 'riobravo' "
        "and (month between '2024-08-01' and '2024-10-01' or month >= '2025-01-01') order by all"
    ).fetchall()
    assert found == [
        (date(2024, 8, 1), "ucdp", 0),
        (date(2024, 9, 1), "ucdp", 2),
        (date(2024, 10, 1), "ucdp", 1),
        (date(2025, 3, 1), "acled", 2),
        (date(2025, 3, 1), "gdelt", 0),
        (date(2025, 3, 1), "polecat", 0),
    ]
    silent = "select distinct dataset from counts_side_by_side where event_type = 'deployment' order by all"
    assert connection.execute(silent).fetchall() == [("gdelt",), ("polecat",), ("riobravo",)]


def test_what_is_left_out_is_counted_with_its_reason(connection: duckdb.DuckDBPyConnection) -> None:
    """No type, a total, a date too coarse, a month outside our calendar or their files; with what counts it is everything."""
    found = connection.execute(
        "select peer, peer_code, left_out_because, n_events from peer_left_out order by all"
    ).fetchall()
    assert [(peer, code, because.split()[0], n) for peer, code, because, n in found] == [
        ("acled", "Strategic developments/Looting/property destruction", "Not", 1),
        ("gdelt", "010", "Any", 1),
        ("gdelt", "0841", "It", 1),
        ("gdelt", "130", "It", 1),
        ("polecat", "COOPERATE", "It", 1),
        ("ucdp", "2", "It", 1),
        ("ucdp", "2", "Its", 1),
    ]
    ((everything,),) = connection.execute("select count(*) from peer_events").fetchall()
    total = "select sum(n_events) from counts_side_by_side where dataset <> 'riobravo'"
    ((counted,),) = connection.execute(total).fetchall()
    assert everything == counted + sum(row[3] for row in found)


def test_every_view_of_peers_is_made_and_described(connection: duckdb.DuckDBPyConnection) -> None:
    """Each has its header as its comment, and each example runs."""
    made = dict(
        connection.execute("select view_name, comment from duckdb_views() where temporary and not internal").fetchall()
    )
    assert sorted(made) == [query.name for query in queries.peer_queries()]
    assert all(made.values())
    for query in queries.peer_queries():
        assert connection.execute(query.example).fetchall() != []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("tables")
    write.write_tables(fakes.coded_tables(), DECLARED.tables, made)
    return made


COUNT = "select n_events from counts_side_by_side where event_type = 'extradition' and dataset = 'gdelt'"


def test_connect_with_peers(folder: Path, tmp_path: Path) -> None:
    """From a folder of tables, from a .duckdb file (which stays as it is), and none without peers."""
    file = tmp_path / "riobravo.duckdb"
    database.write_database(file, folder, DECLARED)
    before = file.read_bytes()
    for path in (folder, file):
        with riobravo.connect(path, peers={"gdelt": FILES / "gdelt-2.0.tsv"}) as connection:
            assert connection.execute(COUNT).fetchall() == [(1,)]
    assert file.read_bytes() == before
    with riobravo.connect(folder) as connection, pytest.raises(duckdb.CatalogException):
        connection.execute(COUNT)


def test_the_command_asks_several_datasets(folder: Path, capsys: Captured) -> None:
    """Riobravo query --peer NAME=FILE."""
    given = ["--tables", str(folder), "--format", "csv", "--peer", f"gdelt={FILES / 'gdelt-2.0.tsv'}"]
    assert main(["query", COUNT, *given]) == 0
    assert capsys.readouterr().out == "n_events\n1\n"
    assert main(["query", COUNT, "--peer", "gdelt"]) == 2
    assert "NAME=FILE" in capsys.readouterr().err


def test_the_command_tells_what_was_read(capsys: Captured) -> None:
    """Counts by type, what is left out and why, rows in quarantine, and what to know of the dataset."""
    assert main(["peers", "gdelt", str(FILES / "gdelt-2.0.tsv")]) == 0
    out, err = capsys.readouterr()
    for words in ("extradition", "several types", "SQLDATE 20251399", "2025-03-02", "Leetaru"):
        assert words in out
    assert err.count("note: ") > 3


def test_the_command_counts_side_by_side(capsys: Captured) -> None:
    """--counts prints the months that the other dataset covers, beside those of the published events."""
    assert (
        main(["peers", "gdelt", str(FILES / "gdelt-2.0.tsv"), "--counts", "--scope", "dyads", "--format", "csv"]) == 0
    )
    out, _ = capsys.readouterr()
    assert "2025-03-01,threat,gdelt,2,2,49,False" in out.splitlines()
    assert {line.split(",")[0] for line in out.splitlines()[1:]} == {"2025-03-01"}
    assert any(",riobravo," in line for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["peers", "icews", "x"], "RB-621"),
        (["peers", "gdelt", "/no/such/file"], "RB-201"),
        (["peers", "gdelt", str(FILES / "acled.csv")], "RB-622"),
        (["peers", "acled", str(FILES / "acled.csv"), "--scope", "dyads"], "RB-623"),
        (["peers", "acled", str(FILES / "acled.csv"), "--scope", "mexico"], "mexico"),
    ],
)
def test_wrong_use_is_told_in_one_line(arguments: list[str], told: str, capsys: Captured) -> None:
    """Exit code 2, and what to do."""
    assert main(arguments) == 2
    assert told in capsys.readouterr().err
