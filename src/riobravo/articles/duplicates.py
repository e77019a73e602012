"""Articles that carry nearly the same text (one agency story in ten papers): MinHash over shingles of five words.

A text becomes a `sketch` of half a kilobyte, which any process can make alone. `stories` then finds those that are alike: it
looks at one band of the sketches at a time and keeps in memory only articles that share one, so that a corpus need not fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo.records import Article

if TYPE_CHECKING:
    from datasketch import MinHash

_SHINGLE: Final = 5
_PERMUTATIONS: Final = 128
_SEED: Final = 1
_ALIKE: Final = 0.7
"""Share of common shingles (estimated Jaccard) from which two texts tell one story in the same words."""

_BYTES: Final = 4
"""Bytes of one value of a sketch."""

_WORD: Final = re.compile(r"\w+")


def story_ids(articles: Iterable[Article], sketched: Callable[[str], bytes] | None = None) -> dict[str, str]:
    """Article id → story id, which is the id of the earliest article of its group (then the first by id).

    An article like no other is a story of its own. Neither the order of the articles nor the run changes the result. Who has
    sketches already gives a way to them in place of `sketch`.
    """
    made = sketched or sketch
    rows = [(article.article_id, article.published_on, made(article.text)) for article in articles]
    schema = {"article_id": pl.String, "published_on": pl.Date, "sketch": pl.Binary}
    found = stories(pl.LazyFrame(rows, schema=schema, orient="row"))
    return dict(found.iter_rows())


def stories(sketches: pl.LazyFrame) -> pl.DataFrame:
    """As `story_ids`, of a frame with article_id, published_on and sketch: the columns article_id and story_id."""
    groups = _Groups()
    for start, end in _bands():
        band = pl.col("sketch").bin.slice(start, end - start).alias("band")
        shared = sketches.select("article_id", band).filter(pl.col("band").is_duplicated()).collect()
        if shared.is_empty():
            continue
        known = sketches.join(shared.lazy().select("article_id"), on="article_id", how="semi").collect()
        for article_id, published_on in known.select("article_id", "published_on").iter_rows():
            groups.add(article_id, published_on)
        values = dict(known.select("article_id", "sketch").iter_rows())
        for (alike,) in shared.group_by("band").agg(pl.col("article_id").sort()).select("article_id").iter_rows():
            _join(alike, values, groups)
    heads = groups.heads()
    joined = pl.LazyFrame(
        {"article_id": list(heads), "story_id": list(heads.values())},
        schema={"article_id": pl.String, "story_id": pl.String},
    )
    told = sketches.select("article_id").join(joined, on="article_id", how="left")
    return told.with_columns(pl.col("story_id").fill_null(pl.col("article_id"))).collect()


def sketch(text: str) -> bytes:
    """What two texts are compared by: the least hash of the shingles under each of 128 permutations."""
    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - _SHINGLE + 1)
    shingles = {" ".join(words[start : start + _SHINGLE]) for start in range(count)}
    made = _blank().copy()
    made.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in sorted(shingles)])
    return bytes(made.hashvalues.astype(f"<u{_BYTES}").tobytes())


@lru_cache(maxsize=1)
def _blank() -> MinHash:
    """A sketch of nothing, to be copied: drawing the permutations takes as long as sketching a text."""
    from datasketch import MinHash  # heavy

    return MinHash(num_perm=_PERMUTATIONS, seed=_SEED)


@lru_cache(maxsize=1)
def _bands() -> tuple[tuple[int, int], ...]:
    """The stretches of a sketch, in bytes, of which texts that are alike share one: as many as find most, and little else."""
    from datasketch import MinHashLSH  # heavy

    index = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
    width = index.r * _BYTES
    return tuple((number * width, (number + 1) * width) for number in range(index.b))


def _join(ids: Sequence[str], values: Mapping[str, bytes], groups: _Groups) -> None:
    """Joins those of the articles that are alike. Most are like the first of their group, so few pairs are compared."""
    met: list[list[str]] = []
    for key in ids:
        same = [others for others in met if _is_of(key, others, values, groups)]
        for others in same:
            groups.join(key, others[0])
        met = [others for others in met if others not in same]
        met.append([*(other for others in same for other in others), key])


def _is_of(key: str, others: Sequence[str], values: Mapping[str, bytes], groups: _Groups) -> bool:
    return groups.head(key) == groups.head(others[0]) or any(_alike(values[key], values[other]) for other in others)


def _alike(one: bytes, other: bytes) -> bool:
    if one == other:
        return True
    pairs = zip(_values(one), _values(other), strict=True)
    return sum(a == b for a, b in pairs) >= _ALIKE * _PERMUTATIONS


def _values(one: bytes) -> Iterator[int]:
    return iter(memoryview(one).cast("I"))


class _Groups:
    """Union of sets whose head is always the earliest member."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._published: dict[str, date] = {}

    def add(self, key: str, published_on: date) -> None:
        self._above.setdefault(key, key)
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
