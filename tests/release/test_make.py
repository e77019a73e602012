"""A release of a small dataset: what is in it, that it says its version everywhere, and that a second one is the same."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import jsonschema
import polars as pl
import pyarrow.parquet as pq
import pytest
import yaml

from riobravo.release import artifacts, content, layout, make, manifest, read, write
from riobravo.release.build import NotValidError
from riobravo.tables import as_csv, model
from tests.release import repository
from tests.source import ROOT

DECLARED = model.load()


@pytest.fixture(scope="module", autouse=True)
def _small() -> Iterator[None]:
    with repository.small():
        yield


@pytest.fixture
def root(small_root: Path) -> Path:
    return small_root


@pytest.fixture
def released(small_release: Path) -> Path:
    return small_release


def _tables(folder: Path) -> dict[str, pl.DataFrame]:
    return read.read_tables(folder / "tables", DECLARED.released)


def test_every_release_table_has_its_maker() -> None:
    """What tables.yaml declares for a release is made, and nothing else is."""
    assert set(artifacts.MAKERS) == set(DECLARED.release_tables)


def test_every_table_is_there_in_every_form(released: Path) -> None:
    """Parquet, CSV and the database hold the same tables with the same number of rows."""
    tables = _tables(released)
    assert list(tables) == list(DECLARED.released)
    with duckdb.connect(str(released / layout.DATABASE), read_only=True) as connection:
        for name, data in tables.items():
            text = pl.read_csv(released / "csv" / f"{name}.csv", infer_schema=False)
            assert (data.height, data.columns) == (text.height, text.columns)
            assert connection.table(name).shape == data.shape


def test_no_file_is_without_its_checksum(released: Path) -> None:
    """Every file but the database is in SHA256SUMS, which is right; the database has a file of its own."""
    sums = layout.read_checksums((released / layout.CHECKSUMS).read_text("utf-8"))
    there = {path.relative_to(released).as_posix() for path in released.rglob("*") if path.is_file()}
    assert there - set(sums) == {layout.CHECKSUMS, layout.DATABASE, layout.DATABASE_CHECKSUM}
    for name in (layout.CHECKSUMS, layout.DATABASE_CHECKSUM):
        done = subprocess.run(
            ["sha256sum", "-c", "--quiet", name], cwd=released, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (0, "")


def test_everything_says_its_version(released: Path) -> None:
    """Version and hash of the content stand in Parquet, in the database, and in all metadata."""
    sha256 = content.sha256({name: data for name, data in _tables(released).items() if name in DECLARED.tables})
    version = DECLARED.version
    for path in (released / "tables").iterdir():
        said = pq.read_schema(path).metadata
        assert (said[b"version"], said[b"content_sha256"]) == (version.encode(), sha256.encode())
    with duckdb.connect(str(released / layout.DATABASE), read_only=True) as connection:
        assert connection.execute("select version, content_sha256 from release").fetchall() == [(version, sha256)]
    package = json.loads((released / "datapackage.json").read_text("utf-8"))
    croissant = json.loads((released / "croissant.json").read_text("utf-8"))
    citation = yaml.safe_load((released / "CITATION.cff").read_text("utf-8"))
    schema = json.loads((released / "schema.json").read_text("utf-8"))
    card = json.loads((released / "scorecard.json").read_text("utf-8"))
    assert {file["version"] for file in (package, croissant, citation, card)} | {schema["x-version"]} == {version}
    assert (package["contentSha256"], schema["x-content-sha256"]) == (sha256, sha256)
    assert croissant["identifier"] == citation["identifiers"][0]["value"] == f"sha256:{sha256}"
    assert version in (released / "index.html").read_text("utf-8")


def test_the_parquet_files_are_cut_for_readers_over_http(released: Path, tmp_path: Path) -> None:
    """Zstandard, statistics, an index of pages, and groups of few rows; columns keep their descriptions."""
    path = released / "tables" / "mentions.parquet"
    column = pq.read_metadata(path).row_group(0).column(0)
    assert (column.compression, column.is_stats_set, column.has_column_index, column.has_offset_index) == (
        "ZSTD",
        *[True] * 3,
    )
    assert pq.read_schema(path).field("evidence").metadata[b"description"]
    ids = [
        {"event_id": f"rb-{number:010x}", "mention_id": f"m.{number:010x}", "reason": "r"} for number in range(4_001)
    ]
    table = DECLARED.tables["event_mentions"]
    write.write_table(pl.DataFrame(ids), table, tmp_path / "x.parquet", form=artifacts.form({}))
    assert pq.read_metadata(tmp_path / "x.parquet").num_row_groups == 3


def test_frictionless_validates_the_data_package(released: Path) -> None:
    """Hashes and sizes of files, and every cell of the CSV files against what is declared of its column."""
    report = frictionless.Package(str(released / "datapackage.json")).validate()
    assert (report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])) == (True, [])
    assert len(report.tasks) == 2 * len(DECLARED.released)


def test_frictionless_finds_what_is_wrong(released: Path, tmp_path: Path) -> None:
    """The validation above looks at cells and files: a code that is on no list is told, and so is another file."""
    package = json.loads((released / "datapackage.json").read_text("utf-8"))
    wanted = [resource for resource in package["resources"] if resource["name"] in ("events", "events-csv")]
    for resource in wanted:
        (tmp_path / resource["path"]).parent.mkdir()
    text = (released / "csv" / "events.csv").read_text("utf-8").replace(",actual,", ",actually,")
    (tmp_path / "csv" / "events.csv").write_text(text, encoding="utf-8")
    (tmp_path / "tables" / "events.parquet").write_bytes(b"PAR1")
    unhashed = [{key: value for key, value in wanted[1].items() if key not in ("bytes", "hash")}]
    (tmp_path / "datapackage.json").write_text(
        json.dumps({**package, "resources": [wanted[0], *unhashed]}), encoding="utf-8"
    )
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    found = {task.name: {error.type for error in task.errors} for task in report.tasks}
    assert found == {"events": {"byte-count", "hash-count"}, "events-csv": {"constraint-error"}}


def test_the_rows_are_what_the_json_schema_says(released: Path) -> None:
    """Every row of every table, as JSON, has the form of its schema; a wrong one has not."""
    schema = json.loads((released / "schema.json").read_text("utf-8"))
    for name, data in _tables(released).items():
        validator = jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{name}"})
        rows = [json.loads(line) for line in data.write_ndjson().splitlines()]
        assert [fault.message for row in rows for fault in validator.iter_errors(row)] == []
        assert all(list(validator.iter_errors({**row, data.columns[0]: []})) for row in rows)


def test_two_releases_are_the_same(root: Path, released: Path, tmp_path: Path) -> None:
    """Every file but the database has the same bytes when it is made again elsewhere; what stood in the folder is gone."""
    old = tmp_path / layout.FOLDER / DECLARED.version / "old.txt"
    old.parent.mkdir(parents=True)
    old.write_text("old", encoding="utf-8")
    again = make.release(root, tmp_path).folder
    assert sorted(path.name for path in again.parent.iterdir()) == sorted([DECLARED.version, layout.LATEST])
    names = sorted(path.relative_to(released).as_posix() for path in released.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file())
    other = [name for name in names if (released / name).read_bytes() != (again / name).read_bytes()]
    assert set(other) <= {layout.DATABASE, layout.DATABASE_CHECKSUM}


def test_a_host_finds_the_latest_version(released: Path) -> None:
    """The pointer names it, and a browser is led to a page that is there."""
    latest = released.parent / layout.LATEST
    pointer = layout.read_pointer((latest / layout.POINTER).read_text("utf-8"), "")
    assert pointer == layout.Pointer(DECLARED.version, (DECLARED.version,))
    assert f'href="../{pointer.version}/index.html"' in (latest / "index.html").read_text("utf-8")
    assert (latest / ".." / pointer.version / "index.html").is_file()


def test_links_of_the_pages_lead_to_files(released: Path) -> None:
    """Each file that index.html names is there."""
    links = set(re.findall(r'href="([^"]+)"', (released / "index.html").read_text("utf-8")))
    assert len(links) > len(DECLARED.released)
    assert [link for link in links if not link.startswith("https:") and not (released / link).is_file()] == []


def test_what_is_not_valid_is_not_released(root: Path, released: Path, tmp_path: Path) -> None:
    """A table that was changed by hand stops the release, and an older release stays as it is."""
    shutil.copytree(root, tmp_path / "root")
    shutil.copytree(released.parents[1], tmp_path / "dist")
    (tmp_path / "root" / "dataset" / "tables" / "places.parquet").write_bytes(
        (released / "tables" / "places.parquet").read_bytes()
    )
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "dist").rglob("*")}
    with pytest.raises(NotValidError, match="RB-605"):
        make.release(tmp_path / "root", tmp_path / "dist")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "dist").rglob("*")} == before


def test_a_table_of_the_release_that_is_not_valid_stops_it(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made for a release alone is held to its declaration too."""
    spoilt = {
        **artifacts.MAKERS,
        "release": lambda made: artifacts.MAKERS["release"](made).with_columns(version=pl.lit("1")),
    }
    with monkeypatch.context() as patch:
        patch.setattr(artifacts, "released_tables", lambda made: _released_by(made, spoilt))
        with pytest.raises(NotValidError, match="RB-605") as caught:
            make.release(root, tmp_path)
    assert [(problem.table, problem.column) for problem in caught.value.problems] == [("release", "version")]
    assert list(tmp_path.iterdir()) == []


