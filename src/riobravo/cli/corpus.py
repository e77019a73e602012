"""``riobravo annotate`` and ``riobravo resolve``: articles of one's own, on one machine or many."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from riobravo.cli import llm, show

app = typer.Typer()

DateOption = Annotated[
    datetime | None,
    typer.Option("--published", formats=["%Y-%m-%d"], metavar="DATE", help="Date of articles that give none."),
]
LanguageOption = Annotated[
    str | None, typer.Option("--language", help="Language of articles that give none: en or es.")
]


class Engine(StrEnum):
    """What codes the articles."""

    LOCAL = "local"
    RAY = "ray"


@app.command()
def annotate(
    *,
    articles: Annotated[
        str,
        typer.Argument(metavar="IN", help="A file (.jsonl, .csv, .parquet, .txt, .html, .md) or a folder of them."),
    ],
    output: Annotated[str, typer.Option("--output", metavar="DIR", help="Folder to write the tables into.")],
    published: DateOption = None,
    language: LanguageOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if anything was quarantined.")] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=0, metavar="N", help="Processes that code; 0 codes in this one.")
    ] = 1,
    batch: Annotated[
        int, typer.Option("--batch", min=1, metavar="N", help="Most articles of a batch, the unit of work.")
    ] = 200,
    keep_parts: Annotated[
        bool, typer.Option("--keep-parts", help="Keep the coded batches, so that only later articles are coded.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Code on this machine, or on the Ray cluster that RAY_ADDRESS names.")
    ] = Engine.LOCAL,
    annotator: llm.Annotators = "rules",
    replies: llm.Replies = None,
    rate: llm.Rate = None,
    max_articles: llm.MaxArticles = None,
    max_cost: llm.MaxCost = None,
    prices: llm.Prices = None,
    concurrency: llm.Concurrency = 1,
    confidence: llm.Confidence = None,
) -> int:
    """Code articles of your own into tables of mentions and events. A run that was stopped goes on where it was."""
    from riobravo.release.annotate import annotate as of_corpus

    asked = llm.Options(
        replies=replies,
        rate=rate,
        max_articles=max_articles,
        max_cost=max_cost,
        prices=prices,
        concurrency=concurrency,
        confidence=confidence,
    )
    try:
        with llm.coding(annotator, asked, Path(output)) as coding, show.watching() as watch:
            if coding.stages is not None and engine is Engine.RAY:
                raise typer.BadParameter("a language model is asked from this machine alone", param_hint="--engine")
            done = of_corpus(
                articles,
                output,
                published=published.date() if published else None,
                language=language,
                watch=watch,
                given=coding.stages,
                version=coding.version,
                workers=workers if coding.stages is None else 0,
                batch=batch,
                keep_parts=keep_parts,
                engine=engine.value,
            )
    except KeyboardInterrupt:
        show.tell("stopped; what was coded is kept. The same command goes on from there.")
        return 130
    if done.was_done:
        show.tell(f"{output} holds the tables of these articles already; nothing was done.")
    show.rows_of_tables(done.rows)
    n_quarantined = done.rows["quarantine"]
    if n_quarantined:
        show.tell(f"{n_quarantined:,} quarantined; {Path(output) / 'quarantine.parquet'} says why.")
    return 1 if strict and n_quarantined else 0


@app.command()
def resolve(
    *,
    parts: Annotated[Path, typer.Argument(metavar="PARTS", help="A folder of Parquet that code_batch made.")],
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="Folder to write the tables into.")],
) -> int:
    """Make the tables of a corpus from coded batches, as Spark or Dask write them (docs/scale.md)."""
    from riobravo.release.annotate import resolve as of_parts

    with show.watching() as watch:
        rows = of_parts(parts, output, watch=watch)
    show.rows_of_tables(rows)
    return 0
