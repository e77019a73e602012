"""A folder of texts that tell no event: files of any kind that articles are read from, their language detected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from riobravo.articles.read import read_articles
from riobravo.evaluate.outside import units
from riobravo.evaluate.outside.units import Document, Unit
from riobravo.records import Quarantined

_ANY_DAY = date(2020, 1, 1)
"""Of texts that give no date: nothing that is counted rests on it."""


def read(path: Path) -> Iterator[Document]:
    """The texts of a folder, each a document of one unit.

    Raises:
        RioBravoError: RB-703 for a file that cannot be read as an article, with the reader's reason; RB-201.
    """
    for item in read_articles(path, published=_ANY_DAY):
        if isinstance(item, Quarantined):
            raise units.broken(f"[{item.reason}] {item.detail}", path / item.origin, item.position)
        text = "\n\n".join(part for part in (item.title, item.text) if part)
        unit = Unit(unit_id=item.article_id, text=text)
        yield Document(
            document_id=item.article_id, units=(unit,), published_on=item.published_on, language=item.language
        )