def _released_by(made: artifacts.Made, makers: Any) -> dict[str, pl.DataFrame]:
    return {**made.tables, **{name: make_it(made) for name, make_it in makers.items()}}


def test_the_hash_of_the_content_is_of_the_rows(root: Path) -> None:
    """It does not depend on the order in which tables are given, and changes with any cell, column or name."""
    tables = read.read_tables(root / "dataset" / "tables", DECLARED.tables)
    found = content.sha256(tables)
    assert content.sha256(dict(reversed(tables.items()))) == found
    events = tables["events"]
    for other in (events.head(1), events.rename({"headline": "title"}), events.with_columns(headline=pl.lit("x"))):
        assert content.sha256({**tables, "events": other}) != found


@pytest.mark.parametrize("reader", ["polars", "pandas"])
def test_libraries_read_parquet_and_csv(released: Path, reader: str) -> None:
    """The wide table comes with its lists, and the guard of CSV comes off."""
    library: Any = __import__(reader)
    wide = library.read_parquet(released / "tables" / "events_wide.parquet")
    text = library.read_csv(released / "csv" / "events_wide.csv")
    assert list(wide["event_id"]) == list(text["event_id"])
    first = next(iter(wide["sources"]))
    assert [source["url"] for source in first] == [source["url"] for source in json.loads(next(iter(text["sources"])))]
    assert [as_csv.plain(cell) for cell in text["evidence"]] == list(wide["evidence"])


