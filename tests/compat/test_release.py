"""A release as its users' own programs take it: what validates its metadata, and what reads its files.

It imports nothing of the project, so that it runs in any environment and with whatever is installed there: `make release-check`
runs it in two. ``RIOBRAVO_RELEASE`` names the folder of the version.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("RIOBRAVO_RELEASE", "no release"))
TABLES = sorted(path.stem for path in FOLDER.glob("tables/*.parquet"))

pytestmark = pytest.mark.skipif(not TABLES, reason="RIOBRAVO_RELEASE names no release; make release-check sets it")


def _counts() -> dict[str, int]:
    parquet = pytest.importorskip("pyarrow.parquet")
    return {name: parquet.read_metadata(FOLDER / "tables" / f"{name}.parquet").num_rows for name in TABLES}


def test_frictionless_validates_the_data_package() -> None:
    """Every resource: hashes and sizes of the Parquet files, every cell of the CSV files against its column."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(FOLDER / "datapackage.json")).validate()
    faults = report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
    assert (report.valid, faults) == (True, [])
    assert len(report.tasks) == 2 * len(TABLES)


def test_mlcroissant_validates_and_loads_every_record_set() -> None:
    """No error and no warning, and the rows come out, lists of structs as well."""
    mlcroissant = pytest.importorskip("mlcroissant")
    dataset = mlcroissant.Dataset(jsonld=str(FOLDER / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert (set(issues.errors), set(issues.warnings)) == (set(), set())
    counts = _counts()
    assert sorted(record_set.uuid for record_set in dataset.metadata.record_sets) == TABLES
    for name in TABLES:
        assert len(list(itertools.islice(dataset.records(name), 5))) == min(counts[name], 5)


def test_the_citation_is_one() -> None:
    """It is taken for a CITATION.cff, and it names the version."""
    pytest.importorskip("cffconvert")
    command = [str(Path(sys.executable).with_name("cffconvert")), "--validate", "-i", str(FOLDER / "CITATION.cff")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"version: {FOLDER.name}" in (FOLDER / "CITATION.cff").read_text("utf-8")


def test_polars_reads_every_table() -> None:
    """Parquet and CSV have the same rows and columns."""
    polars: Any = pytest.importorskip("polars")
    for name, rows in _counts().items():
        parquet = polars.read_parquet(FOLDER / "tables" / f"{name}.parquet")
        text = polars.read_csv(FOLDER / "csv" / f"{name}.csv", infer_schema=False)
        assert (parquet.height, text.height, parquet.columns) == (rows, rows, text.columns), name


def test_pandas_reads_every_table() -> None:
    """Parquet and CSV have the same rows and columns."""
    pandas: Any = pytest.importorskip("pandas")
    for name, rows in _counts().items():
        parquet = pandas.read_parquet(FOLDER / "tables" / f"{name}.parquet")
        text = pandas.read_csv(FOLDER / "csv" / f"{name}.csv", dtype=str)
        assert (len(parquet), len(text), list(parquet)) == (rows, rows, list(text)), name


def test_duckdb_on_the_command_line_reads_every_table() -> None:
    """From Parquet, from CSV, and from the database."""
    command = shutil.which("duckdb", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("duckdb-cli is not installed here")
    counts = _counts()
    for source in ("'tables/{}.parquet'", "read_csv('csv/{}.csv', all_varchar = true)", '"{}"'):
        asked = " union all ".join(
            f"select '{name}' as name, count(*) as n from {source.format(name)}" for name in TABLES
        )
        done = subprocess.run(
            [command, "-readonly", "-json", "riobravo.duckdb", asked],
            cwd=FOLDER,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert {row["name"]: row["n"] for row in json.loads(done.stdout)} == counts, source


def test_base_r_reads_every_table() -> None:
    """R without packages, from CSV: rows, and the names of the columns."""
    command = shutil.which("Rscript")
    if command is None:
        pytest.skip("Rscript is not installed (Debian: apt-get install r-base-core)")
    code = (
        "for (file in list.files('csv')) { t <- read.csv(file.path('csv', file), encoding = 'UTF-8'); "
        "cat(sub('.csv', '', file, fixed = TRUE), nrow(t), names(t)[1], '\\n') }"
    )
    done = subprocess.run([command, "-e", code], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    heads = {
        name: (FOLDER / "csv" / f"{name}.csv").read_text("utf-8").partition(",")[0].split("\n")[0] for name in TABLES
    }
    assert found == {name: [str(rows), heads[name]] for name, rows in _counts().items()}
