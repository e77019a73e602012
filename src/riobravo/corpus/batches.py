"""What files hold, cut into batches. Where one ends depends on its articles alone: one that did not change is known again.

A batch ends where the hash of an id says so, and before it grows past its bounds. A file that was added to a folder, or lines
to the end of a file, so change the batches they fall into and no other. (A line put in between moves those behind it, whose
numbers are told in quarantine: these batches are coded anew.)
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from riobravo.articles.read import Item
from riobravo.corpus import schema
from riobravo.records import Article, Quarantined

ARTICLES: Final = 200
"""Articles of a batch at most: some seconds of work, which is what a run that is killed loses a process."""

CHARACTERS: Final = 4_000_000
"""Code points of text in a batch at most, but for a single article."""

_ON_AVERAGE: Final = 0.75
"""Articles of a batch on average, of those it may have, where its end is left to the ids."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles to be coded together: the key of their content, how many, and the Arrow batch as it is sent to a process."""

    key: str
    n_rows: int
    payload: bytes


def cut(items: Iterable[Item], *, most: int = ARTICLES, salt: str = "") -> Iterator[Batch]:
    """The batches of the items, in order. ``salt`` is what else the coding depends on, so that it is part of the keys."""
    waiting: list[Item] = []
    size = 0
    for item in items:
        length = len(item.content.text) if isinstance(item.content, Article) else 0
        if waiting and size + length > CHARACTERS:
            yield packed(waiting, salt)
            waiting, size = [], 0
        waiting.append(item)
        size += length
        if len(waiting) >= most or _ends_with(item, most):
            yield packed(waiting, salt)
            waiting, size = [], 0
    if waiting:
        yield packed(waiting, salt)


def packed(items: Iterable[Item], salt: str = "") -> Batch:
    """One batch of the items."""
    data = _arrow([_row(item) for item in items])
    payload = packed_arrow(data)
    return Batch(hashlib.sha256(salt.encode() + payload).hexdigest()[:32], data.num_rows, payload)


def packed_arrow(data: pa.RecordBatch) -> bytes:
    """An Arrow batch as bytes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, data.schema) as writer:
        writer.write_batch(data)
    return bytes(sink.getvalue())


def unpacked(payload: bytes) -> pa.RecordBatch:
    """The Arrow batch back from its bytes."""
    with pa.ipc.open_stream(payload) as reader:
        return reader.read_next_batch()


def one_by_one(payload: bytes) -> list[bytes]:
    """The rows of a batch, each as a batch of its own."""
    data = unpacked(payload)
    return [packed_arrow(data.slice(row, 1)) for row in range(data.num_rows)]


def _ends_with(item: Item, most: int) -> bool:
    known = item.content.article_id or item.origin
    return zlib.crc32(known.encode("utf-8", "surrogatepass")) % max(1, int(most * _ON_AVERAGE)) == 0


def _row(item: Item) -> dict[str, Any]:
    content, place = item.content, {"origin": item.origin, "position": item.position}
    if isinstance(content, Quarantined):
        # where a reader gives another place than the item's, its word holds: it is what stands in quarantine
        place = {"origin": content.origin, "position": content.position}
        return {**place, "article_id": content.article_id, "reason": content.reason, "detail": content.detail}
    own = {field.name: getattr(content, field.name) for field in schema.given() if hasattr(content, field.name)}
    sources = [
        {"publisher": one.publisher, "url": one.url, "published_on": one.published_on, "language": one.language}
        for one in content.sources
    ]
    return {**place, **own, "sources": sources or None, "language": content.language or None}


def _arrow(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    wanted = schema.given()
    arrays = [pa.array([row.get(field.name) for row in rows], field.type) for field in wanted]
    return pa.RecordBatch.from_arrays(arrays, schema=wanted)
