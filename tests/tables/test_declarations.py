"""What stands in ``schemas/``: its form, and that the files fit each other and the records of the program."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import Any

import pytest

from riobravo import ontology, records, resources
from riobravo.errors import RioBravoError
from riobravo.release import validate
from riobravo.tables import as_expectations, model

FILES = ("fields", "tables", "expectations")


def _content(name: str) -> Any:
    return resources.load_yaml(resources.schemas_dir() / f"{name}.yaml")


@pytest.mark.parametrize("name", FILES)
def test_files_have_the_form_of_their_json_schema(name: str) -> None:
    """Each declaration is of the form that its schema in schemas/meta asks for."""
    assert [] == list(validate.faults(_content(name), name))


@pytest.mark.parametrize(
    ("name", "path", "value", "where"),
    [
        ("fields", ["fields", "title", "type"], "text", "fields.title.type"),
        ("fields", ["fields", "title", "description"], "no sentence", "fields.title.description"),
        ("fields", ["fields", "title", "minimum"], 1, "fields.title"),
        ("fields", ["fields", "goldstein", "codes"], "units", "fields.goldstein"),
        ("fields", ["fields", "is_hedged", "pattern"], "^x$", "fields.is_hedged"),
        ("fields", ["fields", "sources", "codes"], "units", "fields.sources"),
        ("fields", ["fields", "status", "one_of"], ["a", "b"], "fields.status"),
        ("fields", ["fields", "url", "pattern"], "https?://", "fields.url.pattern"),
        ("fields", ["fields", "Title"], {"type": "string", "description": "A."}, "fields"),
        ("fields", ["fields", "title", "nullable"], True, "fields.title"),
        ("tables", ["tables", "events", "grain"], "events", "tables.events.grain"),
        ("tables", ["tables", "events", "key"], [], "tables.events.key"),
        ("tables", ["tables", "events", "columns"], ["a", "a"], "tables.events.columns"),
        ("tables", ["tables", "events", "foreign_keys"], {"a": "actors"}, "tables.events.foreign_keys.a"),
        ("tables", ["version"], "2026.011.0", "version"),
        ("tables", ["release_tables", "events_wide", "key"], ["event_id"], "release_tables.events_wide"),
        ("tables", ["release_tables", "release", "key"], [], "release_tables.release.key"),
        ("tables", ["coverage", "data_through"], "June 2026", "coverage.data_through"),
        ("tables", ["scope", "countries"], ["US"], "scope.countries[0]"),
        ("expectations", ["expectations", 0, "expect"], "luck", "expectations[0]"),
        ("expectations", ["expectations", 0, "at_least"], 2, "expectations[0]"),
        ("expectations", ["expectations", 0, "because"], "", "expectations[0].because"),
        ("expectations", ["expectations", 0, "column"], "title", "expectations[0]"),
        ("expectations", ["derived", 0, "expect"], "fresh", "derived[0].expect"),
        ("expectations", ["derived", 0, "at_most"], 0.5, "derived[0]"),
        ("expectations", ["derived", 1, "from_rows"], 0, "derived[1]"),
        ("expectations", ["derived", 2, "table"], "events", "derived[2]"),
        ("tables", ["release_tables", "changes", "grain"], "changes", "release_tables.changes.grain"),
    ],
)
def test_a_wrong_form_is_found_where_it_stands(name: str, path: list[Any], value: object, where: str) -> None:
    """Each rule of the JSON Schemas refuses a counterexample, and says where it is."""
    content = copy.deepcopy(_content(name))
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert where in [found for found, _ in validate.faults(content, name)]


def test_every_field_is_used_by_a_table() -> None:
    """No declaration is dead."""
    used = {field.name for table in model.load().released.values() for field in table.fields}
    assert set(model.load_fields()) - used == set()


def test_truth_values_say_so_in_their_names() -> None:
    """Booleans begin with is_, and nothing else does."""
    fields = model.load_fields().values()
    assert {field.name for field in fields if field.type == "boolean"} == {
        field.name for field in fields if field.name.startswith("is_")
    }


def test_every_code_list_is_one_of_the_ontology() -> None:
    """Each `codes:` names a list that ontology.yaml declares, and that list is not empty."""
    declared = [part for field in model.load_fields().values() for part in (field, *field.fields)]
    empty = [field.name for field in declared if field.codes and not ontology.load().codes(field.codes)]
    assert empty == []


def test_an_undeclared_code_list_is_refused() -> None:
    """A list that does not exist is named, with those that do."""
    field = model.Field(name="colour", type="string", description="A colour.", codes="colours")
    with pytest.raises(RioBravoError, match=r"RB-302.*colours"):
        _ = field.allowed


@pytest.mark.parametrize(
    ("record", "table"),
    [(records.Article, "articles"), (records.Mention, "mentions"), (records.Quarantined, "quarantine")],
)
def test_records_and_tables_name_the_same_columns(record: Any, table: str) -> None:
    """A record has no field that its table lacks; what the table has beyond it is added on the way."""
    columns = set(model.load_tables()[table].columns)
    names = {field.name for field in dataclasses.fields(record)}
    added = {"articles": {"text_sha256", "n_words", "story_id", "split"}}.get(table, set())
    assert (set(), added) == (names - columns, columns - names)


@pytest.mark.parametrize(("record", "field"), [(records.Source, "sources"), (records.Quantity, "quantities")])
def test_nested_records_and_structs_name_the_same_parts(record: Any, field: str) -> None:
    """The parts of a struct are the fields of the record that fills it."""
    parts = {part.name for part in model.load_fields()[field].fields}
    assert parts == {part.name for part in dataclasses.fields(record)}


def test_mentions_and_the_machines_mentions_have_the_same_columns() -> None:
    """The two codings of an article can be compared column by column."""
    tables = model.load_tables()
    assert tables["mentions"].columns == tables["mentions_machine"].columns


def test_expectations_speak_of_tables_and_columns_that_exist() -> None:
    """An expectation of a column that is not there would never be measured."""
    tables = model.load_tables()
    for entry in as_expectations.load():
        assert entry.get("column", tables[entry["table"]].columns[0]) in tables[entry["table"]].columns


def test_the_calendar_starts_before_it_ends() -> None:
    """The declared coverage is a span of time."""
    coverage = model.load().coverage
    assert coverage.covers_from < coverage.data_through


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("columns: [event_id, mention_id, reason]", "columns: [event_id, mention_id, why]", "why"),
        ("event_id: events.event_id", "event_id: happenings.event_id", "happenings"),
        ("event_id: events.event_id", "event_id: events.id", "found id"),
        ("sort: [place_id]", "sort: [postcode]", "postcode"),
        ("columns: [source_country,", "columns: [sender_country,", "sender_country"),
        ("corpus_tables: [articles,", "corpus_tables: [papers,", "papers"),
        ("widens: events", "widens: happenings", "happenings"),
        ("columns: [evidence, article_ids,", "columns: [proof, article_ids,", "proof"),
    ],
)
def test_a_name_that_is_not_declared_is_refused(tmp_path: Path, old: str, new: str, found: str) -> None:
    """Names that one file uses are declared in the other; the message tells the name and what is allowed."""
    for name in ("fields.yaml", "tables.yaml"):
        text = (resources.schemas_dir() / name).read_text(encoding="utf-8")
        if name == "tables.yaml":
            assert old in text
            text = text.replace(old, new)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RioBravoError, match=rf"RB-302.*{found}"):
        model.load_from(tmp_path)


def test_a_table_that_widens_another_has_all_of_it() -> None:
    """Its columns come first, and key, order and what is required are taken over."""
    declared = model.load()
    for name, entry in _content("tables")["release_tables"].items():
        if "widens" in entry:
            wide, base = declared.release_tables[name], declared.tables[entry["widens"]]
            assert wide.columns == (*base.columns, *entry["columns"])
            assert (wide.key, wide.sort, wide.foreign_keys) == (base.key, base.sort, base.foreign_keys)
            assert wide.required == base.required | set(entry["required"])


def test_a_table_knows_its_columns_by_name() -> None:
    """Asking for a column that is not there says which there are."""
    table = model.load_tables()["event_links"]
    assert table.field("relation").codes == "relations"
    with pytest.raises(RioBravoError, match=r"RB-302.*relation"):
        table.field("relationship")
