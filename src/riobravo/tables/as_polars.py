"""A table as a polars schema: what the frames between stages look like.

Closed lists are plain strings here. In the files they are dictionary-encoded (`as_arrow`), and their values are checked
(`as_pandera`): a polars Enum would freeze today's list into every frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from polars.datatypes import DataType, DataTypeClass

    from riobravo.tables.model import Field, Table

TYPES: Mapping[str, DataTypeClass] = MappingProxyType(
    {
        "string": pl.String,
        "integer": pl.Int64,
        "number": pl.Float64,
        "boolean": pl.Boolean,
        "date": pl.Date,
    }
)
"""Type of fields.yaml → polars type of one value."""


def schema(table: Table) -> pl.Schema:
    """The columns of the table in order, with their types."""
    return pl.Schema({field.name: dtype(field) for field in table.fields})


def dtype(field: Field) -> DataType | DataTypeClass:
    """The polars type of a column."""
    parts = {part.name: dtype(part) for part in field.fields}
    value = pl.Struct(parts) if parts else TYPES[field.item_type]
    return pl.List(value) if field.is_list else value


def empty(table: Table) -> pl.DataFrame:
    """The table without rows."""
    return pl.DataFrame(schema=schema(table))
