"""Links between events: only where the rule is plain, from the later to the earlier."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from riobravo.events.links import NEEDS, links
from riobravo.events.merge import event
from tests.events.make import ARREST, DAY, DEPLOYMENT, HAND_OVER, ONTOLOGY, POLICY, THREAT, count, on, report

Entry = dict[str, Any]
CARO: Entry = {"object_name": "Rafael Caro Quintero", **count(1)}
ZAMBADA: Entry = {"object_name": "Vicente Zambada", **count(1)}
TARIFF: Entry = {"event_type": "sanction", "event_subtype": "tariff", "source_country": "USA", "target_country": "MEX"}
POSTPONED: Entry = {**TARIFF, "event_type": "concession", "event_subtype": "postponed"}
PLEDGE: Entry = {
    "event_type": "pledge",
    "event_subtype": "deployment",
    "source_country": "MEX",
    "target_country": "USA",
}
PLEA: Entry = {"event_type": "judicial", "event_subtype": "pleaded", "source_country": "USA"}
REJECTION: Entry = {
    "event_type": "rejection",
    "event_subtype": "demand",
    "source_country": "MEX",
    "target_country": "USA",
}


def _linked(*events: tuple[str, int, list[Entry]]) -> list[tuple[str, str, str]]:
    """The links among events, each an id, its day after `DAY`, and its columns."""
    made, named = [], {}
    for name, days, parts in events:
        day = DAY + timedelta(days=days)
        reported = report(f"{name}.1", *parts, on(day), published_on=day)
        made.append({"event_id": name, **event([reported], POLICY, ONTOLOGY)})
        named[name] = reported.row.persons
    found = links(made, named, POLICY)
    assert links(made[::-1], named, POLICY) == found, "the order of the events must not matter"
    return [(link.from_event_id, link.to_event_id, link.relation) for link in found]


@pytest.mark.parametrize(
    ("earlier", "later", "days", "relation"),
    [
        ([HAND_OVER, CARO, {"event_subtype": "approved"}], [HAND_OVER, CARO], 60, "executes"),
        ([ARREST, CARO], [HAND_OVER, CARO], 60, "next_stage"),
        ([ARREST, CARO], [HAND_OVER, CARO, {"event_subtype": "requested"}], 90, "next_stage"),
        ([HAND_OVER, CARO], [PLEA, CARO], 200, "next_stage"),
        ([THREAT], [TARIFF, count(25, "percent")], 60, "executes"),
        ([TARIFF], [POSTPONED], 2, "postpones"),
        ([PLEDGE, count(10000)], [DEPLOYMENT, count(10000), {"event_subtype": "guard"}], 3, "fulfils"),
        ([THREAT], [REJECTION], 1, "answers"),
        ([DEPLOYMENT, count(500), {"status": "planned"}], [DEPLOYMENT, count(500)], 60, "executes"),
    ],
)  # fmt: skip
def test_a_plain_case_is_linked(earlier: list[Entry], later: list[Entry], days: int, relation: str) -> None:
    """The later event points at the earlier one."""
    assert _linked(("rb-1", 0, earlier), ("rb-2", days, later)) == [("rb-2", "rb-1", relation)]


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        ([HAND_OVER, ZAMBADA, {"event_subtype": "approved"}], [HAND_OVER, CARO], 60),
        ([HAND_OVER, CARO], [HAND_OVER, CARO, {"event_subtype": "approved"}], 60),
        ([THREAT], [TARIFF, {"target_country": "CAN"}], 60),
        ([THREAT], [TARIFF], 900),
        ([THREAT], [REJECTION], 30),
        ([THREAT], [{**REJECTION, "source_country": "USA", "target_country": "MEX"}], 1),
        ([PLEDGE, count(10000)], [DEPLOYMENT, count(500)], 3),
        ([THREAT], [TARIFF, {"status": "negated"}], 60),
        ([THREAT], [TARIFF, {"is_aggregate": True}], 60),
    ],
    ids=[
        "another man", "a stage that comes before", "another country", "years later", "weeks later", "the same side",
        "another number", "what did not happen", "a total",
    ],
)  # fmt: skip
def test_an_uncertain_case_is_not_linked(earlier: list[Entry], later: list[Entry], days: int) -> None:
    """Where persons, countries, numbers or time do not agree, there is no link."""
    assert _linked(("rb-1", 0, earlier), ("rb-2", days, later)) == []


def test_only_the_nearest_earlier_event_is_linked() -> None:
    """Of two threats the last one is executed."""
    assert _linked(("rb-1", 0, [THREAT]), ("rb-2", 30, [THREAT]), ("rb-3", 60, [TARIFF])) == [
        ("rb-3", "rb-2", "executes")
    ]


def test_the_last_day_of_a_rule_still_counts() -> None:
    """An earlier event exactly so far back is linked, one of the day before is not, and neither hides a nearer one."""
    days = next(
        rule.days for rule in POLICY.links if "sanction/tariff" in rule.later and rule.earlier == ("threat/tariff",)
    )
    last, beyond, near = ("rb-1", 1, [THREAT]), ("rb-2", 0, [THREAT]), ("rb-3", 30, [THREAT])
    later = ("rb-4", days + 1, [TARIFF])
    assert _linked(beyond, later) == []
    assert _linked(last, beyond, later) == [("rb-4", "rb-1", "executes")]
    assert _linked(last, beyond, near, later) == [("rb-4", "rb-3", "executes")]


def test_each_member_of_a_group_has_its_own_link() -> None:
    """The hand-over of two men follows the arrest of the one and of the other."""
    both: Entry = {"object_name": "Rafael Caro Quintero, Vicente Zambada", **count(2)}
    arrests = [("rb-1", 0, [ARREST, CARO]), ("rb-2", 90, [ARREST, ZAMBADA])]
    assert _linked(*arrests, ("rb-3", 200, [HAND_OVER, both])) == [
        ("rb-3", "rb-1", "next_stage"),
        ("rb-3", "rb-2", "next_stage"),
    ]


def test_two_that_fit_alike_are_not_linked() -> None:
    """Two threats of one day: which one was executed is not plain."""
    assert _linked(("rb-1", 0, [THREAT]), ("rb-2", 0, [THREAT]), ("rb-3", 60, [TARIFF])) == []


def test_every_need_is_used_and_known() -> None:
    """A need that no rule asks for is dead; one that no function answers would stop the build."""
    assert {need for rule in POLICY.links for need in rule.needs} == set(NEEDS)


def test_undated_events_are_not_linked() -> None:
    """Without a date there is no later and earlier."""
    made = event([report("a.1", THREAT, date_start=None, date_end=None, date_precision="unknown")], POLICY, ONTOLOGY)
    other = event([report("b.1", TARIFF, on(date(2025, 3, 4)))], POLICY, ONTOLOGY)
    assert links([{"event_id": "rb-1", **made}, {"event_id": "rb-2", **other}], {}, POLICY) == []


@pytest.mark.parametrize(
    ("earlier", "later", "relations"),
    [
        ([HAND_OVER, CARO, {"event_subtype": "requested", "status": "planned"}], [HAND_OVER, CARO], []),
        ([TARIFF, {"status": "planned"}], [POSTPONED], ["postpones"]),
    ],
)
def test_what_lies_ahead_can_be_put_off_but_not_followed(
    earlier: list[Entry], later: list[Entry], relations: list[str]
) -> None:
    """The earlier event was told first, and is to come only after the later one."""
    made, named = [], {}
    for name, parts, told, came in (("rb-1", earlier, 0, 30), ("rb-2", later, 2, 2)):
        reported = report(f"{name}.1", *parts, on(DAY + timedelta(days=came)), published_on=DAY + timedelta(days=told))
        made.append(
            {"event_id": name, **event([reported], POLICY, ONTOLOGY), "first_reported_on": reported.row.published_on}
        )
        named[name] = reported.row.persons
    assert [link.relation for link in links(made, named, POLICY)] == relations
