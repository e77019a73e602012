"""A table as a resource of a Frictionless Data Package, with its Table Schema."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from riobravo.tables import as_json_schema

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "string",
        "integer": "integer",
        "number": "number",
        "boolean": "boolean",
        "date": "date",
        "list[string]": "any",
        "list[struct]": "any",
    }
)
"""Type of fields.yaml → type of a Table Schema. Its types of lists are for lists in text, and Parquet has real ones."""


def resource(table: Table) -> dict[str, Any]:
    """The table's entry in ``datapackage.json``; size and hash of the file are added by whoever has the file."""
    return {
        "name": table.name,
        "type": "file",
        "path": f"tables/{table.name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": f"{table.description} Grain: {table.grain}.",
        "schema": {
            "fields": [_field(field, required=field.name in table.required) for field in table.fields],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": [foreign.column],
                    "reference": {
                        "resource": "" if foreign.table == table.name else foreign.table,
                        "fields": [foreign.target],
                    },
                }
                for foreign in table.foreign_keys
            ],
        },
    }


def csv_resource(table: Table, rule: str) -> dict[str, Any]:
    """The entry of the table's CSV file, in which lists are JSON; ``rule`` says how the cells are written."""
    parquet = resource(table)
    fields = [_in_csv(field, entry) for field, entry in zip(table.fields, parquet["schema"]["fields"], strict=True)]
    return {
        **parquet,
        "name": f"{table.name}-csv",
        "type": "table",
        "path": f"csv/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": f"{parquet['description']} {rule}",
        "schema": {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]},
    }


def _in_csv(field: Field, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry of a column for a file that cannot tell an empty text from a missing one, and in which lists are text."""
    constraints = entry.get("constraints", {})
    if field.type == "string" and not (field.is_coded or field.pattern or field.min_length):
        constraints = {name: value for name, value in constraints.items() if name != "required"}
    kind = "array" if field.is_list else entry["type"]
    return {**entry, "type": kind, "constraints": constraints}


def _field(field: Field, *, required: bool) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": TYPES[field.type], "description": field.description}
    if field.unit:
        described["unit"] = field.unit
    if field.is_list:
        described["itemType"] = field.item_type
    constraints = _constraints(field, required=required)
    return described | ({"constraints": constraints} if constraints else {})


def _constraints(field: Field, *, required: bool) -> dict[str, Any]:
    """What a Table Schema can say of a whole cell; bounds of the items of a list it cannot."""
    found: dict[str, Any] = {"required": True} if required else {}
    if field.is_list:
        return found
    return found | as_json_schema.bounds(field)
