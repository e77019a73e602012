"""Row counts, checksums, the data package, and the registry of event ids."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from riobravo.errors import RioBravoError
from riobravo.release import manifest, registry, write
from riobravo.tables import frames, model
from riobravo.version import version
from tests.tables import examples

DECLARED = model.load()


def test_row_counts_tell_tables_then_types_by_year(tmp_path: Path) -> None:
    """The file reads as a table, sorts the same each time, and gives the totals back."""
    events = frames.frame(
        [
            {"event_id": "1", "event_type": "threat", "date_start": date(2025, 3, 1)},
            {"event_id": "2", "event_type": "threat", "date_start": None},
            {"event_id": "3", "event_type": "aid", "date_start": date(2020, 3, 1)},
            {"event_id": "4", "event_type": "threat", "date_start": date(2025, 9, 1)},
        ],
        DECLARED.tables["events"],
    )
    text = manifest.row_counts({"events": events, "articles": frames.frame([], DECLARED.tables["articles"])})
    assert text.splitlines() == [
        "table,event_type,year,rows",
        "articles,,,0",
        "events,,,4",
        "events,aid,2020,1",
        "events,threat,2025,2",
        "events,threat,undated,1",
    ]
    (tmp_path / manifest.ROW_COUNTS).write_text(text, encoding="utf-8")
    assert manifest.last_row_counts(tmp_path) == {"articles": 0, "events": 4}


def test_row_counts_of_another_form_are_told(tmp_path: Path) -> None:
    """A file that somebody spoilt is named; no file is the first build."""
    assert manifest.last_row_counts(tmp_path) == {}
    (tmp_path / manifest.ROW_COUNTS).write_text("table;rows\nevents;4\n", encoding="utf-8")
    with pytest.raises(RioBravoError, match=r"RB-603.*row_counts\.csv"):
        manifest.last_row_counts(tmp_path)


def test_checksums_find_what_was_changed_or_lost(tmp_path: Path) -> None:
    """A file that is not as it was built is told, and a missing one."""
    for name in ("a.csv", "b.csv", "c.csv"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / manifest.CHECKSUMS).write_text(
        manifest.checksums(tmp_path, ["b.csv", "a.csv", "c.csv"]), encoding="utf-8"
    )
    assert list(manifest.problems(tmp_path)) == []
    (tmp_path / "a.csv").write_text("edited", encoding="utf-8")
    (tmp_path / "b.csv").unlink()
    assert [(problem.table, problem.check) for problem in manifest.problems(tmp_path)] == [
        ("a.csv", "checksum"),
        ("b.csv", "checksum"),
    ]


def test_the_data_package_names_every_table_with_size_and_hash(tmp_path: Path) -> None:
    """Who has only the package knows where the data is, how large, under which licence."""
    rows = {name: examples.good_frame(table) for name, table in DECLARED.tables.items()}
    write.write_tables(rows, DECLARED.tables, tmp_path / "tables")
    package = json.loads(manifest.datapackage(tmp_path, DECLARED))
    assert [resource["name"] for resource in package["resources"]] == list(DECLARED.tables)
    for resource in package["resources"]:
        assert resource["bytes"] == (tmp_path / resource["path"]).stat().st_size
        assert resource["hash"].startswith("sha256:")
    assert (package["version"], package["licenses"][0]["name"]) == (DECLARED.version, "CC-BY-4.0")


def test_the_registry_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Ids are sorted, an id that lives has no retired_into; no file is an empty registry."""
    assert registry.read(tmp_path / registry.FILE).height == 0
    given = pl.DataFrame([("rb-2", "m2", "rb-1"), ("rb-1", "m1", None)], schema=registry.SCHEMA, orient="row")
    write.write_text(registry.render(given), tmp_path / registry.FILE)
    assert (tmp_path / registry.FILE).read_text(
        "utf-8"
    ) == "event_id,anchor_mention_id,retired_into\nrb-1,m1,\nrb-2,m2,rb-1\n"
    assert registry.read(tmp_path / registry.FILE).equals(given.sort("event_id"))


def test_a_registry_of_another_form_is_told(tmp_path: Path) -> None:
    """Losing ids silently would change every id."""
    (tmp_path / registry.FILE).write_text("id,anchor\n1,2\n", encoding="utf-8")
    with pytest.raises(RioBravoError, match=r"RB-603.*event_ids\.csv"):
        registry.read(tmp_path / registry.FILE)


def test_the_version_is_that_of_the_project() -> None:
    """Installed or on the path of a clone, there is one version."""
    assert version()[0].isdigit()
