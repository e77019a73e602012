"""The codings of one article by several annotators as one coding, by a plain rule.

Two mentions of different annotators are one if they are of one type and stand in one sentence. The one of the annotator that is
named first stands: its evidence, codes and fields; where it leaves a group of fields empty (a party, the date, the number, the
place), the other's fill it. If both give one status, the confidence is that of not both being wrong, 1 - (1 - a)(1 - b), as if
they erred apart; they do not quite, so it is an upper bound. If they differ in status, the first one's confidence stays. A
mention that one annotator alone found stays as it is, with its own confidence. People's codings are put over all of it later,
in the chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from riobravo.mentions import ids
from riobravo.records import Mention

ANNOTATOR: Final = "merged"

_GROUPS: Final[tuple[tuple[str, ...], ...]] = (
    ("source_name", "source_country", "source_actor_id", "source_sector", "is_source_inferred"),
    ("target_name", "target_country", "target_actor_id", "target_sector", "is_target_inferred"),
    ("acting_name",),
    ("object_name",),
    ("date_start", "date_end", "date_precision", "date_basis", "date_text"),
    (
        "quantity_unit", "quantity_low", "quantity_best", "quantity_high", "quantity_modifier", "quantity_text", "quantities",
    ),
    (
        "place_name", "place_country", "place_admin1", "place_precision", "place_lat", "place_lon", "geoname_id",
    ),
    ("condition",),
    ("attribution",),
)  # fmt: skip
"""Columns that go together; a group is empty if none of the first two says anything."""


def merge(codings: Iterable[Sequence[Mention]]) -> list[Mention]:
    """The codings of one article as one, in order of evidence; those named earlier go before."""
    found: list[Mention] = []
    for coding in codings:
        found = _two(found, coding)
    return ids.numbered(found)


def _two(first: Sequence[Mention], second: Sequence[Mention]) -> list[Mention]:
    left = list(second)
    found = []
    for mention in first:
        twin = max(
            (other for other in left if _is_twin(mention, other)), key=lambda o: _likeness(mention, o), default=None
        )
        if twin is not None:
            left.remove(twin)
        found.append(mention if twin is None else _joined(mention, twin))
    return [*found, *left]


def _is_twin(one: Mention, other: Mention) -> bool:
    """Whether both are of one type and stand in one sentence."""
    if one.event_type != other.event_type or one.evidence_in != other.evidence_in:
        return False
    is_one_sentence = one.sentence_index is not None and one.sentence_index == other.sentence_index
    return is_one_sentence or _shared(one, other) > 0


def _likeness(one: Mention, other: Mention) -> tuple[int, int, int]:
    """How much speaks for the two being one: words that both rest on, then status and subtype, then the earlier one."""
    alike = (one.status == other.status) + (one.event_subtype == other.event_subtype)
    return max(_shared(one, other), 0), alike, -other.evidence_start


def _shared(one: Mention, other: Mention) -> int:
    return min(one.evidence_end, other.evidence_end) - max(one.evidence_start, other.evidence_start)


def _joined(first: Mention, second: Mention) -> Mention:
    filled: dict[str, Any] = {}
    for group in _GROUPS:
        if not any(getattr(first, name) is not None for name in group[:2]):
            filled |= {name: getattr(second, name) for name in group}
    return replace(
        first,
        **filled,
        trigger=first.trigger or second.trigger,
        confidence=_together(first, second),
        annotator=ANNOTATOR,
        annotator_version=" & ".join(f"{m.annotator} {m.annotator_version}" for m in (first, second)),
    )


def _together(first: Mention, second: Mention) -> float | None:
    if first.confidence is None or second.confidence is None or first.status != second.status:
        return first.confidence
    return round(1 - (1 - first.confidence) * (1 - second.confidence), 3)
