"""Every table in every form: the same columns, in the same order, with the same words."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from riobravo.tables import as_arrow, as_datapackage, as_duckdb, as_markdown, as_polars, model
from riobravo.tables.model import Table
from tests.tables import examples

TABLES = list(model.load_tables().values())
EACH = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@EACH
def test_polars_has_the_columns_in_order(table: Table) -> None:
    """The polars schema names every column once, in declared order."""
    assert list(as_polars.schema(table)) == list(table.columns)


@EACH
def test_arrow_says_what_each_column_means(table: Table) -> None:
    """Description and unit are in the metadata of each Arrow field, and null is allowed where declared."""
    schema = as_arrow.schema(table)
    assert schema.names == list(table.columns)
    for field in table.fields:
        arrow = schema.field(field.name)
        assert arrow.metadata.get(b"description") == field.description.encode()
        assert arrow.metadata.get(b"unit") == (field.unit.encode() if field.unit else None)
        assert arrow.nullable == (field.name not in table.required)
    assert schema.metadata[b"grain"] == table.grain.encode()


@EACH
def test_code_lists_are_dictionaries_in_arrow(table: Table) -> None:
    """A column with a closed list is dictionary-encoded, and no other column is."""
    schema = as_arrow.schema(table)
    coded = {field.name for field in table.fields if field.is_coded and not field.is_list}
    assert coded == {name for name in schema.names if schema.field(name).type == as_arrow.CODED}


@EACH
def test_a_row_passes_from_polars_to_arrow_and_duckdb_and_back(table: Table) -> None:
    """The forms fit each other: a row keeps every value on the way through all of them."""
    row = examples.good_frame(table)
    arrow = row.to_arrow().cast(as_arrow.schema(table))
    with duckdb.connect() as connection:
        connection.execute(as_duckdb.ddl(table))
        connection.from_arrow(arrow).insert_into(table.name)
        back = pl.DataFrame(connection.table(table.name).to_arrow_table())
    assert back.cast(as_polars.schema(table)).to_dicts() == row.to_dicts()


@EACH
def test_duckdb_has_comments_and_no_constraint_that_old_versions_choke_on(table: Table) -> None:
    """Each column carries its description; there are no keys or indexes; required columns refuse null."""
    with duckdb.connect() as connection:
        connection.execute(as_duckdb.ddl(table))
        comments = dict(
            connection.execute(
                "select column_name, comment from duckdb_columns() where table_name = ?", [table.name]
            ).fetchall()
        )
        kinds = {
            row[0]
            for row in connection.execute(
                "select constraint_type from duckdb_constraints() where table_name = ?", [table.name]
            ).fetchall()
        }
    assert list(comments) == list(table.columns)
    assert all(field.description in comments[field.name] for field in table.fields)
    assert kinds <= {"NOT NULL"}


def test_duckdb_quotes_names_and_texts() -> None:
    """Quotes in a name or a text end neither."""
    assert as_duckdb.quoted('a"b') == '"a""b"'
    assert as_duckdb.literal("it's") == "'it''s'"


@EACH
def test_the_data_package_has_keys_and_constraints(table: Table) -> None:
    """The resource names every column, the key, and each foreign key with its target."""
    resource = as_datapackage.resource(table)
    schema = resource["schema"]
    assert [field["name"] for field in schema["fields"]] == list(table.columns)
    assert schema["primaryKey"] == list(table.key)
    targets = {(entry["fields"][0], entry["reference"]["resource"] or table.name) for entry in schema["foreignKeys"]}
    assert targets == {(foreign.column, foreign.table) for foreign in table.foreign_keys}
    required = {field["name"] for field in schema["fields"] if field.get("constraints", {}).get("required")}
    assert required == table.required


def test_the_data_package_lists_codes_and_bounds() -> None:
    """Closed lists, patterns, bounds and units are told to those who read only the package."""
    fields = {
        field["name"]: field for field in as_datapackage.resource(model.load_tables()["events"])["schema"]["fields"]
    }
    assert "actual" in fields["status"]["constraints"]["enum"]
    assert fields["event_id"]["constraints"]["pattern"].startswith("^rb-")
    assert (fields["goldstein"]["constraints"]["minimum"], fields["goldstein"]["constraints"]["maximum"]) == (-10, 10)
    assert fields["place_lat"]["unit"] == "degrees"
    assert (fields["languages"]["type"], fields["languages"]["itemType"]) == ("list", "string")


@EACH
def test_the_page_tells_of_every_column_and_part(table: Table) -> None:
    """The Markdown page has a heading, the grain, and a row for each column and each part of a struct."""
    page = as_markdown.page(table)
    assert page.startswith(f"## {table.name}\n")
    assert table.grain in page
    for field in table.fields:
        assert f"| `{field.name}` | {field.type} |" in page
        for part in field.fields:
            assert f"| `{field.name}[].{part.name}` |" in page


def test_the_page_escapes_what_would_break_its_table() -> None:
    """A bar inside a cell does not start a new one."""
    field = model.Field(name="x", type="string", description="One | two.", pattern="^a|b$")
    table = model.Table(
        name="t", description="T.", grain="one row", fields=(field,), required=frozenset(), key=("x",),
        foreign_keys=(), sort=("x",),
    )  # fmt: skip
    row = as_markdown.page(table).splitlines()[-1]
    assert row.replace("\\|", "").count("|") == 5
