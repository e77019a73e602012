"""The tables of a corpus from its coded parts: what needs all of them at once.

Mentions are held in memory, for any two of them may be one event. Articles are not: their text goes from the parts into the
table sorted on disk, and of each only the ids are held, and what its story is told by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
import polars as pl

from riobravo.articles.read import id_twice, order_of
from riobravo.corpus import schema
from riobravo.errors import RioBravoError
from riobravo.events.decisions import UNDECIDED
from riobravo.records import Quarantined
from riobravo.release import registry, write
from riobravo.tables import frames

if TYPE_CHECKING:
    from riobravo.release.chain import Resolve
    from riobravo.tables.model import Table

Stories = Callable[[pl.LazyFrame], pl.DataFrame]
"""Article_id, published_on and sketch of all articles to article_id and story_id."""

_SORT_MEMORY: Final = "1GB"
"""What sorting the articles may take before it goes to disk."""

_PLACE: Final = ["origin", "position"]
_NOTHING: Final = duckdb.ConstantExpression(None).cast("VARCHAR")


def write_tables(
    files: Sequence[Path],
    staged: Path,
    declared: Mapping[str, Table],
    *,
    resolve: Resolve,
    stories: Stories,
    tell: Callable[[str], None],
) -> dict[str, int]:
    """The tables of the corpus in the folder ``staged``, and the rows of each.

    Of two articles with one id the first one stays, in the order in which files are read; the other is in quarantine.

    Raises:
        RioBravoError: RB-616 for files that are no parts, RB-606 where nothing can be written.
    """
    coded = scan(files)
    tell("looking for ids that stand twice")
    twice = _ids_twice(coded)
    once = coded.join(_places(twice).lazy(), on=_PLACE, how="anti", nulls_equal=True, maintain_order="left")
    articles = once.filter(pl.col("text_sha256").is_not_null())
    tell("looking for stories that are told twice")
    of_stories = stories(articles.select("article_id", "published_on", "sketch"))
    rows = {"articles": of_stories.height}
    tell("writing articles")
    _write_articles(files, of_stories, _places(twice), declared["articles"], staged)
    del of_stories
    tell("resolving events")
    mentions = _rows_of(once, "mentions", declared["mentions"])
    told = articles.join(mentions.lazy().select("article_id"), on="article_id", how="semi")
    known = told.select("article_id", "title", "language", "published_on", "publisher", "sources").collect()
    resolved = resolve(mentions, known, pl.DataFrame(schema=registry.SCHEMA), UNDECIDED)
    kept_out = frames.frame(twice, declared["quarantine"])
    tables = {
        "mentions": mentions,
        "events": resolved.events,
        "event_mentions": resolved.event_mentions,
        "event_links": resolved.event_links,
        "quarantine": pl.concat([_rows_of(once, "quarantine", declared["quarantine"]), kept_out]),
    }
    tell("writing tables")
    write.write_tables(tables, declared, staged)
    return rows | {name: data.height for name, data in tables.items()}


def scan(files: Sequence[Path]) -> pl.LazyFrame:
    """The rows of parts, to be read as far as they are asked for.

    Raises:
        RioBravoError: RB-616.
    """
    if not files:
        return pl.DataFrame(schema.coded().empty_table()).lazy()
    found = pl.scan_parquet(list(files))
    try:
        there = found.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RioBravoError(code="RB-616", found=error, where=files[0].parent) from error
    wanted = pl.DataFrame(schema.coded().empty_table()).schema
    missing = [name for name in wanted if name not in there]
    if missing:
        raise RioBravoError(code="RB-616", found=f"no column {missing[0]}", where=files[0].parent)
    # a column that is null throughout may have been written without its type
    return found.select(
        pl.col(name) if there[name] == dtype else pl.col(name).cast(dtype) for name, dtype in wanted.items()
    )


def _rows_of(coded: pl.LazyFrame, name: str, table: Table) -> pl.DataFrame:
    """The rows of a table that stand in the lists of a column, all parts together."""
    items = coded.select(pl.col(name)).explode(name, empty_as_null=False).filter(pl.col(name).is_not_null())
    return frames.conform(items.unnest(name).collect(engine="streaming"), table)


def _ids_twice(coded: pl.LazyFrame) -> list[Quarantined]:
    """The articles whose id stood at an earlier place; of most ids only a hash is held."""
    ids = coded.filter(pl.col("text_sha256").is_not_null()).select("article_id", *_PLACE)
    hashes = ids.select(pl.col("article_id").hash()).collect(engine="streaming").to_series()
    twice = hashes.filter(hashes.is_duplicated()).unique()
    if twice.is_empty():
        return []
    rows = ids.filter(pl.col("article_id").hash().is_in(twice.implode())).collect().rows()
    first: dict[str, tuple[str, int | None]] = {}
    found = []
    for article_id, origin, position in sorted(rows, key=lambda row: (order_of(row[1] or ""), row[2] or 0)):
        if article_id not in first:
            first[article_id] = (origin, position)
        elif first[article_id] == (origin, position) or origin is None:
            told = f"article_id {article_id!r} twice, and no origin that tells them apart"
            raise RioBravoError(
                code="RB-616", found=told, allowed="each article_id once, or an origin and position for each row"
            )
        else:
            found.append(id_twice(article_id, origin, position, first[article_id]))
    return found


def _places(refused: Sequence[Quarantined]) -> pl.DataFrame:
    rows = [(one.origin, one.position) for one in refused]
    return pl.DataFrame(rows, schema={"origin": pl.String, "position": pl.Int64}, orient="row")


def _write_articles(
    files: Sequence[Path], stories: pl.DataFrame, left_out: pl.DataFrame, table: Table, staged: Path
) -> None:
    """The articles with their stories, sorted as declared; what does not fit in memory is sorted on disk."""
    options: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _SORT_MEMORY,
        "temp_directory": str(staged / "sorting"),
        "threads": "1",
    }
    path = staged / f"{table.name}.parquet"
    if not files:
        write.write_table(frames.frame([], table), table, path)
        return
    with duckdb.connect(config=options) as connection:
        connection.execute("set enable_progress_bar = false")
        coded = connection.read_parquet([str(file) for file in files])
        rows = coded.join(connection.from_arrow(stories.to_arrow()), "article_id")
        if left_out.height:
            places = connection.from_arrow(left_out.to_arrow()).set_alias("left_out")
            same = "rows.origin is not distinct from left_out.origin and rows.position is not distinct from left_out.position"
            rows = rows.set_alias("rows").join(places, same, how="anti")
        there = {*schema.coded().names, *stories.columns}
        columns = [name if name in there else _NOTHING.alias(name) for name in table.columns]
        ordered = rows.select(*columns).order(", ".join(frames.order(table)))
        write.write_sorted(ordered.to_arrow_reader(write.SORTED_ROWS), table, path)
