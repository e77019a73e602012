"""The values of one event out of its reports, one group of columns a function.

Each function takes the reports of one event, best first, and gives the columns by name. Columns that belong together (a
country and its actor, a place and its coordinates) are taken together, never mixed from reports that differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from riobravo.events import evidence
from riobravo.events.policy import Policy
from riobravo.events.reports import Report, tally, vote
from riobravo.ontology import Ontology

Columns = dict[str, Any]

PLACE_COLUMNS = (
    "place_name",
    "place_country",
    "place_admin1",
    "place_precision",
    "place_lat",
    "place_lon",
    "geoname_id",
)


def subtype(reports: Sequence[Report], policy: Policy) -> str | None:
    """The most specific subtype that a mention states; open ones only where there is no other."""
    stated = tally(reports, lambda report: report.mention.get("event_subtype"))
    event_type = reports[0].row.event_type
    for name in policy.merging.specific.get(event_type, ()):
        if name in stated:
            return name
    open_ones = policy.stages_of(event_type).open
    return next((name for name in stated if name not in open_ones), stated[0] if stated else None)


def status(reports: Sequence[Report], policy: Policy) -> str:
    """The latest status that a mention supports: what is done before what is planned."""
    found = {report.row.status for report in reports}
    return next(name for name in policy.statuses.order if name in found)


def actors(reports: Sequence[Report]) -> Columns:
    """Source and target; in symmetric types the target is taken from reports of the same order."""
    source = _actor(reports, "source")
    if not reports[0].row.is_symmetric:
        return source | _actor(reports, "target")
    country = source["source_country"]
    aligned = [report for report in reports if report.mention.get("source_country") == country]
    return source | _actor(aligned or reports, "target")


def _actor(reports: Sequence[Report], side: str) -> Columns:
    country_column, inferred_column = f"{side}_country", f"is_{side}_inferred"
    stated = [report for report in reports if not report.mention.get(inferred_column)]
    has_stated = any(report.mention.get(country_column) for report in stated)
    pool = stated if has_stated else reports
    country = vote(pool, lambda report: report.mention.get(country_column))
    pool = [report for report in pool if report.mention.get(country_column) == country]
    actor_id = vote(pool, lambda report: report.mention.get(f"{side}_actor_id"))
    if actor_id is not None:
        pool = [report for report in pool if report.mention.get(f"{side}_actor_id") == actor_id]
    is_inferred = any(report.mention.get(inferred_column) for report in reports) and not has_stated
    return {
        f"{side}_name": vote(pool, lambda report: report.mention.get(f"{side}_name")),
        f"{side}_actor_id": actor_id,
        country_column: country,
        f"{side}_sector": vote(pool, lambda report: report.mention.get(f"{side}_sector")),
        inferred_column: is_inferred,
    }


def object_name(reports: Sequence[Report], policy: Policy) -> str | None:
    """What the event is about: the group where there is one, else the fullest name of a person, else the usual words."""
    whole = _wholes(reports, policy)
    named = [report for report in reports if report.row.persons and report.mention.get("object_name")]
    if not whole and named:
        fullest = max(sum(len(name.parts) for name in report.row.persons) for report in named)
        named = [r for r in named if sum(len(name.parts) for name in r.row.persons) == fullest]
        return vote(named, lambda report: report.mention.get("object_name"))
    return vote(whole or reports, lambda report: report.mention.get("object_name"))


def _wholes(reports: Sequence[Report], policy: Policy) -> list[Report]:
    """The reports of a group that is no part of a larger one."""
    groups = [report for report in reports if evidence.is_group(report.row, policy)]
    return [part for part in groups if not any(evidence.can_hold(whole.row, part.row, policy) for whole in groups)]


def dates(reports: Sequence[Report], chosen_status: str, policy: Policy, ontology: Ontology) -> Columns:
    """The most precise date that a report states, of the event's own status; of equals the one of most articles."""
    dated = [report for report in reports if report.mention.get("date_start")]
    if not dated:
        return {"date_start": None, "date_end": None, "date_precision": _least(ontology.precisions), "date_basis": None}
    precisions, bases = list(ontology.precisions), list(ontology.bases)

    def rank(report: Report) -> tuple[bool, bool, int, int]:
        mention = report.mention
        basis = mention.get("date_basis")
        return (
            basis in policy.dates.weak_bases,
            mention["status"] != chosen_status,
            precisions.index(mention["date_precision"]),
            bases.index(basis) if basis is not None else len(bases),
        )

    best = min(rank(report) for report in dated)
    equals = [report for report in dated if rank(report) == best]
    span = vote(equals, _span)
    chosen = next(report.mention for report in equals if _span(report) == span)
    columns = ("date_start", "date_end", "date_precision", "date_basis")
    return {column: chosen.get(column) for column in columns}


