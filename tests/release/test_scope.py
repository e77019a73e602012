"""What of a coded corpus is published."""

from __future__ import annotations

import polars as pl
import pytest

from riobravo.release import scope
from riobravo.tables import frames, model

TABLES = model.load_tables()
SCOPE = model.load().scope


@pytest.mark.parametrize(
    ("source", "target", "place", "stays"),
    [
        ("USA", "MEX", None, True),
        ("HND", "USA", None, True),
        ("HND", "GTM", "MEX", True),
        ("HND", "GTM", "SLV", False),
        (None, None, "USA", True),
        (None, None, None, False),
        ("XXX", None, None, False),
    ],
)
def test_an_event_stays_with_an_actor_or_a_place_in_scope(
    source: str | None, target: str | None, place: str | None, stays: bool
) -> None:
    """One of the countries in one of the columns is enough; not known is not in scope."""
    row = {"event_id": "rb-0000000001", "source_country": source, "target_country": target, "place_country": place}
    events = frames.frame([row], TABLES["events"])
    assert scope.in_scope(events, SCOPE).height == stays


def test_what_belongs_to_an_event_goes_with_it() -> None:
    """Members, mentions and links of an event out of scope go; articles and what is in scope stay."""
    events = [{"event_id": "in", "source_country": "MEX"}, {"event_id": "out", "source_country": "HND"}]
    members = [{"event_id": "in", "mention_id": "m1"}, {"event_id": "out", "mention_id": "m2"}]
    tables = {
        "events": frames.frame(events, TABLES["events"]),
        "event_mentions": frames.frame(members, TABLES["event_mentions"]),
        "event_links": frames.frame(
            [{"from_event_id": "in", "to_event_id": "out"}, {"from_event_id": "in", "to_event_id": "in"}],
            TABLES["event_links"],
        ),
        "mentions": frames.frame([{"mention_id": "m1"}, {"mention_id": "m2"}], TABLES["mentions"]),
        "articles": frames.frame([{"article_id": "a"}], TABLES["articles"]),
    }
    kept = scope.restrict(tables, SCOPE)
    assert kept["event_mentions"]["mention_id"].to_list() == ["m1"]
    assert kept["mentions"]["mention_id"].to_list() == ["m1"]
    assert kept["event_links"]["to_event_id"].to_list() == ["in"]
    assert kept["articles"].height == 1
    assert tables["mentions"].height == 2  # the input is as it was


def test_texts_are_withheld_unless_their_licence_is_open() -> None:
    """A text is published under an open licence only; the row, its hash and its title stay."""
    rows = [
        {"article_id": name, "title": "T", "text": "Words.", "licence": licence}
        for name, licence in (("a", "CC-BY-4.0"), ("b", "all rights reserved"), ("c", None))
    ]
    kept = scope.withhold_texts(frames.frame(rows, TABLES["articles"]), model.load().open_licences)
    assert kept["text"].to_list() == ["Words.", None, None]
    assert kept.select(pl.col("title").is_not_null().all()).item()
