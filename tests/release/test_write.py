"""Files: the same bytes for the same rows, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from riobravo.errors import RioBravoError
from riobravo.release import read, write
from riobravo.tables import as_arrow, frames, model
from tests.release import fakes
from tests.tables import examples

TABLES = model.load_tables()


def test_the_order_of_rows_and_chunks_changes_no_byte(tmp_path: Path) -> None:
    """Two frames with the same rows give one file, however they were put together."""
    mentions = fakes.coded_tables()["mentions"]
    pieces = pl.concat([mentions[index] for index in reversed(range(mentions.height))], rechunk=False)
    write.write_table(mentions, TABLES["mentions"], tmp_path / "one.parquet")
    write.write_table(pieces, TABLES["mentions"], tmp_path / "two.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


@pytest.mark.parametrize("table", list(TABLES.values()), ids=lambda table: table.name)
def test_a_table_comes_back_as_it_was_written(tmp_path: Path, table: model.Table) -> None:
    """Values, types, descriptions, units, compression and the dictionaries of code lists survive."""
    row = examples.good_frame(table)
    path = tmp_path / f"{table.name}.parquet"
    write.write_table(row, table, path)
    assert read.read_table(path).equals(row)
    assert pq.read_schema(path).equals(as_arrow.schema(table), check_metadata=True)
    assert {pq.read_metadata(path).row_group(0).column(0).compression} == {"ZSTD"}


def test_rows_are_sorted_as_declared(tmp_path: Path) -> None:
    """The file has the declared order."""
    rows = [{"event_id": name, "mention_id": name, "reason": "r"} for name in "cab"]
    write.write_table(frames.frame(rows, TABLES["event_mentions"]), TABLES["event_mentions"], tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet")["event_id"].to_pylist() == ["a", "b", "c"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up in the middle harms nothing that was there, and leaves no scraps."""
    path = tmp_path / "x.parquet"
    path.write_text("old", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(RioBravoError, match=r"RB-606.*No space left"):
        write.write_table(examples.good_frame(TABLES["coverage"]), TABLES["coverage"], path)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("x.parquet", "old")]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where a folder is wanted is an error of one line."""
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-606"):
        write.write_tables({}, TABLES, tmp_path / "out")
    with pytest.raises(RioBravoError, match="RB-606"):
        write.write_text("x", tmp_path / "no" / "folder.txt")


def test_a_frame_that_does_not_fit_is_told_before_anything_is_written(tmp_path: Path) -> None:
    """Null in a required column is refused by the file's own schema."""
    with pytest.raises(RioBravoError, match="RB-303"):
        write.write_table(pl.DataFrame({"n_words": ["many"]}), TABLES["articles"], tmp_path / "x.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_staged_set_replaces_the_old_one_and_leaves_other_files(tmp_path: Path) -> None:
    """Staged files take their places, Parquet files that are no longer made go, sources beside them stay."""
    (tmp_path / "tables").mkdir()
    for name in ("tables/old.parquet", "tables/kept.parquet", "actors.yaml"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    with write.staging(tmp_path) as staged:
        (staged / "tables").mkdir()
        (staged / "tables" / "kept.parquet").write_text("new", encoding="utf-8")
        (staged / "SHA256SUMS").write_text("new", encoding="utf-8")
        write.publish(staged, tmp_path, last=("SHA256SUMS",))
    found = {
        path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()
    }
    assert found == {"tables/kept.parquet": "new", "actors.yaml": "old", "SHA256SUMS": "new"}


def test_the_checksums_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed between two files does not look whole: its checksums are still the old ones."""
    moved: list[str] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        moved.append(self.name)
        return real(self, target)

    with write.staging(tmp_path) as staged:
        for name in ("SHA256SUMS", "z.csv", "datapackage.json", "a.md"):
            (staged / name).write_text("", encoding="utf-8")
        monkeypatch.setattr(Path, "replace", replace)
        write.publish(staged, tmp_path, last=("datapackage.json", "SHA256SUMS"))
    assert moved == ["a.md", "z.csv", "datapackage.json", "SHA256SUMS"]


def test_a_failed_stage_leaves_no_folder_behind(tmp_path: Path) -> None:
    """Whatever happens inside, the staging folder is gone afterwards."""
    with pytest.raises(ValueError, match="stop"), write.staging(tmp_path):
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


def test_reading_what_is_no_parquet_is_told(tmp_path: Path) -> None:
    """A broken file and a folder without tables are errors of one line."""
    (tmp_path / "events.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(RioBravoError, match=r"RB-603.*events\.parquet"):
        read.read_tables(tmp_path, TABLES)
    with pytest.raises(RioBravoError, match="RB-602"):
        read.tables_folder(tmp_path / "nowhere")
