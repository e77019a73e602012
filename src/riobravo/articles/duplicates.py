"""Articles that carry nearly the same text (one agency story in ten papers): MinHash over shingles of five words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from riobravo.records import Article

_SHINGLE: Final = 5
_PERMUTATIONS: Final = 128
_SEED: Final = 1
_ALIKE: Final = 0.7
"""Share of common shingles (estimated Jaccard) from which two texts tell one story in the same words."""

_WORD: Final = re.compile(r"\w+")


def story_ids(articles: Iterable[Article]) -> dict[str, str]:
    """Article id → story id, which is the id of the earliest article of its group (then the first by id).

    An article like no other is a story of its own. Neither the order of the articles nor the run changes the result.
    """
    from datasketch import MinHashLSH  # heavy

    index = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
    sketches: dict[str, Any] = {}
    first_with: dict[bytes, str] = {}
    groups = _Groups()
    for article in articles:
        key, sketch = article.article_id, _sketch(article.text)
        groups.add(key, article.published_on)
        twin = first_with.setdefault(sketch.digest().tobytes(), key)
        if twin != key:  # a copy in the same words needs no search, and would only make later ones longer
            groups.join(key, twin)
            continue
        for other in index.query(sketch):
            if groups.head(other) != groups.head(key) and sketch.jaccard(sketches[other]) >= _ALIKE:
                groups.join(key, other)
        index.insert(key, sketch)
        sketches[key] = sketch
    return groups.heads()


def _sketch(text: str) -> Any:
    from datasketch import MinHash  # heavy

    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - _SHINGLE + 1)
    shingles = {" ".join(words[start : start + _SHINGLE]) for start in range(count)}
    sketch = MinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in sorted(shingles)])
    return sketch


class _Groups:
    """Union of sets whose head is always the earliest member."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._published: dict[str, date] = {}

    def add(self, key: str, published_on: date) -> None:
        self._above[key] = key
        self._published[key] = published_on

    def head(self, key: str) -> str:
        while (above := self._above[key]) != key:
            self._above[key] = self._above[above]
            key = above
        return key

    def heads(self) -> dict[str, str]:
        return {key: self.head(key) for key in self._above}

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.head(one), self.head(other)), key=lambda key: (self._published[key], key))
        self._above[second] = first
