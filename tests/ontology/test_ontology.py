"""What the ontology promises: every type and subtype complete, closed lists, crosswalks that hold together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.ontology import EventType, Rule, Subtype

DECLARED = ontology.load()

SUBTYPES = {
    "extradition": 6, "deployment": 7, "withdrawal": 7, "threat": 8, "sanction": 6, "concession": 4, "pledge": 6,
    "agreement": 4, "consultation": 4, "aid": 4, "demand": 6, "rejection": 5, "accusation": 5, "protest": 3, "arrest": 4,
    "judicial": 6, "seizure": 5, "assault": 6, "intelligence": 4, "other": 6,
}  # fmt: skip
"""The closed list of the coding rules: a type or subtype more or less is a decision, not an accident."""


def _entries() -> Iterator[tuple[str, EventType | Subtype]]:
    for name, event_type in DECLARED.types.items():
        yield name, event_type
        for subtype in event_type.subtypes.values():
            yield f"{name}/{subtype.name}", subtype


def _rules() -> Iterator[Rule]:
    for chapter in DECLARED.chapters:
        yield from chapter.rules
    for event_type in DECLARED.types.values():
        yield from event_type.rules


ENTRIES = dict(_entries())


def test_the_types_and_their_subtypes_are_those_of_the_coding_rules() -> None:
    """Twenty types, with as many subtypes each as the rules close."""
    assert {name: len(event_type.subtypes) for name, event_type in DECLARED.types.items()} == SUBTYPES


def test_the_headline_types_come_first() -> None:
    """Extradition, deployment with withdrawal, and threat head every list."""
    assert DECLARED.headline_types == ("extradition", "deployment", "withdrawal", "threat")
    assert tuple(DECLARED.types)[:4] == DECLARED.headline_types


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_entry_has_an_example_in_each_language(name: str) -> None:
    """English and Spanish examples are there, are sentences, and are not one another's copy."""
    example = ENTRIES[name].example
    assert list(example) == list(DECLARED.languages)
    assert all(text[0].isupper() and text.endswith(".") for text in example.values())
    assert len(set(example.values())) == len(example)


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_no_bad_example_is_of_its_own_kind(name: str) -> None:
    """A bad example of a type is of another type (or subtype, for a subtype), or no event."""
    instead = ENTRIES[name].bad_example.instead
    assert instead is None or (instead != name and instead.split("/")[0] != name)


def test_no_sentence_is_used_twice() -> None:
    """Each good example teaches something: none stands under two entries, nor as a bad one too."""
    good = Counter(text for entry in ENTRIES.values() for text in entry.example.values())
    assert [text for text, times in good.items() if times > 1] == []
    assert [entry.bad_example.text for entry in ENTRIES.values() if entry.bad_example.text in good] == []


def test_rules_have_ids_of_their_own() -> None:
    """A rule can be cited: ids are unique and count from 1 within their chapter or type."""
    ids = [rule.id for rule in _rules()]
    assert [rule_id for rule_id, times in Counter(ids).items() if times > 1] == []
    numbers: dict[str, list[int]] = {}
    for rule_id in ids:
        group, number = rule_id.rsplit("-", 1)
        numbers.setdefault(group, []).append(int(number))
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_every_code_list_is_in_the_codebook() -> None:
    """Each declared list is shown by exactly one chapter."""
    shown = Counter(name for chapter in DECLARED.chapters for name in chapter.lists)
    assert dict(shown) == dict.fromkeys(DECLARED.lists, 1)


def test_every_unit_has_a_dimension_and_a_use() -> None:
    """No unit is dead, and each says what it measures."""
    used = {unit for name, kind in DECLARED.types.items() if name != "other" for unit in kind.units}
    assert used == set(DECLARED.units)
    assert all("dimension" in code.traits for code in DECLARED.lists["units"].codes.values())


@pytest.mark.parametrize(
    ("kind", "subtype", "plover", "cameo", "goldstein", "quad"),
    [
        ("extradition", "extradited", "COOPERATE", "063", 7.4, 2),
        ("extradition", "refused", "REJECT", "1213", -4.0, 3),
        ("deployment", "troops", "MOBILIZE", "154", -7.2, 4),
        ("threat", "military", "THREATEN", "138", -7.0, 3),
        ("threat", None, "THREATEN", "130", -4.4, 3),
        ("sanction", "tariff", "SANCTION", "163", -8.0, 4),
        ("agreement", "signed", "SUPPORT", "057", 8.0, 1),
        ("other", "accident", None, "010", 0.0, 1),
    ],
)
def test_crosswalks_are_those_of_the_scales(
    kind: str, subtype: str | None, plover: str | None, cameo: str, goldstein: float, quad: int
) -> None:
    """PLOVER type, CAMEO code, its Goldstein value and quad class, as published; None is the default subtype."""
    walk = DECLARED.crosswalk(kind, subtype)
    assert (walk.plover_type, walk.cameo_code, walk.goldstein, walk.quad_class) == (plover, cameo, goldstein, quad)


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_goldstein_values_do_not_gainsay_the_quad_class(name: str) -> None:
    """Cooperation is not negative, conflict is not positive; every CAMEO code declared is used."""
    entry = ENTRIES[name]
    if isinstance(entry, Subtype):
        walk = entry.crosswalk
        assert walk.goldstein * (1 if walk.quad_class <= 2 else -1) >= 0
        assert walk.plover_type is not None or walk.goldstein == 0


def test_every_cameo_code_is_used() -> None:
    """The table of CAMEO codes holds what the subtypes need and no more."""
    used = {sub.crosswalk.cameo_code for kind in DECLARED.types.values() for sub in kind.subtypes.values()}
    assert used == set(DECLARED.cameo)


@pytest.mark.parametrize("ask", ["colours", "", "Units"])
def test_an_unknown_list_is_told_with_those_there_are(ask: str) -> None:
    """A column that names a list that is not declared stops the build."""
    with pytest.raises(RioBravoError, match="units") as caught:
        DECLARED.codes(ask)
    assert caught.value.code == "RB-302"


def test_an_unknown_type_or_subtype_is_told_with_those_there_are() -> None:
    """The codes of another ontology are refused by name."""
    with pytest.raises(RioBravoError, match="extradition"):
        DECLARED.crosswalk("EXTRADITE", None)
    with pytest.raises(RioBravoError, match="border_closure"):
        DECLARED.crosswalk("threat", "rain")


def test_the_ontology_cannot_be_changed() -> None:
    """Whoever holds it holds the same one as everybody."""
    with pytest.raises(TypeError):
        DECLARED.types["rain"] = DECLARED.types["threat"]  # type: ignore[index]
