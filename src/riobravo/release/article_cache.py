"""Briefs as they were read, and their sketches, kept from build to build: a file that did not change is only hashed.

An article is found by the name of its file and a hash of its bytes, a sketch by a hash of the text. What could not be read is
never kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

import polars as pl

from riobravo.articles import duplicates, read
from riobravo.articles.read import Item
from riobravo.records import Article, Quarantined, Source
from riobravo.release import kept
from riobravo.release.kept import Kept
from riobravo.tables import as_polars, frames, model

_FOLDER: Final = "articles"
_COLUMNS: Final = tuple(one.name for one in fields(Article))


@dataclass(slots=True)
class ArticleCache:
    """The articles and sketches of a folder of caches; what a build did not ask for does not stay."""

    kept: Kept
    _articles: Mapping[str, Article] = field(default_factory=dict)
    _sketches: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, folder: Path) -> Iterator[Article | Quarantined]:
        """As `read_articles`."""
        used: dict[str, Article] = {}
        yield from read.each_id_once(self._items(read.files_of(folder), used))
        columns = {"name": pl.Series(list(used), dtype=pl.String)}
        rows = frames.frame(list(used.values()), model.load_tables()["articles"]).select(_COLUMNS)
        self.kept.replace({"articles": rows.with_columns(**columns).select(list(self.kept.schemas["articles"]))})

    def story_ids(self, articles: Iterable[Article]) -> dict[str, str]:
        """As that of `duplicates`."""
        used: dict[str, bytes] = {}

        def sketch(text: str) -> bytes:
            name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            used[name] = self._sketches.get(name) or duplicates.sketch(text)
            return used[name]

        found = duplicates.story_ids(articles, sketch)
        rows = list(used.items())
        self.kept.replace({"sketches": pl.DataFrame(rows, schema=self.kept.schemas["sketches"], orient="row")})
        return found

    def _items(self, files: Iterable[tuple[Path, str]], used: dict[str, Article]) -> Iterator[Item]:
        for path, origin in files:
            name = _name(path, origin)
            known = self._articles.get(name) if name else None
            found = [Item(origin, None, known)] if known else list(read.read_items([(path, origin)]))
            for item in found:
                if name and len(found) == 1 and item.position is None and isinstance(item.content, Article):
                    used[name] = item.content
                yield item


def opened(folder: Path) -> ArticleCache:
    """What is kept below a folder of caches."""
    columns = as_polars.schema(model.load_tables()["articles"])
    schemas = {
        "articles": pl.Schema({"name": pl.String(), **{name: columns[name] for name in _COLUMNS}}),
        "sketches": pl.Schema({"name": pl.String(), "sketch": pl.Binary()}),
    }
    there = kept.opened(folder / _FOLDER, schemas)
    found = there.read()
    articles = {row.pop("name"): _article(row) for row in found["articles"].iter_rows(named=True)}
    return ArticleCache(there, articles, dict(found["sketches"].iter_rows()))


def _article(row: dict[str, Any]) -> Article:
    return Article(**{**row, "sources": tuple(Source(**source) for source in row["sources"] or ())})


def _name(path: Path, origin: str) -> str | None:
    """None for what cannot be read; its reader will say why."""
    try:
        content = path.read_bytes() if path.is_file() else None
    except OSError:
        return None
    return None if content is None else hashlib.sha256(f"{origin}\0".encode() + content).hexdigest()
