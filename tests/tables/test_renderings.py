"""Every table in every form: the same columns, in the same order, with the same words."""

from __future__ import annotations

import json

import duckdb
import jsonschema
import polars as pl
import pytest

from riobravo.tables import (
    as_arrow,
    as_croissant,
    as_datapackage,
    as_duckdb,
    as_json_schema,
    as_markdown,
    as_polars,
    model,
)
from riobravo.tables.model import Table
from tests.tables import examples

TABLES = list(model.load().released.values())
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
    assert (fields["languages"]["type"], fields["languages"]["itemType"]) == ("any", "string")


@EACH
def test_the_csv_resource_differs_where_csv_does(table: Table) -> None:
    """Lists are arrays in text; an empty text may stand for one that is required; all else is as in the Parquet resource."""
    parquet = as_datapackage.resource(table)["schema"]["fields"]
    found = as_datapackage.csv_resource(table, "The rule.")
    assert (found["path"], found["description"][-9:]) == (f"csv/{table.name}.csv", "The rule.")
    for field, one, other in zip(table.fields, parquet, found["schema"]["fields"], strict=True):
        assert (one["name"], one["description"]) == (other["name"], other["description"])
        assert other["type"] == ("array" if field.is_list else one["type"])
        assert other["constraints"].items() <= one.get("constraints", {}).items()


@EACH
def test_croissant_reads_each_column_from_the_file(table: Table) -> None:
    """Ids are unique, each column and part says where it comes from, lists repeat."""
    found = as_croissant.record_set(table, "the-file")
    fields = found["field"]
    parts = [part for field in fields for part in field.get("subField", ())]
    ids = [entry["@id"] for entry in (*fields, *parts)]
    assert len(set(ids)) == len(ids)
    assert [field["source"]["extract"]["column"] for field in fields] == list(table.columns)
    assert {entry["source"]["fileObject"]["@id"] for entry in (*fields, *parts)} == {"the-file"}
    assert [field["name"] for field in fields if field.get("repeated")] == [
        one.name for one in table.fields if one.is_list
    ]
    assert {key["@id"] for key in found["key"]} <= set(ids)


@EACH
def test_the_json_schema_takes_a_good_row_and_refuses_each_bad_cell(table: Table) -> None:
    """Every bound that is declared of a column holds in the schema; what JSON cannot write (NaN) is not asked."""
    schema = as_json_schema.row(table)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    row = json.loads(examples.good_frame(table).write_ndjson())
    assert list(validator.iter_errors(row)) == []
    for field in table.fields:
        for check, value in examples.bad_cells(field):
            if not check.endswith(("finite", "item missing")):
                assert list(validator.iter_errors(json.loads(json.dumps({**row, field.name: value}, default=str)))), (
                    check
                )
        allowed = field.name not in table.required
        assert allowed == (not list(validator.iter_errors({**row, field.name: None})))


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
