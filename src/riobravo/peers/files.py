"""Files of other datasets as batches of text columns, and the lines that are not of their layout.

DuckDB reads them, and says of each line that does not fit why; nothing is guessed, neither delimiter nor type.
"""

from __future__ import annotations

import csv
import gzip
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import polars as pl

from riobravo.errors import RioBravoError
from riobravo.peers.declared import Layout, Source

_BATCH = 200_000
"""Rows held at a time: files of a year have millions."""

_LOOKED_AT = 50
"""Lines that tell how many columns a file has: any single one may be broken."""

_GZIP = b"\x1f\x8b"

_PATTERN = frozenset("*?[")
"""Characters by which DuckDB takes a path for a pattern of several."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is not of the layout: its number, and what is wrong with it."""

    line: int
    why: str


class Opened:
    """One file being read: first all batches, then the broken lines."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation, path: Path, layout: Layout
    ) -> None:
        self.layout = layout
        self._connection = connection
        self._relation = relation
        self._path = path

    def batches(self) -> Iterator[pl.DataFrame]:
        """The columns that the dataset's declaration needs, as texts.

        Raises:
            RioBravoError: RB-622 for a file that DuckDB cannot read at all.
        """
        try:
            for batch in self._relation.to_arrow_reader(_BATCH):
                frame = pl.from_arrow(batch)
                if isinstance(frame, pl.DataFrame):
                    yield frame
        except duckdb.Error as error:
            raise RioBravoError(code="RB-622", found=error, where=self._path) from error

    def broken(self) -> list[Broken]:
        """The lines that were passed over; complete when the batches are read."""
        rows = self._connection.execute(
            "SELECT line, min(error_message) FROM reject_errors GROUP BY line ORDER BY line"
        )
        return [Broken(*row) for row in rows.fetchall()]


@contextmanager
def opened(path: Path, source: Source) -> Iterator[Opened]:
    """The file, found to be of the dataset's layout. A zip archive holds it alone.

    Raises:
        RioBravoError: RB-201 or RB-202 for a file that is not there or not to be opened, RB-622 for one of another layout.
    """
    with _unpacked(path) as file, duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        layout = _layout(file, source, path)
        columns = layout.columns
        missing = [column for column in source.columns_read if column not in columns]
        if missing:
            raise RioBravoError(
                code="RB-622",
                found=f"no column {', '.join(missing)} among {', '.join(columns)}",
                allowed=f"{source.file} Columns that are read: {', '.join(source.columns_read)}",
                where=path,
            )
        try:
            relation = connection.read_csv(
                str(file),
                header=source.header,
                sep=source.delimiter,
                quotechar=source.quote,
                escapechar=source.quote,
                columns=dict.fromkeys(columns, "VARCHAR"),
                auto_detect=False,
                store_rejects=True,
                compression="gzip" if _is_gzipped(file) else "none",
            ).select(*(duckdb.ColumnExpression(name) for name in source.columns_read))
        except duckdb.Error as error:
            raise RioBravoError(code="RB-622", found=error, allowed=source.file, where=path) from error
        yield Opened(connection, relation, path, layout)


def _layout(file: Path, source: Source, path: Path) -> Layout:
    """The file's columns: from its header, or from their number where it has none or one that does not fit its rows."""
    lines = _first_lines(file, source, path)
    if not lines:
        raise RioBravoError(code="RB-622", found="an empty file", allowed=source.file, where=path)
    rows = lines[1:] if source.header else lines
    number = Counter(map(len, rows)).most_common(1)[0][0] if rows else len(lines[0])
    if source.header:
        fits = len(lines[0]) == number or len(source.columns) != number
        names = lines[0] if fits else source.columns
        return Layout(name=source.title, columns=_told_apart(names), covers=source.covers)
    for layout in source.layouts:
        if len(layout.columns) == number:
            return layout
    allowed = " or ".join(f"{len(layout.columns)} ({layout.name})" for layout in source.layouts)
    raise RioBravoError(
        code="RB-622",
        found=f"{number} columns",
        allowed=f"{source.file} Columns, separated by {source.delimiter!r}: {allowed}",
        where=path,
    )


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """The names of a header; an empty one, and one that came before (DuckDB does not tell case), by its place."""
    seen: set[str] = set()
    found = []
    for place, name in enumerate(names, 1):
        found.append(f"column {place}" if not name or name.lower() in seen else name)
        seen.add(name.lower())
    return tuple(found)


def _first_lines(file: Path, source: Source, path: Path) -> list[tuple[str, ...]]:
    opener = gzip.open if _is_gzipped(file) else open
    try:
        with opener(file, "rt", encoding="utf-8-sig", errors="replace", newline="") as stream:
            reader = (
                csv.reader(stream, delimiter=source.delimiter, quotechar=source.quote)
                if source.quote
                else csv.reader(stream, delimiter=source.delimiter, quoting=csv.QUOTE_NONE)
            )
            return [tuple(cells) for cells in islice(reader, _LOOKED_AT) if cells]
    except (OSError, EOFError, csv.Error) as error:
        raise RioBravoError(code="RB-622", found=error, allowed=source.file, where=path) from error


def _is_gzipped(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(_GZIP)) == _GZIP


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """The file itself, or the one in the archive, under a path that DuckDB takes as it is."""
    if not path.is_file():
        raise RioBravoError(code="RB-201", found="no file", allowed="a file", where=path)
    with tempfile.TemporaryDirectory() as folder:
        yield _out_of_archive(path, Path(folder) / "unpacked")


def _out_of_archive(path: Path, to: Path) -> Path:
    try:
        if not zipfile.is_zipfile(path):
            return Path(shutil.copy(path, to)) if _PATTERN & set(str(path)) else path
        with zipfile.ZipFile(path) as archive:
            names = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(names) != 1:
                found = f"{len(names)} files in the archive"
                raise RioBravoError(code="RB-622", found=found, allowed="one file", where=path)
            with archive.open(names[0]) as packed, to.open("wb") as plain:
                shutil.copyfileobj(packed, plain)
        return to
    except (OSError, zipfile.BadZipFile, zlib.error) as error:
        raise RioBravoError(code="RB-202", found=error, where=path) from error
