"""What stands beside the tables so that others can check them: row counts, checksums, the data package."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.release import last_release, layout
from riobravo.tables import as_datapackage
from riobravo.tables.bounds import Bounds
from riobravo.tables.problems import Gate, Problem

if TYPE_CHECKING:
    from riobravo.tables.model import Coverage, Declarations

ROW_COUNTS = "row_counts.csv"
CHECKSUMS = layout.CHECKSUMS
DATAPACKAGE = "datapackage.json"

ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "name": "riobravo",
        "title": "Río Bravo: US-Mexico security events",
        "description": "Events between and within the United States and Mexico, each with its mentions and sources.",
    }
)
LICENCE: Mapping[str, str] = MappingProxyType(
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
)

_HEADER = ("table", "event_type", "year", "rows")


def row_counts(tables: Mapping[str, pl.DataFrame]) -> str:
    """Rows of every table, then of every table of coded events by type and year, as CSV (a diff of it is the review)."""
    lines: list[tuple[object, ...]] = [(name, "", "", data.height) for name, data in sorted(tables.items())]
    for name, data in sorted(tables.items()):
        if {"event_type", "date_start"} <= set(data.columns):
            by_year = data.group_by("event_type", pl.col("date_start").dt.year().alias("year")).len()
            for event_type, year, rows in by_year.sort("event_type", "year", nulls_last=True).iter_rows():
                lines.append((name, event_type, "undated" if year is None else year, rows))
    return _csv(lines)


def last_row_counts(dataset: Path) -> dict[str, int]:
    """Rows a table as ``row_counts.csv`` has them; empty where there is no such file yet.

    Raises:
        RioBravoError: RB-603 for a file of another form.
    """
    return {table: rows for (table, event_type, _), rows in _last_counts(dataset) if not event_type}


def last_type_counts(dataset: Path) -> dict[tuple[str, str], int]:
    """Rows by table and event_type, all years together. Raises as `last_row_counts`."""
    counts: dict[tuple[str, str], int] = {}
    for (table, event_type, _), rows in _last_counts(dataset):
        if event_type:
            counts[table, event_type] = counts.get((table, event_type), 0) + rows
    return counts


def _last_counts(dataset: Path) -> list[tuple[tuple[str, str, str], int]]:
    path = dataset / ROW_COUNTS
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [((row["table"], row["event_type"], row["year"]), int(row["rows"])) for row in rows]
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise RioBravoError(code="RB-603", found=error, allowed=", ".join(_HEADER), where=path) from error


def bounds(dataset: Path, coverage: Coverage) -> Bounds:
    """What expectations are measured by.

    Raises:
        RioBravoError: RB-603 for row counts or statistics of the last release of another form.
    """
    return Bounds(
        coverage.data_through,
        last_row_counts(dataset),
        last_type_counts(dataset),
        last_release.read_summaries(dataset),
    )


def datapackage(folder: Path, declared: Declarations) -> str:
    """``datapackage.json`` for the Parquet files of ``folder/tables``: every table with its columns, size and hash."""
    return package([measured(folder, as_datapackage.resource(table)) for table in declared.tables.values()], declared)


def package(
    resources: Sequence[Mapping[str, Any]], declared: Declarations, more: Mapping[str, Any] | None = None
) -> str:
    """A data package of these resources, with what is said of the dataset as a whole, and ``more`` of it, as JSON."""
    content = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        **ABOUT,
        "version": declared.version,
        "temporalCoverage": f"{declared.coverage.covers_from}/{declared.coverage.data_through}",
        "licenses": [dict(LICENCE)],
        **(more or {}),
        "resources": resources,
    }
    return as_json(content)


def measured(folder: Path, resource: Mapping[str, Any]) -> dict[str, Any]:
    """A resource with the size and the hash of its file."""
    path = folder / resource["path"]
    return {**resource, "bytes": path.stat().st_size, "hash": f"sha256:{sha256(path)}"}


def as_json(content: Any) -> str:
    """Indented JSON that ends in a line feed."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def checksums(folder: Path, names: Sequence[str]) -> str:
    """Lines as ``sha256sum`` writes and checks them, for the named files of the folder, by name."""
    return "".join(f"{sha256(folder / name)}  {name}\n" for name in sorted(names))


def problems(dataset: Path, checksums: str = CHECKSUMS) -> Iterator[Problem]:
    """Files that are not what the file of checksums says: a build was cut short, or somebody edited what is built."""
    path = dataset / checksums
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        expected, _, name = line.partition("  ")
        file = dataset / name
        found = sha256(file) if file.is_file() else "no file"
        if found != expected:
            yield Problem(gate=Gate.FILES, table=name, check="checksum", found=found, allowed=expected)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _csv(lines: Sequence[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows(lines)
    return out.getvalue()
