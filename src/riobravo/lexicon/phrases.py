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
        position = 0
        while position < len(words):
            end, payloads = self._at(words, position)
            if end > position:
                yield position, end, payloads
            position = max(end, position + 1)

    def _at(self, words: Sequence[tuple[str, ...]], start: int) -> tuple[int, list[P]]:
        best: tuple[int, list[P]] = (start, [])
        nodes = [self._root]
        for position in range(start, len(words)):
            nodes = [node.then[word] for node in nodes for word in dict.fromkeys(words[position]) if word in node.then]
            if not nodes:
                break
            payloads = [payload for node in nodes for payload in node.payloads]
            if payloads:
                best = (position + 1, payloads)
        return best
