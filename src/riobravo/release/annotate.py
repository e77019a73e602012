"""``riobravo annotate``: the same chain for a corpus of one's own. All countries, no scope, nothing else than its tables."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from riobravo.articles.read import read_articles
from riobravo.errors import RioBravoError
from riobravo.release import chain, registry, stages, write
from riobravo.tables import model

if TYPE_CHECKING:
    from riobravo.release.chain import Progress


@dataclass(frozen=True, slots=True)
class AnnotateReport:
    """What was done: rows a table, and how long it took."""

    rows: Mapping[str, int]
    seconds: float


def annotate(
    path: Path,
    output: Path,
    *,
    published: date | None = None,
    language: str | None = None,
    progress: Progress | None = None,
    given: chain.Stages | None = None,
) -> AnnotateReport:
    """Codes the articles at ``path`` (a file or a folder) and writes the tables of a corpus into ``output``.

    ``published`` and ``language`` stand in for articles that give none. The stages are those of the rule annotator unless
    others are ``given``. Files of an earlier run are replaced.

    Raises:
        RioBravoError: RB-2xx for a path nothing can be read from, RB-4xx without a model, RB-606 where nothing can be
            written.
    """
    started = time.monotonic()
    if output.exists() and not output.is_dir():
        raise RioBravoError(code="RB-606", found="a file, not a folder", where=output)
    declared = model.load()
    items = read_articles(path, published=published, language=language)
    none_yet = pl.DataFrame(schema=registry.SCHEMA)
    coded = chain.code(items, none_yet, given or stages.rules(progress or chain.silent), declared.tables)
    tables = {name: coded.tables[name] for name in declared.corpus_tables}
    with write.staging(output) as staged:
        write.write_tables(tables, declared.tables, staged)
        for file in sorted(staged.iterdir()):
            file.replace(output / file.name)
    return AnnotateReport({name: data.height for name, data in tables.items()}, time.monotonic() - started)