def _span(report: Report) -> tuple[date, date | None]:
    return report.mention["date_start"], report.mention.get("date_end")


def _least(codes: Mapping[str, str]) -> str:
    return list(codes)[-1]


def counted(reports: Sequence[Report], policy: Policy) -> list[Report]:
    """The reports that number the whole event: of its unit, and no single member of a reported group."""
    numbered = [report for report in reports if report.row.number is not None and report.row.quantity_unit]
    whole = _wholes(numbered, policy)
    unit = vote(whole or numbered, lambda report: report.row.quantity_unit)
    return [report for report in whole or numbered if report.row.quantity_unit == unit]


def quantity(reports: Sequence[Report], chosen_status: str, policy: Policy) -> Columns:
    """Best is the usual number, or the latest of a growing count; low and high span all that was reported."""
    pool = counted(reports, policy)
    if not pool:
        return {f"quantity_{part}": None for part in ("low", "best", "high", "unit", "modifier")}
    done = [report for report in pool if report.row.status == chosen_status] or pool
    if done[0].row.event_type in policy.quantities.growing:
        latest = max(report.row.published_on for report in done)
        done = [report for report in done if report.row.published_on == latest]
    number = vote(done, lambda report: report.row.number)
    chosen = min(
        (report for report in done if report.row.number == number),
        key=lambda report: report.mention.get("quantity_modifier") not in policy.merging.plain,
    )
    low, high = _range(pool)
    return {
        "quantity_low": low,
        "quantity_best": chosen.row.quantity_best,
        "quantity_high": high,
        "quantity_unit": chosen.row.quantity_unit,
        "quantity_modifier": chosen.mention.get("quantity_modifier"),
    }


def _range(pool: Sequence[Report]) -> tuple[float | None, float | None]:
    """The lowest and the highest number reported; open where no report bounds it."""
    bests = [report.row.quantity_best for report in pool if report.row.quantity_best is not None]
    lows = [report.row.quantity_low for report in pool if report.row.quantity_low is not None]
    highs = [report.row.quantity_high for report in pool if report.row.quantity_high is not None]
    return (min(lows + bests) if lows else None, max(highs + bests) if highs else None)


def quantities(reports: Sequence[Report]) -> list[Mapping[str, Any]]:
    """The further counts of the report that gives most of them."""
    return max((list(report.mention.get("quantities") or ()) for report in reports), key=len)


def place(reports: Sequence[Report], ontology: Ontology) -> Columns:
    """The most specific place, with its country, state and coordinates; of equals the one of most articles."""
    order = list(ontology.place_precisions)
    placed = [report for report in reports if report.mention.get("place_precision") in order]
    if not placed:
        return dict.fromkeys(PLACE_COLUMNS)
    finest = min(order.index(report.mention["place_precision"]) for report in placed)
    placed = [report for report in placed if order.index(report.mention["place_precision"]) == finest]
    name = vote(placed, lambda report: report.mention.get("place_name"))
    chosen = next(report.mention for report in placed if report.mention.get("place_name") == name)
    return {column: chosen.get(column) for column in PLACE_COLUMNS}
