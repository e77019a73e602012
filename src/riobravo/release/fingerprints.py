"""A table as what is needed to see later what changed in it: keys as they are, every other cell as a hash of its value.

The hashes do not depend on libraries, versions or machines: each is the beginning of the BLAKE2b of the value as JSON. Two
values of a cell share one by chance once in 4 thousand million.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from riobravo.tables.model import Table

_BYTES = 4

HASH = pl.UInt32
"""The type of hashes. No declared column is of this type, so that a column of hashes tells itself."""


def of_tables(frames: Mapping[str, pl.DataFrame], tables: Mapping[str, Table]) -> dict[str, pl.DataFrame]:
    """The fingerprint of each table that is declared; others are left out."""
    return {name: of_table(frame, tables[name]) for name, frame in frames.items() if name in tables}


def of_table(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame with its key and foreign keys as they are and hashes in all other columns; null stays null.

    Columns that are not declared are hashed as well: an older or newer release may have them. A frame that is a fingerprint
    already comes back as it is.
    """
    kept = {*table.key, *(foreign.column for foreign in table.foreign_keys)}
    made = [
        values if values.name in kept or values.dtype == HASH else pl.Series(values.name, _hashed(values), dtype=HASH)
        for values in frame.iter_columns()
    ]
    return pl.DataFrame(made)


def canonical(value: Any) -> str:
    """A value as the text that is hashed, and shown where two values differ."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _hashed(values: Iterable[Any]) -> list[int | None]:
    known: dict[str, int] = {}

    def of_text(text: str) -> int:
        if text not in known:
            digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()
            known[text] = int.from_bytes(digest, "big")
        return known[text]

    plain = values.to_list() if isinstance(values, pl.Series) else values
    return [None if value is None else of_text(canonical(value)) for value in plain]
