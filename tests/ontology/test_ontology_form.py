"""The form of ontology.yaml, and that each constraint of its JSON Schema refuses something."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from riobravo import ontology, resources
from riobravo.errors import RioBravoError

SCHEMA = json.loads((resources.schemas_dir() / "meta" / "ontology.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
Entry = dict[str, Any]


@pytest.fixture
def declared() -> Entry:
    """The declaration as plain values, to spoil."""
    loaded: Entry = copy.deepcopy(resources.load_yaml(resources.schemas_dir() / "ontology.yaml"))
    return loaded


def _remove(*path: str) -> Callable[[Entry], None]:
    def spoil(entry: Entry) -> None:
        for key in path[:-1]:
            entry = entry[key]
        del entry[path[-1]]

    return spoil


def _set(value: object, *path: Any) -> Callable[[Entry], None]:
    def spoil(entry: Entry) -> None:
        for key in path[:-1]:
            entry = entry[key]
        entry[path[-1]] = value

    return spoil


def test_the_declaration_has_its_form(declared: Entry) -> None:
    """ontology.yaml is what its JSON Schema asks for, and the schema is one."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert [error.message for error in VALIDATOR.iter_errors(declared)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        _remove("types", "threat", "definition"),
        _remove("types", "threat", "subtypes", "tariff", "example", "es"),
        _remove("types", "threat", "subtypes", "tariff", "bad_example"),
        _remove("types", "threat", "subtypes", "tariff", "crosswalk", "cameo_code"),
        _remove("types", "threat", "roles", "object"),
        _remove("code_lists", "statuses", "codes", "actual", "definition"),
        _set("1.0", "version"),
        _set([], "types", "threat", "rules"),
        _set("perhaps", "types", "threat", "is_headline"),
        _set("Threat!", "types", "threat", "default_subtype"),
        _set("tariff", "types", "threat", "bad_example", "instead"),
        _set(" ", "types", "threat", "example", "en"),
        _set(11, "cameo", "138", "goldstein"),
        _set(5, "plover", "THREATEN", "quad_class"),
        _set({"label": "Too long a code", "goldstein": 0.0}, "cameo", "13888"),
        _set("weight", "code_lists", "units", "codes", "kg", "dimension"),
        _set("one more", "surplus"),
    ],
)
def test_each_constraint_refuses_its_counterexample(declared: Entry, spoil: Callable[[Entry], None]) -> None:
    """What is missing, misspelt or out of bounds does not pass the JSON Schema."""
    spoil(declared)
    assert not VALIDATOR.is_valid(declared)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_set("guesswork", "types", "threat", "default_subtype"), "default subtype 'guesswork'"),
        (_set(["parsecs"], "types", "threat", "units"), "unit 'parsecs'"),
        (_set("threat/rain", "types", "threat", "bad_example", "instead"), "'threat/rain'"),
        (_set("999", "types", "threat", "subtypes", "tariff", "crosswalk", "cameo_code"), "CAMEO code '999'"),
        (_set("SHOUT", "types", "threat", "subtypes", "tariff", "crosswalk", "plover_type"), "PLOVER type 'SHOUT'"),
        (_set("phone", "types", "threat", "subtypes", "tariff", "crosswalk", "plover_mode"), "mode 'phone'"),
        (_set(["colours"], "chapters", 0, "lists"), "code list 'colours'"),
        (_set("Bonjour à tous.", "types", "threat", "example", "fr"), "language 'fr'"),
    ],
)
def test_a_name_that_is_not_declared_stops_the_reading(
    declared: Entry, spoil: Callable[[Entry], None], named: str, tmp_path: Path
) -> None:
    """A name used and not declared is told with what is allowed."""
    spoil(declared)
    path = tmp_path / "ontology.yaml"
    path.write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RioBravoError) as caught:
        ontology.read(path)
    assert caught.value.code == "RB-302"
    assert named in str(caught.value)
    assert caught.value.allowed


def test_a_missing_entry_stops_the_reading(declared: Entry, tmp_path: Path) -> None:
    """A misshapen file is told with its path, not as a traceback of keys."""
    del declared["types"]["threat"]["subtypes"]
    path = tmp_path / "ontology.yaml"
    path.write_text(yaml.safe_dump(declared), encoding="utf-8")
    with pytest.raises(RioBravoError, match="subtypes") as caught:
        ontology.read(path)
    assert caught.value.code == "RB-301"
