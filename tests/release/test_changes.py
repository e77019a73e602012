"""What changed between two states of the tables: made-up changes, and a law that holds of all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riobravo.errors import RioBravoError
from riobravo.release import changes, database, diff, fingerprints, last_release, registry, write
from riobravo.tables import as_pandera, frames, model
from tests.release import fakes

DECLARED = model.load()
CHANGES = DECLARED.release_tables[changes.TABLE]
Tables = dict[str, pl.DataFrame]
Told = set[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]

A, B, C = "rb-000000000a", "rb-000000000b", "rb-000000000c"


def _mention(number: int) -> str:
    return f"a.{number:010}"


def _tables(members: Mapping[str, tuple[int, ...]], **quantities: float) -> Tables:
    """Events with the numbers of their mentions; ``quantities`` gives the best number by the last letter of the id."""
    events = [
        {
            "event_id": event_id,
            "event_type": "deployment",
            "date_start": date(2025, 2, 4),
            "headline": f"Troops {event_id[-1]}",
            "quantity_best": quantities.get(event_id[-1], 500.0),
            "n_mentions": len(mentions),
            "quantities": [{"best": 3.0, "unit": "persons"}],
        }
        for event_id, mentions in members.items()
    ]
    told = [(event_id, number) for event_id, mentions in members.items() for number in mentions]
    rows = [{"event_id": event_id, "mention_id": _mention(number), "reason": "own"} for event_id, number in told]
    mentions = [{"mention_id": _mention(number), "article_id": "a", "evidence": "e"} for _, number in told]
    return {
        name: frames.frame(records, DECLARED.tables[name])
        for name, records in (("events", events), ("event_mentions", rows), ("mentions", mentions))
    }


def _state(tables: Tables, retired: Mapping[str, str] | None = None) -> diff.State:
    return diff.State("made up", fingerprints.of_tables(tables, DECLARED.tables), tables, retired or {})


def _told(old: Tables, new: Tables, retired: Mapping[str, str] | None = None) -> Told:
    before, after = (fingerprints.of_tables(tables, DECLARED.tables) for tables in (old, new))
    found = changes.between(before, after, DECLARED.tables, CHANGES, retired)
    assert as_pandera.problems(found, CHANGES) == ()
    return {
        (table, key, kind, tuple(columns), tuple(related)) for table, key, kind, columns, related in found.iter_rows()
    }


def _of_events(told: Told) -> dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {key: (kind, columns, related) for table, key, kind, columns, related in told if table == "events"}


BEFORE = _tables({A: (1, 2, 3), B: (4,)})


@pytest.mark.parametrize(
    ("after", "retired", "expected"),
    [
        pytest.param(_tables({A: (1, 2, 3), B: (4,)}), {}, {}, id="nothing"),
        pytest.param(
            _tables({A: (1, 2, 3), B: (4,)}, a=29.0),
            {},
            {A: ("changed", ("quantity_best",), ())},
            id="a changed quantity",
        ),
        pytest.param(_tables({A: (1, 2, 3), B: (4,), C: (5,)}), {}, {C: ("added", (), ())}, id="a new event"),
        pytest.param(_tables({A: (1, 2, 3)}), {}, {B: ("removed", (), ())}, id="an event gone with its mention"),
        pytest.param(
            _tables({A: (1, 2, 3, 4)}),
            {B: A},
            {A: ("changed", ("n_mentions",), ()), B: ("merged", (), (A,))},
            id="two events that proved to be one",
        ),
        pytest.param(
            _tables({A: (1, 2, 3, 4)}),
            {},
            {A: ("changed", ("n_mentions",), ()), B: ("merged", (), (A,))},
            id="the same without a registry: the mentions say it",
        ),
        pytest.param(
            _tables({A: (1, 2, 3, 9)}),
            {B: A},
            {A: ("changed", ("n_mentions",), ()), B: ("merged", (), (A,))},
            id="the same with other mentions: the registry says it",
        ),
        pytest.param(
            _tables({A: (1,), B: (4,), C: (2, 3)}),
            {},
            {A: ("split", ("n_mentions",), (A, C)), C: ("added", (), (A,))},
            id="an event that proved to be two",
        ),
        pytest.param(
            _tables({B: (4, 1), C: (2, 3)}),
            {},
            {A: ("split", (), (B, C)), B: ("changed", ("n_mentions",), ()), C: ("added", (), (A,))},
            id="an event that was taken apart altogether",
        ),
        pytest.param(
            _tables({A: (1, 2), B: (4, 3)}),
            {},
            {A: ("changed", ("n_mentions",), ()), B: ("changed", ("n_mentions",), ())},
            id="a mention that moved between two events is neither",
        ),
        pytest.param(
            _tables({B: (4,), C: (1, 2, 3)}),
            {},
            {A: ("merged", (), (C,)), C: ("added", (), (A,))},
            id="an event under another id",
        ),
    ],
)
def test_what_became_of_events(
    after: Tables, retired: Mapping[str, str], expected: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    """Each id that changed has one row that says what became of it, and where its mentions are."""
    assert _of_events(_told(BEFORE, after, retired)) == expected


def test_an_event_that_loses_a_mention_and_gains_one_was_split_all_the_same() -> None:
    """No column of it differs, yet a new event holds what was told of it."""
    after = _tables({A: (1, 2, 9), B: (4,), C: (3,)})
    assert _of_events(_told(BEFORE, after)) == {A: ("split", (), (A, C)), C: ("added", (), (A,))}


def test_a_row_is_known_by_its_whole_key() -> None:
    """Of a table whose key has several columns, null among them, a row is told by all of them."""
    rows: list[dict[str, object]] = [
        {"actor_id": "m", "alias": "M", "language": None},
        {"actor_id": "m", "alias": "M", "language": "es"},
    ]
    old = {"actor_aliases": frames.frame(rows, DECLARED.tables["actor_aliases"])}
    changed = [rows[0], {**rows[1], "valid_to": date(2024, 10, 1)}]
    new = {"actor_aliases": frames.frame(changed, DECLARED.tables["actor_aliases"])}
    assert _told(old, new) == {("actor_aliases", "m, M, es, ", "changed", ("valid_to",), ())}


def test_null_and_empty_are_told_apart() -> None:
    """A cell that is emptied, filled, or holds an empty list instead of none has changed."""
    old = _tables({A: (1,)})
    for name, value in (("headline", None), ("quantities", []), ("quantity_best", None)):
        kind = old["events"].schema[name]
        new = {**old, "events": old["events"].with_columns(pl.lit(value, kind).alias(name))}
        assert _of_events(_told(old, new)) == {A: ("changed", (name,), ())}
        assert _of_events(_told(new, old)) == {A: ("changed", (name,), ())}


def test_other_columns_and_tables_are_told_of_the_table_not_of_its_rows() -> None:
    """A release with a column more changes no row; the summary says that the column is new."""
    new = {
        **BEFORE,
        "events": BEFORE["events"].with_columns(weight=1),
        "places": frames.frame([], DECLARED.tables["places"]),
    }
    found = diff.between(_state(BEFORE), _state(new))
    assert found.changes.height == 0
    told = {table.table: diff.sentence(table) for table in found.tables if table.differs}
    assert told == {"events": "`events`: 2 to 2 rows; the same rows; new: `weight`.", "places": "`places` is new."}


GROUPS = st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=6).map(
    lambda ids: {event: tuple(n for n, other in enumerate(ids) if other == event) for event in sorted(set(ids))}
)


@settings(deadline=None)
@given(old=GROUPS, new=GROUPS)
def test_every_id_that_came_or_went_has_exactly_one_row(
    old: Mapping[str, tuple[int, ...]], new: Mapping[str, tuple[int, ...]]
) -> None:
    """However mentions are grouped anew: what is new was added, what is gone was removed, merged or split, and leads to
    events that are there.
    """
    told = [row for row in _told(_tables(old), _tables(new)) if row[0] == "events"]
    kinds = {key: kind for _, key, kind, *_ in told}
    assert len(kinds) == len(told)
    assert {key for key, kind in kinds.items() if kind == "added"} == new.keys() - old.keys()
    assert old.keys() - new.keys() <= {key for key, kind in kinds.items() if kind in ("removed", "merged", "split")}
    assert all(set(related) <= new.keys() for _, _, kind, _, related in told if kind in ("merged", "split"))
    stayed = {event for event in old.keys() & new.keys() if old[event] == new[event]}
    assert not stayed & kinds.keys()


def test_fingerprints_do_not_depend_on_where_a_table_comes_from(tmp_path: Path) -> None:
    """From a frame, from Parquet and from a DuckDB file the same table has the same fingerprint, cell by cell."""
    tables = _tables({A: (1, 2), B: (3,)})
    whole = {name: frames.conform(data, DECLARED.tables[name]) for name, data in tables.items()}
    of_frames = fingerprints.of_tables(whole, DECLARED.tables)
    write.write_frame(whole["events"], tmp_path / "tables" / "events.parquet")
    of_parquet = diff.state(tmp_path, DECLARED).fingerprints["events"]
    assert of_parquet.equals(of_frames["events"])
    again = fingerprints.of_table(of_parquet, DECLARED.tables["events"])
    assert again.equals(of_parquet)


def test_hashes_are_the_same_on_every_machine() -> None:
    """A committed hash is compared years later: these values must never change."""
    table = DECLARED.tables["events"]
    frame = frames.frame([{"event_id": A, "headline": "Mexico", "quantity_best": 29.0, "is_hedged": True}], table)
    row = fingerprints.of_table(frame, table).row(0, named=True)
    assert (row["event_id"], row["place_name"]) == (A, None)
    assert [row[name] for name in ("headline", "quantity_best", "is_hedged")] == HASHES  # as b2sum -l 32 gives them


HASHES = [1780374326, 1953489817, 1829102930]


def _between(old: Path, new: Path) -> diff.Diff:
    return diff.between(diff.state(old, DECLARED), diff.state(new, DECLARED))


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The dataset before and after a merge, in two folders, with the registry beside the later one."""
    for name, tables in (("old", BEFORE), ("new", _tables({A: (1, 2, 3, 9)}, a=29.0))):
        for table, data in tables.items():
            write.write_frame(data, tmp_path / name / "tables" / f"{table}.parquet")
    ids = pl.DataFrame([(A, _mention(1), None), (B, _mention(4), A)], schema=registry.SCHEMA, orient="row")
    write.write_text(registry.render(ids), tmp_path / "new" / registry.FILE)
    return tmp_path / "old", tmp_path / "new"


