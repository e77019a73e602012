"""What the second look sees of a candidate, on odds made up for the test."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.mentions.rules import annotator, second_look
from riobravo.mentions.rules.second_look import Glance
from tests.mentions.make import article

TITLE = Glance(0, is_title=True, token=1, event_type="extradition")
FIRST = Glance(1, is_title=False, token=2, event_type="extradition")
RIVAL = Glance(1, is_title=False, token=2, event_type="arrest")
TWIN = Glance(1, is_title=False, token=7, event_type="extradition")
LATER = Glance(3, is_title=False, token=4, event_type="extradition")
ALL = [TITLE, FIRST, RIVAL, TWIN, LATER]
ODDS = [2.0, 1.0, -1.0, -2.0, 0.5]


@pytest.mark.parametrize(
    ("index", "name", "value"),
    [
        (1, "own", 1.0),
        (1, "same word", -1.0),
        (2, "same word", 1.0),
        (1, "twin", -2.0),
        (1, "others", -4.0),
        (2, "others", -2.0),
        (1, "type in title", 2.0),
        (0, "type in title", -4.0),
        (1, "type elsewhere", 2.0),
        (0, "type elsewhere", 1.0),
        (4, "type before", 1.0),
        (1, "type before", -4.0),
        (3, "rank", 2.0),
        (1, "words", 1.0),
    ],
)
def test_what_stands_around_a_candidate(index: int, name: str, value: float) -> None:
    """Its rivals at its word, its neighbours, and its type elsewhere; -4 where there is none."""
    assert second_look.features(ALL, ODDS, 1.0)[index][name] == value


@given(st.lists(st.floats(-20, 20), min_size=len(ALL), max_size=len(ALL)), st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(odds: list[float], random: object) -> None:
    """A candidate looks the same in whatever order the candidates are given."""
    order = list(range(len(ALL)))
    random.shuffle(order)  # type: ignore[attr-defined]
    told = second_look.features(ALL, odds, 0.2)
    shuffled = second_look.features([ALL[i] for i in order], [odds[i] for i in order], 0.2)
    for place, index in enumerate(order):
        assert shuffled[place] == pytest.approx(told[index])


@pytest.mark.parametrize(
    ("text", "language", "share"),
    [
        ("The cake was good. Stir the sauce.", "en", 0.0),
        ("Mexican troops came. Stir the sauce.", "en", 0.5),
        ("Llegaron soldados mexicanos. Remueva la salsa.", "es", 0.5),
    ],
)
def test_matter_is_the_share_of_sentences_that_speak_of_security(text: str, language: str, share: float) -> None:
    """A sentence speaks of security if it names a state, a force, a crime and the like."""
    assert second_look.matter(annotator.consider(article(text, language))) == share
