"""The suites of Great Expectations: each kind of expectation holds and fails where it should, in silence and offline."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from riobravo.tables import as_expectations, model, summaries
from riobravo.tables.bounds import Bounds
from riobravo.tables.problems import Problem

ARTICLES = model.load_tables()["articles"]
FRAME = pl.DataFrame(
    {
        "article_id": list("abcdefghi"),
        "language": ["es"] * 3 + ["en"] * 6,
        "n_words": [100, 200, 300] * 3,
        "publisher": ["P", None, "P"] * 3,
        "published_on": [date(2026, 6, day) for day in range(10, 19)],
    }
)

LAST = summaries.of_table(
    FRAME.with_columns(
        language=pl.Series(["es"] * 6 + ["en"] * 3),
        n_words=pl.Series([100] * 6 + [250] * 3),
        publisher=pl.lit("P"),
        published_on=pl.Series([date(2026, 6, 1)] * 6 + [date(2025, 6, 1)] * 3),
    ),
    ARTICLES,
)
"""The last release had other languages, longer articles, a publisher everywhere, and a third of the articles from 2025."""

BOUNDS = Bounds(date(2026, 6, 30), {"articles": 10}, {}, {"articles": LAST})
STRICTLY = {
    "table": "articles",
    "expect": "spread_as_before",
    "column": "language",
    "divergence_at_most": 0.1,
    "because": "R.",
}
BROADLY = {"divergence_at_most": 5.0}


def _problems(bounds: Bounds, entries: Sequence[Mapping[str, Any]], **options: Any) -> tuple[Problem, ...]:
    return as_expectations.problems({"articles": FRAME}, {"articles": ARTICLES}, bounds, entries, **options)


@pytest.mark.parametrize(
    ("entry", "holds", "fails"),
    [
        ({"expect": "rows"}, {"at_least": 0.9}, {"at_least": 1.0}),
        ({"expect": "rows", "at_least": 0}, {"at_most": 0.9}, {"at_most": 0.8}),
        ({"expect": "filled_as_before", "column": "publisher"}, {"within": 0.34}, {"within": 0.33}),
        ({"expect": "spread_as_before", "column": "language"}, BROADLY, {"divergence_at_most": 0.05}),
        ({"expect": "spread_as_before", "column": "n_words"}, BROADLY, {"divergence_at_most": 0.05}),
        ({"expect": "spread_as_before", "column": "published_on"}, BROADLY, {"divergence_at_most": 0.05}),
        ({"expect": "fresh", "column": "published_on"}, {"within_days": 12}, {"within_days": 11}),
        ({"expect": "filled", "column": "publisher"}, {"at_least": 0.6}, {"at_least": 0.7}),
        ({"expect": "share", "column": "language", "values": ["es"]}, {"at_least": 0.3}, {"at_least": 0.4}),
        ({"expect": "share", "column": "language", "values": ["es"]}, {"at_most": 0.4}, {"at_most": 0.3}),
        ({"expect": "includes", "column": "language"}, {"values": ["en", "es"]}, {"values": ["en", "fr"]}),
        ({"expect": "mean", "column": "n_words"}, {"minimum": 150, "maximum": 250}, {"minimum": 201, "maximum": 250}),
    ],
    ids=lambda value: value.get("expect") if isinstance(value, dict) else None,
)
def test_each_kind_holds_and_fails_where_it_should(
    entry: dict[str, Any], holds: dict[str, Any], fails: dict[str, Any]
) -> None:
    """The same table passes the looser bound and fails the tighter one, with the reason in the message."""
    declared = {"table": "articles", "because": "Reasons.", **entry}
    assert _problems(BOUNDS, [{**declared, **holds}]) == ()
    (problem,) = _problems(BOUNDS, [{**declared, **fails}])
    assert (problem.check, problem.column) == (entry["expect"], entry.get("column", ""))
    assert problem.found
    assert "Reasons." in problem.allowed


def test_values_that_do_not_occur_are_named() -> None:
    """Who mends it wants to know which one is missing."""
    entry = {"table": "articles", "expect": "includes", "column": "language", "values": ["en", "fr"], "because": "R."}
    (problem,) = _problems(BOUNDS, [entry])
    assert problem.found == "no fr"


def test_news_from_after_the_last_day_is_not_fresh_but_wrong() -> None:
    """Freshness is bounded by data_through on both sides."""
    entry = {"table": "articles", "expect": "fresh", "column": "published_on", "within_days": 500, "because": "R."}
    bounds = Bounds(date(2026, 6, 17), {})
    assert len(_problems(bounds, [entry])) == 1


def test_the_first_build_has_no_volume_to_hold() -> None:
    """Without row counts of a last build nothing is expected of the number of rows."""
    entry = {"table": "articles", "expect": "rows", "at_least": 0.9, "because": "R."}
    assert _problems(Bounds(date(2026, 6, 30), {}), [entry]) == ()


def test_each_suite_asks_what_is_declared_of_its_table() -> None:
    """Every declared expectation ends in the suite of its table, and nowhere else."""
    full = Bounds(date(2026, 6, 30), dict.fromkeys(model.load_tables(), 1))
    for table in model.load_tables().values():
        suite = as_expectations.suite(table, full)
        assert isinstance(suite, gx.ExpectationSuite)
        asked = [(made.meta or {})["declared"] for made in suite.expectations]
        assert {entry["table"] for entry in asked} == {table.name}
        assert [entry for entry in asked if entry in as_expectations.load()] == [
            entry for entry in as_expectations.load() if entry["table"] == table.name
        ]


def test_nothing_is_printed_and_no_network_is_asked(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A validation prints no progress bar and opens no connection."""
    asked: list[object] = []

    def ask(*address: object, **_: object) -> list[object]:
        asked.append(address)
        return []

    monkeypatch.setattr(socket.socket, "connect", ask)
    monkeypatch.setattr(socket, "getaddrinfo", ask)
    entry = {"table": "articles", "expect": "filled", "column": "publisher", "at_least": 0.6, "because": "R."}
    assert _problems(BOUNDS, [entry]) == ()
    assert (asked, *capfd.readouterr()) == ([], "", "")


