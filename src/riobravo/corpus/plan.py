"""What a run is asked to do, the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from riobravo.articles.read import Item, read_items
from riobravo.corpus import batches
from riobravo.corpus.batches import Batch
from riobravo.corpus.coding import AnnotateAll


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How files become batches. ``salt`` is what their keys depend on beside the articles: the annotator."""

    published: date | None = None
    language: str | None = None
    most: int = batches.ARTICLES
    salt: str = ""

    def check(self) -> None:
        """Refuses wrong defaults before anything is read. Raises RB-209 and RB-218."""
        self.items(())

    def items(self, files: Iterable[tuple[Path, str]]) -> Iterator[Item]:
        """What files hold. The language is told where an article is coded, by as many processes as do that."""
        return read_items(files, published=self.published, default_language=self.language, detect=_later)

    def batches(self, items: Iterable[Item]) -> Iterator[Batch]:
        """Items in batches."""
        return batches.cut(items, most=self.most, salt=self.salt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How batches are coded: by which annotator, by how many processes, and into which folder of parts."""

    reading: Reading
    annotate_all: AnnotateAll
    workers: int
    folder: str


def _later(text: str) -> str:
    return ""
