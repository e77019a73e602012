"""A table as DuckDB statements: CREATE TABLE and a COMMENT for the table and each column.

No key, unique or foreign key constraint: the file must open in DuckDB 1.0 and in the browser, and validation holds those.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
    }
)
"""Type of fields.yaml → DuckDB type of one value."""


def ddl(table: Table, *, nullable: bool = False, is_temporary: bool = False) -> str:
    """The statements that make the empty table, separated by semicolons; ``nullable`` takes rows not yet validated."""
    create = "CREATE TEMP TABLE" if is_temporary else "CREATE TABLE"
    columns = ",\n".join(f"    {_column(field, table, nullable=nullable)}" for field in table.fields)
    comments = [f"COMMENT ON TABLE {quoted(table.name)} IS {literal(comment(table))}"]
    comments += [
        f"COMMENT ON COLUMN {quoted(table.name)}.{quoted(field.name)} IS {literal(_words(field))}"
        for field in table.fields
    ]
    return ";\n".join([f"{create} {quoted(table.name)} (\n{columns}\n)", *comments]) + ";\n"


def comment(table: Table) -> str:
    """What a person reads about the table: its description and its grain."""
    return f"{table.description} Grain: {table.grain}."


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _column(field: Field, table: Table, *, nullable: bool) -> str:
    null = " NOT NULL" if field.name in table.required and not nullable else ""
    return f"{quoted(field.name)} {_type(field)}{null}"


def _type(field: Field) -> str:
    parts = ", ".join(f"{quoted(part.name)} {_type(part)}" for part in field.fields)
    value = f"STRUCT({parts})" if parts else TYPES[field.item_type]
    return f"{value}[]" if field.is_list else value


def _words(field: Field) -> str:
    return f"{field.description} Unit: {field.unit}." if field.unit else field.description