def test_what_is_derived_fits_what_the_last_release_held() -> None:
    """A rule asks each column it fits: those that may be empty, and those whose values fall into bins."""
    large = {name: dataclasses.replace(one, n_rows=900, n_filled=900) for name, one in LAST.items()}
    types = {("articles", "aid"): 30, ("articles", "raid"): 3}
    bounds = Bounds(date(2026, 6, 30), {"articles": 900}, types, {"articles": large})
    rules = {rule["expect"] for rule in as_expectations.load_derived()}
    entries = [entry for entry in as_expectations.entries_of(ARTICLES, bounds) if entry["expect"] in rules]
    assert {(entry["expect"], entry.get("column", entry.get("event_type", ""))) for entry in entries} == {
        ("rows", ""),
        ("rows_of_type", "aid"),
        ("filled_as_before", "publisher"),
        *(("spread_as_before", column) for column in ("language", "n_words", "published_on")),
    }


def test_what_is_written_goes_before_what_is_derived() -> None:
    """A change that is meant to be large is let through by an entry of its own, with its reason."""
    rows = [entry for entry in as_expectations.entries_of(ARTICLES, BOUNDS) if entry["expect"] == "rows"]
    assert [entry["at_least"] for entry in rows] == [
        entry["at_least"]
        for entry in as_expectations.load()
        if (entry["table"], entry["expect"]) == ("articles", "rows")
    ]


def test_a_type_is_counted_by_itself() -> None:
    """A type that loses its rows is named, though the table as a whole has enough of them."""
    table = model.load_tables()["events"]
    frame = pl.DataFrame({"event_type": ["aid"] * 5 + ["raid"] * 95})
    bounds = Bounds(date(2026, 6, 30), {}, {("events", "aid"): 10, ("events", "raid"): 95})
    entry = {"table": "events", "expect": "rows_of_type", "at_least": 0.7, "because": "R."}
    entries = [{**entry, "event_type": name} for name in ("aid", "raid")]
    (problem,) = as_expectations.problems({"events": frame}, {"events": table}, bounds, entries)
    assert (problem.row, problem.check, problem.found) == ("event_type=aid", "rows_of_type", "5")


def test_values_that_were_never_there_are_a_divergence_that_can_be_told() -> None:
    """A spread of other values altogether is a problem with a number, not an error of the library."""
    frame = FRAME.with_columns(language=pl.lit("fr"))
    (problem,) = as_expectations.problems({"articles": frame}, {"articles": ARTICLES}, BOUNDS, [STRICTLY])
    assert float(problem.found) > 4


def test_without_a_last_release_nothing_is_expected_of_it() -> None:
    """The first release is measured by nothing, also where an entry is written."""
    assert _problems(Bounds(date(2026, 6, 30), {}), [STRICTLY]) == ()


def test_data_docs_tell_what_was_asked_and_why(tmp_path: Path) -> None:
    """The pages hold each expectation with its reason, and what was measured."""
    entry = {
        "table": "articles",
        "expect": "filled",
        "column": "publisher",
        "at_least": 0.7,
        "because": "Reasons are given.",
    }
    assert len(_problems(BOUNDS, [entry], docs=tmp_path)) == 1
    assert (tmp_path / "index.html").is_file()
    (page,) = (tmp_path / "validations").rglob("*.html")
    (suite,) = (tmp_path / "expectations").rglob("*.html")
    assert "Reasons are given." in suite.read_text(encoding="utf-8")
    assert "publisher" in page.read_text(encoding="utf-8")
