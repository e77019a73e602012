"""Small texts and helpers that the tests of the readers share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from riobravo.articles.read import read_articles
from riobravo.records import Article, Quarantined

DAY = date(2025, 3, 1)
ENGLISH = "Mexico handed over 29 people to the United States on Thursday, officials said. They face charges there."
SPANISH = "El gobierno de México entregó a 29 personas a Estados Unidos el jueves, según la fiscalía general."
FRENCH = "Le gouvernement du Mexique a remis 29 personnes aux autorités des États-Unis jeudi, selon le parquet."

BRIEF = f"""---
id: 2025-02-27-hand-over
title: Mexico hands over 29
language: en
published: 2025-02-27
sources:
  - publisher: A Paper
    url: https://example.org/a
    published_on: 2025-02-27
    language: en
---

{ENGLISH}

"""

PAGE = f"""<html><head><title>Mexico hands over 29</title>
<meta property="article:published_time" content="2025-02-27T10:00:00Z"><meta property="og:site_name" content="A Paper">
</head><body><nav>menu</nav><article><p>{ENGLISH}</p><p>{ENGLISH.replace("29", "30")}</p></article></body></html>"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def read_all(
    path: Path, *, published: date | None = DAY, language: str | None = None
) -> tuple[list[Article], list[Quarantined]]:
    """What the readers make of a path: the articles, and what went to quarantine."""
    items = list(read_articles(path, published=published, language=language))
    return [item for item in items if isinstance(item, Article)], [i for i in items if isinstance(i, Quarantined)]


def reason_of(path: Path, *, published: date | None = DAY) -> str:
    """The reason for which the one thing at ``path`` was refused."""
    articles, quarantined = read_all(path, published=published)
    assert ([], 1) == (articles, len(quarantined)), quarantined
    assert quarantined[0].detail.isprintable()
    return quarantined[0].reason
