"""The pairwise question, case by case: one event or not, contradiction or only too little, and the reason named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from riobravo.events.same import pieces, same
from tests.events.make import (
    ARREST,
    ASSAULT,
    DAY,
    DEPLOYMENT,
    HAND_OVER,
    POLICY,
    THREAT,
    at_least,
    count,
    on,
    place,
    published,
    row,
)

Entry = dict[str, Any]
UNDATED: Entry = {"date_start": None, "date_end": None, "date_precision": "unknown", "date_basis": None}
PLANNED: Entry = {"status": "planned"}
CARO: Entry = {"object_name": "Rafael Caro Quintero", **count(1)}
TREVINO: Entry = {"object_name": "Miguel Ángel Treviño", **count(1)}
RATE = count(25, "percent")
BOTH: Entry = {"object_name": "Rafael Caro Quintero and Miguel Ángel Treviño", **count(2)}
TOLD: Entry = {
    "evidence": "The United States sent the destroyers Gravely and Spruance from Virginia to the Gulf of Mexico."
}
TOLD_AGAIN: Entry = {"evidence": "In spring the destroyers Gravely and Spruance left Virginia for the Gulf of Mexico."}
CULIACAN = place("Culiacán", "Sinaloa")
JUAREZ = place("Ciudad Juárez", "Chihuahua")

SAME: dict[str, tuple[list[Entry], list[Entry], str]] = {
    "one hand-over in two papers": ([HAND_OVER, count(29)], [HAND_OVER, count(29)], "same number 29"),
    "the day of the report for the day of the act": (
        [HAND_OVER, count(29)],
        [HAND_OVER, count(29), on(DAY + timedelta(days=1))],
        "dates 1 days apart",
    ),
    "extradited in one text and transferred in the other": (
        [HAND_OVER, count(29)],
        [HAND_OVER, count(29), {"event_subtype": "transferred"}],
        "same number 29",
    ),
    "a named member of the group": ([HAND_OVER, count(29)], [HAND_OVER, CARO], "is of the group"),
    "some 29 and 29": ([HAND_OVER, count(29)], [HAND_OVER, count(29, modifier="approx")], "same number"),
    "a week that ends with publication around a stated day": (
        [HAND_OVER, count(29)],
        [HAND_OVER, count(29), published(DAY + timedelta(days=3))],
        "dated by publication",
    ),
    "one person under a shorter name": ([HAND_OVER, CARO], [HAND_OVER, {"object_name": "Caro Quintero"}], "same person"),
    "no date, but the same person": ([HAND_OVER, CARO], [HAND_OVER, CARO, UNDATED], "same person"),
    "no date, but the same number": ([HAND_OVER, count(29)], [HAND_OVER, count(29), UNDATED], "same number 29"),
    "a year, but the same person": (
        [HAND_OVER, CARO],
        [HAND_OVER, CARO, on(date(2025, 1, 1), "year", days=365)],
        "same person",
    ),
    "announced and under way": (
        [DEPLOYMENT, count(500), CULIACAN, PLANNED],
        [DEPLOYMENT, count(500), CULIACAN, on(DAY + timedelta(days=4))],
        "same number 500",
    ),
    "planned without a date, then done": (
        [DEPLOYMENT, count(500), CULIACAN, PLANNED, UNDATED],
        [DEPLOYMENT, count(500), CULIACAN, on(DAY + timedelta(days=20))],
        "same place",
    ),
    "soldiers and guards in one report": (
        [DEPLOYMENT, count(10000)],
        [DEPLOYMENT, {"event_subtype": "guard"}, at_least(10000)],
        "same number 10000",
    ),
    "forces that moved for three days": (
        [DEPLOYMENT, count(10000), CULIACAN],
        [DEPLOYMENT, count(10000), CULIACAN, on(DAY + timedelta(days=3))],
        "same number 10000",
    ),
    "trainers and a mixed force": (
        [DEPLOYMENT, count(500), {"event_subtype": "advisers"}],
        [DEPLOYMENT, count(500), {"event_subtype": "joint"}],
        "same number 500",
    ),
    "one of two who are both named": ([HAND_OVER, BOTH], [HAND_OVER, CARO], "same person"),
    "a count of one who is named and of those with him": (
        [ASSAULT, CARO, CULIACAN],
        [ASSAULT, {**CARO, **count(9)}, CULIACAN],
        "same person",
    ),
    "a person told by descent and by home": (
        [ARREST, CARO, {"target_country": "MEX"}],
        [ARREST, CARO, {"target_country": "CAN"}],
        "same person",
    ),
    "only a year, but much in common": (
        [DEPLOYMENT, TOLD, CULIACAN, {"source_actor_id": "us-navy"}],
        [DEPLOYMENT, TOLD_AGAIN, CULIACAN, {"source_actor_id": "us-navy"}, on(date(2025, 1, 1), "year", days=365)],
        "weak: same year",
    ),
    "a toll that grew": (
        [ASSAULT, count(8), CULIACAN],
        [ASSAULT, count(13), CULIACAN],
        "a count that grew",
    ),
    "an unknown country matches": ([HAND_OVER, count(29)], [HAND_OVER, count(29), {"target_country": None}], "same"),
    "an actor of no country matches": ([THREAT, RATE], [THREAT, RATE, {"source_country": "XXX"}], "same day"),
    "a symmetric event told from the other side": (
        [{"event_type": "consultation", "event_subtype": "call", "source_country": "USA", "target_country": "MEX"}],
        [{"event_type": "consultation", "event_subtype": "call", "source_country": "MEX", "target_country": "USA"}],
        "same countries",
    ),
    "two arrests of one name": ([ARREST, CARO, CULIACAN], [ARREST, CARO], "same person"),
    "who struck is only inferred in one": (
        [ASSAULT, CARO, {"source_sector": "MIL"}],
        [ASSAULT, CARO, {"source_sector": "CRM", "is_source_inferred": True}],
        "same person",
    ),
    "two totals of one number and year": (
        [HAND_OVER, count(78), {"is_aggregate": True}, on(date(2023, 1, 1), "year", days=365)],
        [HAND_OVER, count(78), {"is_aggregate": True}, on(date(2023, 1, 1), "year", days=365)],
        "same number 78",
    ),
}  # fmt: skip

NOT_SAME: dict[str, tuple[list[Entry], list[Entry], str]] = {
    "another type": ([HAND_OVER], [ARREST], "extradition is not arrest"),
    "a request and the hand-over": (
        [HAND_OVER, CARO, {"event_subtype": "requested"}],
        [HAND_OVER, CARO],
        "is not extradited",
    ),
    "approved and refused": (
        [HAND_OVER, CARO, {"event_subtype": "approved"}],
        [HAND_OVER, CARO, {"event_subtype": "refused"}],
        "is not refused",
    ),
    "29 in February and 37 in January": (
        [HAND_OVER, count(29)],
        [HAND_OVER, count(37), on(date(2026, 1, 20))],
        "days apart",
    ),
    "two persons": ([HAND_OVER, CARO], [HAND_OVER, TREVINO], "is not miguel angel trevino"),
    "two ways": ([HAND_OVER, CARO], [HAND_OVER, CARO, {"source_country": "USA", "target_country": "MEX"}], "MEX is not USA"),
    "a total and a single hand-over": (
        [HAND_OVER, count(78), {"is_aggregate": True}],
        [HAND_OVER, CARO],
        "a total over a period",
    ),
    "two totals": (
        [HAND_OVER, count(78), {"is_aggregate": True}],
        [HAND_OVER, count(79), {"is_aggregate": True}],
        "the totals differ",
    ),
    "two rates of a tariff": ([THREAT, count(25, "percent")], [THREAT, count(30, "percent")], "25 and 30 percent"),
    "two kinds of threat": ([THREAT], [THREAT, {"event_subtype": "military"}], "is not military"),
    "two states": ([DEPLOYMENT, count(500), CULIACAN], [DEPLOYMENT, count(500), JUAREZ], "Sinaloa is not Chihuahua"),
    "500 and 1,500 soldiers": ([DEPLOYMENT, count(500)], [DEPLOYMENT, count(1500)], "500 and 1500"),
    "hypothetical and actual": ([DEPLOYMENT, {"status": "hypothetical"}], [DEPLOYMENT], "actual and hypothetical"),
    "told before it came": (
        [HAND_OVER, CARO, on(DAY + timedelta(days=300))],
        [HAND_OVER, CARO, UNDATED],
        "told before the other came",
    ),
    "what soldiers did and what the gang did that day": (
        [ASSAULT, {"source_sector": "MIL"}, CULIACAN],
        [ASSAULT, {"source_sector": "CRM", "event_subtype": "attack"}, CULIACAN],
        "is not",
    ),
    "two soldiers' convoys of three days apart": (
        [DEPLOYMENT, count(500), CULIACAN],
        [DEPLOYMENT, count(510), CULIACAN, on(DAY + timedelta(days=3))],
        "days apart",
    ),
    "an act long after the plan": (
        [DEPLOYMENT, count(500), PLANNED],
        [DEPLOYMENT, count(500), on(DAY + timedelta(days=200))],
        "days apart",
    ),
}  # fmt: skip

TOO_LITTLE: dict[str, tuple[list[Entry], list[Entry]]] = {
    "two arrests of one day with nothing in common": ([ARREST], [ARREST]),
    "no date and no name": ([HAND_OVER], [HAND_OVER, UNDATED]),
    "a year and no name": ([THREAT], [THREAT, on(date(2025, 1, 1), "year", days=365)]),
    "a denial without a name": ([DEPLOYMENT], [DEPLOYMENT, {"status": "negated"}]),
    "two weeks of publication": ([DEPLOYMENT, published(DAY)], [DEPLOYMENT, published(DAY)]),
}


def _pair(first: list[Entry], second: list[Entry]) -> Any:
    a, b = row("a.1", *first), row("b.1", *second)
    verdict = same(a, b, POLICY)
    assert verdict == same(b, a, POLICY), "the order of the two must not matter"
    return verdict


@pytest.mark.parametrize("case", sorted(SAME))
def test_one_event(case: str) -> None:
    """The two are one event, and the reason names what they share."""
    first, second, said = SAME[case]
    verdict = _pair(first, second)
    assert verdict.is_same, verdict.reason
    assert not verdict.contradiction
    assert said in verdict.reason


@pytest.mark.parametrize("case", sorted(NOT_SAME))
def test_two_events_that_exclude_each_other(case: str) -> None:
    """The two contradict, and the reason names what against what."""
    first, second, said = NOT_SAME[case]
    verdict = _pair(first, second)
    assert not verdict.is_same
    assert verdict.contradiction, verdict.reason
    assert said in verdict.reason


@pytest.mark.parametrize("case", sorted(TOO_LITTLE))
def test_too_little_to_join_and_nothing_against(case: str) -> None:
    """The two are not joined, but a third mention may still join them."""
    verdict = _pair(*TOO_LITTLE[case])
    assert not verdict.is_same, verdict.reason
    assert not verdict.contradiction, verdict.reason


def test_title_and_text_of_one_article_are_one_event() -> None:
    """The title says it first and the lead says it again, with no more than a week of publication each."""
    title = row("a.1", DEPLOYMENT, published(DAY), evidence_in="title")
    lead = row("a.2", DEPLOYMENT, published(DAY))
    verdict = same(title, lead, POLICY)
    assert verdict.is_same
    assert "title and text of one article" in verdict.reason


def test_the_same_sentence_in_two_papers_is_one_event() -> None:
    """An agency story printed twice is one report, even of a type that needs more than a day in common."""
    text = "Marines captured three men on Thursday after a chase through the hills."
    a, b = row("a.1", ARREST, evidence=text), row("b.1", ARREST, evidence=text)
    assert same(a, b, POLICY).is_same


def test_names_shared_across_languages_speak_for_one_event() -> None:
    """Capitalised names and numbers are read in either language."""
    accusation: Entry = {**THREAT, "event_type": "accusation", "event_subtype": "corruption"}
    a = row("a.1", accusation, evidence="On Monday Senator Smith accused Governor Pérez Rojas of taking bribes.")
    b = row("b.1", accusation, evidence="El senador Smith acusó al gobernador Pérez Rojas de recibir sobornos.")
    verdict = same(a, b, POLICY)
    assert verdict.is_same
    assert "perez" in verdict.reason


def test_a_denial_of_a_named_act_joins_it() -> None:
    """The man's hand-over and the denial of it are one disputed event."""
    assert same(row("a.1", HAND_OVER, CARO), row("b.1", HAND_OVER, CARO, status="negated"), POLICY).is_same


def test_the_pieces_are_what_a_verdict_rests_on() -> None:
    """Their scores, with where the sum of the type starts, are the score; whichever of the two comes first."""
    a, b = row("a.1", HAND_OVER, count(29)), row("b.1", HAND_OVER, count(29))
    found = pieces(a, b, POLICY)
    verdict = same(a, b, POLICY)
    assert found == pieces(b, a, POLICY)
    assert POLICY.sums.base_of(a.event_type) + sum(piece.score for piece in found) == pytest.approx(verdict.score)
    assert all(piece.says in verdict.reason for piece in found if piece.is_for or piece.is_against)
    other = pieces(a, row("c.1", THREAT), POLICY)
    assert [(piece.is_for, piece.is_against) for piece in other] == [(False, True)]
