"""The pairs of mentions that are one event by themselves: asked of all windows, but for those whose answer is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import polars as pl

from riobravo.events import blocks, known
from riobravo.events.decisions import Decisions
from riobravo.events.known import Known
from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow
from riobravo.events.same import Scores
from riobravo.events.shelf import Shelf

PAIRS: Final = pl.Schema({"first": pl.UInt32, "second": pl.UInt32, "score": pl.Float64})
"""Two mentions by their indices, the smaller first, and the strength of the yes."""

_ANSWERS: Final = {"mention": pl.UInt32(), "places": pl.List(pl.UInt32), "scores": pl.List(pl.Float64)}


def agreed(
    cards: pl.DataFrame, names: pl.Series, shelf: Shelf, decisions: Decisions, before: Known
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The pairs that are one event by themselves, and the answers of all windows to keep.

    Args:
        cards: Those of all mentions, by id.
        names: The names of mentions; where they are null nothing is known and nothing kept.
        shelf: The mentions.
        decisions: What people decided: of two mentions with a key nothing is asked.
        before: The answers of an earlier build.
    """
    pairs, kept = [pl.DataFrame(schema=PAIRS)], [before.windows.clear()]
    is_settled = settled(cards["mention_id"], decisions)
    for found in blocks.windows(cards, shelf.policy, settled=is_settled):
        windows = found.with_columns(known.of_windows(found, names))
        fresh = windows.join(before.windows, on="name", how="anti")
        answers = [
            windows.join(before.windows, on="name"),
            fresh.join(asked(fresh, shelf.rows(met_in(fresh)), shelf.policy), on="mention"),
        ]
        pairs += [in_pairs(one) for one in answers]
        kept += [one.select(before.windows.columns).drop_nulls("name") for one in answers]
    return pl.concat(pairs), pl.concat(kept)


def asked(windows: pl.DataFrame, rows: Mapping[int, MentionRow], policy: Policy) -> pl.DataFrame:
    """The answers of windows (frames of `blocks.WINDOWS`): of each ``mention`` the ``places`` of those neighbours that are
    one event with it, from 0, and the ``scores``.
    """
    scores = Scores(rows, policy)
    answers: list[tuple[int, Sequence[int], Sequence[float]]] = []
    for mention, neighbours in windows.select("mention", "neighbours").iter_rows():
        found = [
            (place, score) for place, one in enumerate(neighbours) if (score := scores.of(mention, one)) is not None
        ]
        answers.append((mention, [place for place, _ in found], [score for _, score in found]))
    return pl.DataFrame(answers, schema=_ANSWERS, orient="row")


def in_pairs(answers: pl.DataFrame) -> pl.DataFrame:
    """The answers of windows (``mention``, ``neighbours``, ``places``, ``scores``) as `PAIRS`."""
    found = answers.select(
        "mention", pl.col("neighbours").list.gather(pl.col("places")).alias("other"), pl.col("scores").alias("score")
    )
    each = found.explode("other", "score").drop_nulls("other")
    ends = (pl.min_horizontal("mention", "other").alias("first"), pl.max_horizontal("mention", "other").alias("second"))
    return each.select(*ends, "score")


def met_in(windows: pl.DataFrame) -> pl.Series:
    """The mentions that windows are about."""
    return pl.concat([windows["mention"], windows["neighbours"].explode().cast(pl.UInt32)]).drop_nulls().unique()


def ranked(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs in the order in which they are joined: the strongest first, then by id."""
    return pairs.sort("score", "first", "second", descending=[True, False, False])


def settled(mention_ids: Iterable[str], decisions: Decisions) -> pl.Series | None:
    """Of each mention whether people decided across articles which event it is; None where they decided of none."""
    if not decisions.keys:
        return None
    return pl.Series([one in decisions.keys for one in mention_ids], dtype=pl.Boolean)
