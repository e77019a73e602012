"""Typed frames from records."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from riobravo.errors import RioBravoError
from riobravo.records import Article, Quantity, Source
from riobravo.tables import as_polars, frames, model

TABLES = model.load_tables()


def test_dataclasses_become_rows_and_nested_ones_structs() -> None:
    """Every column of the table is there, typed; nested records are structs; what the record lacks is null."""
    article = Article(
        article_id="a", title="T", text="Words.", language="en", published_on=date(2025, 3, 1),
        sources=(Source("Agency", "https://example.org"),),
    )  # fmt: skip
    made = frames.frame([article], TABLES["articles"])
    assert made.schema == as_polars.schema(TABLES["articles"])
    row = made.row(0, named=True)
    assert row["sources"] == [
        {"url": "https://example.org", "publisher": "Agency", "published_on": None, "language": None}
    ]
    assert (row["published_on"], row["split"]) == (date(2025, 3, 1), None)


def test_no_records_make_an_empty_frame_of_the_same_columns() -> None:
    """A stage without results still hands on the right columns."""
    assert frames.frame([], TABLES["mentions"]).schema == as_polars.schema(TABLES["mentions"])


def test_mappings_and_tuples_are_taken() -> None:
    """Whole numbers fill number columns, tuples fill lists, extra keys are left out."""
    row = {"quantity_low": 3, "quantities": (Quantity(1, 2, None, "persons", "exact", "two"),), "colour": "red"}
    made = frames.frame([row], TABLES["mentions"])
    assert made["quantity_low"].to_list() == [3.0]
    assert made["quantities"].to_list()[0][0]["best"] == 2.0
    assert "colour" not in made.columns


@pytest.mark.parametrize(
    ("column", "value"),
    [("n_words", "many"), ("title", 7), ("published_on", "tomorrow"), ("n_words", 2**80)],
)
def test_a_value_of_another_type_is_refused(column: str, value: object) -> None:
    """The message names the column and the type it has."""
    with pytest.raises(RioBravoError, match=rf"articles\.{column}:") as caught:
        frames.frame([{column: value}], TABLES["articles"])
    assert caught.value.code == "RB-303"


def test_what_is_no_record_is_refused() -> None:
    """A text where a nested record belongs is not taken for a record without values."""
    with pytest.raises(RioBravoError, match=r"RB-303.*example\.org"):
        frames.frame([{"sources": ["https://example.org"]}], TABLES["articles"])


def test_conform_orders_types_and_fills_columns() -> None:
    """A frame from a file becomes one of the declared columns; what is missing is null, what is surplus goes."""
    found = frames.conform(pl.DataFrame({"reason": ["r"], "extra": [1], "event_id": ["e"]}), TABLES["event_mentions"])
    assert found.to_dicts() == [{"event_id": "e", "mention_id": None, "reason": "r"}]


def test_conform_refuses_what_cannot_be_cast() -> None:
    """Words are no numbers."""
    with pytest.raises(RioBravoError, match="RB-303"):
        frames.conform(pl.DataFrame({"n_words": ["many"]}), TABLES["articles"])


def test_sort_puts_nulls_last_and_the_key_breaks_ties() -> None:
    """The order of rows does not depend on the order they came in."""
    rows = [
        {"event_id": "b", "date_start": None},
        {"event_id": "d", "date_start": date(2020, 1, 1)},
        {"event_id": "c", "date_start": date(2020, 1, 1)},
        {"event_id": "a", "date_start": date(2021, 1, 1)},
    ]
    for given in (rows, rows[::-1]):
        ordered = frames.sort(frames.frame(given, TABLES["events"]), TABLES["events"])
        assert ordered["event_id"].to_list() == ["c", "d", "a", "b"]
