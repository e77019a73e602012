"""Parts: the Parquet file of a coded batch. One is there whole or not at all.

Its name says what it was made of (the key of the batch) and what it holds (the hash of its bytes), so that a part is known
again, and one that was cut or changed on the disk is seen and made anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from riobravo.corpus import batches, coding
from riobravo.errors import RioBravoError

_COUNTS: Final = b"riobravo"
_DIGITS: Final = 32
_PREFIX: Final = "part-"
_NAME: Final = re.compile(rf"{_PREFIX}([0-9a-f]{{32}})-([0-9a-f]{{{_DIGITS}}})\.parquet")


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a part, and what they hold."""

    n_rows: int = 0
    n_articles: int = 0
    n_mentions: int = 0
    n_quarantined: int = 0


def made(payload: bytes, annotate_all: coding.AnnotateAll) -> bytes:
    """The part of a batch: what a process is asked for."""
    return rendered(coding.coded(batches.unpacked(payload), annotate_all))


def made_without(payload: bytes) -> bytes:
    """The part of a batch that no process survives."""
    return rendered(coding.killed(batches.unpacked(payload)))


def rendered(coded: pa.RecordBatch | pa.Table) -> bytes:
    """A coded batch as the bytes of a Parquet file."""
    table = coded if isinstance(coded, pa.Table) else pa.Table.from_batches([coded])
    counts = Counts(
        table.num_rows,
        table.num_rows - table["text_sha256"].null_count,
        _n_items(table["mentions"]),
        _n_items(table["quarantine"]),
    )
    said = json.dumps([counts.n_rows, counts.n_articles, counts.n_mentions, counts.n_quarantined])
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.combine_chunks().replace_schema_metadata({_COUNTS: said}),
        sink,
        compression="zstd",
    )
    return bytes(sink.getvalue())


def joined(parts: Iterable[bytes]) -> bytes:
    """One part of several, their rows in order."""
    tables = [pq.read_table(pa.BufferReader(part)) for part in parts]
    return rendered(pa.concat_tables(tables))


def counts(part: bytes) -> Counts:
    """What a part says of itself."""
    return Counts(*json.loads(pq.read_schema(pa.BufferReader(part)).metadata[_COUNTS]))


def whole(part: bytes, name: str) -> Counts | None:
    """What the part of that name holds; None where its bytes are not those that were written."""
    return counts(part) if hashlib.sha256(part).hexdigest()[:_DIGITS] == _names(name)[1] else None


def whole_at(path: Path) -> Counts | None:
    """As `whole`, of a file; None also where there is none."""
    try:
        return whole(path.read_bytes(), path.name)
    except OSError:
        return None


def name_of(key: str, part: bytes) -> str:
    """The name of the part of a batch."""
    return f"{_PREFIX}{key}-{hashlib.sha256(part).hexdigest()[:_DIGITS]}.parquet"


def by_key(names: Iterable[str]) -> dict[str, str]:
    """The names of parts among those of files, by the key of their batch."""
    return {_names(name)[0]: name for name in sorted(names) if _names(name)[0]}


def save(part: bytes, path: Path) -> None:
    """Writes a part beside its place and moves it there.

    Raises:
        RioBravoError: RB-606.
    """
    unfinished = path.with_suffix(".tmp")
    try:
        unfinished.write_bytes(part)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise RioBravoError(code="RB-606", found=error.strerror or error, where=path) from error


def _names(name: str) -> tuple[str, str]:
    """The two hashes of a name; empty for one that is no part's."""
    match = _NAME.fullmatch(name)
    return (match[1], match[2]) if match else ("", "")


def _n_items(lists: pa.ChunkedArray) -> int:
    return sum(len(chunk.flatten()) for chunk in lists.chunks)
