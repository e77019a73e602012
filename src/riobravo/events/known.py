"""What identity found, kept so that the next build asks only what is new: answers, each under the name of all it rests on.

An answer depends on the mentions that it is about and on nothing else but code and declarations, which whoever keeps it
watches. So it holds for as long as those mentions are the same, whatever else comes or goes:

    a mention   → where it is looked for (its card)                   named by its article, with all mentions of it
    a window    → which of its neighbours are one event with it       named by the mention and its neighbours
    a component → its events, whole                                   named by its mentions, their agreements and decisions

A name is a hash of 128 bits. Nothing here is read from files or written to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import polars as pl

from riobravo.events import blocks
from riobravo.events.decisions import Decisions
from riobravo.events.shelf import Shelf
from riobravo.tables import as_polars
from riobravo.tables.model import load_tables

_PERSONS: Final = pl.List(
    pl.Struct({"parts": pl.List(pl.String), "nickname": pl.List(pl.String), "is_nickname": pl.Boolean})
)
OF_EVENTS: Final = pl.Schema({"name": pl.String(), "first": pl.String(), "persons": _PERSONS})
"""What stands beside the columns of an event: the name of its component, its first mention, the persons that it names."""


@dataclass(frozen=True, slots=True)
class Known:
    """Frames of answers; the column ``name`` says of what."""

    cards: pl.DataFrame
    windows: pl.DataFrame
    events: pl.DataFrame
    members: pl.DataFrame


def schemas() -> dict[str, pl.Schema]:
    """The columns of each frame.

    Of a window: the places of neighbours, from 0, and the scores. Of an event: `OF_EVENTS` and its columns, the id null;
    ``members`` has all its mentions under the first.
    """
    name: dict[str, pl.DataType] = {"name": pl.String()}
    event = as_polars.schema(load_tables()["events"])
    return {
        "cards": pl.Schema(name | dict(blocks.CARDS)),
        "windows": pl.Schema(name | {"places": pl.List(pl.UInt32), "scores": pl.List(pl.Float64)}),
        "events": pl.Schema(dict(OF_EVENTS) | dict(event)),
        "members": pl.Schema(name | {"first": pl.String(), "mention_id": pl.String(), "reason": pl.String()}),
    }


def nothing() -> Known:
    """No answers yet."""
    return Known(**{name: pl.DataFrame(schema=schema) for name, schema in schemas().items()})


def of_mentions(shelf: Shelf) -> pl.Series:
    """The names of mentions: of each its id, and all that its article says as far as identity reads it."""
    mentions = shelf.mentions.select("article_id", "mention_id", pl.struct(pl.all()).struct.json_encode().alias("said"))
    said = mentions.sort("article_id", "mention_id").group_by("article_id").agg(pl.col("said").str.join("\n"))
    articles = shelf.articles.select("article_id", pl.struct(pl.all()).struct.json_encode().alias("article"))
    told = articles.join(said, on="article_id", how="left", maintain_order="left")
    of_articles = _hashed(told.select(pl.concat_str("article", "said", separator="\n", ignore_nulls=True)).to_series())
    parts = pl.DataFrame([of_articles.gather(shelf.index["article"]), shelf.index["mention_id"]])
    return _hashed(parts.select(pl.concat_str(pl.all(), separator=" ")).to_series())


def no_names(shelf: Shelf) -> pl.Series:
    """No name for any mention: then nothing is known of it, and nothing kept."""
    return pl.Series("name", [None] * shelf.index.height, dtype=pl.String)


def of_windows(windows: pl.DataFrame, names: pl.Series) -> pl.Series:
    """The names of windows (frames of `blocks.WINDOWS`), from those of the mentions."""
    met = windows.select("mention", "neighbours").explode("neighbours")
    neighbours = met.select("mention", said=names.gather(met["neighbours"]))
    said = neighbours.group_by("mention", maintain_order=True).agg(pl.col("said").str.join(" ", ignore_nulls=False))
    return _hashed(names.gather(windows["mention"]) + ": " + said["said"])


def of_components(members: pl.DataFrame, agreed: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """The names of components: the columns ``component`` and ``name``.

    Args:
        members: Each ``mention`` with its ``component``, by both.
        agreed: The pairs that are one event by themselves (``first``, ``second``, ``score``) with their ``component``, in
            the order in which they are joined.
        names: Those of the mentions, with what people decided of each (`with_decisions`).
    """
    of_members = members.select("component", said=names.gather(members["mention"]))
    pairs = pl.DataFrame([names.gather(agreed[end]).alias(end) for end in ("first", "second")])
    of_pairs = agreed.select(
        "component", said=pairs.select(pl.concat_str(pl.all(), agreed["score"], separator=" ")).to_series()
    )
    said = (
        pl.concat([of_members, of_pairs])
        .group_by("component", maintain_order=True)
        .agg(pl.col("said").str.join("\n", ignore_nulls=False))
    )
    return pl.DataFrame([said["component"], _hashed(said["said"])])


def with_decisions(names: pl.Series, mention_ids: pl.Series, decisions: Decisions) -> pl.Series:
    """The names of mentions, with what people decided of each."""
    held = [
        f"{name} key {decisions.keys.get(one)} entry {decisions.entries.get(one)}"
        if name is not None and _is_decided(one, decisions)
        else name
        for name, one in zip(names, mention_ids, strict=True)
    ]
    return pl.Series("name", held, dtype=pl.String)


def _is_decided(mention_id: str, decisions: Decisions) -> bool:
    return mention_id in decisions.keys or mention_id in decisions.entries


def _hashed(texts: Iterable[str | None]) -> pl.Series:
    made = [
        None if text is None else blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        for text in texts
    ]
    return pl.Series("name", made, dtype=pl.String)
