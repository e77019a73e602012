"""The form of identity.yaml, and that it speaks of what the ontology declares."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from riobravo import resources
from riobravo.errors import RioBravoError
from riobravo.events import policy

SCHEMA = json.loads((resources.schemas_dir() / "meta" / "identity.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture
def declared() -> dict[str, Any]:
    """The declaration as plain values, to spoil."""
    loaded: dict[str, Any] = copy.deepcopy(resources.load_yaml(resources.schemas_dir() / "identity.yaml"))
    return loaded


def test_the_declaration_has_its_form(declared: dict[str, Any]) -> None:
    """identity.yaml is what its JSON Schema asks for, and the schema is one."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert [error.message for error in VALIDATOR.iter_errors(declared)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("dates", "tolerance"), -1),
        (("dates", "planned"), {"extradition": 30}),
        (("statuses", "agree"), [["actual"]]),
        (("persons", "particles"), ["De"]),
        (("persons", "fuzzy"), 1.5),
        (("quantities", "apart"), 1),
        (("sums", "strong"), ["same_mood"]),
        (("search", "neighbours"), 0),
        (("links", 0, "needs"), []),
        (("links", 0, "needs"), ["same_mood"]),
        (("stages", "threat"), {}),
        (("surplus",), 1),
    ],
)
def test_each_constraint_refuses_its_counterexample(
    declared: dict[str, Any], path: tuple[Any, ...], value: Any
) -> None:
    """What is out of bounds, empty or unknown does not pass the JSON Schema."""
    entry: Any = declared
    for key in path[:-1]:
        entry = entry[key]
    entry[path[-1]] = value
    assert not VALIDATOR.is_valid(declared)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("stages", "threat", "open"), ["vague"], "vague"),
        (("stages", "extradition", "groups"), [["extradited", "exported"]], "exported"),
        (("sums", "base"), {"default": 1.0, "rain": 0.0}, "rain"),
        (("dates", "weak_bases"), ["rumour"], "rumour"),
        (("statuses", "order"), ["actual", "wished"], "wished"),
        (("quantities", "exact_units"), ["parsecs"], "parsecs"),
        (("links", 0, "relation"), "resembles", "resembles"),
        (("links", 0, "later"), ["extradition/exported"], "extradition/exported"),
        (("merging", "reviewers"), ["robots"], "robots"),
        (("places", "wide"), ["planet"], "planet"),
    ],
)
def test_a_name_the_ontology_lacks_stops_the_reading(
    declared: dict[str, Any], path: tuple[Any, ...], value: Any, named: str, tmp_path: Path
) -> None:
    """A type, code or relation that is not declared is told with those there are."""
    entry: Any = declared
    for key in path[:-1]:
        entry = entry[key]
    entry[path[-1]] = value
    target = tmp_path / "identity.yaml"
    target.write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RioBravoError, match=named) as caught:
        policy.read(target)
    assert caught.value.code == "RB-302"


def test_a_missing_section_stops_the_reading(declared: dict[str, Any], tmp_path: Path) -> None:
    """A file without a section is told with its path."""
    del declared["sums"]
    target = tmp_path / "identity.yaml"
    target.write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RioBravoError, match="sums") as caught:
        policy.read(target)
    assert caught.value.code == "RB-301"
