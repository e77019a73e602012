"""Validation finds what is wrong, all of it, and says in which row."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from riobravo import resources
from riobravo.articles import measures
from riobravo.errors import RioBravoError
from riobravo.release import queries, validate, write
from riobravo.tables import model
from riobravo.tables.bounds import Bounds
from riobravo.tables.problems import Gate
from tests.release import fakes

DECLARED = model.load()
Tables = dict[str, pl.DataFrame]


def _set(table: str, **columns: pl.Expr) -> Callable[[Tables], Tables]:
    return lambda tables: {**tables, table: tables[table].with_columns(**columns)}


def _drop(table: str, n_rows: int = 1) -> Callable[[Tables], Tables]:
    return lambda tables: {**tables, table: tables[table][n_rows:]}


def _link(tables: Tables) -> Tables:
    event = tables["events"]["event_id"][0]
    row = {"from_event_id": event, "to_event_id": event, "relation": "answers", "reason": "r"}
    return {**tables, "event_links": pl.DataFrame([row])}


BROKEN: dict[str, Callable[[Tables], Tables]] = {
    "events_rest_on_mentions": _set("events", n_mentions=pl.col("n_mentions") + 1),
    "mentions_belong_to_an_event": _drop("event_mentions"),
    "mentions_of_an_event_share_its_type": _set("mentions", event_type=pl.lit("arrest")),
    "evidence_is_cut_from_the_article": _set(
        "mentions", evidence_start=pl.col("evidence_start") + 1, evidence_end=pl.col("evidence_end") + 1
    ),
    "quantities_are_ordered": _set("mentions", quantity_low=pl.lit(30.0)),
    "dates_are_ordered": _set("events", date_end=pl.lit(date(2020, 1, 1))),
    "subtypes_belong_to_their_type": _set("events", event_subtype=pl.lit("tariff")),
    "units_belong_to_their_type": _set("mentions", quantity_unit=pl.lit("kg")),
    "links_are_between_two_events": _link,
    "crosswalks_follow_the_types": _set("events", goldstein=pl.lit(9.9)),
    "splits_share_no_event": _set(
        "articles", split=pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("dev")).otherwise(pl.lit("test"))
    ),
    "events_say_what_their_mentions_say": _set("events", date_start=pl.col("date_start").dt.offset_by("-1d")),
    "events_are_reported_by_their_articles": _set("events", last_reported_on=pl.lit(date(2025, 3, 1))),
    "mentions_are_named_after_their_article": _set("mentions", article_id=pl.lit("a1")),
    "articles_are_named_after_their_day": _set("articles", published_on=pl.lit(date(2025, 2, 27))),
    "what_happened_came_before_its_report": _set("mentions", date_start=pl.lit(date(2025, 3, 1))),
    "events_in_scope": _set(
        "events", source_country=pl.lit("HND"), target_country=pl.lit("GTM"), place_country=pl.lit(None, pl.String)
    ),
}
"""Check → a change to good tables after which it must find something."""

HOLD_BY_CONSTRUCTION = {"counts_add_up", "pairs_add_up", "events_are_in_months_or_told"}
"""Checks of views: no table can break them, only a view; tests/sql breaks the views instead."""


def _problems(tables: Tables, bounds: Bounds | None = None) -> list[str]:
    return [problem.check for problem in validate.problems_of(tables, DECLARED, bounds)]


def test_good_tables_have_no_problems() -> None:
    """What the chain makes holds to everything declared."""
    assert validate.problems_of(fakes.coded_tables(), DECLARED, None) == ()


def test_every_check_has_a_counterexample() -> None:
    """A new file in sql/checks needs tables that it refuses."""
    names = {query.name for query in queries.check_queries(of_dataset=True)}
    assert names == BROKEN.keys() | HOLD_BY_CONSTRUCTION


@pytest.mark.parametrize("check", sorted(BROKEN))
def test_each_check_refuses_its_counterexample(check: str) -> None:
    """The check finds the row, by its key, and says what must hold."""
    bounds = Bounds(DECLARED.coverage.data_through, {})
    found = validate.problems_of(BROKEN[check](fakes.coded_tables()), DECLARED, bounds)
    problems = [problem for problem in found if problem.check == check]
    assert problems
    assert all("=" in problem.row and problem.allowed for problem in problems)


def test_scope_is_asked_of_the_dataset_only() -> None:
    """A corpus of one's own may hold events of any country."""
    tables = BROKEN["events_in_scope"](fakes.coded_tables())
    assert "events_in_scope" not in _problems(tables)
    assert "events_in_scope" in _problems(tables, Bounds(DECLARED.coverage.data_through, {}))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("event_mentions", "event_id", "rb-ffffffffff"),
        ("event_mentions", "mention_id", "a0.ffffffffff"),
        ("mentions", "article_id", "nowhere"),
        ("articles", "story_id", "nowhere"),
    ],
)
def test_orphans_are_found_by_their_row(table: str, column: str, value: str) -> None:
    """A foreign key points at a row that exists; the problem names the row and where it should point."""
    tables = fakes.coded_tables()
    tables[table] = tables[table].with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
    )
    found = [problem for problem in validate.problems_of(tables, DECLARED, None) if problem.check == "foreign key"]
    assert [(problem.table, problem.column, problem.found) for problem in found] == [(table, column, value)]
    assert found[0].row
    assert found[0].allowed.startswith("a ")


