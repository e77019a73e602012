"""Every view of sql/ on given rows (cases.yaml), and the checks of views against views that are broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from riobravo import resources
from riobravo.release import database, queries, views
from riobravo.tables import as_duckdb, frames, model

FILE = resources.load_yaml(Path(__file__).with_name("cases.yaml"))
DECLARED = model.load()
CASES = FILE["cases"]
OF_VIEWS = [
    query
    for query in queries.check_queries(of_dataset=True)
    if query.name in ("counts_add_up", "events_are_in_months_or_told")
]
"""The checks that no table can break, only a view."""


def _connection(events: list[dict[str, Any]]) -> Any:
    rows = [{**FILE["defaults"], **event} for event in events]
    return database.in_memory(
        {
            "events": frames.frame(rows, DECLARED.tables["events"]),
            "coverage": frames.frame([FILE["coverage"]], DECLARED.tables["coverage"]),
        },
        DECLARED,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["holds"])
def test_given_rows_give_expected_rows(case: dict[str, Any]) -> None:
    """A change of a view that changes a count is seen here; and all views count the same events."""
    with _connection(case.get("given", [])) as connection:
        found = connection.execute(case["query"]).fetchall()
        assert [connection.execute(query.body).fetchall() for query in OF_VIEWS] == [[], []]
    assert sorted(map(repr, found)) == sorted(repr(tuple(_like(row, case, found))) for row in case["expect"])


def _like(row: list[Any], case: dict[str, Any], found: list[tuple[Any, ...]]) -> list[Any]:
    """YAML writes 29 for 29.0 of a DOUBLE column; the rest is compared as it is."""
    floats = {index for given in found for index, value in enumerate(given) if isinstance(value, float)}
    return [float(value) if index in floats and value is not None else value for index, value in enumerate(row)]


def test_every_view_has_a_case() -> None:
    """A new view needs rows that prove it."""
    asked = set().union(*views.tables_read(case["query"] for case in CASES))
    assert {query.name for query in queries.view_queries()} - asked == set()


@pytest.mark.parametrize(
    ("check", "view", "broken"),
    [
        ("counts_add_up", "events_by_subtype", "counted.event_subtype = 'tariff' or counted.event_id is null"),
        ("counts_add_up", "deployments", "counted.source_side = 'USA' or counted.event_id is null"),
        ("counts_add_up", "threat_actors", "counted.source_side = 'USA' or counted.event_id is null"),
        ("events_are_in_months_or_told", "events_by_status", "dated.event_id is null"),
    ],
)
def test_the_checks_of_views_find_a_view_that_loses_events(check: str, view: str, broken: str) -> None:
    """A view that drops events differs from the others, and the check says where."""
    given = [
        {"event_id": "a", "event_type": "threat", "event_subtype": "military", "source_country": "MEX"},
        {"event_id": "b", "event_type": "deployment", "event_subtype": "guard", "source_country": "MEX"},
    ]
    (query,) = (query for query in queries.view_queries() if query.name == view)
    body = query.body.replace("group by calendar.period", f"where {broken} group by calendar.period")
    body = body.replace("group by\n    calendar.period", f"where {broken} group by calendar.period")
    assert body != query.body
    (asked,) = (entry for entry in queries.check_queries(of_dataset=True) if entry.name == check)
    with _connection(given) as connection:
        assert connection.execute(asked.body).fetchall() == []
        connection.execute(f"create or replace view {as_duckdb.quoted(view)} as {body}")
        assert connection.execute(asked.body).fetchall() != []
