"""The fit of the choice of dates."""

from __future__ import annotations

from datetime import date

import pytest

from riobravo.evaluate import train_dates
from riobravo.evaluate.train_dates import Example
from riobravo.mentions.rules import date_choice
from riobravo.mentions.rules.date_options import Option
from riobravo.mentions.rules.dates import UNKNOWN, When

DAY = date(2025, 2, 27)
OWN = When(DAY, DAY, "day", "relative")


def _row(number: int, *, is_dated: bool) -> Example:
    cue = "own: near" if is_dated else "own: far"
    options = (Option(OWN, frozenset({"own: any", cue})), Option(UNKNOWN, frozenset({"unknown: any"})))
    return Example(f"a{number}", f"2025-{number % 12 + 1:02}", options, (DAY, DAY) if is_dated else None)


ROWS = [_row(number, is_dated=number % 2 == 0) for number in range(60)]


def test_what_tells_is_learned_and_held_out_events_are_right() -> None:
    """A near date is the event's, a far one is not."""
    content = train_dates.fit(ROWS)
    assert content["accuracy"] == 1.0
    assert content["n_examples"] == len(ROWS)
    assert content["weights"]["own: near"] > 0 > content["weights"]["own: far"]
    assert all(date_choice.chosen(row.options, content["weights"]).start == (row.days or [None])[0] for row in ROWS)


def test_the_same_rows_give_the_same_weights() -> None:
    """Whatever the order of sets in the process."""
    assert train_dates.fit(ROWS) == train_dates.fit(list(ROWS))


@pytest.mark.parametrize(
    ("when", "days", "expected"),
    [
        (OWN, (DAY, DAY), True),
        (OWN, (date(2025, 2, 1), date(2025, 2, 28)), True),
        (OWN, (date(2025, 2, 28), date(2025, 2, 28)), False),
        (OWN, None, False),
        (UNKNOWN, None, True),
        (UNKNOWN, (DAY, DAY), False),
    ],
)
def test_right_is_what_the_score_counts(when: When, days: train_dates.Days, expected: bool) -> None:
    """Both undated, or overlapping."""
    assert train_dates.is_right(when, days) is expected
