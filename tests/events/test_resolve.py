"""The whole stage on frames: typed, sorted, complete, the same twice, and kind to ids given before."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from riobravo.errors import RioBravoError
from riobravo.events.resolve import Resolution, resolve
from riobravo.records import Mention
from riobravo.tables import as_polars
from riobravo.tables.model import load_tables
from tests.events.make import (
    ARREST,
    DAY,
    DEPLOYMENT,
    HAND_OVER,
    NO_REGISTRY,
    THREAT,
    article,
    article_frame,
    count,
    mention,
    mention_frame,
    on,
)

CARO: dict[str, Any] = {"object_name": "Rafael Caro Quintero", **count(1)}
MENTIONS = [
    mention("a.1", HAND_OVER, count(29), evidence_in="title"),
    mention("a.2", HAND_OVER, CARO),
    mention("b.1", HAND_OVER, count(29), event_subtype="transferred"),
    mention("b.2", THREAT),
    mention("c.1", ARREST, CARO, on(DAY - timedelta(days=900))),
    mention("c.2", DEPLOYMENT, count(500), date_start=None, date_end=None, date_precision="unknown"),
]
ARTICLES = article_frame([article(name) for name in "abcd"])


def _resolved(mentions: list[Mention], registry: pl.DataFrame = NO_REGISTRY) -> Resolution:
    return resolve(mention_frame(mentions), ARTICLES, registry)


def test_the_tables_are_typed_as_declared() -> None:
    """Every table of the stage has the declared columns in their order and types."""
    resolved = _resolved(MENTIONS)
    tables = load_tables()
    for name in ("events", "event_mentions", "event_links"):
        frame: pl.DataFrame = getattr(resolved, name)
        assert frame.schema == as_polars.schema(tables[name])
        assert frame.height > 0
        for column in tables[name].required:
            assert frame[column].null_count() == 0, column


def test_every_mention_lands_in_one_event() -> None:
    """event_mentions holds each mention once, with a reason, and each event has mentions."""
    resolved = _resolved(MENTIONS)
    assert sorted(resolved.event_mentions["mention_id"]) == sorted(made.mention_id for made in MENTIONS)
    assert set(resolved.event_mentions["event_id"]) == set(resolved.events["event_id"])
    assert resolved.events["n_mentions"].sum() == len(MENTIONS)


def test_one_hand_over_is_one_event() -> None:
    """Title, named member and another paper's report are one transfer of 29, linked to the arrest of the member."""
    resolved = _resolved(MENTIONS)
    (handed,) = resolved.events.filter(pl.col("event_type") == "extradition").iter_rows(named=True)
    assert (handed["event_subtype"], handed["quantity_best"], handed["n_articles"]) == ("transferred", 29, 2)
    assert handed["headline"] == "Title of a"


def test_the_order_of_the_mentions_does_not_matter() -> None:
    """Shuffled mentions give the same tables and the same registry."""
    expected = _resolved(MENTIONS)
    for seed in range(5):
        shuffled = random.Random(seed).sample(MENTIONS, len(MENTIONS))
        found = _resolved(shuffled)
        for name in ("events", "event_mentions", "event_links", "registry"):
            assert getattr(found, name).equals(getattr(expected, name)), name


def test_a_second_build_changes_nothing() -> None:
    """With the registry it wrote, the stage gives the same ids and the same registry."""
    first = _resolved(MENTIONS)
    second = _resolved(MENTIONS, first.registry)
    assert second.events.equals(first.events)
    assert second.registry.equals(first.registry)


def test_new_mentions_keep_old_ids_or_leave_an_alias() -> None:
    """After a report that joins two events, every old id lives or is an alias of one that does."""
    apart = [mention("a.1", HAND_OVER, CARO), mention("b.1", HAND_OVER, {"object_name": "Miguel Treviño", **count(1)})]
    before = _resolved(apart)
    assert before.events.height == 2
    after = _resolved([*apart, mention("c.1", HAND_OVER, count(29))], before.registry)
    assert after.events.height == 1
    known = dict(after.registry.select("event_id", "retired_into").iter_rows())
    living = set(after.events["event_id"])
    assert all((known[old] or old) in living for old in before.events["event_id"])


def test_no_mentions_give_empty_typed_tables() -> None:
    """A corpus without events is no error, and loses no id."""
    registry = _resolved(MENTIONS).registry
    resolved = _resolved([], registry)
    assert resolved.events.is_empty()
    assert resolved.events.schema == as_polars.schema(load_tables()["events"])
    assert resolved.registry.equals(registry)


@pytest.mark.parametrize(
    "mentions",
    [[mention("z.1", HAND_OVER)], [mention("a.1", HAND_OVER), mention("a.1", HAND_OVER)]],
    ids=["an unknown article", "an id twice"],
)
def test_broken_input_is_told(mentions: list[Mention]) -> None:
    """A mention without its article, or twice, stops the stage by name."""
    with pytest.raises(RioBravoError) as caught:
        _resolved(mentions)
    assert caught.value.code == "RB-502"
    assert mentions[0].mention_id in str(caught.value)