def test_two_folders_are_compared_with_the_registry_of_the_later_one(two: tuple[Path, Path]) -> None:
    """A retired id leads to the event it became, and changed cells have both their values."""
    found = _between(*two)
    assert found.of_table("events", "merged")[0]["related_ids"] == [A]
    assert found.cells["events", A]["quantity_best"] == (500.0, 29.0)
    content = json.loads(json.dumps(found.as_json()))
    (changed,) = [row for row in content["changes"] if row["row_key"] == A]
    assert changed["values"]["quantity_best"] == {"before": 500.0, "after": 29.0}
    events = next(table for table in content["tables"] if table["table"] == "events")
    assert (events["rows_before"], events["rows_after"], events["changes"]) == (2, 1, {"changed": 1, "merged": 1})


def test_the_changelog_entry_tells_counts_columns_and_events(two: tuple[Path, Path]) -> None:
    """The block can be put into dataset/CHANGELOG.md as it is."""
    found = _between(*two)
    assert diff.changelog(found).splitlines() == [
        "- `events`: 2 to 1 rows; 1 changed, 1 merged (`n_mentions` 1, `quantity_best` 1).",
        "- `event_mentions`: 4 to 4 rows; 1 added, 1 removed.",
        "- `mentions`: 4 to 4 rows; 1 added, 1 removed.",
        f"  - merged: {B} (deployment, 2025-02-04, Troops b) into {A}",
    ]
    assert diff.changelog(_between(two[0], two[0])) == "- Nothing changed.\n"


