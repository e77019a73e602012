"""A small review: two articles that a machine coded, one that a reader coded beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from riobravo.events.resolve import resolve
from riobravo.mentions.people import coding
from riobravo.records import Article
from riobravo.release import derived, registry, write
from riobravo.review import material
from riobravo.review.session import Session
from riobravo.tables import frames, model
from tests.release import fakes

TABLES = model.load_tables()
TRANSFER = Article(
    article_id="2025-02-28-transfer", title="Mexico extradited 29.",
    text="Story. Mexico extradited 29 men. Mexico deployed 500 guards. 🐍 Nothing else was known of the 12 men.",
    language="en", published_on=date(2025, 2, 28), publisher="P", licence="CC-BY-4.0",
)  # fmt: skip
GUARDS = Article(
    article_id="2025-03-02-guards", title="Guards",
    text="Mexico deployed 500 guards. Honduras deployed 60 men. Mexico deployed 7.",
    language="en", published_on=date(2025, 3, 2), publisher="Q", licence="CC-BY-4.0",
)  # fmt: skip
ARTICLES = {article.article_id: article for article in (TRANSFER, GUARDS)}


def tables(folder: Path) -> Path:
    """What `annotate` writes of the articles."""
    mentions = frames.frame(
        [one for article in ARTICLES.values() for one in fakes.annotate(article)], TABLES["mentions"]
    )
    rows = derived.articles(list(ARTICLES.values()), {name: name for name in ARTICLES}, TABLES["articles"])
    resolved = resolve(mentions, rows, pl.DataFrame(schema=registry.SCHEMA))
    found = {
        "articles": rows, "mentions": mentions, "events": resolved.events, "event_mentions": resolved.event_mentions,
    }  # fmt: skip
    write.write_tables(found, TABLES, folder)
    return folder


def coded(folder: Path, events: list[dict[str, Any]], article: Article = TRANSFER) -> Path:
    """A reader's coding of an article."""
    head = {"article_id": article.article_id, "sha256": coding.digest(article), "coder": "luis"}
    path = folder / coding.file_of(article)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(coding.render(coding.parse({**head, "events": events}, "made")), encoding="utf-8")
    return path


def begin(root: Path, **options: Any) -> Session:
    """A review of the tables in ``root/tables`` into ``root/annotations``."""
    if not (root / "tables").exists():
        tables(root / "tables")
    given = material.read_material(root / "tables")
    return Session(given, root / "annotations", options.pop("coder", "ana"), clock=lambda: 0.0, **options)


def ask(session: Session, article_id: str, line_id: str | None, kind: str, **more: Any) -> None:
    """A decision on the article as it stands."""
    version = session.versions.get(article_id, 0)
    session.decide({"article_id": article_id, "line_id": line_id, "kind": kind, "version": version, **more})


def lines(session: Session, article_id: str) -> dict[str, str]:
    """The words of every line by its id."""
    article = session.material.articles[article_id]
    return {
        line.line_id: getattr(article, line.part)[line.start : line.end]
        for _, line in session.drafts[article_id].lines()
    }
