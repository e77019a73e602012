"""The data of the web page: what stands in its files, and that they say what the tables and views say."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from riobravo import ontology, resources
from riobravo.errors import RioBravoError
from riobravo.release import derived, layout, manifest, registry, site, write
from riobravo.tables import as_polars, model
from tests.release import fakes

DECLARED = model.load()
MESSAGES = resources.PACKAGE.parents[1] / "site" / "src" / "messages"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A built dataset: tables, checksums, row counts, and one id that was retired."""
    folder = tmp_path / "dataset"
    empty = {name: as_polars.empty(table) for name, table in DECLARED.tables.items()}
    tables = {**empty, **derived.of_declarations(ontology.load(), DECLARED), **fakes.coded_tables()}
    write.write_tables(tables, DECLARED.tables, folder / "tables")
    (folder / "row_counts.csv").write_text(manifest.row_counts(tables), encoding="utf-8")
    names = ["row_counts.csv", *(f"tables/{name}.parquet" for name in tables)]
    (folder / "SHA256SUMS").write_text(manifest.checksums(folder, names), encoding="utf-8")
    living = tables["events"]["event_id"][0]
    (folder / registry.FILE).write_text(
        f"event_id,anchor_mention_id,retired_into\nrb-old,m,{living}\n{living},m,\n", encoding="utf-8"
    )
    (tmp_path / "CITATION.cff").write_text('title: "T"\nauthors:\n  - name: N\n', encoding="utf-8")
    return folder


def _export(dataset: Path, output: Path) -> int:
    return site.export(dataset, output, outline=resources.outline(), citation=dataset.parent / "CITATION.cff")


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_files_hold_every_event_with_all_behind_it(dataset: Path, tmp_path: Path) -> None:
    """The index has each event; its page has row, mentions with reasons, articles without text; the text is apart."""
    tables, out = fakes.coded_tables(), tmp_path / "data"
    assert _export(dataset, out) == sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    columns = _read(out / "events.json")["columns"]
    assert columns["event_id"] == tables["events"]["event_id"].to_list()
    event_id = columns["event_id"][0]
    whole = _read(out / "events" / f"{event_id[-2:]}.json")[event_id]
    assert whole["event"]["headline"] == tables["events"]["headline"][0]
    assert {mention["mention_id"] for mention in whole["mentions"]} == set(tables["mentions"]["mention_id"])
    assert all(mention["reason"] for mention in whole["mentions"])
    assert whole["articles"].keys() == set(tables["articles"]["article_id"])
    assert all("text" not in article for article in whole["articles"].values())
    for row in tables["articles"].iter_rows(named=True):
        assert _read(out / "texts" / f"{row['text_sha256'][-2:]}.json")[row["article_id"]] == row["text"]


def test_an_old_id_leads_to_the_event_it_became(dataset: Path, tmp_path: Path) -> None:
    """A link that somebody kept still works."""
    _export(dataset, tmp_path / "data")
    living = fakes.coded_tables()["events"]["event_id"][0]
    assert _read(tmp_path / "data" / "events" / "ld.json")["rb-old"] == {"retired_into": living}


def test_the_first_screen_counts_what_the_views_count(dataset: Path, tmp_path: Path) -> None:
    """A month of a headline type holds the events of the index in that month, and every month of the coverage is there."""
    _export(dataset, tmp_path / "data")
    front, columns = _read(tmp_path / "data" / "site.json"), _read(tmp_path / "data" / "events.json")["columns"]
    assert tuple(front["months"]) == ontology.load().headline_types
    first, last = DECLARED.coverage.covers_from, DECLARED.coverage.data_through
    n_months = 12 * (last.year - first.year) + last.month - first.month + 1
    counted = [one for one, month in zip(columns["is_counted"], columns["month"], strict=True) if one and month]
    assert sum(map(sum, front["months"].values())) == len(counted) == 1
    assert {len(months) for months in front["months"].values()} == {n_months}
    year, month = map(int, columns["month"][0].split("-"))
    of_type = front["months"][columns["event_type"][0]]
    assert of_type[12 * (year - first.year) + month - first.month] == 1


def test_downloads_are_copies_with_their_checksums(dataset: Path, tmp_path: Path) -> None:
    """Every file that SHA256SUMS names is there with its bytes, hash and rows, and the DuckDB file with its own."""
    _export(dataset, tmp_path / "data")
    told = {row["path"]: row for row in _read(tmp_path / "data" / "site.json")["downloads"]}
    assert layout.DATABASE in told
    for name, row in told.items():
        body = (tmp_path / "data" / site.DOWNLOADS / name).read_bytes()
        assert (len(body), hashlib.sha256(body).hexdigest()) == (row["bytes"], row["sha256"])
    assert told["tables/events.parquet"]["rows"] == fakes.coded_tables()["events"].height
    assert list(manifest.problems(tmp_path / "data" / site.DOWNLOADS)) == []


def test_a_second_export_replaces_the_first(dataset: Path, tmp_path: Path) -> None:
    """Nothing of an older export stays, and no scraps lie about."""
    _export(dataset, tmp_path / "data")
    (tmp_path / "data" / "events" / "zz.json").write_text("{}", encoding="utf-8")
    _export(dataset, tmp_path / "data")
    assert not (tmp_path / "data" / "events" / "zz.json").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"dataset", "data", "CITATION.cff"}


def test_files_that_are_not_those_of_the_sums_are_refused(dataset: Path, tmp_path: Path) -> None:
    """What somebody edited is not published with a checksum of something else."""
    (dataset / "row_counts.csv").write_text("edited", encoding="utf-8")
    with pytest.raises(RioBravoError, match=r"RB-605.*row_counts\.csv"):
        _export(dataset, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_folder_with_other_files_is_left_alone(dataset: Path, tmp_path: Path) -> None:
    """A slip in the path costs nobody their files."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-606"):
        _export(dataset, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").exists()


# ── the page's words ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_both_languages_say_the_same() -> None:
    """No text of the page is missing in a language, or fills in something else."""
    english, spanish = (_read(MESSAGES / f"{language}.json")["page"] for language in ("en", "es"))
    assert english.keys() == spanish.keys()
    blanks = {
        key: [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in (english[key], spanish[key])]
        for key in english
    }
    assert [key for key, (one, other) in blanks.items() if one != other] == []


@pytest.mark.parametrize("name", ["event_types", "event_subtypes", *ontology.load().lists])
def test_every_code_has_a_spanish_label_and_no_label_lacks_a_code(name: str) -> None:
    """A type or code that is added to the ontology is told in Spanish too; one that is taken out leaves no word behind."""
    assert set(_read(MESSAGES / "es.json")["codes"][name]) == set(ontology.load().codes(name))


def test_every_column_of_an_event_has_a_spanish_label() -> None:
    """The page of an event is in Spanish to the last column."""
    assert set(_read(MESSAGES / "es.json")["fields"]) == set(DECLARED.tables["events"].columns)