def test_very_many_events_are_counted_not_listed() -> None:
    """An entry stays readable whatever changed."""
    many = _tables({f"rb-{number:010}": (number,) for number in range(30)})
    text = diff.changelog(diff.between(_state(_tables({})), _state(many)), most=3)
    assert text.count("  - added: rb-") == 3
    assert "  - added: 27 more" in text


def test_a_kept_release_tells_the_same_changes_without_values(two: tuple[Path, Path], tmp_path: Path) -> None:
    """Fingerprints are enough to tell rows and columns; it says its version, and is replaced as a whole."""
    old, new = two
    tables = diff.state(old, DECLARED).frames
    folder = last_release.keep(tables, DECLARED.tables, "2026.11.0", old)
    kept = diff.state(folder, DECLARED)
    found, full = (diff.between(state, diff.state(new, DECLARED)) for state in (kept, diff.state(old, DECLARED)))
    assert found.changes.equals(full.changes)
    assert (found.cells, found.old) == ({}, f"{folder} (2026.11.0)")
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    last_release.keep(tables, DECLARED.tables, "2026.11.0", old)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    last_release.keep({"events": tables["events"]}, DECLARED.tables, "2026.12.0", old)
    assert {path.name for path in folder.iterdir()} == {"events.parquet", last_release.STATISTICS}


