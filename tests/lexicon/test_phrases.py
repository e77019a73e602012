"""Phrases in a row of words: the longest wins, and neither case nor accent keeps a word from being itself."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from riobravo.lexicon.phrases import Phrases
from riobravo.lexicon.text import fold

KNOWN = Phrases([("guard", 1), ("national guard", 2), ("national guard of mexico", 3), ("cártel", 4), ("guard", 5)])


def _found(text: str) -> list[tuple[int, int, list[int]]]:
    return list(KNOWN.longest([(fold(word),) for word in text.split()]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the guard left", [(1, 2, [1, 5])]),
        ("the national guard left", [(1, 3, [2])]),
        ("the national guard of mexico", [(1, 5, [3])]),
        ("the national guard of texas", [(1, 3, [2])]),
        ("national national guard", [(1, 3, [2])]),
        ("guard guard", [(0, 1, [1, 5]), (1, 2, [1, 5])]),
        ("NATIONAL GUARD", [(0, 2, [2])]),
        ("el cartel", [(1, 2, [4])]),
        ("el CÁRTEL", [(1, 2, [4])]),
        ("national", []),
        ("", []),
    ],
)
def test_the_longest_phrase_wins(text: str, expected: list[tuple[int, int, list[int]]]) -> None:
    """From left to right, not overlapping, with everything that a phrase stands for; a beginning alone is no match."""
    assert expected == _found(text)


def test_a_word_is_met_under_its_form_or_its_lemma() -> None:
    """Each position gives several spellings; one match per stretch comes of it."""
    words = [("national", "national"), ("guards", "guard")]
    assert [(0, 2, [2])] == list(KNOWN.longest(words))


def test_no_phrase_is_found_among_none() -> None:
    """An empty table matches nothing, and an empty phrase is never met."""
    assert [] == list(Phrases[int]([]).longest([("a",)]))
    assert [] == list(Phrases([("", 1)]).longest([("a",)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cártel", "CARTEL"),
        ("México", "mexico"),
        ("niño", "NINO"),
        ("Straße", "strasse"),
        ("e\u0301", "é"),
        ("ﬁn", "fin"),
    ],
)
def test_folding_forgets_case_and_accents(one: str, other: str) -> None:
    """Spellings of one word compare equal."""
    assert fold(one) == fold(other)


@example("𝚨")
@given(st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_folding_twice_is_folding_once_for_case(text: str) -> None:
    """Upper and lower case of what is folded fold to one spelling."""
    assert fold(fold(text)) == fold(text)


WORDS = st.sampled_from(["a", "b", "c"])


@given(st.lists(WORDS, max_size=12), st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=4))
@settings(max_examples=100, deadline=None)
def test_matches_are_phrases_in_order(words: list[str], phrases: list[list[str]]) -> None:
    """What is found stands in the table, no match overlaps another, and no position with a match is passed over."""
    table = {" ".join(phrase) for phrase in phrases}
    found = list(Phrases((phrase, phrase) for phrase in table).longest([(word,) for word in words]))
    position = 0
    for start, end, payloads in found:
        assert [" ".join(words[start:end])] == payloads
        assert start >= position
        assert not any(" ".join(words[a:b]) in table for a in range(position, start) for b in range(a + 1, end))
        position = end
