"""Our mentions as labels of an outside set, as `sets.yaml` declares it."""

from __future__ import annotations

from collections.abc import Iterable

from riobravo import ontology
from riobravo.evaluate.outside.declared import Label, Measure
from riobravo.evaluate.outside.units import Document, Unit
from riobravo.records import Mention


def gold(measure: Measure, labels: Iterable[str]) -> frozenset[str]:
    """The scored labels that the set's own labels come to."""
    given = frozenset(labels)
    return frozenset(label.name for label in measure.labels if label.gold & given)


def ours(measure: Measure, mention: Mention) -> frozenset[str]:
    """The scored labels of one mention; none if its status or its source does not count."""
    if mention.status not in measure.statuses:
        return frozenset()
    if measure.source_sectors and mention.source_sector not in measure.source_sectors:
        return frozenset()
    return frozenset(label.name for label in measure.labels if _fits(label, mention))


def _fits(label: Label, mention: Mention) -> bool:
    kind = ontology.load().type(mention.event_type)
    walk = kind.subtypes[mention.event_subtype or kind.default_subtype].crosswalk
    return (
        mention.event_type in label.ours
        or f"{mention.event_type}/{mention.event_subtype}" in label.ours
        or walk.plover_type in label.plover
        or walk.cameo_code[:2] in label.cameo
    )


def joined(document: Document) -> str:
    """The units of a document as the one text that is coded."""
    return _BETWEEN.join(unit.text for unit in document.units)


def by_unit(document: Document, mentions: Iterable[Mention]) -> list[list[Mention]]:
    """The mentions of the joined text, unit by unit: of that in which most of the evidence stands."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for unit in document.units:
        bounds.append((start, start + len(unit.text)))
        start += len(unit.text) + len(_BETWEEN)
    found: list[list[Mention]] = [[] for _ in document.units]
    for mention in mentions:
        shares = [min(end, mention.evidence_end) - max(begin, mention.evidence_start) for begin, end in bounds]
        found[shares.index(max(shares))].append(mention)
    return found


def is_dropped(unit: Unit, dropping: frozenset[str]) -> bool:
    """Whether all labels of a unit are ones that have no twin and are declared to drop it."""
    return bool(unit.labels) and unit.labels <= dropping


_BETWEEN = " "
"""Sets cut their sentences by machine, sometimes in the middle: a space mends the cut, a line break would fix it."""
