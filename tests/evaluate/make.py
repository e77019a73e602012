"""Claims for the tests: one line each, with sensible values for what a test does not say."""

from __future__ import annotations

from datetime import date
from typing import Any

from riobravo.evaluate.claims import Claim, Spot

DAY = date(2025, 2, 27)
_DEFAULTS: dict[str, Any] = {
    "event_subtype": None, "status": "actual", "is_hedged": False, "is_aggregate": False, "source_country": "MEX",
    "target_country": "USA", "date_start": DAY, "date_end": DAY, "quantity_best": None, "quantity_unit": None,
    "evidence": "Words.",
}  # fmt: skip


def claim(event_type: str, *sentences: int, article: str = "a", **columns: Any) -> Claim:
    """A claim that stands in those sentences of the text."""
    spots = tuple(Spot("text", number, 100 * number, 100 * number + 50) for number in sentences)
    return Claim(
        article_id=article,
        spots=spots,
        columns={**_DEFAULTS, "event_type": event_type, **columns},
        mention_ids=tuple(f"{article}.{number}" for number in sentences),
    )
