"""The build and the annotation of a foreign corpus, from files to files, with an annotator that needs no model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from riobravo.errors import RioBravoError
from riobravo.records import Article, Mention
from riobravo.release import build, database, last_release, layout, lock, manifest, read, registry, validate, write
from riobravo.release.annotate import annotate
from riobravo.tables import as_expectations, model
from riobravo.tables.problems import Gate
from tests.release import fakes

DECLARED = model.load()
BUILT = {
    lock.FILE,
    "riobravo.duckdb",
    "row_counts.csv",
    "SHA256SUMS",
    "datapackage.json",
    "CODEBOOK.md",
    "README.md",
    "event_ids.csv",
    "tables",
}
SOURCES = {"articles", "actors.yaml", "places.yaml"}


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources of a dataset too small for the shares that the real one is held to."""
    kinds = {"rows", "fresh", "filled"}
    entries = [entry for entry in as_expectations.load() if entry["expect"] in kinds]
    monkeypatch.setattr(as_expectations, "load", lambda: entries)
    return fakes.write_dataset(tmp_path / "dataset")


def _parquet(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.parquet")}


def _everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_makes_everything_and_nothing_else(dataset: Path) -> None:
    """All tables, views, counts, checksums, package, codebook and ids; no scraps beside the sources."""
    done = build.build(dataset, given=fakes.STAGES)
    assert {path.name for path in dataset.iterdir()} == BUILT | SOURCES
    assert set(_parquet(dataset)) == {f"{name}.parquet" for name in DECLARED.tables}
    assert validate.problems_at(dataset) == ()
    assert (done.rows["articles"], done.rows["events"], done.n_quarantined) == (3, 2, 0)
    assert (done.n_out_of_scope, done.events_by_year[2025]["extradition"], done.events_by_year[2007]["threat"]) == (
        1,
        1,
        0,
    )


def test_a_second_build_gives_the_same_bytes(dataset: Path) -> None:
    """Same input, same bytes, also of the ids and all that stands beside the tables."""
    build.build(dataset, given=fakes.STAGES)
    first = {path.name: path.read_bytes() for path in dataset.rglob("*") if path.is_file() and path.suffix != ".duckdb"}
    build.build(dataset, given=fakes.STAGES)
    second = {
        path.name: path.read_bytes() for path in dataset.rglob("*") if path.is_file() and path.suffix != ".duckdb"
    }
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()


def test_events_out_of_scope_are_not_published(dataset: Path) -> None:
    """The deployment in Honduras is coded and left out; its article stays."""
    build.build(dataset, given=fakes.STAGES)
    events = pl.read_parquet(dataset / "tables" / "events.parquet")
    assert "HND" not in events["source_country"].to_list()
    articles = pl.read_parquet(dataset / "tables" / "articles.parquet")
    assert articles["text"].str.contains("Honduras").sum() == 1


def test_tables_that_are_not_valid_are_not_published(dataset: Path) -> None:
    """One fault stops the build with all problems told, and what was published before stays as it was."""
    build.build(dataset, given=fakes.STAGES)
    before = _everything(dataset)

    def shifted(articles: Iterable[Article]) -> Iterator[tuple[Article, list[Mention]]]:
        for article in articles:
            mentions = fakes.annotate(article)
            yield article, [replace(mention, evidence_start=mention.evidence_start + 1) for mention in mentions]

    stages = replace(fakes.STAGES, annotate=shifted)
    with pytest.raises(build.NotValidError, match="RB-605") as caught:
        build.build(dataset, given=stages)
    assert {problem.check for problem in caught.value.problems} == {"evidence_is_cut_from_the_article"}
    assert "(3 by sql/checks)" in str(caught.value)
    assert all(problem.row.startswith("mention_id=20") for problem in caught.value.problems)
    assert _everything(dataset) == before


def test_a_build_that_dies_while_writing_leaves_the_old_set(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are moved only when all of them are there."""
    build.build(dataset, given=fakes.STAGES)
    before = _parquet(dataset)
    (dataset / "articles" / "2026" / "2026-05-02-guards.md").unlink()

    def die(*_: object, **__: object) -> None:
        raise RioBravoError(code="RB-606", found="no room")

    monkeypatch.setattr(database, "write_database", die)
    for name in ("load", "load_derived"):
        monkeypatch.setattr(as_expectations, name, list)
    with pytest.raises(RioBravoError, match="no room"):
        build.build(dataset, given=fakes.STAGES)
    assert _parquet(dataset) == before
    assert {path.name for path in dataset.iterdir()} == BUILT | SOURCES


def test_a_build_that_loses_rows_is_stopped(dataset: Path) -> None:
    """Volumes are held to the last build's row_counts.csv."""
    build.build(dataset, given=fakes.STAGES)
    (dataset / "articles" / "2026" / "2026-05-02-guards.md").unlink()
    before = _everything(dataset)
    with pytest.raises(build.NotValidError) as caught:
        build.build(dataset, given=fakes.STAGES)
    assert ("articles", "rows") in {(problem.table, problem.check) for problem in caught.value.problems}
    assert _everything(dataset) == before


def test_a_build_that_codes_otherwise_than_the_last_release_is_stopped(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Distributions are held to dataset/last_release, and the last build stays."""
    build.build(dataset, given=fakes.STAGES)
    tables = read.read_tables(dataset / "tables", DECLARED.tables)
    flipped = tables["mentions"].with_columns(status=pl.lit("planned"))
    last_release.keep({**tables, "mentions": flipped}, DECLARED.tables, "2026.11.0", dataset)
    before = _everything(dataset)
    rules = [{**rule, "from_rows": 1} for rule in as_expectations.load_derived()]
    monkeypatch.setattr(as_expectations, "load_derived", lambda: rules)
    with pytest.raises(build.NotValidError, match="by great-expectations") as caught:
        build.build(dataset, given=fakes.STAGES)
    told = [(problem.table, problem.column, problem.check) for problem in caught.value.problems]
    assert told == [("mentions", "status", "spread_as_before")]
    assert _everything(dataset) == before


def test_an_id_that_the_registry_does_not_hold_is_told(dataset: Path) -> None:
    """`riobravo validate` holds the events to event_ids.csv, which is committed beside them."""
    build.build(dataset, given=fakes.STAGES)
    write.write_text("event_id,anchor_mention_id,retired_into\n", dataset / registry.FILE)
    found = [problem for problem in validate.problems_at(dataset) if problem.gate is Gate.SOURCES]
    assert {problem.check for problem in found} == {"registered"}
    assert len(found) == pl.read_parquet(dataset / "tables" / "events.parquet").height


def test_edited_tables_are_found_by_their_checksums(dataset: Path) -> None:
    """`riobravo validate` sees that a built file is not the one that was built."""
    build.build(dataset, given=fakes.STAGES)
    places = pl.read_parquet(dataset / "tables" / "places.parquet")
    write.write_table(
        places.with_columns(name=pl.lit("Tejas")), DECLARED.tables["places"], dataset / "tables" / "places.parquet"
    )
    assert [(problem.table, problem.check) for problem in validate.problems_at(dataset)] == [
        ("tables/places.parquet", "checksum")
    ]


def test_the_database_and_the_files_beside_the_tables_tell_the_same(dataset: Path) -> None:
    """Rows in riobravo.duckdb, row_counts.csv and datapackage.json agree."""
    done = build.build(dataset, given=fakes.STAGES)
    with duckdb.connect(str(dataset / layout.DATABASE), read_only=True) as connection:
        rows = {name: connection.table(name).shape[0] for name in DECLARED.tables}
    assert rows == done.rows == manifest.last_row_counts(dataset)
    package = json.loads((dataset / manifest.DATAPACKAGE).read_text(encoding="utf-8"))
    assert {resource["name"] for resource in package["resources"]} == set(rows)
    assert "## events" in (dataset / build.CODEBOOK).read_text(encoding="utf-8")


def test_progress_tells_the_stages(dataset: Path) -> None:
    """A person who waits sees what is being done."""
    told: list[str] = []
    build.build(dataset, progress=lambda stage, _: told.append(stage), given=fakes.STAGES)
    assert told == ["filtering", "validating", "writing"]


def _corpus(path: Path) -> Path:
    lines = [
        {
            "id": "../../etc/x",
            "title": "T",
            "text": "Honduras deployed 60 soldiers.",
            "published": "2025-03-01",
            "language": "en",
        },
        {"id": "7", "title": "T", "text": "Mexico extradited 29 men.", "language": "en"},
        {"id": "8", "title": "T", "text": "", "published": "2025-03-01"},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\nno json\n", encoding="utf-8")
    return path


def test_a_corpus_of_ones_own_keeps_its_ids_and_all_countries(tmp_path: Path) -> None:
    """Ids are those given, no country is left out, what cannot be read is in quarantine, and the tables are valid."""
    done = annotate(_corpus(tmp_path / "corpus.jsonl"), tmp_path / "out", given=fakes.STAGES)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        ".work",
        *(f"{name}.parquet" for name in DECLARED.corpus_tables),
    }
    assert pl.read_parquet(tmp_path / "out" / "articles.parquet")["article_id"].to_list() == ["../../etc/x"]
    assert pl.read_parquet(tmp_path / "out" / "events.parquet")["source_country"].to_list() == ["HND"]
    assert done.rows["quarantine"] == 3
    assert validate.problems_at(tmp_path / "out") == ()


def test_a_second_run_replaces_its_tables_and_leaves_other_files(tmp_path: Path) -> None:
    """The output folder may hold files of its owner, also Parquet ones."""
    output = tmp_path / "out"
    output.mkdir()
    for name in ("mine.parquet", "events.parquet"):
        (output / name).write_text("old", encoding="utf-8")
    annotate(_corpus(tmp_path / "corpus.jsonl"), output, given=fakes.STAGES)
    assert (output / "mine.parquet").read_text(encoding="utf-8") == "old"
    assert pl.read_parquet(output / "events.parquet").height == 1


def test_an_output_that_is_a_file_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """Hours of coding should not end in an error that was there at the start."""
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(RioBravoError, match=r"RB-606.*not a folder"):
        annotate(tmp_path / "nothing.jsonl", tmp_path / "out", given=fakes.STAGES)
