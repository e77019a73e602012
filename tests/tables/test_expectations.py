"""The suites of Great Expectations: each kind of expectation holds and fails where it should, in silence and offline."""

from __future__ import annotations

import socket
from datetime import date
from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from riobravo.tables import as_expectations, model
from riobravo.tables.bounds import Bounds

ARTICLES = model.load_tables()["articles"]
BOUNDS = Bounds(date(2026, 6, 30), {"articles": 10})
FRAME = pl.DataFrame(
    {
        "article_id": list("abcdefghi"),
        "language": ["es"] * 3 + ["en"] * 6,
        "n_words": [100, 200, 300] * 3,
        "publisher": ["P", None, "P"] * 3,
        "published_on": [date(2026, 6, day) for day in range(10, 19)],
    }
)


@pytest.mark.parametrize(
    ("entry", "holds", "fails"),
    [
        ({"expect": "rows"}, {"at_least": 0.9}, {"at_least": 1.0}),
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
    assert as_expectations.problems(FRAME, ARTICLES, BOUNDS, [{**declared, **holds}]) == ()
    (problem,) = as_expectations.problems(FRAME, ARTICLES, BOUNDS, [{**declared, **fails}])
    assert (problem.check, problem.column) == (entry["expect"], entry.get("column", ""))
    assert problem.found
    assert "Reasons." in problem.allowed


def test_values_that_do_not_occur_are_named() -> None:
    """Who mends it wants to know which one is missing."""
    entry = {"table": "articles", "expect": "includes", "column": "language", "values": ["en", "fr"], "because": "R."}
    (problem,) = as_expectations.problems(FRAME, ARTICLES, BOUNDS, [entry])
    assert problem.found == "no fr"


def test_news_from_after_the_last_day_is_not_fresh_but_wrong() -> None:
    """Freshness is bounded by data_through on both sides."""
    entry = {"table": "articles", "expect": "fresh", "column": "published_on", "within_days": 500, "because": "R."}
    bounds = Bounds(date(2026, 6, 17), {})
    assert len(as_expectations.problems(FRAME, ARTICLES, bounds, [entry])) == 1


def test_the_first_build_has_no_volume_to_hold() -> None:
    """Without row counts of a last build nothing is expected of the number of rows."""
    entry = {"table": "articles", "expect": "rows", "at_least": 0.9, "because": "R."}
    assert as_expectations.problems(FRAME, ARTICLES, Bounds(date(2026, 6, 30), {}), [entry]) == ()


def test_each_suite_asks_what_is_declared_of_its_table() -> None:
    """Every declared expectation ends in the suite of its table, and nowhere else."""
    full = Bounds(date(2026, 6, 30), dict.fromkeys(model.load_tables(), 1))
    for table in model.load_tables().values():
        suite = as_expectations.suite(table, full)
        assert isinstance(suite, gx.ExpectationSuite)
        assert len(suite.expectations) == sum(entry["table"] == table.name for entry in as_expectations.load())


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
    assert as_expectations.problems(FRAME, ARTICLES, BOUNDS, [entry]) == ()
    assert (asked, *capfd.readouterr()) == ([], "", "")
