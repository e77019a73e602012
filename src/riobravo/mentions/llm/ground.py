"""Where a quote stands in an article: found letter by letter after folding of Unicode forms, quotation marks, dashes and
spaces, and given in code points of the title or text as they are.

Nothing else is forgiven: no case, no accent, no missing word. A quote begins and ends where words do, so that "29" is not found
in "290".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from riobravo.records import Article

PARTS: Final = ("title", "text")

_SAME: Final = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u00b4\u0060", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
}
"""Marks that are written one for the other."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, from ``start`` to ``end`` in code points of its title or text."""

    part: str
    start: int
    end: int

    def within(self, article: Article) -> str:
        """The words as they stand there."""
        return (article.title if self.part == "title" else article.text)[self.start : self.end]

    def is_inside(self, other: Quote) -> bool:
        """Whether it stands within the other."""
        return self.part == other.part and other.start <= self.start and self.end <= other.end

    def distance(self, other: Quote) -> tuple[bool, int, int]:
        """How far it stands from the other, for sorting: first in its part, then by letters between, then the earlier one."""
        return self.part != other.part, max(self.start - other.end, other.start - self.end, 0), self.start


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text as it is compared, and for each of its letters where the letters it came from begin and end."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def find(article: Article, quote: str) -> list[Quote]:
    """Every place where the quote stands, title first."""
    wanted = _folded(quote).text.strip()
    if not any(letter.isalnum() for letter in wanted):
        return []
    return [Quote(part, *span) for part in PARTS for span in _spans(getattr(article, part), wanted)]


def nearest(places: Sequence[Quote], to: Quote) -> Quote | None:
    """The place that is nearest to another one, inside it if there is one; of equally near ones the first."""
    return min(places, key=lambda place: place.distance(to), default=None)


def _spans(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    folded = _folded(text)
    at = folded.text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if _is_whole(folded, at, end):
            yield folded.starts[at], folded.ends[end - 1]
        at = folded.text.find(wanted, at + 1)


def _is_whole(folded: _Folded, at: int, end: int) -> bool:
    """Whether the match cuts no word, and no letter that was folded to several."""
    before, after = folded.text[at - 1 : at], folded.text[end : end + 1]
    if (before.isalnum() and folded.text[at].isalnum()) or (after.isalnum() and folded.text[end - 1].isalnum()):
        return False
    cuts_left = at > 0 and folded.starts[at - 1] == folded.starts[at]
    cuts_right = end < len(folded.text) and folded.starts[end] == folded.starts[end - 1]
    return not cuts_left and not cuts_right


@lru_cache(maxsize=8)
def _folded(text: str) -> _Folded:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        for letter in _decomposed(text[start:end]):
            shown = _letter(letter)
            if shown == " " and letters and letters[-1] == " ":
                ends[-1] = end
            elif shown:
                letters.append(shown)
                starts.append(start)
                ends.append(end)
    return _Folded("".join(letters), starts, ends)


def _decomposed(cluster: str) -> str:
    """The letters that a letter is made of; a mark that is no space is not taken for a space that carries one."""
    folded = unicodedata.normalize("NFKD", cluster)
    return unicodedata.normalize("NFD", cluster) if folded[0] == " " and not cluster[0].isspace() else folded


def _letter(letter: str) -> str:
    """A letter as it is compared; nothing for one that is not seen (a soft hyphen, a joiner, a mark of direction)."""
    if letter.isspace() or unicodedata.category(letter) in ("Zs", "Cc"):
        return " "
    return "" if unicodedata.category(letter) == "Cf" else _SAME.get(letter, letter)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Each letter with the marks that combine with it."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not unicodedata.combining(text[position]):
            yield start, position
            start = position
