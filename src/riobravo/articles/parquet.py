"""Parquet: one article a row, in columns of the names every format uses; other columns are not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from riobravo.articles import limits
from riobravo.articles.raw import KEYS, Raw, refused
from riobravo.articles.table_rows import check_columns
from riobravo.errors import RioBravoError
from riobravo.records import Quarantined

_ROWS: Final = 8
"""Rows held at once. A file of a few KB can hold one value of megabytes for all its rows, and each row then has its copy."""

_SCALARS: Final = tuple(key for key in KEYS if key != "sources")


def read(path: Path, origin: str) -> Iterator[Raw | Quarantined]:
    """Yield the article of each row, or its refusal; the position is the row, from 1.

    Raises:
        RioBravoError: RB-216 for a file that is not Parquet or is damaged, RB-217 when a column is missing.
    """
    import pyarrow as pa  # heavy
    import pyarrow.parquet as pq  # heavy

    try:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            check_columns(names)
            columns = [name for name in _SCALARS if name in names]
            _check_expansion(file.metadata, columns)
            row = 0
            for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
                values = [_plain(column) for column in batch.columns]
                for index in range(batch.num_rows):
                    row += 1
                    yield _article(columns, [column[index] for column in values], origin=origin, row=row)
    except (pa.ArrowException, OSError) as error:
        raise RioBravoError(
            code="RB-216", found=str(error).partition("\n")[0].rstrip("."), allowed="an undamaged Parquet file"
        ) from error


def _check_expansion(metadata: Any, columns: Sequence[str]) -> None:
    """Refuse a file of which a small part unpacks to much: no text compresses like that.

    Raises:
        RioBravoError: RB-204.
    """
    for group in range(metadata.num_row_groups):
        chunks = (metadata.row_group(group).column(number) for number in range(metadata.num_columns))
        for chunk in (chunk for chunk in chunks if chunk.path_in_schema in columns):
            packed, unpacked = chunk.total_compressed_size, chunk.total_uncompressed_size
            if unpacked > limits.UNPACKED_BYTES and unpacked > limits.UNPACKED_TIMES * packed:
                found = f"{packed:,} bytes of the column {chunk.path_in_schema} that unpack to {unpacked:,}"
                raise RioBravoError(
                    code="RB-204", found=found, allowed=f"at most {limits.UNPACKED_TIMES:,} times as much"
                )


def _plain(column: Any) -> Any:
    """Timestamps as the dates they show in their own time zone; all else as it is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_timestamp(column.type):
        return column
    local = pc.local_timestamp(column) if column.type.tz else column
    return pc.cast(local, pa.date32(), safe=False)


def _article(columns: list[str], cells: list[Any], *, origin: str, row: int) -> Raw | Quarantined:
    values: dict[str, object] = {}
    try:
        for name, cell in zip(columns, cells, strict=True):
            values[name] = _value(name, cell)
    except RioBravoError as error:
        return refused(error, origin=origin, position=row, article_id=values.get("id"))
    return Raw(origin, row, values)


def _value(name: str, cell: Any) -> object:
    try:
        value: object = cell.as_py()
    except UnicodeDecodeError as error:
        raise RioBravoError(code="RB-206", found=f"{name}: {error.reason}") from error
    except (ValueError, OverflowError) as error:  # a date past the year 9999
        raise RioBravoError(code="RB-214", found=f"{name}: {error}") from error
    return value
