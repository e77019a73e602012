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
MATTER = [False, True, False, False]


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
        (1, "matter", 0.35),
        (1, "brevity", 0.25),
        (1, "own, brevity", 0.25),
    ],
)
def test_what_stands_around_a_candidate(index: int, name: str, value: float) -> None:
    """Its rivals at its word, its neighbours, and its type elsewhere; -4 where there is none."""
    assert second_look.features(ALL, ODDS, [True] * 4)[index][name] == value


@given(st.lists(st.floats(-20, 20), min_size=len(ALL), max_size=len(ALL)), st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(odds: list[float], random: object) -> None:
    """A candidate looks the same in whatever order the candidates are given."""
    order = list(range(len(ALL)))
    random.shuffle(order)  # type: ignore[attr-defined]
    told = second_look.features(ALL, odds, MATTER)
    shuffled = second_look.features([ALL[i] for i in order], [odds[i] for i in order], MATTER)
    for place, index in enumerate(order):
        assert shuffled[place] == pytest.approx(told[index])


@pytest.mark.parametrize(
    ("text", "language", "matter"),
    [
        ("The cake was good. Stir the sauce.", "en", [False, False]),
        ("Mexican troops came. Stir the sauce.", "en", [True, False]),
        ("Llegaron soldados mexicanos. Remueva la salsa.", "es", [True, False]),
    ],
)
def test_a_sentence_speaks_of_security_if_it_names_its_matter(text: str, language: str, matter: list[bool]) -> None:
    """A force, a court, a crime and the like (``kinds_of_matter`` in frames.yaml)."""
    assert second_look.matter(annotator.consider(article(text, language))) == matter


@pytest.mark.parametrize(
    ("matter", "is_off"),
    [
        ([False] * 4, False),
        ([False] * 5, True),
        ([True, False, False, False, False], True),
        ([True, True, False, False, False], False),
    ],
)
def test_an_article_is_off_matter_if_it_is_long_and_little_of_it_speaks_of_security(
    matter: list[bool], is_off: bool
) -> None:
    """Of fewer than five sentences it cannot be said."""
    assert second_look.is_off_matter(matter) == is_off
