"""One grouping of mentions against another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.evaluate.identity import identity, overcounts, true_events
from riobravo.evaluate.match import match
from tests.evaluate.make import claim

ARTICLES = {name: name[0] for name in ("a1", "a2", "b1", "c1", "d1")}
TRUE = {"a1": "x", "b1": "x", "c1": "x", "d1": "y"}

CASES = {
    # found, B3 precision and recall, pairs precision and recall
    "as they are": (TRUE, (1.0, 1.0), (1.0, 1.0)),
    "all apart": ({name: name for name in TRUE}, (1.0, 0.5), (None, 0.0)),
    "all one": (dict.fromkeys(TRUE, "z"), (0.625, 1.0), (0.5, 1.0)),
    "one lost": ({**TRUE, "c1": "w"}, (1.0, 0.667), (1.0, 0.333)),
}


@pytest.mark.parametrize("name", CASES)
def test_figures(name: str) -> None:
    """B-cubed over mentions, and pairs of mentions in two articles."""
    found, b3, pairs = CASES[name]
    score = identity(TRUE, found, ARTICLES)
    assert (score.b3_precision, score.b3_recall) == b3
    assert (score.pair_precision, score.pair_recall) == pairs


def test_pairs_within_an_article_do_not_count() -> None:
    """Title and lead of one article tell nothing about identity across articles."""
    score = identity({"a1": "x", "a2": "x"}, {"a1": "x", "a2": "x"}, ARTICLES)
    assert (score.n_pairs_gold, score.pair_f1) == (0, None)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_a_grouping_against_itself_is_perfect(groups: list[int]) -> None:
    """Whatever it is."""
    events = {f"m{number}": str(group) for number, group in enumerate(groups)}
    score = identity(events, events, {name: name for name in events})
    assert score.b3_f1 == 1.0
    assert score.pair_f1 in (1.0, None)


def test_an_event_that_is_found_twice_is_overcounted() -> None:
    """By type, and of all the types asked for; a type without an event has no factor."""
    kinds = {**dict.fromkeys(("a1", "b1", "c1"), "threat"), "d1": "deployment"}
    found = {"a1": "1", "b1": "2", "c1": "2", "d1": "3"}
    told = overcounts(TRUE, found, kinds, ("threat", "deployment", "withdrawal"))
    assert [(row.event_type, row.n_events_gold, row.n_events_found, row.factor) for row in told] == [
        ("threat", 1, 2, 2.0),
        ("deployment", 1, 1, 1.0),
        ("withdrawal", 0, 0, None),
        ("all", 2, 3, 1.5),
    ]


def test_other_types_are_not_counted() -> None:
    """Only what is asked for is in the sum."""
    (one, every) = overcounts(TRUE, TRUE, {**dict.fromkeys(TRUE, "arrest"), "d1": "threat"}, ("threat",))
    assert (one.n_events_gold, every.n_events_gold) == (1, 1)


def test_a_mention_of_the_machine_has_the_event_of_the_claim_it_is_matched_to() -> None:
    """What matches nothing, or a claim without a key, has no true event."""
    gold = [claim("threat", 1, article="g"), claim("arrest", 2, article="g")]
    machine = [claim(kind, at, article="m") for kind, at in (("threat", 1), ("arrest", 2), ("protest", 3))]
    assert true_events([match(gold, machine)], {"g.1": "x"}) == {"m.1": "x"}
