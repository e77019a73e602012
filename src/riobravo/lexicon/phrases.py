"""Many phrases found at once in a row of words: a trie of folded words, the longest phrase wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from riobravo.lexicon.text import fold

P = TypeVar("P")


@dataclass(slots=True)
class _Node(Generic[P]):
    then: dict[str, _Node[P]] = field(default_factory=dict)
    payloads: list[P] = field(default_factory=list)


class Phrases(Generic[P]):
    """Phrases with what they stand for; a word matches by its form or, where given, its lemma."""

    def __init__(self, entries: Iterable[tuple[str, P]]) -> None:
        self._root: _Node[P] = _Node()
        for phrase, payload in entries:
            node = self._root
            for word in phrase.split():
                node = node.then.setdefault(fold(word), _Node())
            node.payloads.append(payload)

    def longest(self, words: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int, list[P]]]:
        """Every longest match as (start, end, payloads), left to right, not overlapping.

        ``words`` gives for each position the folded spellings under which the word may be met (form, lemma).
        """
        position, first = 0, self._root.then
        for start, spellings in enumerate(words):
            if start < position:
                continue
            for word in spellings:
                if word in first:  # of most words, there is no more to say
                    end, payloads = self.at(words, start, len(words))
                    if end > start:
                        yield start, end, payloads
                        position = end
                    break

    def at(self, words: Sequence[tuple[str, ...]], start: int, limit: int) -> tuple[int, list[P]]:
        """The longest match that begins at ``start`` and does not pass ``limit``: its end, and what it stands for."""
        best: tuple[int, list[P]] = (start, [])
        nodes = [self._root]
        for position in range(start, min(limit, len(words))):
            following = []
            for node in nodes:
                then = node.then
                following += [then[word] for word in dict.fromkeys(words[position]) if word in then]
            if not following:
                break
            nodes = following
            payloads = [payload for node in nodes for payload in node.payloads]
            if payloads:
                best = (position + 1, payloads)
        return best

    def begins(self, word: str) -> bool:
        """Whether a phrase begins with the word, which is folded."""
        return word in self._root.then
