"""What checks let pass, and what they do not, where it is not plain."""

from __future__ import annotations

from datetime import date

import pytest

from riobravo.release import database, queries
from riobravo.tables import frames, model

DECLARED = model.load()
(LINKS,) = (query for query in queries.check_queries(of_dataset=False) if query.name == "links_are_between_two_events")
EARLIER, LATER, OVERLAPPING = (
    (date(2025, 1, 1), date(2025, 1, 7)),
    (date(2025, 2, 1), date(2025, 2, 7)),
    (date(2025, 1, 5), date(2025, 1, 11)),
)


@pytest.mark.parametrize(
    ("from_days", "to_days", "relation", "is_refused"),
    [
        (LATER, EARLIER, "executes", False),
        (EARLIER, LATER, "executes", True),
        (EARLIER, LATER, "next_stage", True),
        (EARLIER, LATER, "fulfils", True),
        (EARLIER, OVERLAPPING, "executes", False),
        (OVERLAPPING, EARLIER, "executes", False),
        (EARLIER, LATER, "postpones", False),
        (EARLIER, LATER, "withdraws", False),
        (EARLIER, LATER, "answers", False),
        ((None, None), EARLIER, "executes", False),
    ],
)
def test_a_link_never_leads_to_what_wholly_lies_after_it(
    from_days: tuple[date | None, date | None], to_days: tuple[date, date], relation: str, *, is_refused: bool
) -> None:
    """Weeks that overlap are no contradiction, and what is put off, ended or answered may be still to come."""
    events = [
        {"event_id": name, "date_start": days[0], "date_end": days[1]}
        for name, days in (("rb-from", from_days), ("rb-to", to_days))
    ]
    link = {"from_event_id": "rb-from", "to_event_id": "rb-to", "relation": relation, "reason": "r"}
    tables = {
        "events": frames.frame(events, DECLARED.tables["events"]),
        "event_links": frames.frame([link], DECLARED.tables["event_links"]),
    }
    with database.in_memory(tables, DECLARED) as connection:
        assert bool(connection.execute(LINKS.body).fetchall()) == is_refused
