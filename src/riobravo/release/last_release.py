"""``dataset/last_release/``: what the last release held, as far as the next one is measured by it. Committed.

A Parquet file of fingerprints for every table, and ``statistics.json`` with the version and a summary of every column. The
tables themselves are not kept twice: what a cell held can be looked up in the release itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.release import fingerprints, read, write
from riobravo.tables import summaries

if TYPE_CHECKING:
    from riobravo.tables.model import Table
    from riobravo.tables.summaries import Summary

FOLDER: Final = "last_release"
STATISTICS: Final = "statistics.json"
UNRELEASED: Final = "unreleased"
"""The version of a state that was never released."""


def is_one(folder: Path) -> bool:
    """Whether the folder holds a kept release rather than tables."""
    return (folder / STATISTICS).is_file()


def keep(frames: Mapping[str, pl.DataFrame], tables: Mapping[str, Table], version: str, dataset: Path) -> Path:
    """Writes the fingerprints and statistics of the tables as those of the last release; returns their folder.

    What stood there is replaced; ``statistics.json`` comes last.

    Raises:
        RioBravoError: RB-606.
    """
    folder = dataset / FOLDER
    with write.staging(dataset) as staged:
        for name, data in fingerprints.of_tables(frames, tables).items():
            write.write_frame(data, staged / FOLDER / f"{name}.parquet")
        write.write_text(_statistics(frames, tables, version), staged / FOLDER / STATISTICS)
        write.publish(staged, dataset, last=(f"{FOLDER}/{STATISTICS}",))
    return folder


def read_fingerprints(folder: Path, tables: Mapping[str, Table]) -> dict[str, pl.DataFrame]:
    """The fingerprints of the declared tables that the folder has.

    Raises:
        RioBravoError: RB-603 for a file that is not Parquet.
    """
    return read.read_tables(folder, tables)


def version(folder: Path) -> str:
    """The version of the kept release.

    Raises:
        RioBravoError: RB-603.
    """
    return str(_content(folder)["version"])


def read_summaries(dataset: Path) -> dict[str, dict[str, Summary]]:
    """The summaries of the last release by table and column; empty where none is kept yet.

    Raises:
        RioBravoError: RB-603 for a file of another form.
    """
    folder = dataset / FOLDER
    if not is_one(folder):
        return {}
    try:
        return {
            table: {column: summaries.from_json(summary) for column, summary in columns.items()}
            for table, columns in _content(folder)["tables"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RioBravoError(code="RB-603", found=error, allowed="summaries", where=folder / STATISTICS) from error


def _content(folder: Path) -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, object]]]]:
    path = folder / STATISTICS
    try:
        content: Mapping[str, Mapping[str, Mapping[str, Mapping[str, object]]]] = json.loads(path.read_bytes())
        content["tables"], content["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RioBravoError(code="RB-603", found=error, allowed="version, tables", where=path) from error
    return content


def _statistics(frames: Mapping[str, pl.DataFrame], tables: Mapping[str, Table], version: str) -> str:
    of_tables = {
        name: {column: summary.as_json() for column, summary in summaries.of_table(data, tables[name]).items()}
        for name, data in frames.items()
    }
    return json.dumps({"version": version, "tables": of_tables}, indent=1, ensure_ascii=False) + "\n"
