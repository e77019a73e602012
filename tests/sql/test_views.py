"""Views and macros of sql/ on given rows (cases.yaml, analysis.yaml); the checks of views against views that are broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from riobravo import resources
from riobravo.release import database, queries, views
from riobravo.tables import as_duckdb, frames, model

FILE = resources.load_yaml(Path(__file__).with_name("cases.yaml"))
TABLES = {"articles": "articles", "links": "event_links", "mentions": "mentions", "event_mentions": "event_mentions"}
"""What a case may give beside events → the table of these rows."""
DECLARED = model.load()
CASES = FILE["cases"] + resources.load_yaml(Path(__file__).with_name("analysis.yaml"))["cases"]
OF_VIEWS = [
    query
    for query in queries.check_queries(of_dataset=True)
    if query.name in ("counts_add_up", "pairs_add_up", "events_are_in_months_or_told")
]
"""The checks that no table can break, only a view."""


def _connection(case: dict[str, Any]) -> Any:
    rows = {table: case.get(key, []) for key, table in TABLES.items()}
    rows["events"] = [{**FILE["defaults"], **event} for event in case.get("given", [])]
    rows["coverage"] = [FILE["coverage"]]
    tables = {name: frames.frame(given, DECLARED.tables[name]) for name, given in rows.items()}
    return database.in_memory(tables, DECLARED)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["holds"])
def test_given_rows_give_expected_rows(case: dict[str, Any]) -> None:
    """A change of a view that changes a count is seen here; and all views count the same events."""
    with _connection(case) as connection:
        found = connection.execute(case["query"]).fetchall()
        assert [connection.execute(query.body).fetchall() for query in OF_VIEWS] == [[]] * len(OF_VIEWS)
    assert sorted(map(repr, found)) == sorted(repr(tuple(_like(row, case, found))) for row in case["expect"])


def _like(row: list[Any], case: dict[str, Any], found: list[tuple[Any, ...]]) -> list[Any]:
    """YAML writes 29 for 29.0 of a DOUBLE column; the rest is compared as it is."""
    floats = {index for given in found for index, value in enumerate(given) if isinstance(value, float)}
    return [float(value) if index in floats and value is not None else value for index, value in enumerate(row)]


def test_every_view_has_a_case() -> None:
    """A new view or macro needs rows that prove it."""
    found = queries.view_queries()
    asked = [case["query"] for case in CASES]
    called = {query.name for query in found if query.is_macro and any(f"{query.name}(" in text for text in asked)}
    # DuckDB names the tables of a query only where it knows the functions that stand among them.
    plain = [text for text in asked if not any(f"{name}(" in text for name in called)]
    assert {query.name for query in found} - called - set().union(*views.tables_read(plain)) == set()


@pytest.mark.parametrize(
    ("check", "view", "kept"),
    [
        ("counts_add_up", "events_by_subtype", "event_subtype <> 'military'"),
        ("counts_add_up", "event_counts", "n_events = 0"),
        ("counts_add_up", "deployments", "sending_country <> 'MEX'"),
        ("counts_add_up", "deployments_announced", "sending_country <> 'MEX'"),
        ("counts_add_up", "deployment_balance", "n_sent = 0"),
        ("counts_add_up", "threats", "kind <> 'military'"),
        ("counts_add_up", "threat_actors", "actor_country <> 'MEX'"),
        ("counts_add_up", "pledges", "n_events = 0"),
        ("pairs_add_up", "dyads", "n_events = 0"),
        ("pairs_add_up", "cooperation_and_conflict", "direction <> 'other'"),
        ("pairs_add_up", "reporting_lag", "n_events = 0"),
        ("events_are_in_months_or_told", "events_by_month", "n_events = 0"),
    ],
)
def test_the_checks_of_views_find_a_view_that_loses_events(check: str, view: str, kept: str) -> None:
    """A view that drops events differs from the others, and the check says where."""
    given = [
        {"event_id": "a", "event_type": "threat", "event_subtype": "military", "source_country": "MEX"},
        {"event_id": "b", "event_type": "deployment", "event_subtype": "guard", "source_country": "MEX"},
        {"event_id": "c", "event_type": "pledge", "event_subtype": "other", "source_country": "MEX"},
    ]
    (query,) = (query for query in queries.view_queries() if query.name == view)
    (asked,) = (entry for entry in queries.check_queries(of_dataset=True) if entry.name == check)
    with _connection({"given": given}) as connection:
        assert connection.execute(asked.body).fetchall() == []
        connection.execute(
            f"create or replace view {as_duckdb.quoted(view)} as select * from ({query.body}) where {kept}"
        )
        assert connection.execute(asked.body).fetchall() != []
