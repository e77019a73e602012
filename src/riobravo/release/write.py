"""Parquet files with the same bytes for the same rows, and folders that are replaced as a whole or not at all.

A file is written beside its place and moved there when it is complete, so that a killed run leaves the old one. A set of
files is written into a folder of its own first (`staging`) and then moved file by file; the checksums come last, so that a
set that was cut in the middle does not pass for a whole one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from riobravo.errors import RioBravoError
from riobravo.tables import as_arrow, frames

if TYPE_CHECKING:
    from riobravo.tables.model import Table

_STAGING = ".staging-"
_COMPRESSION: Mapping[str, Any] = {"compression": "zstd", "compression_level": 9}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a Parquet file is cut, and what is said of it beside its table's own words.

    Small groups and an index of pages let a reader over HTTP take the rows it needs and no more; a file that is read whole is
    better off without.
    """

    rows_a_group: int = 100_000
    has_page_index: bool = False
    said: Mapping[str, str] = field(default_factory=dict)


_WHOLE = Form()

SORTED_ROWS = 20_000
"""Rows a group of a table that is written as it comes, sorted: so many are held."""


def write_tables(
    tables: Mapping[str, pl.DataFrame], declared: Mapping[str, Table], folder: Path, *, form: Form = _WHOLE
) -> None:
    """Each table as ``<name>.parquet`` in the folder (made where it is missing).

    Raises:
        RioBravoError: RB-303 for a frame that does not fit its table, RB-606 for a folder that cannot be written.
    """
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for name, data in tables.items():
        write_table(data, declared[name], folder / f"{name}.parquet", form=form)


def write_table(data: pl.DataFrame, table: Table, path: Path, *, form: Form = _WHOLE) -> None:
    """One table, sorted and typed as declared, compressed with zstd. Raises as `write_tables`."""
    arrow = to_arrow(data, table)
    said = {**arrow.schema.metadata, **form.said}
    with _told(path), _replacing(path) as part:
        pq.write_table(
            arrow.replace_schema_metadata(said),
            part,
            row_group_size=form.rows_a_group,
            **_COMPRESSION,
            write_page_index=form.has_page_index,
        )


def write_sorted(batches: Iterable[pa.RecordBatch], table: Table, path: Path) -> None:
    """One table from batches whose rows are in the declared order; it may be larger than memory.

    However the rows were cut into batches, the bytes of the file are the same.

    Raises:
        RioBravoError: RB-303 for columns that do not fit the table, RB-606.
    """
    schema = as_arrow.schema(table)
    with _told(path), _replacing(path) as part, pq.ParquetWriter(part, schema, **_COMPRESSION) as writer:
        for group in _groups(batches):
            try:
                writer.write_table(group.select(schema.names).combine_chunks().cast(schema), row_group_size=SORTED_ROWS)
            except (pa.ArrowException, ValueError) as error:
                raise RioBravoError(code="RB-303", found=error, where=table.name) from error


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The rows in groups of one size, the last one smaller."""
    waiting: list[pa.RecordBatch] = []
    n_rows = 0
    for batch in batches:
        rest = batch
        while n_rows + rest.num_rows >= SORTED_ROWS:
            taken = SORTED_ROWS - n_rows
            yield pa.Table.from_batches([*waiting, rest.slice(0, taken)])
            waiting, n_rows, rest = [], 0, rest.slice(taken)
        if rest.num_rows:
            waiting.append(rest)
            n_rows += rest.num_rows
    if waiting:
        yield pa.Table.from_batches(waiting)


def write_frame(data: pl.DataFrame, path: Path) -> None:
    """A frame that is no declared table, as Parquet with the same bytes for the same rows. Its folder is made.

    Raises:
        RioBravoError: RB-606.
    """
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(path) as part:
            arrow = data.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
            pq.write_table(arrow, part, **_COMPRESSION)


def to_arrow(data: pl.DataFrame, table: Table) -> pa.Table:
    """The frame as an Arrow table of the declared schema, sorted as declared.

    Raises:
        RioBravoError: RB-303.
    """
    ordered = frames.sort(frames.conform(data, table), table)
    try:
        # one chunk: dictionaries are then numbered by first occurrence in the sorted rows, however the frame was built
        return ordered.rechunk().to_arrow().combine_chunks().cast(as_arrow.schema(table))
    except (pa.ArrowException, ValueError) as error:
        raise RioBravoError(code="RB-303", found=error, where=table.name) from error


def write_text(text: str, path: Path) -> None:
    """A text file in UTF-8 with line feeds, replaced as a whole.

    Raises:
        RioBravoError: RB-606.
    """
    write_bytes(text.encode("utf-8"), path)


def write_bytes(content: bytes, path: Path) -> None:
    """A file of these bytes, replaced as a whole. Raises as `write_text`."""
    with _told(path), _replacing(path) as part:
        part.write_bytes(content)


def sweep(target: Path) -> None:
    """Takes away what killed runs left of their staging in ``target``; no other run may be writing there."""
    for folder in target.glob(f"{_STAGING}*"):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A fresh folder inside ``target`` to write a set of files into; gone afterwards, whatever happens.

    Raises:
        RioBravoError: RB-606.
    """
    with _told(target):
        target.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=target))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(staged: Path, target: Path, *, last: Sequence[str] = ()) -> None:
    """Moves every staged file to its place in ``target``; those named in ``last`` at the end, in that order.

    Parquet files that stand in a folder of the set and are no longer part of it are removed.

    Raises:
        RioBravoError: RB-606.
    """
    files = sorted(path.relative_to(staged) for path in staged.rglob("*") if path.is_file())
    ordered = [path for path in files if path.as_posix() not in last]
    ordered += [path for name in last for path in files if path.as_posix() == name]
    with _told(target):
        for path in ordered:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (staged / path).replace(target / path)
        for folder in {path.parent for path in files if path.suffix == ".parquet"}:
            for stale in (target / folder).glob("*.parquet"):
                if stale.relative_to(target) not in files:
                    stale.unlink()


def replace_folder(staged: Path, target: Path) -> None:
    """Moves a staged folder to its place; a folder that stands there goes.

    Raises:
        RioBravoError: RB-606.
    """
    with _told(target), tempfile.TemporaryDirectory(prefix=_STAGING, dir=target.parent) as old:
        if target.exists():
            target.replace(Path(old) / target.name)
        staged.replace(target)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RioBravoError(code="RB-606", found=error.strerror or error, where=path) from error
