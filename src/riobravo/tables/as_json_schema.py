"""A table as a JSON Schema of one row, as JSON would hold it: dates as texts, lists as arrays, a missing value as null."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table

TYPES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "string": {"type": "string"},
        "integer": {"type": "integer"},
        "number": {"type": "number"},
        "boolean": {"type": "boolean"},
        "date": {"type": "string", "format": "date"},
    }
)
"""Type of fields.yaml → what JSON Schema says of one value."""


def row(table: Table) -> dict[str, Any]:
    """The schema of a row. ``x-`` keywords hold what JSON Schema has no word for: the key, foreign keys, units."""
    return {
        "title": table.name,
        "description": f"{table.description} Grain: {table.grain}.",
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _column(field, required=field.name in table.required) for field in table.fields},
        "required": list(table.columns),
        "x-key": list(table.key),
        "x-foreign-keys": {key.column: f"{key.table}.{key.target}" for key in table.foreign_keys},
        "x-sorted-by": list(table.sort),
    }


def _column(field: Field, *, required: bool) -> dict[str, Any]:
    said = {"description": field.description} | ({"x-unit": field.unit} if field.unit else {})
    value: dict[str, Any] = {"type": "array", "items": _value(field)} if field.is_list else _value(field)
    return said | (value if required else {"anyOf": [value, {"type": "null"}]})


def _value(field: Field) -> dict[str, Any]:
    if field.fields:
        parts = {part.name: _column(part, required=False) for part in field.fields}
        return {"type": "object", "additionalProperties": False, "properties": parts, "required": list(parts)}
    return {**TYPES[field.item_type], **bounds(field)}


def bounds(field: Field) -> dict[str, Any]:
    """What must hold of one value, in the keywords of JSON Schema, which Table Schema shares."""
    declared = {
        "enum": list(field.allowed) or None,
        "pattern": field.pattern,
        "minLength": field.min_length,
        "minimum": field.minimum,
        "maximum": field.maximum,
    }
    return {name: bound for name, bound in declared.items() if bound is not None}
