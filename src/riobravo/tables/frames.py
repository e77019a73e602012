"""Typed frames from records: what goes from one stage to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    values_of = [_values_of(record) for record in records]
    columns = {field.name: [_cell(value_of(field.name), field) for value_of in values_of] for field in table.fields}
    return typed(columns, table)


def typed(columns: Mapping[str, Sequence[Any]], table: Table) -> pl.DataFrame:
    """Plain values by column as a frame of the table's types.

    Raises:
        RioBravoError: RB-303, naming the column.
    """
    made = []
    for field in table.fields:
        try:
            made.append(_series(columns[field.name], field))
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


def _series(cells: Sequence[Any], field: Field) -> pl.Series:
    if not field.fields:
        return pl.Series(field.name, cells, dtype=as_polars.dtype(field), strict=True)
    # polars would make a frame of every cell: the items of all cells become one, and are put together again
    items = [item for cell in cells for item in cell or ()]
    parts = [_series([item and item.get(part.name) for item in items], part) for part in field.fields]
    is_there = pl.Series("is_there", [item is not None for item in items], dtype=pl.Boolean)
    of_row = pl.Series("row", [row for row, cell in enumerate(cells) for _ in cell or ()], dtype=pl.UInt32)
    structs = pl.when("is_there").then(pl.struct(part.name for part in field.fields)).alias(field.name)
    lists = pl.DataFrame([of_row, is_there, *parts]).select("row", structs).group_by("row").agg(field.name)
    is_null = pl.Series("is_null", [cell is None for cell in cells], dtype=pl.Boolean)
    rows = pl.DataFrame([is_null]).with_row_index("row").join(lists, on="row", how="left", maintain_order="left")
    nothing = pl.lit([], dtype=as_polars.dtype(field))
    return (
        rows.select(pl.when(~pl.col("is_null")).then(pl.col(field.name).fill_null(nothing)))
        .to_series()
        .alias(field.name)
    )


def _values_of(record: object) -> Callable[[str], Any]:
    """How a record gives its values by name; what it does not have is None."""
    if isinstance(record, Mapping):
        return record.get
    if not is_dataclass(record):
        raise RioBravoError(code="RB-303", found=repr(record), allowed="a record or a mapping", where="a table")
    return lambda name: getattr(record, name, None)


def _cell(value: Any, field: Field) -> Any:
    if value is None or not field.is_list:
        return value
    if not field.fields:
        return list(value)
    items = [_values_of(item) for item in value]
    return [{part.name: _cell(value_of(part.name), part) for part in field.fields} for value_of in items]
