"""Real briefs with what the rules code of them, as a dataset that can be built without a model."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from riobravo.events.resolve import resolve
from riobravo.records import Article, Mention, Quantity, Quarantined
from riobravo.release import read, stages, write
from riobravo.release.chain import Stages
from riobravo.tables import model
from tests.source import ROOT

DATASET = ROOT / "dataset"
TABLES = DATASET / "tables"
N_CODED, N_NEW = 4, 10
"""Briefs whose coding by readers is kept, and briefs that only the machine has coded here."""


def make(root: Path) -> Path:
    """A folder with ``dataset`` (the sources of a build) and ``tables`` (what the rules made of the briefs)."""
    machine = read.read_table(TABLES / "mentions_machine.parquet")
    counts = machine.filter(pl.col("article_id") > "2025").group_by("article_id").len().sort("len", "article_id")
    names = sorted(counts["article_id"].tail(N_CODED + N_NEW))
    dataset = root / "dataset"
    for name in names:
        _copy(DATASET / "articles" / name[:4] / f"{name}.md", dataset / "articles" / name[:4])
    for name in names[:N_CODED]:
        _copy(DATASET / "annotations" / name[:4] / f"{name}.yaml", dataset / "annotations" / name[:4])
    for name in ("actors.yaml", "places.yaml"):
        _copy(DATASET / name, dataset)
    (dataset / "README.md").write_text("# The card\n\n<!-- figures -->\n<!-- figures: end -->\n", encoding="utf-8")
    articles = read.read_table(TABLES / "articles.parquet").filter(pl.col("article_id").is_in(names))
    mentions = machine.filter(pl.col("article_id").is_in(names))
    write.write_tables({"articles": articles, "mentions": mentions}, model.load_tables(), root / "tables")
    return root


def rules(root: Path) -> Stages:
    """The stages of a build whose machine says what is in the tables, and whose readers are those of the folder."""
    rows: dict[str, list[Mention]] = {}
    for row in read.read_table(root / "tables" / "mentions.parquet").iter_rows(named=True):
        rows.setdefault(row["article_id"], []).append(_mention(row))

    def annotate(articles: Iterable[Article]) -> Iterator[tuple[Article, Sequence[Mention] | Quarantined]]:
        return ((article, rows.get(article.article_id, [])) for article in articles)

    real = stages.rules(lambda stage, done: None, root / "dataset" / "annotations")
    return Stages(
        annotate=annotate,
        resolve=resolve,
        story_ids=lambda found: {a.article_id: a.article_id for a in found},
        review=real.review,
    )


def _copy(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, folder)


def _mention(row: dict[str, Any]) -> Mention:
    known = {field.name for field in dataclasses.fields(Mention)}
    columns = {name: value for name, value in row.items() if name in known}
    return Mention(**{**columns, "quantities": tuple(Quantity(**item) for item in row["quantities"] or ())})
