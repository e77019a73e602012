"""A table as an Arrow schema: what its Parquet file looks like, with the words about each column inside.

Pyarrow writes the files because polars drops the metadata of fields. Closed lists are dictionary-encoded: readers get a
categorical, and the values are not fixed by the file's type.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table

TYPES: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
)
"""Type of fields.yaml → Arrow type of one value."""

_ITEM = "element"
"""The name Parquet gives the items of a list, so that the schema reads back as it was written."""

CODED = pa.dictionary(pa.int32(), pa.string())
"""The type of a column whose values come from a closed list (within lists the values stay plain: few readers take both)."""


def schema(table: Table) -> pa.Schema:
    """The columns of the table with description and unit; the table's own words as metadata of the schema."""
    metadata = {"table": table.name, "description": table.description, "grain": table.grain}
    return pa.schema([_field(field, required=field.name in table.required) for field in table.fields], metadata)


def _field(field: Field, *, required: bool) -> pa.Field:
    metadata = {"description": field.description}
    if field.unit:
        metadata["unit"] = field.unit
    kind = CODED if field.is_coded and not field.is_list else _type(field)
    return pa.field(field.name, kind, nullable=not required, metadata=metadata)


def _type(field: Field) -> pa.DataType:
    parts = [(part.name, _type(part)) for part in field.fields]
    value = pa.struct(parts) if parts else TYPES[field.item_type]
    return pa.list_(pa.field(_ITEM, value)) if field.is_list else value
