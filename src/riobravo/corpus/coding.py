"""One batch of articles coded: an Arrow batch in, an Arrow batch out, and nothing else touched.

`code_batch` is the function that every engine calls: the processes of this machine, Ray's actors, Spark's ``mapInArrow``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from riobravo.articles import compose, measures
from riobravo.articles.duplicates import sketch
from riobravo.articles.raw import Raw, refused
from riobravo.corpus import schema
from riobravo.errors import RioBravoError
from riobravo.mentions import annotators
from riobravo.records import Article, Mention, Quarantined
from riobravo.tables import frames, model

Found = Sequence[Mention] | Sequence[Mention | Quarantined] | Quarantined
"""What an annotator makes of an article: its mentions and what had to be left out, or the reason why it could not be coded."""

AnnotateAll = Callable[[Iterable[Article]], Iterator[tuple[Article, Found]]]
"""Articles to what was found in each, in their order."""

Read = tuple[str, int | None, Article | Quarantined]
"""A row that was given: its origin, its position, and the article or why there is none."""

Coded = tuple[Read, Sequence[Mention], Sequence[Quarantined]]


def code_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The articles of a batch with their mentions by the rule annotator, or the reasons why they have none.

    A row comes out for each that went in, in the same order. The columns are those of `schema.given` and `schema.coded`. No
    article stops the others: what cannot be read or coded has its row in ``quarantine``. Models are loaded once a process.

    Raises:
        RioBravoError: RB-303 for a batch whose columns are of other types.
    """
    return coded(batch, annotators.by_rules)


def coded(batch: pa.RecordBatch, annotate_all: AnnotateAll) -> pa.RecordBatch:
    """As `code_batch`, with any annotator."""
    rows = [_read(row) for row in _conformed(batch).to_pylist()]
    articles = [content for *_, content in rows if isinstance(content, Article)]
    found = iter(list(_annotated(articles, annotate_all)))
    made = [_coded(row, row[2] if isinstance(row[2], Quarantined) else next(found)) for row in rows]
    try:
        return _batch(made)
    except RioBravoError:  # one of the mentions is none: only the article it is of is kept out
        return _batch([_fitting(one) for one in made])


def killed(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch whose articles no process survives, as `code_batch` would give it: each is kept, uncoded, with the reason."""
    rows = [_read(row) for row in _conformed(batch).to_pylist()]
    return _batch([_coded(row, _refusal(row[2], "RB-415", "a process that ended")) for row in rows])


def _coded(row: Read, found: Found) -> Coded:
    items = [found] if isinstance(found, Quarantined) else found
    return (
        row,
        [item for item in items if not isinstance(item, Quarantined)],
        [item for item in items if isinstance(item, Quarantined)],
    )


def _conformed(batch: pa.RecordBatch) -> pa.Table:
    """The columns of `schema.given`, null where the batch lacks one."""
    names = batch.schema.names
    arrays = [
        batch.column(field.name) if field.name in names else pa.nulls(batch.num_rows, field.type)
        for field in schema.given()
    ]
    try:
        return pa.table(arrays, names=schema.given().names).cast(schema.given())
    except (pa.ArrowException, ValueError) as error:
        raise RioBravoError(code="RB-303", found=error, where="a batch of articles") from error


def _read(row: dict[str, Any]) -> Read:
    """What was given as an article, checked as if a file had held it: who calls `code_batch` may have read it anywhere."""
    origin, position = row.pop("origin"), row.pop("position")
    reason, detail = row.pop("reason"), row.pop("detail")
    article_id = row["article_id"]
    if reason is not None:
        return origin, position, Quarantined(origin, position, article_id, reason, detail)
    place = origin or article_id or ""
    values = {**row, "id": article_id, "published": row["published_on"]}
    try:
        return origin, position, compose.article(Raw(place, position, values))
    except RioBravoError as error:
        return origin, position, refused(error, origin=place, position=position, article_id=article_id)


def _annotated(articles: list[Article], annotate_all: AnnotateAll) -> Iterator[Found]:
    """What each article gave, in order. Where the annotator breaks, the rest is handed to it one by one."""
    done = 0
    try:
        for _, found in annotate_all(articles):
            yield found
            done += 1
    except RioBravoError:  # of one article it would be in what is found; this holds for all
        raise
    except Exception:  # noqa: BLE001 - whatever a text does to an annotator, the others are coded
        for article in articles[done:]:
            yield _alone(article, annotate_all)


def _alone(article: Article, annotate_all: AnnotateAll) -> Found:
    try:
        return next(found for _, found in annotate_all([article]))
    except RioBravoError:
        raise
    except Exception as error:  # noqa: BLE001 - told in quarantine
        return _refusal(article, "RB-410", f"{type(error).__name__}: {error}")


def _refusal(content: Article | Quarantined, code: str, found: str) -> Quarantined:
    """The row of an article that was read and cannot be coded; a refusal stays what it is."""
    if isinstance(content, Quarantined):
        return content
    error = RioBravoError(code=code, found=found)
    return Quarantined(content.article_id, None, content.article_id, error.code, error.detail)


def _fitting(one: Coded) -> Coded:
    row, mentions, _ = one
    try:
        frames.frame(mentions, model.load_tables()["mentions"])
    except RioBravoError as error:
        return _coded(row, _refusal(row[2], error.code, error.found))
    return one


def _batch(made: Sequence[Coded]) -> pa.RecordBatch:
    columns: dict[str, Any] = {
        "origin": [origin for (origin, *_), *_ in made],
        "position": [position for (_, position, _), *_ in made],
        **_articles([row[2] for row, *_ in made]),
        "mentions": _lists([mentions for _, mentions, _ in made], "mentions"),
        "quarantine": _lists([kept_out for *_, kept_out in made], "quarantine"),
    }
    arrays = [
        pa.array(columns[field.name], field.type) if isinstance(columns[field.name], list) else columns[field.name]
        for field in schema.coded()
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema.coded())


def _articles(contents: Sequence[Article | Quarantined]) -> dict[str, Any]:
    known = [content if isinstance(content, Article) else None for content in contents]
    table = frames.frame([article or {} for article in known], model.load_tables()["articles"])
    fields = {field.name: field.type for field in schema.coded()}
    columns: dict[str, Any] = {
        name: table[name].rechunk().to_arrow().cast(fields[name]) for name in table.columns if name in fields
    }
    columns["text_sha256"] = [measures.sha256(article.text) if article else None for article in known]
    columns["n_words"] = [measures.n_words(article.text) if article else None for article in known]
    columns["sketch"] = [sketch(article.text) if article else None for article in known]
    return columns


def _lists(rows: Sequence[Sequence[object]], name: str) -> pa.Array:
    """Lists of rows of a table, one list an article."""
    wanted = schema.coded().field(name).type
    flat = frames.frame([record for records in rows for record in records], model.load_tables()[name])
    offsets = [0]
    for records in rows:
        offsets.append(offsets[-1] + len(records))
    arrays = [flat[field.name].rechunk().to_arrow().cast(field.type) for field in wanted.value_type]
    items = pa.StructArray.from_arrays(arrays, fields=list(wanted.value_type))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items, type=wanted)
