"""Which prediction is which event of the gold, what is a repeat, a miss, a mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.evaluate.claims import Claim
from riobravo.evaluate.match import match
from tests.evaluate.make import claim

OTHER_DAY: dict[str, Any] = {"date_start": date(2024, 1, 1), "date_end": date(2024, 1, 1)}

CASES: dict[str, tuple[list[Claim], list[Claim], tuple[int, int, int, int]]] = {
    # gold, predicted, (pairs, missed, wrong, repeats)
    "same sentence": ([claim("arrest", 1)], [claim("arrest", 1)], (1, 0, 0, 0)),
    "another type": ([claim("arrest", 1)], [claim("judicial", 1)], (0, 1, 1, 0)),
    "one of its sentences": ([claim("arrest", 0, 3)], [claim("arrest", 3, **OTHER_DAY)], (1, 0, 0, 0)),
    "told twice": ([claim("arrest", 0, 3)], [claim("arrest", 0), claim("arrest", 3)], (1, 0, 0, 1)),
    "another sentence, all agrees": ([claim("arrest", 0)], [claim("arrest", 5)], (1, 0, 0, 0)),
    "another sentence, another day": ([claim("arrest", 0)], [claim("arrest", 5, **OTHER_DAY)], (0, 1, 1, 0)),
    "another sentence, another number": (
        [claim("arrest", 0, quantity_best=3.0)],
        [claim("arrest", 5, quantity_best=4.0)],
        (0, 1, 1, 0),
    ),
    "another sentence, another country": (
        [claim("arrest", 0)],
        [claim("arrest", 5, source_country="USA")],
        (0, 1, 1, 0),
    ),
    "two in one sentence": (
        [claim("arrest", 1), claim("arrest", 1)],
        [claim("arrest", 1), claim("arrest", 1)],
        (2, 0, 0, 0),
    ),
    "two in one sentence, one found": ([claim("arrest", 1), claim("arrest", 1)], [claim("arrest", 1)], (1, 1, 0, 0)),
    "no pair is lost to a likeness": (
        [claim("arrest", 1, 2), claim("arrest", 1)],
        [claim("arrest", 1), claim("arrest", 2, **OTHER_DAY)],
        (2, 0, 0, 0),
    ),
    "nothing at all": ([], [], (0, 0, 0, 0)),
    "nothing predicted": ([claim("arrest", 1)], [], (0, 1, 0, 0)),
    "all made up": ([], [claim("arrest", 1)], (0, 0, 1, 0)),
}


@pytest.mark.parametrize("name", CASES)
def test_counts_of_a_matching(name: str) -> None:
    """Pairs, misses, mistakes and repeats are as the rule says."""
    gold, predicted, expected = CASES[name]
    found = match(gold, predicted)
    assert (len(found.pairs), len(found.missed), len(found.wrong), len(found.repeats)) == expected


def test_the_likeness_of_columns_tells_which_is_which() -> None:
    """Two arrests in one sentence: each prediction goes to the event it is most like."""
    three, four = claim("arrest", 1, quantity_best=3.0), claim("arrest", 1, quantity_best=4.0)
    found = match([three, four], [claim("arrest", 1, quantity_best=4.0), claim("arrest", 1, quantity_best=3.0)])
    assert [(g.number, p.number) for g, p in found.pairs] == [(3.0, 3.0), (4.0, 4.0)]


_CLAIMS = st.lists(
    st.builds(
        lambda kind, sentence: claim(kind, sentence, **({} if sentence % 2 else OTHER_DAY)),
        st.sampled_from(["arrest", "threat"]),
        st.integers(0, 4),
    ),
    max_size=6,
)


@given(_CLAIMS, _CLAIMS)
def test_every_claim_has_one_fate(gold: list[Claim], predicted: list[Claim]) -> None:
    """No event of either side is lost or counted twice."""
    found = match(gold, predicted)
    assert len(found.pairs) + len(found.missed) == len(gold)
    assert len(found.pairs) + len(found.wrong) + len(found.repeats) == len(predicted)


@given(_CLAIMS)
def test_a_coding_agrees_with_itself(claims: list[Claim]) -> None:
    """Against itself nothing is missed and nothing is wrong."""
    found = match(claims, claims)
    assert (len(found.pairs), found.missed, found.wrong) == (len(claims), (), ())