def test_duckdb_on_the_command_line_and_r_read_it(released: Path) -> None:
    """The database in duckdb-cli, the CSV in R without packages."""
    command = shutil.which("duckdb", path=str(Path(sys.executable).parent))
    assert command is not None
    asked = "select count(*) as n from events_wide"
    done = subprocess.run(
        [command, "-readonly", "-csv", layout.DATABASE, asked], cwd=released, capture_output=True, check=True
    )
    with (released / "csv" / "events_wide.csv").open(encoding="utf-8", newline="") as file:
        n_rows = len(list(csv.DictReader(file)))
    assert done.stdout.split() == [b"n", str(n_rows).encode()]
    if shutil.which("Rscript") is None:
        pytest.skip("Rscript is not installed (Debian: apt-get install r-base-core)")
    code = "cat(nrow(read.csv('csv/events_wide.csv', encoding = 'UTF-8')))"
    read_by_r = subprocess.run(["Rscript", "-e", code], cwd=released, capture_output=True, text=True, check=True)
    assert read_by_r.stdout == str(n_rows)


def test_the_version_of_the_citation_is_that_of_the_data() -> None:
    """CITATION.cff of the repository names the version and the title that are declared."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert (str(citation["version"]), citation["title"]) == (DECLARED.version, manifest.ABOUT["title"])
