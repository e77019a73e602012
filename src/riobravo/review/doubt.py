"""How doubtful a mention is: the one score by which the queue is ordered, and the reasons it is told with.

    doubt = 1 - (1 - unsure) (1 - disputed) (1 - contradicted)        score = doubt, and 1 more for a headline type in doubt

- *unsure*: what its annotator lacks of full confidence (a half where it gives none; readers are sure).
- *disputed*: 0.9 where another annotator read the article and does not have the event, or only that one has it; else a
  half, a quarter and so on less of 0.9 the fewer of the compared columns differ (1 of them: 0.45, 2: 0.68).
- *contradicted*: half where other mentions of the event contradict a column of this one, three quarters where two, and so on.

Each part is taken for the chance that something is wrong there, and the chances for independent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_DISPUTED: Final = 0.9
_UNKNOWN: Final = 0.5
COMPARED: Final = (
    "event_subtype", "status", "is_aggregate", "source_country", "target_country", "date_start", "quantity_best",
)  # fmt: skip
"""Columns on which two annotators of one event are compared: those that change what is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What is known of a mention beside its coding.

    ``others``: by annotator, the columns on which it says something else of the event, with its value; None where it read the
    article and has no such event. ``contradictions``: by column, the values that mentions of the same event have.
    """

    confidence: float | None = None
    others: Mapping[str, Mapping[str, str] | None] = field(default_factory=dict)
    contradictions: Mapping[str, Sequence[str]] = field(default_factory=dict)


def doubt(signs: Signs) -> float:
    """How doubtful it is, from 0 to 1."""
    unsure = 1 - (_UNKNOWN if signs.confidence is None else signs.confidence)
    disputed = max((_dispute(found) for found in signs.others.values()), default=0.0)
    contradicted = 1 - 0.5 ** len(signs.contradictions)
    return 1 - (1 - unsure) * (1 - disputed) * (1 - contradicted)


def score(signs: Signs, *, is_headline: bool) -> float:
    """What the queue is ordered by, the highest first."""
    found = doubt(signs)
    return round(found + (1 if is_headline and found > 0 else 0), 6)


def _dispute(found: Mapping[str, str] | None) -> float:
    return _DISPUTED if found is None else _DISPUTED * (1 - 0.5 ** len(found))