def test_foreign_keys_to_tables_that_are_not_there_are_not_asked() -> None:
    """A corpus has no table of actors: its actor ids are taken as they are."""
    tables = _set("mentions", source_actor_id=pl.lit("state-mex"))(fakes.coded_tables())
    assert _problems(tables) == []


def test_evidence_is_cut_by_code_points() -> None:
    """Offsets count code points, beyond emoji and combining accents, in the title as in the text."""
    tables = fakes.coded_tables()
    text = "🐍🐍 Me\u0301xico. Mexico extradited 29 men."
    start = text.index(" Mexico")
    tables["articles"] = tables["articles"].with_columns(
        text=pl.lit(text), text_sha256=pl.lit(measures.sha256(text)), n_words=pl.lit(measures.n_words(text), pl.Int64)
    )
    in_text = pl.col("evidence_in") == "text"
    tables["mentions"] = tables["mentions"].with_columns(
        evidence_start=pl.when(in_text).then(start).otherwise(pl.col("evidence_start")),
        evidence_end=pl.when(in_text).then(len(text)).otherwise(pl.col("evidence_end")),
        evidence=pl.when(in_text).then(pl.lit(text[start:])).otherwise(pl.col("evidence")),
    )
    assert _problems(tables) == []


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        ({"text": pl.col("text") + " "}, {"text_sha256"}),
        ({"text": pl.col("text") + " word"}, {"text_sha256", "n_words"}),
        ({"text": pl.col("text").str.replace("e", "e\u0301", literal=True)}, {"text_sha256"}),
        ({"text": pl.lit(None, pl.String)}, set()),
    ],
)
def test_a_text_that_is_not_the_one_that_was_hashed_is_told(change: dict[str, pl.Expr], columns: set[str]) -> None:
    """One character more, or the same letters in another Unicode form, is another text; a withheld one cannot be asked."""
    tables = _set("articles", **change)(fakes.coded_tables())
    found = [problem for problem in validate.problems_of(tables, DECLARED, None) if problem.gate is Gate.TEXTS]
    assert {problem.column for problem in found} == columns


def test_pages_replace_earlier_pages_and_nothing_else(tmp_path: Path) -> None:
    """A folder that holds other files is refused before anything is looked at, and left as it is."""
    write.write_tables(fakes.coded_tables(), DECLARED.tables, tmp_path / "out")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "thesis.txt").write_text("Years of work.", encoding="utf-8")
    with pytest.raises(RioBravoError, match=r"RB-606.*other files"):
        validate.problems_at(tmp_path / "out", docs=tmp_path / "docs")
    assert (tmp_path / "docs" / "thesis.txt").is_file()
    (tmp_path / "docs" / "index.html").write_text("", encoding="utf-8")
    assert validate.problems_at(tmp_path / "out", docs=tmp_path / "docs") == ()
    assert not (tmp_path / "docs" / "thesis.txt").exists()


def test_many_rows_of_one_check_are_summed_up() -> None:
    """A fault in every row does not bury the others."""
    tables = fakes.coded_tables()
    extra = tables["mentions"][:1].join(pl.DataFrame({"n": range(50)}), how="cross")
    extra = extra.with_columns(mention_id=pl.format("a0.{}", pl.col("n").cast(pl.String).str.zfill(10))).drop("n")
    tables["mentions"] = pl.concat([tables["mentions"], extra])
    found = validate.problems_of(tables, DECLARED, None)
    assert len([problem for problem in found if problem.check == "mentions_belong_to_an_event"]) == 21
    assert "30 more rows" in [problem.found for problem in found]


def test_mistyped_tables_stop_before_sql() -> None:
    """Where columns are wrong, the queries would only fail for that; the columns are told."""
    tables = fakes.coded_tables()
    tables["events"] = tables["events"].drop("status")
    assert set(_problems(tables)) == {"column missing"}


def test_a_folder_is_validated_as_what_it_holds(tmp_path: Path) -> None:
    """The output of annotate is valid; a file too few, one too many and a broken one are told."""
    write.write_tables(fakes.coded_tables(), DECLARED.tables, tmp_path)
    assert validate.problems_at(tmp_path) == ()
    (tmp_path / "event_links.parquet").unlink()
    shutil.copy(tmp_path / "events.parquet", tmp_path / "happenings.parquet")
    assert {(problem.check, problem.table) for problem in validate.problems_at(tmp_path)} == {
        ("table missing", "event_links"),
        ("table not declared", "happenings"),
    }
    (tmp_path / "events.parquet").write_bytes(b"nothing")
    with pytest.raises(RioBravoError, match=r"RB-603.*events\.parquet"):
        validate.problems_at(tmp_path)


def test_a_build_asks_the_form_of_every_declaration_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of schemas/ have the form of their JSON Schemas; the first fault is told with its place."""
    validate.check_declarations()
    shutil.copytree(resources.schemas_dir(), tmp_path / "schemas")
    text = (tmp_path / "schemas" / "tables.yaml").read_text(encoding="utf-8")
    (tmp_path / "schemas" / "tables.yaml").write_text(
        text.replace("grain: one row per event\n", "grain: events\n"), "utf-8"
    )
    monkeypatch.setattr(resources, "schemas_dir", lambda: tmp_path / "schemas")
    with pytest.raises(RioBravoError, match=r"RB-301.*tables\.yaml: tables\.events\.grain"):
        validate.check_declarations()
