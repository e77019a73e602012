"""One row out of a group of mentions: a rule a column, and what the mentions disagree on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from riobravo.events.merge import event
from riobravo.events.reports import Report
from tests.events.make import (
    ASSAULT,
    DAY,
    DEPLOYMENT,
    HAND_OVER,
    ONTOLOGY,
    POLICY,
    at_least,
    count,
    on,
    place,
    published,
    report,
)

Entry = dict[str, Any]
CARO: Entry = {"object_name": "Rafael Caro Quintero", **count(1)}
NEXT = DAY + timedelta(days=1)


def _event(*reports: Report) -> Entry:
    made = event(list(reports), POLICY, ONTOLOGY)
    assert event(list(reports)[::-1], POLICY, ONTOLOGY) == made, "the order of the mentions must not matter"
    return made


def _told(made: Entry) -> dict[str, list[str]]:
    return {entry["field"]: entry["values"] for entry in made["disagreements"]}


def test_the_legal_basis_is_taken_from_the_mention_that_states_it() -> None:
    """Two papers say extradited, one names the law: the event is a transfer, and so are its crosswalks."""
    made = _event(
        report("a.1", HAND_OVER, count(29)),
        report("b.1", HAND_OVER, count(29)),
        report("c.1", HAND_OVER, count(29), event_subtype="transferred"),
    )
    assert made["event_subtype"] == "transferred"
    assert made["cameo_code"] == ONTOLOGY.crosswalk("extradition", "transferred").cameo_code
    assert _told(made)["event_subtype"] == ["extradited", "transferred"]
    assert "basis_disputed" not in made["caveats"]


def test_two_legal_bases_are_a_dispute() -> None:
    """Transferred in one text and deported in the other: said so."""
    made = _event(
        report("a.1", HAND_OVER, event_subtype="transferred"), report("b.1", HAND_OVER, event_subtype="deported")
    )
    assert "basis_disputed" in made["caveats"]


def test_what_was_done_outweighs_what_was_planned() -> None:
    """Status, and the date with it, come from the report of the act."""
    made = _event(
        report("a.1", DEPLOYMENT, count(500), on(DAY), status="planned"),
        report("b.1", DEPLOYMENT, count(500), on(NEXT + timedelta(days=3)), published_on=NEXT + timedelta(days=4)),
    )
    assert (made["status"], made["date_start"]) == ("actual", NEXT + timedelta(days=3))
    assert made["first_reported_on"] == NEXT
    assert made["last_reported_on"] == NEXT + timedelta(days=4)


def test_the_most_precise_stated_date_wins() -> None:
    """A stated day before a month, and either before the week of publication."""
    month = on(date(2025, 2, 1), "month", days=28)
    made = _event(
        report("a.1", HAND_OVER, month), report("b.1", HAND_OVER, on(DAY)), report("c.1", HAND_OVER, published(NEXT))
    )
    assert (made["date_start"], made["date_end"], made["date_precision"]) == (DAY, DAY, "day")
    assert (
        _event(report("a.1", HAND_OVER, month), report("c.1", HAND_OVER, published(NEXT)))["date_precision"] == "month"
    )


def test_the_day_that_most_articles_give_wins_and_the_other_is_told() -> None:
    """27 February twice and 28 February once."""
    made = _event(
        report("a.1", HAND_OVER), report("b.1", HAND_OVER), report("c.1", HAND_OVER, on(DAY + timedelta(days=1)))
    )
    assert made["date_start"] == DAY
    assert _told(made)["date_start"] == ["2025-02-27", "2025-02-28"]
    assert "date_disputed" in made["caveats"]


def test_no_date_is_no_date() -> None:
    """An undated event says so and has no basis."""
    made = _event(report("a.1", HAND_OVER, date_start=None, date_end=None, date_precision="unknown"))
    assert (made["date_start"], made["date_precision"], made["date_basis"]) == (None, "unknown", None)
    assert "date_unknown" in made["caveats"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([count(29), count(29, modifier="approx"), count(30)], (29, 29, 30, "exact")),
        ([count(29)], (29, 29, 29, "exact")),
        ([at_least(10000)], (10000, 10000, None, "at_least")),
        ([at_least(10000), count(10500)], (10000, 10000, 10500, "at_least")),
        ([{}], (None, None, None, None)),
    ],
)
def test_the_number_is_the_usual_one_and_the_range_is_all_that_was_reported(
    parts: list[Entry], expected: tuple[float | None, float | None, float | None, str | None]
) -> None:
    """Low and high span the reports, and stay open where none bounds them."""
    made = _event(*(report(f"{'abc'[index]}.1", DEPLOYMENT, part) for index, part in enumerate(parts)))
    assert tuple(made[f"quantity_{name}"] for name in ("low", "best", "high", "modifier")) == expected


def test_a_growing_toll_takes_the_latest_number() -> None:
    """8 dead, then 13: 8/13/13, and no dispute."""
    made = _event(
        report("a.1", ASSAULT, count(8)), report("b.1", ASSAULT, count(13), published_on=NEXT + timedelta(days=2))
    )
    assert (made["quantity_low"], made["quantity_best"], made["quantity_high"]) == (8, 13, 13)
    assert "quantity_disputed" not in made["caveats"]


def test_a_named_member_does_not_number_the_group() -> None:
    """One man of 29 leaves the count at 29; the group is the object."""
    made = _event(
        report("a.1", HAND_OVER, CARO),
        report("b.1", HAND_OVER, CARO),
        report("c.1", HAND_OVER, count(29), object_name="29 prisoners"),
    )
    assert (made["quantity_low"], made["quantity_best"], made["object_name"]) == (29, 29, "29 prisoners")
    assert "quantity_best" not in _told(made)


def test_the_fullest_name_is_the_object() -> None:
    """A surname alone gives way to the whole name."""
    made = _event(report("a.1", HAND_OVER, object_name="Caro"), report("b.1", HAND_OVER, CARO))
    assert made["object_name"] == "Rafael Caro Quintero"


def test_the_most_specific_place_is_taken_whole() -> None:
    """The town with its own state and coordinates, not the state of another report."""
    town = {**place("Culiacán", "Sinaloa"), "place_lat": 24.8, "place_lon": -107.4}
    made = _event(
        report("a.1", DEPLOYMENT, place("Sinaloa", "Sinaloa", "admin1")),
        report("b.1", DEPLOYMENT, place("Sinaloa", "Sinaloa", "admin1")),
        report("c.1", DEPLOYMENT, town),
    )
    assert (made["place_name"], made["place_precision"], made["place_lat"]) == ("Culiacán", "municipality", 24.8)


def test_a_stated_country_outweighs_an_inferred_one() -> None:
    """Two inferences give way to one statement, and the event is then not inferred."""
    inferred: Entry = {"source_country": "USA", "is_source_inferred": True}
    made = _event(report("a.1", HAND_OVER, inferred), report("b.1", HAND_OVER, inferred), report("c.1", HAND_OVER))
    assert (made["source_country"], made["is_source_inferred"]) == ("MEX", False)
    assert _told(made)["source_country"] == ["USA", "MEX"]
    only = _event(report("a.1", HAND_OVER, inferred))
    assert only["is_source_inferred"]
    assert "source_inferred" in only["caveats"]


def test_the_parties_of_a_symmetric_event_are_two() -> None:
    """Told from both sides, it does not end with one country twice."""
    call: Entry = {
        "event_type": "consultation",
        "event_subtype": "call",
        "source_country": "USA",
        "target_country": "MEX",
    }
    other: Entry = {**call, "source_country": "MEX", "target_country": "USA"}
    made = _event(report("a.1", call), report("b.1", other), report("c.1", {**other, "target_country": None}))
    assert {made["source_country"], made["target_country"]} == {"USA", "MEX"}
    assert made["disagreements"] == []


def test_counts_are_of_articles_and_publishers() -> None:
    """Two mentions of one article are one article; two papers are two publishers."""
    made = _event(
        report("a.1", HAND_OVER),
        report("a.2", HAND_OVER),
        report("b.1", HAND_OVER, publisher="Un Diario", language="es"),
    )
    assert (made["n_mentions"], made["n_articles"], made["n_publishers"]) == (3, 2, 2)
    assert made["languages"] == ["en", "es"]
    assert "single_publisher" not in made["caveats"]
    assert "single_publisher" in _event(report("a.1", HAND_OVER))["caveats"]


def test_hedged_only_if_nobody_states_it_flatly() -> None:
    """One flat report is enough."""
    hedged = report("a.1", HAND_OVER, is_hedged=True)
    assert _event(hedged)["is_hedged"]
    assert not _event(hedged, report("b.1", HAND_OVER))["is_hedged"]


def test_a_denied_event_is_marked() -> None:
    """Reported by one and denied by the other: actual, with the caveat."""
    made = _event(report("a.1", HAND_OVER, CARO), report("b.1", HAND_OVER, CARO, status="negated"))
    assert made["status"] == "actual"
    assert "status_disputed" in made["caveats"]


def test_confidence_grows_with_publishers_and_not_with_mentions() -> None:
    """Two papers at 0.8 are surer than one; the same paper twice is not; nothing is certain without people."""
    one, again = report("a.1", HAND_OVER, confidence=0.8), report("a.2", HAND_OVER, confidence=0.8)
    other = report("b.1", HAND_OVER, confidence=0.8, publisher="Un Diario")
    assert _event(one)["confidence"] == _event(one, again)["confidence"] == 0.8
    assert _event(one, other)["confidence"] == pytest.approx(0.96)
    assert _event(report("a.1", HAND_OVER, confidence=1.0))["confidence"] < 1
    by_people = _event(one, report("c.1", HAND_OVER, annotator="people"))
    assert (by_people["confidence"], by_people["review_status"]) == (1.0, "reviewed")
    assert _event(one)["review_status"] == "machine"


def test_the_headline_is_a_title_or_the_best_sentence() -> None:
    """A title that reports it, in the first language there is; else the evidence, cut at a word."""
    spanish = report("a.1", HAND_OVER, evidence_in="title", title="México entrega a 29", language="es")
    english = report("b.1", HAND_OVER, evidence_in="title", title="Mexico hands over 29")
    assert _event(spanish, english)["headline"] == "Mexico hands over 29"
    assert _event(spanish)["headline"] == "México entrega a 29"
    long = _event(report("a.1", HAND_OVER, evidence="word " * 100))["headline"]
    assert len(long) <= POLICY.merging.headline_length
    assert long.endswith("word…")
