"""CSV: no cell is a formula, and every cell comes back."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.tables import as_csv, model
from tests.tables import examples

TABLES = list(model.load().released.values())

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANY_TEXT = TEXTS | st.tuples(st.sampled_from("=+-@\t\r\n'＝＋－＠"), TEXTS).map("".join)


@given(ANY_TEXT)
def test_no_text_is_a_formula_and_each_comes_back(text: str) -> None:
    """What a spreadsheet would calculate has an apostrophe in front, and `plain` gives back every text."""
    written = as_csv.guarded(text)
    assert not written.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert as_csv.plain(written) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('=HYPERLINK("http://x";"y")', '\'=HYPERLINK("http://x";"y")'),
        ("+52 people", "'+52 people"),
        ("-29", "'-29"),
        ("@realDonaldTrump said", "'@realDonaldTrump said"),
        ("'29'", "''29'"),
        ("29 = all", "29 = all"),
        ("", ""),
    ],
)
def test_the_guard(text: str, written: str) -> None:
    """The rule on the usual cases; what is harmless stays as it is."""
    assert as_csv.guarded(text) == written


@given(text=ANY_TEXT)
def test_a_whole_row_comes_back(text: str) -> None:
    """Texts, numbers, dates, lists and missing values, through the csv module of Python."""
    table = model.load_tables()["articles"]
    row = examples.good_frame(table, title=text, text=None)
    (found,) = csv.DictReader(io.StringIO(as_csv.render(row, table), newline=""))
    assert as_csv.plain(found["title"]) == text
    assert (found["text"], found["n_words"], found["published_on"]) == ("", "1", "2025-02-27")
    assert json.loads(found["sources"])[0]["published_on"] == "2025-02-27"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_has_its_columns(table: model.Table) -> None:
    """The first line names them in declared order; a row of nothing is a row."""
    text = as_csv.render(pl.concat([examples.good_frame(table), examples.good_frame(table).clear(1)]), table)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == list(table.columns)
    assert [len(row) for row in rows] == [len(table.columns)] * 3
    assert set(rows[2]) == {""}


def test_an_empty_text_is_not_a_missing_one() -> None:
    """Two quotes against nothing, for readers that tell them apart."""
    table = model.load_tables()["mentions"]
    rows = [examples.good_frame(table, annotator_version=version) for version in ("", None)]
    lines = as_csv.render(pl.concat(rows), table).splitlines()
    assert lines[1].endswith(',""')
    assert lines[2].endswith(",")
