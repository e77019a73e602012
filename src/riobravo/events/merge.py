"""One row out of the mentions of one event, rule by rule a column, and what the mentions disagree on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from riobravo.events import choose
from riobravo.events.policy import Policy
from riobravo.events.reports import Report, best_first, tally, vote
from riobravo.ontology import Ontology

Columns = dict[str, Any]


def event(reports: Sequence[Report], policy: Policy, ontology: Ontology) -> Columns:
    """The columns of one event, by name, without its id.

    Args:
        reports: All mentions of the event, at least one, in any order.
        policy: The preferences.
        ontology: Orders of codes, and crosswalks.
    """
    ranked = best_first(reports, policy)
    event_type = ranked[0].row.event_type
    subtype = choose.subtype(ranked, policy)
    status = choose.status(ranked, policy)
    of_status = [report for report in ranked if report.row.status == status]
    columns: Columns = {
        "event_type": event_type,
        "event_subtype": subtype,
        "status": status,
        "is_hedged": all(report.mention.get("is_hedged") for report in of_status),
        "is_aggregate": ranked[0].row.is_aggregate,
        "headline": _headline(ranked, policy, ontology),
        "acting_name": vote(ranked, lambda report: report.mention.get("acting_name")),
        "object_name": choose.object_name(ranked, policy),
        "quantities": choose.quantities(ranked),
        "condition": vote(ranked, lambda report: report.mention.get("condition")),
        "attribution": vote(ranked, lambda report: report.mention.get("attribution")),
        "confidence": _confidence(ranked, policy),
    }
    columns |= choose.actors(ranked)
    columns |= choose.dates(ranked, status, policy, ontology)
    columns |= choose.quantity(ranked, status, policy)
    columns |= choose.place(ranked, ontology)
    columns |= _counts(ranked, policy)
    columns |= _crosswalk(event_type, subtype, ontology)
    disagreements = _disagreements(ranked, policy)
    columns["disagreements"] = [{"field": name, "values": values} for name, values in disagreements.items()]
    columns["caveats"] = _caveats(columns, ranked, disagreements, policy, ontology)
    return columns


def _headline(ranked: Sequence[Report], policy: Policy, ontology: Ontology) -> str:
    """The title that reports the event, in the first language of the ontology that has one; else the best sentence."""
    languages = list(ontology.languages)

    def rank(report: Report) -> tuple[int, str, str]:
        language = report.article.language
        place = languages.index(language) if language in languages else len(languages)
        return place, report.article.published_on.isoformat(), report.article.article_id

    titled = [report for report in ranked if report.row.is_title and report.article.title]
    if titled:
        return _shortened(min(titled, key=rank).article.title, policy.merging.headline_length)
    return _shortened(ranked[0].mention["evidence"], policy.merging.headline_length)


def _shortened(text: str, length: int) -> str:
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0] + "…"


def _confidence(ranked: Sequence[Report], policy: Policy) -> float | None:
    """How sure at least one publisher's report is right: publishers count as independent, mentions of one do not."""
    if any(report.is_by_people(policy) for report in ranked):
        return policy.merging.confidence_of_people
    surest: dict[frozenset[str], float] = {}
    for report in ranked:
        sure = report.mention.get("confidence")
        if sure is not None:
            key = report.article.publishers
            surest[key] = max(surest.get(key, 0.0), sure)
    if not surest:
        return None
    doubt = 1.0
    for key in sorted(surest, key=sorted):
        doubt *= 1.0 - surest[key]
    return round(min(1.0 - doubt, policy.merging.highest_confidence), 4)


def _counts(ranked: Sequence[Report], policy: Policy) -> Columns:
    articles = {report.article.article_id: report.article for report in ranked}
    publishers = frozenset[str]().union(*(article.publishers for article in articles.values()))
    published = [article.published_on for article in articles.values()]
    is_reviewed = any(report.is_by_people(policy) for report in ranked)
    return {
        "n_mentions": len(ranked),
        "n_articles": len(articles),
        "n_publishers": len(publishers),
        "languages": sorted({article.language for article in articles.values()}),
        "first_reported_on": min(published),
        "last_reported_on": max(published),
        "review_status": policy.merging.reviewed["by_people" if is_reviewed else "by_machine"],
    }


def _crosswalk(event_type: str, subtype: str | None, ontology: Ontology) -> Columns:
    walk = ontology.crosswalk(event_type, subtype)
    return {
        "plover_type": walk.plover_type,
        "plover_mode": walk.plover_mode,
        "cameo_code": walk.cameo_code,
        "goldstein": walk.goldstein,
        "quad_class": walk.quad_class,
    }


def _disagreements(ranked: Sequence[Report], policy: Policy) -> dict[str, list[str]]:
    """The columns on which mentions differ, with the values they give, the one of most articles first."""
    weak, coarse = policy.dates.weak_bases, policy.dates.coarse
    dated = [r for r in ranked if r.mention.get("date_start") and r.mention.get("date_basis") not in weak]
    finest = {report.mention["date_precision"] for report in dated} - coarse
    is_one_day = len({report.mention["date_precision"] for report in dated}) == 1 and bool(finest)
    counted = choose.counted(ranked, policy)
    looked_at: dict[str, tuple[Sequence[Report], Callable[[Report], str | None]]] = {
        "event_subtype": (ranked, _text("event_subtype")),
        "status": (ranked, _text("status")),
        "date_start": (dated if is_one_day else (), _text("date_start")),
        "quantity_best": (counted, _text("quantity_best")),
        "place_admin1": (ranked, _text("place_admin1")),
    }
    if not ranked[0].row.is_symmetric:
        looked_at["source_country"] = (ranked, _text("source_country"))
        looked_at["target_country"] = (ranked, _text("target_country"))
    found = {name: tally(reports, value_of) for name, (reports, value_of) in looked_at.items()}
    return {name: values for name, values in found.items() if len(values) > 1}


def _text(column: str) -> Callable[[Report], str | None]:
    def value_of(report: Report) -> str | None:
        value = report.mention.get(column)
        if value is None:
            return None
        return f"{value:g}" if isinstance(value, float) else str(value)

    return value_of


def _caveats(
    columns: Mapping[str, Any],
    ranked: Sequence[Report],
    disagreements: Mapping[str, Sequence[str]],
    policy: Policy,
    ontology: Ontology,
) -> list[str]:
    """The keys of the ontology's list that hold for the event, in its order."""
    bases = policy.merging.legal_bases.get(columns["event_type"], ())
    stated = {report.mention.get("event_subtype") for report in ranked}
    done = policy.statuses.done
    statuses = {report.row.status for report in ranked}
    is_denied = any(done in pair and pair <= statuses for pair in policy.statuses.strong)
    is_growing = columns["event_type"] in policy.quantities.growing
    holds = {
        "aggregate": columns["is_aggregate"],
        "hedged_only": columns["is_hedged"],
        "single_publisher": columns["n_publishers"] <= 1,
        "source_inferred": columns["is_source_inferred"],
        "target_inferred": columns["is_target_inferred"],
        "date_from_publication": columns["date_basis"] in policy.dates.weak_bases,
        "date_unknown": columns["date_start"] is None,
        "date_disputed": "date_start" in disagreements,
        "quantity_disputed": "quantity_best" in disagreements and not is_growing,
        "status_disputed": is_denied,
        "basis_disputed": len(stated.intersection(bases)) > 1,
    }
    return [key for key in ontology.codes("caveats") if holds[key]]
