"""Where a quote stands in an article."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.mentions.llm import ground
from riobravo.mentions.llm.ground import Quote
from tests.mentions.make import article

TEXT = "El “cártel” sent\u00a0 29 men—not 290—to the ﬁeld.\nIt’s 5 km² in all\u00adegedly\u200b one day."
A = article(TEXT, title="El cártel")

CASES: dict[str, tuple[str, list[str]]] = {
    "as it is": ("29 men", ["29 men"]),
    "quotation marks": ('"cártel"', ["“cártel”"]),
    "an apostrophe": ("It's", ["It’s"]),
    "a dash": ("men-not", ["men—not"]),
    "a space that does not break, twice": ("sent 29", ["sent\u00a0 29"]),
    "a line break": ("field. It's", ["ﬁeld.\nIt’s"]),
    "spaces around": ("  29 men \n", ["29 men"]),
    "decomposed": (unicodedata.normalize("NFD", "cártel"), ["cártel", "cártel"]),
    "a ligature": ("field", ["ﬁeld"]),
    "a part of a ligature": ("f", []),
    "a raised letter": ("km2", ["km²"]),
    "a soft hyphen, a space of no width": ("allegedly one", ["all\u00adegedly\u200b one"]),
    "a part of a number": ("29", ["29"]),
    "a part of a word": ("all", []),
    "no accent": ("cartel", []),
    "a letter without its accent": ("c", []),
    "other case": ("el cártel", []),
    "a word left out": ("29 to", []),
    "marks alone": ("—", []),
    "nothing": ("", []),
    "spaces": (" \u00a0\n", []),
}


@pytest.mark.parametrize("name", CASES)
def test_quotes_are_found_letter_by_letter(name: str) -> None:
    """Forms of Unicode, marks, dashes and spaces are folded, and nothing else; what is found is cut from the article."""
    quote, found = CASES[name]
    assert [place.within(A) for place in ground.find(A, quote)] == found


def test_the_nearest_of_several_is_meant() -> None:
    """Inside the evidence first, then by distance, then the earlier one; another part of the article is furthest."""
    a = article("US men. Later, US men met US men.", title="US men")
    places = ground.find(a, "US men")
    assert [(place.part, place.start) for place in places] == [("title", 0), ("text", 0), ("text", 15), ("text", 26)]
    assert ground.nearest(places, Quote("text", 8, 25)) == Quote("text", 15, 21)
    assert ground.nearest(places, Quote("text", 22, 25)) == Quote("text", 15, 21)
    assert ground.nearest(places, Quote("title", 0, 6)) == Quote("title", 0, 6)
    assert ground.nearest([], Quote("title", 0, 6)) is None


_LETTERS = st.text(st.sampled_from("ab é\u0301ñ“”'—- \u00a0\n\u200bﬁ½29.") | st.characters(), max_size=40)


@given(_LETTERS, _LETTERS, st.data())
def test_what_is_found_folds_to_the_quote(title: str, text: str, data: st.DataObject) -> None:
    """Whatever the texts: a place lies within its part, and its words fold to what the quote folds to."""
    source = data.draw(st.sampled_from((title, text)))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(source)), st.integers(0, len(source)))))
    quote = data.draw(st.sampled_from((source[start:end], unicodedata.normalize("NFC", source[start:end]))))
    a = article(text, title=title)
    for place in ground.find(a, quote):
        within = title if place.part == "title" else text
        assert 0 <= place.start < place.end <= len(within)
        assert _folded(place.within(a)) == _folded(quote)


@given(_LETTERS)
def test_a_whole_text_is_found_in_itself(text: str) -> None:
    """A quote of all there is stands there, unless it has no letter and no digit."""
    folded = _folded(text)
    found = [place.part for place in ground.find(article(text), text)]
    assert found == (["text"] if any(letter.isalnum() for letter in folded) else [])


def _folded(text: str) -> str:
    return ground._folded(text).text.strip()
