"""Typed frames from records: what goes from one stage to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.tables import as_polars

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table


def frame(records: Sequence[object], table: Table) -> pl.DataFrame:
    """Records (dataclasses or mappings) as a frame with the table's columns, order and types.

    A column that the record does not have is null; what the record has beyond the table is left out. Nested records become
    structs.

    Raises:
        RioBravoError: RB-303 for a value of another type than declared.
    """
    columns = {field.name: [_cell(_of(record, field.name), field) for record in records] for field in table.fields}
    return typed(columns, table)


def typed(columns: Mapping[str, Sequence[Any]], table: Table) -> pl.DataFrame:
    """Plain values by column as a frame of the table's types.

    Raises:
        RioBravoError: RB-303, naming the column.
    """
    made = []
    for field in table.fields:
        try:
            made.append(pl.Series(field.name, columns[field.name], dtype=as_polars.dtype(field), strict=True))
        except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
            raise RioBravoError(
                code="RB-303", found=error, allowed=field.type, where=f"{table.name}.{field.name}"
            ) from error
    return pl.DataFrame(made)


def conform(data: pl.DataFrame, table: Table) -> pl.DataFrame:
    """A frame with the table's columns in their order and types: missing columns null, surplus ones left out.

    Raises:
        RioBravoError: RB-303 for a column that cannot be had in the declared type.
    """
    wanted = as_polars.schema(table)
    cast = [
        (pl.col(name) if name in data.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in wanted.items()
    ]
    try:
        return data.select(cast) if data.width else as_polars.empty(table)
    except pl.exceptions.PolarsError as error:
        raise RioBravoError(code="RB-303", found=error, where=table.name) from error


def sort(data: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows in the declared order, nulls last; the key breaks ties, so that the order is always the same."""
    return data.sort(order(table), nulls_last=True)


def order(table: Table) -> list[str]:
    """The columns that rows are sorted by."""
    return [*table.sort, *(name for name in table.key if name not in table.sort)]


def _of(record: object, name: str) -> Any:
    if isinstance(record, Mapping):
        return record.get(name)
    if not is_dataclass(record):
        raise RioBravoError(code="RB-303", found=repr(record), allowed="a record or a mapping", where=name)
    return getattr(record, name, None)


def _cell(value: Any, field: Field) -> Any:
    if not field.fields or value is None:
        return list(value) if field.is_list and value is not None else value
    return [{part.name: _cell(_of(item, part.name), part) for part in field.fields} for item in value]
