"""What goes into `code_batch` and what comes out, as Arrow schemas made from the declared tables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyarrow as pa

from riobravo.tables import as_arrow, model

_LATER = ("text_sha256", "n_words", "story_id", "split")
"""Columns of articles that no file gives."""

_UNKNOWN_YET = ("story_id", "split")
"""Columns of articles that one batch cannot know."""

PLACE = (pa.field("origin", pa.string()), pa.field("position", pa.int64()))
"""Where an article stands: a file, and the line or row in it."""

_REFUSED = (pa.field("reason", pa.string()), pa.field("detail", pa.string()))


@cache
def given() -> pa.Schema:
    """A row an article, or a refusal: where ``reason`` is not null nothing could be read there, and it says why.

    Whoever brings articles of their own needs ``article_id``, ``text`` and ``published_on``; any other column may be
    missing or null. A language that is null is detected.
    """
    return pa.schema([*PLACE, *_REFUSED, *plain("articles", without=_LATER)])


@cache
def coded() -> pa.Schema:
    """A row for each one given: the article as it was read (nulls for a refusal), its mentions, and what was kept out and why.

    ``sketch`` is what near-duplicates are found by. ``mentions`` and ``quarantine`` are lists of rows of these tables.
    """
    lists = [(name, pa.list_(pa.struct(plain(name)))) for name in ("mentions", "quarantine")]
    article = plain("articles", without=_UNKNOWN_YET)
    return pa.schema([*PLACE, *article, ("sketch", pa.binary()), *lists])


def plain(table: str, *, without: Iterable[str] = ()) -> list[pa.Field]:
    """The columns of a table as any reader of Arrow takes them: codes are strings, every column may be null."""
    kept = [field for field in as_arrow.schema(model.load_tables()[table]) if field.name not in without]
    return [pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in kept]
