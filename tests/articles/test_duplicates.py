"""Articles that carry nearly the same text are one story."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

from riobravo.articles.duplicates import story_ids
from riobravo.records import Article

WORDS = (
    "the mexican government said on thursday that it had handed twenty nine people over to american custody in a single "
    "operation that both sides described as the largest of its kind in many years and that followed weeks of talks"
).split()


def _article(key: str, words: list[str], day: int = 0) -> Article:
    published_on = date(2025, 3, 1) + timedelta(days=day)
    return Article(article_id=key, title="", text=" ".join(words), language="en", published_on=published_on)


FIRST = _article("c", WORDS)
COPY = _article("a", [*WORDS[:-1], "meetings"], day=1)
SHOUTED = replace(FIRST, article_id="b", text=FIRST.text.upper() + ".", published_on=date(2025, 3, 2))
OTHER = _article("d", WORDS[::-1])
SHORT = _article("e", ["hello"])


def test_near_copies_share_the_id_of_the_earliest() -> None:
    """A word more or less, or capitals, make no other story; other words do; a text of one word is a story too."""
    expected = {"c": "c", "a": "c", "b": "c", "d": "d", "e": "e"}
    assert expected == story_ids([FIRST, COPY, SHOUTED, OTHER, SHORT])


def test_the_order_of_articles_does_not_matter() -> None:
    """Every order of the same articles gives the same stories."""
    found = [story_ids(order) for order in permutations([FIRST, COPY, SHOUTED, OTHER])]
    assert all(found[0] == other for other in found)


def test_no_articles_no_stories() -> None:
    """An empty corpus is no special case."""
    assert story_ids([]) == {}
