"""A table as a record set of Croissant (schema.org's vocabulary for datasets that programs load), read from its Parquet file.

Foreign keys are not told here: programs take a reference for an order to join, and stop at one that leads back to its table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "sc:Text",
        "integer": "sc:Integer",
        "number": "sc:Float",
        "boolean": "sc:Boolean",
        "date": "sc:Date",
    }
)
"""Type of fields.yaml → Croissant type of one value."""


def record_set(table: Table, file: str) -> dict[str, Any]:
    """The table's record set; ``file`` is the id of the file object that holds it."""
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.description} Grain: {table.grain}.",
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(field, table, file) for field in table.fields],
    }


def _field(field: Field, table: Table, file: str) -> dict[str, Any]:
    own = f"{table.name}/{field.name}"
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": own,
        "name": field.name,
        "description": f"{field.description} Unit: {field.unit}." if field.unit else field.description,
        "source": {"fileObject": {"@id": file}, "extract": {"column": field.name}},
    }
    if field.is_list:
        found["repeated"] = True
    if field.fields:
        found["subField"] = [_part(part, own, file, field.name) for part in field.fields]
    else:
        found["dataType"] = TYPES[field.item_type]
    return found


def _part(part: Field, within: str, file: str, column: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{within}/{part.name}",
        "name": part.name,
        "description": part.description,
        "dataType": TYPES[part.item_type],
        "source": {
            "fileObject": {"@id": file},
            "extract": {"column": column},
            "transform": {"jsonPath": part.name},
        },
    }
