"""riobravo.counts: the same numbers as the views, in every split, and messages that help."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest

import riobravo
from riobravo import counting
from riobravo.errors import RioBravoError
from riobravo.release import database
from riobravo.tables import frames, model
from tests.sql.test_views import FILE

DECLARED = model.load()


@pytest.fixture(scope="module")
def data() -> Iterator[duckdb.DuckDBPyConnection]:
    with riobravo.connect() as connection:
        yield connection


@pytest.mark.parametrize("by", ["month", "year"])
def test_counts_are_those_of_the_views(data: duckdb.DuckDBPyConnection, by: str) -> None:
    """Split by type, every row is the row of events_by_month or events_by_year; types without events have none."""
    counted = riobravo.counts(by=by, split="event_type", connection=data)
    period = "month" if by == "month" else "make_date(year, 1, 1)"
    view = data.execute(f"select {period}, event_type, n_events, is_complete from events_by_{by}").fetchall()
    there = set(counted["event_type"])
    assert sorted(counted.select("period_start", "event_type", "n_events", "is_complete").rows()) == sorted(
        row for row in view if row[1] in there
    )
    assert not any(n_events for _, event_type, n_events, _ in view if event_type not in there)


def test_every_period_of_the_calendar_can_be_counted(data: duckdb.DuckDBPyConnection) -> None:
    """By each length of period there is a row for each period, and in them the events that stand in one."""
    assert {"month", "year"} <= set(counting.periods(data))
    for by in counting.periods(data):
        counted = riobravo.counts(by=by, connection=data)
        there = "select period_start from calendar where period = ?"
        assert counted["period_start"].to_list() == sorted(day for (day,) in data.execute(there, [by]).fetchall())
        query = f"select count(*) from counted_periods where period = ? and period_start in ({there})"
        assert data.execute(query, [by, by]).fetchall() == [(counted["n_events"].sum(),)]


@pytest.mark.parametrize("split", counting.splits())
def test_a_split_adds_up_to_the_whole(data: duckdb.DuckDBPyConnection, split: str) -> None:
    """Whatever it is split by, nothing is lost or counted twice, and every period is there for every value."""
    whole = riobravo.counts("deployment", by="year", connection=data)
    parts = riobravo.counts("deployment", by="year", split=split, connection=data)
    measures = ["n_events", *counting.PERSONS, "n_open_above", "n_without_persons"]
    assert (
        parts.group_by("period_start")
        .agg(pl.col(measures).sum())
        .sort("period_start")
        .equals(whole.select("period_start", *measures))
    )
    assert parts.height == whole.height * parts[split].n_unique()


def test_a_condition_is_one_part_of_the_split(data: duckdb.DuckDBPyConnection) -> None:
    """Where keeps what the split shows under that value; several conditions hold together."""
    parts = riobravo.counts("threat", by="year", split=["source_country", "event_subtype"], connection=data)
    where = {"source_country": "USA", "event_subtype": ["tariff", "military"]}
    one = riobravo.counts("threat", by="year", where=where, connection=data)
    kept = parts.filter(source_country="USA").filter(pl.col("event_subtype").is_in(["tariff", "military"]))
    assert one["n_events"].sum() == kept["n_events"].sum() > 0


EVENTS: list[dict[str, Any]] = [
    {"event_id": "a", "event_type": "deployment", "date_start": "2025-02-04", "date_end": "2025-02-04", "date_precision": "day",
     "quantity_low": 10, "quantity_best": 12, "quantity_high": 15, "quantity_unit": "persons", "source_country": "MEX"},
    {"event_id": "b", "event_type": "deployment", "date_start": "2025-02-01", "date_end": "2025-02-28",
     "date_precision": "month", "quantity_low": 100, "quantity_best": 100, "quantity_high": None, "quantity_unit": "persons",
     "source_country": "MEX"},
    {"event_id": "c", "event_type": "deployment", "date_start": "2025-02-05", "date_end": "2025-02-05", "date_precision": "day",
     "quantity_low": 2, "quantity_best": 2, "quantity_high": 2, "quantity_unit": "ships", "source_country": "USA"},
    {"event_id": "d", "event_type": "deployment", "status": "planned", "date_start": "2025-02-05", "date_end": "2025-02-05",
     "date_precision": "day"},
    {"event_id": "e", "event_type": "withdrawal", "date_start": "2025-02-05", "date_end": "2025-02-05",
     "date_precision": "day"},
    {"event_id": "f", "event_type": "deployment", "date_start": "2025-01-01", "date_end": "2025-12-31",
     "date_precision": "year", "source_country": None},
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        # n_events, persons_low, persons_best, persons_high, n_open_above, n_without_persons of the period that February is in
        ({"by": "month"}, [(3, 110, 112, 115, 1, 1)]),
        ({"by": "year"}, [(4, 110, 112, 115, 1, 2)]),
        ({"by": "month", "split": "source_country"}, [("MEX", 2, 110, 112, 115, 1, 0), ("USA", 1, 0, 0, 0, 0, 1)]),
        ({"by": "year", "split": "source_country", "where": {"source_country": "USA"}}, [("USA", 1, 0, 0, 0, 0, 1)]),
        ({"by": "month", "where": {"quad_class": [1, 2]}}, [(0, 0, 0, 0, 0, 0)]),
    ],
)  # fmt: skip
def test_given_events_give_expected_counts(asked: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    """Plans, other types and coarse dates stay out; bounds are added; what has no number of persons is told."""
    rows = [{**FILE["defaults"], **event} for event in EVENTS]
    rows = [
        {**row, **{key: date.fromisoformat(str(row[key])) for key in ("date_start", "date_end") if row.get(key)}}
        for row in rows
    ]
    tables = {"events": frames.frame(rows, DECLARED.tables["events"])}
    start = date(2025, 2, 1) if asked["by"] == "month" else date(2025, 1, 1)
    with database.in_memory(tables, DECLARED) as connection:
        counted = riobravo.counts("deployment", connection=connection, **asked)
        n_periods = connection.execute("select count(*) from calendar where period = ?", [asked["by"]]).fetchall()[0][0]
    found = counted.filter(period_start=start).drop("period_start", "is_complete")
    assert found.rows() == expected
    assert counted.height == n_periods * len(expected)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"event_type": "extraditions"}, r"type 'extraditions'; allowed: extradition.*did you mean extradition"),
        ({"event_type": ["threat", "thread"]}, "type 'thread'.*did you mean threat"),
        ({"by": "months"}, "period 'months'; allowed: month.*did you mean month"),
        ({"split": "headline"}, "column to split by 'headline'; allowed: event_type"),
        ({"split": ["event_type", "actor"]}, "'actor'.*did you mean .*source_actor_id"),
        ({"where": {"country": "USA"}}, "column 'country'.*did you mean .*source_country"),
        ({"where": {"event_subtype": "tarif"}}, "value of event_subtype 'tarif'.*did you mean tariff"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(
    data: duckdb.DuckDBPyConnection, asked: dict[str, Any], message: str
) -> None:
    """The message names the close matches and all that is allowed."""
    with pytest.raises(RioBravoError, match=rf"RB-630.*{message}"):
        riobravo.counts(connection=data, **asked)
