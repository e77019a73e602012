"""`riobravo diff` and `mark-release`: what they print, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from riobravo import resources
from riobravo.cli import main
from riobravo.release import last_release, write
from riobravo.tables import as_pandera, model
from tests.release import fakes

DECLARED = model.load()
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Tables before and after one quantity changed and one link was lost."""
    tables = fakes.coded_tables()
    later = {**tables, "events": tables["events"].with_columns(quantity_best=pl.lit(30.0), quantity_high=pl.lit(30.0))}
    for name, data in (("old", tables), ("new", later)):
        write.write_tables(data, DECLARED.tables, tmp_path / name)
    return tmp_path / "old", tmp_path / "new"


def test_a_person_reads_what_changed(two: tuple[Path, Path], capsys: Captured) -> None:
    """Rows a table, the columns, and of each event its values before and after; nothing else is told."""
    assert main(["diff", *map(str, two)]) == 0
    out, err = capsys.readouterr()
    event_id = fakes.coded_tables()["events"]["event_id"][0]
    assert f"changed: {event_id} (extradition, 2025-02-27, " in out
    assert "  quantity_best: 29 to 30" in out
    assert "`events`: 1 to 1 rows; 1 changed (`quantity_best` 1, `quantity_high` 1)." in out
    assert ("mentions" in out, err) == (False, "")


def test_nothing_changed_is_said(two: tuple[Path, Path], capsys: Captured) -> None:
    """The same tables differ in nothing."""
    assert main(["diff", str(two[0]), str(two[0])]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["Nothing changed."]


def test_a_program_reads_json(two: tuple[Path, Path], capsys: Captured) -> None:
    """--json gives each row that changed, with its values."""
    assert main(["diff", "--json", *map(str, two)]) == 0
    content = json.loads(capsys.readouterr().out)
    (row,) = content["changes"]
    assert (row["table_name"], row["change"]) == ("events", "changed")
    assert row["values"]["quantity_best"] == {"before": 29.0, "after": 30.0}


def test_the_changelog_entry_is_printed_as_it_is_put_in(two: tuple[Path, Path], capsys: Captured) -> None:
    """A block of Markdown without colour, frame or wrapping."""
    assert main(["diff", "--changelog", *map(str, two)]) == 0
    assert capsys.readouterr().out == "- `events`: 1 to 1 rows; 1 changed (`quantity_best` 1, `quantity_high` 1).\n"


def test_the_table_of_changes_is_written_as_declared(two: tuple[Path, Path], tmp_path: Path) -> None:
    """changes.parquet holds to its declaration, descriptions included."""
    assert main(["diff", "--save", str(tmp_path / "changes.parquet"), *map(str, two)]) == 0
    saved = pl.read_parquet(tmp_path / "changes.parquet")
    table = DECLARED.release_tables["changes"]
    assert as_pandera.problems(saved.with_columns(pl.col(pl.Categorical).cast(pl.String)), table) == ()
    assert saved["changed_columns"].to_list() == [["quantity_best", "quantity_high"]]


@pytest.mark.parametrize(("place", "code"), [("none", "RB-602"), ("broken.duckdb", "RB-603")])
def test_what_cannot_be_compared_is_told_in_a_line(place: str, code: str, tmp_path: Path, capsys: Captured) -> None:
    """A wrong path or a broken file ends with 2."""
    (tmp_path / "broken.duckdb").write_text("no database", encoding="utf-8")
    assert main(["diff", str(tmp_path / place), str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert code in err
    assert err.count("\n") == 1


def test_a_release_is_marked_and_compared_with_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """After mark-release the tables differ from the last release in nothing; its version is told."""
    write.write_tables(fakes.coded_tables(), DECLARED.tables, tmp_path / "tables")
    monkeypatch.setattr(resources, "dataset_dir", lambda: tmp_path)
    monkeypatch.setattr(resources, "tables_dir", lambda: tmp_path / "tables")
    assert main(["mark-release", "2026.11.0"]) == 0
    assert (tmp_path / last_release.FOLDER / last_release.STATISTICS).is_file()
    capsys.readouterr()
    assert main(["diff"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "(2026.11.0) to " in first
    assert second == "Nothing changed."


def test_the_committed_last_release_is_one_that_can_be_compared_with(capsys: Captured) -> None:
    """dataset/last_release has every declared table, in fingerprints of the columns that are declared or were."""
    folder = resources.dataset_dir() / last_release.FOLDER
    kept = last_release.read_fingerprints(folder, DECLARED.tables)
    assert kept.keys() == DECLARED.tables.keys()
    assert all(set(table.key) <= set(kept[name].columns) for name, table in DECLARED.tables.items())
    assert main(["diff"]) == 0
    assert last_release.version(folder) in capsys.readouterr().out
