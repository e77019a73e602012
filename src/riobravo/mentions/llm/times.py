"""When an event was or will be, by the words that a model quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from riobravo.mentions.llm.passages import Passage
from riobravo.mentions.rules import when
from riobravo.mentions.rules.dates import UNKNOWN, Reading, When
from riobravo.mentions.rules.found import Dated

_AHEAD: Final = ("planned", "hypothetical")
_WAYS: Final = ("on from last", "on from after", "on from publication")
"""From which day a date is counted that counts from another: the one named before, the one named after, publication."""

_FAR: Final = timedelta(days=183)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def columns(
    said: Passage | None, evidence: Passage, *, status: str, is_background: bool | None, day: date
) -> dict[str, Any]:
    """The columns of a date; ``day`` is that of publication."""
    found = _when(said, evidence, is_ahead=status in _AHEAD, is_background=is_background, day=day)
    return {
        "date_start": found.start,
        "date_end": found.end,
        "date_precision": found.precision,
        "date_basis": found.basis,
        "date_text": found.text,
    }


def _when(said: Passage | None, evidence: Passage, *, is_ahead: bool, is_background: bool | None, day: date) -> When:
    if said is None:
        return when.by_publication(day) if is_background is False and not is_ahead else UNKNOWN
    dated = _dated(said)
    if dated is None or not dated.readings:
        return _bare_year(said.words)
    meant = _meant(dated.readings, day, is_ahead=is_ahead).when
    return meant if said.is_in_sentence_of(evidence) else replace(meant, basis="context", text=None)


def _dated(said: Passage) -> Dated | None:
    """The date expression that shares most with the quote."""
    start, end = said.span
    dates = said.sentence.dates if said.sentence is not None else ()
    shared = [(min(end, d.expression.end) - max(start, d.expression.start), d) for d in dates]
    return max((pair for pair in shared if pair[0] > 0), key=lambda pair: pair[0], default=(0, None))[1]


def _meant(readings: Sequence[Reading], day: date, *, is_ahead: bool) -> Reading:
    """The reading by the status; of a plan, none that is more than half a year ahead where another is nearer."""
    ways = (*(("future", "past") if is_ahead else ("past", "future")), *_WAYS)
    ordered = sorted(readings, key=lambda reading: ways.index(reading.how) if reading.how in ways else len(ways))
    near = [r for r in ordered if r.when.start is not None and r.when.start - day < _FAR]
    return near[0] if near else ordered[0]


def _bare_year(words: str) -> When:
    """The year that words name which are no date expression; the words alone where they name none."""
    found = _YEAR.search(words)
    if found is None:
        return replace(UNKNOWN, text=words)
    year = int(found.group())
    return When(date(year, 1, 1), date(year, 12, 31), "year", "explicit", words)
