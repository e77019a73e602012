"""peers.yaml: its form, its names, and codes of others that become types of ours or a reason."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo import ontology, resources
from riobravo.errors import RioBravoError
from riobravo.peers import crosswalk, declared
from riobravo.release import queries, validate
from riobravo.tables import model

PEERS = declared.load()
CONTENT = resources.load_yaml(resources.schemas_dir() / declared.FILE)


def test_the_file_has_the_form_of_its_json_schema() -> None:
    """The declaration is of the form that its schema asks for."""
    assert [] == list(validate.faults(CONTENT, "peers"))


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (["fields", "peer", "type"], "text", "fields.peer.type"),
        (["tables", "peer_events", "grain"], "events", "tables.peer_events.grain"),
        (["sources", "gdelt", "layouts"], None, "sources.gdelt.layouts"),
        (["sources", "gdelt", "covers"], "place_name", "sources.gdelt.covers"),
        (["sources", "gdelt", "codes", "vocabulary"], "icews", "sources.gdelt.codes.vocabulary"),
        (["sources", "gdelt", "codes", "none", "010"], "no sentence", "sources.gdelt.codes.none['010']"),
        (["sources", "ucdp", "events", "place_lat"], {}, "sources.ucdp.events.place_lat"),
        (
            ["sources", "ucdp", "events", "place_lat"],
            {"column": "a", "otherwise": None},
            "sources.ucdp.events.place_lat",
        ),
    ],
)
def test_a_wrong_form_is_found_where_it_stands(path: list[str], value: object, where: str) -> None:
    """Rules of the JSON Schema refuse a counterexample, and say where it is."""
    content = copy.deepcopy(CONTENT)
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert where in [found for found, _ in validate.faults(content, "peers")]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("column: SQLDATE", "column: DAY", "column DAY"),
        ("without: [Actor1Geo_ADM2Code,", "without: [Actor9,", "column Actor9"),
        ("place_lat: {column: latitude}", "latitude: {column: latitude}", "column of peer_events latitude"),
        ("vocabulary: cameo", "vocabulary: icews", "vocabulary icews"),
        ("assault/clash", "assault/duel", "type assault/duel"),
        ("columns: [peer, origin,", "columns: [peer, whence,", "whence"),
    ],
)
def test_a_name_that_is_not_declared_is_refused(tmp_path: Path, old: str, new: str, found: str) -> None:
    """The message tells the name and what is allowed."""
    text = (resources.schemas_dir() / declared.FILE).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / declared.FILE
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RioBravoError, match=rf"RB-302.*{found}"):
        declared.read(path)


def test_every_field_is_used_by_a_table_and_none_is_declared_twice() -> None:
    """What fields.yaml declares is not declared again, and no declaration is dead."""
    used = {field.name for table in PEERS.tables.values() for field in table.fields}
    assert set(CONTENT["fields"]) - used == set()
    assert set(CONTENT["fields"]) & set(model.load_fields()) == set()


def test_the_columns_are_those_of_events() -> None:
    """What stands in peer_events and not in events is about the other dataset, and declared as such."""
    own = {name for name in PEERS.tables[declared.EVENTS].columns if name in CONTENT["fields"]}
    assert set(PEERS.tables[declared.EVENTS].columns) - own <= set(model.load_tables()["events"].columns)


@pytest.mark.parametrize("source", PEERS.sources.values(), ids=lambda source: source.name)
def test_every_code_that_is_declared_decides_something(source: declared.Source) -> None:
    """A code has a type or a reason, never both; and a source reaches at least one type."""
    codes = source.codes
    assert set(codes.types) & set(codes.none) == set()
    assert [code for code in codes.types if crosswalk.twin(code, codes).event_type is None] == []
    assert [code for code in codes.none if crosswalk.twin(code, codes).no_type_because != codes.none[code]] == []
    assert set(crosswalk.reachable(codes)) & set(ontology.load().types)


CODES = declared.Codes(
    vocabulary="cameo", types={"13": "threat", "190": "assault/clash"}, none={"133": "Not here.", "1712": "Not taken."}
)


@pytest.mark.parametrize(
    ("code", "event_type", "subtype", "match"),
    [
        ("138", "threat", "military", "same"),
        ("1381", "threat", None, "narrower"),
        ("134", "threat", None, "declared"),
        ("1312", "threat", None, "same"),
        ("190", "assault", "clash", "declared"),
        ("1711", "seizure", None, "same"),
    ],
)
def test_a_code_becomes_a_type(code: str, event_type: str, subtype: str | None, match: str) -> None:
    """The longest code that it begins with decides; the subtype is said where there is but one."""
    found = crosswalk.twin(code, CODES)
    assert (event_type, subtype, match, None) == (
        found.event_type,
        found.event_subtype,
        found.type_match,
        found.no_type_because,
    )


@pytest.mark.parametrize(
    ("code", "because"),
    [
        ("133", "Not here."),
        ("1331", "Not here."),
        ("1712", "Not taken."),
        ("160", "It stands for several types here: "),
        ("20", "No type here has this code."),
        (None, "The row gives no code."),
    ],
)
def test_a_code_without_a_twin_has_a_reason(code: str | None, because: str) -> None:
    """Nothing is guessed, and nothing is left out in silence."""
    found = crosswalk.twin(code, CODES)
    assert found.no_type_because is not None
    assert found.no_type_because.startswith(because)
    assert {getattr(found, name) for name in crosswalk.COLUMNS if name != "no_type_because"} == {None}


@given(st.one_of(st.from_regex(r"[0-9]{2,4}", fullmatch=True), st.text()), st.sampled_from(sorted(PEERS.sources)))
def test_every_code_has_a_type_or_a_reason_and_never_both(code: str, name: str) -> None:
    """Whatever a file holds."""
    found = crosswalk.twin(code, PEERS.sources[name].codes)
    assert (found.event_type is None) == (found.type_match is None) == (found.no_type_because is not None)


@pytest.mark.parametrize("vocabulary", ["cameo", "plover"])
def test_the_crosswalk_read_backwards_gives_back_what_was_read(vocabulary: str) -> None:
    """For each subtype of ours: the code it has becomes its type, or several types have it and the reason names it."""
    codes = declared.Codes(vocabulary=vocabulary, types={}, none={})
    for event_type in ontology.load().types.values():
        for subtype in event_type.subtypes.values():
            walk = subtype.crosswalk
            code = (
                "/".join(filter(None, (walk.plover_type, walk.plover_mode)))
                if vocabulary == "plover"
                else walk.cameo_code
            )
            found = crosswalk.twin(code or None, codes)
            if found.event_type is None:
                assert code == "" or re.search(rf"several types.*\b{event_type.name}\b", str(found.no_type_because))
            else:
                assert (event_type.name, walk.cameo_code) == (found.event_type, found.cameo_code or walk.cameo_code)


def test_views_of_peers_are_no_views_of_the_dataset() -> None:
    """They need tables that the dataset has not."""
    ours = {query.name for query in queries.view_queries()}
    theirs = {query.name for query in queries.peer_queries()}
    assert theirs
    assert ours & theirs == set()


def test_an_unknown_dataset_is_told_with_those_that_are_known() -> None:
    """The message lists what can be read."""
    with pytest.raises(RioBravoError, match=r"RB-621.*icews.*gdelt"):
        PEERS.source("icews")