def test_a_kept_release_gives_its_summaries_back(tmp_path: Path) -> None:
    """What the next release is measured by is read as it was written; none is kept before the first."""
    assert last_release.read_summaries(tmp_path) == {}
    last_release.keep(BEFORE, DECLARED.tables, "1", tmp_path)
    summary = last_release.read_summaries(tmp_path)["events"]
    assert (summary["date_start"].counts, summary["headline"].n_filled) == ({"2025": 2}, 2)
    assert summary["quantity_best"].edges == (500.0,)


@pytest.mark.parametrize(
    "content", ["", "[]", '{"version": "1"}', '{"version": "1", "tables": {"events": {"status": 3}}}']
)
def test_spoilt_statistics_are_told(content: str, tmp_path: Path) -> None:
    """A build must not be measured by half a file."""
    write.write_frame(pl.DataFrame({"x": [1]}), tmp_path / last_release.FOLDER / "events.parquet")
    write.write_text(content, tmp_path / last_release.FOLDER / last_release.STATISTICS)
    with pytest.raises(RioBravoError, match=r"RB-603.*statistics\.json"):
        last_release.read_summaries(tmp_path)


def _no_folder(path: Path) -> Path:
    return path / "none"


def _no_database(path: Path) -> Path:
    (path / "x.duckdb").write_text("no database", encoding="utf-8")
    return path / "x.duckdb"


def _other_tables(path: Path) -> Path:
    write.write_frame(pl.DataFrame({"x": [1]}), path / "other.parquet")
    return path


@pytest.mark.parametrize(
    ("make", "code"), [(_no_folder, "RB-602"), (_no_database, "RB-603"), (_other_tables, "RB-602")]
)
def test_what_holds_no_tables_is_told(make: Callable[[Path], Path], code: str, tmp_path: Path) -> None:
    """One clear line for a wrong path, a broken file, and a folder of other things."""
    with pytest.raises(RioBravoError, match=code):
        diff.state(make(tmp_path), DECLARED)


def test_a_database_file_is_a_state_too(two: tuple[Path, Path]) -> None:
    """A .duckdb file of the old tables equals the folder that it was made from."""
    old, tables = two[0], fakes.coded_tables()
    write.write_tables(tables, DECLARED.tables, old / "whole")
    database.write_database(old / "riobravo.duckdb", old / "whole", DECLARED)
    found = _between(old / "whole", old / "riobravo.duckdb")
    assert found.changes.height == 0
    rows = {table.table: (table.rows_before, table.rows_after) for table in found.tables}
    assert {name: rows[name] for name in tables} == {name: (data.height, data.height) for name, data in tables.items()}
