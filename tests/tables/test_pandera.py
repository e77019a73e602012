"""The pandera schemas: each declared bound refuses its counterexample, by name, for the right row, with all others."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from riobravo.tables import as_pandera, as_polars, frames, model
from riobravo.tables.model import Table
from tests.tables import examples

TABLES = list(model.load_tables().values())
EACH = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_every_pattern_has_an_example_and_a_counterexample() -> None:
    """A new pattern in fields.yaml needs a text that matches and one that does not."""
    assert examples.patterns() == set(examples.GOOD_AND_BAD)


@EACH
def test_a_good_row_has_no_problems(table: Table) -> None:
    """A row that holds to all bounds passes."""
    assert as_pandera.problems(examples.good_frame(table), table) == ()


@EACH
def test_a_table_without_rows_has_no_problems(table: Table) -> None:
    """Empty is valid: volumes are the business of expectations."""
    assert as_pandera.problems(as_polars.empty(table), table) == ()


@EACH
def test_each_bound_refuses_its_counterexample(table: Table) -> None:
    """One row for each bound, wrong there alone, is told by the names of check and column; no other column is blamed.

    One value can break two bounds: an empty text is too short and does not match, NaN is neither finite nor a maximum.
    """
    bad = [(field.name, check, cell) for field in table.fields for check, cell in examples.bad_cells(field)]
    rows = [examples.good_frame(table, **{column: cell}) for column, _, cell in bad]
    found = as_pandera.problems(pl.concat([as_polars.empty(table), *rows]), table)
    told = Counter((problem.column, problem.check) for problem in found if problem.check != "key")
    assert Counter((column, check) for column, check, _ in bad) - told == Counter()
    assert {column for column, _ in told} == {column for column, _, _ in bad}


@EACH
def test_required_columns_refuse_null_and_others_take_it(table: Table) -> None:
    """Null is a problem exactly in the required columns."""
    nothing = frames.typed({field.name: [None] for field in table.fields}, table)
    found = as_pandera.problems(nothing, table)
    assert {problem.column for problem in found if problem.check == "required"} == table.required
    assert {problem.check for problem in found} <= {"required"}


@EACH
def test_two_rows_with_one_key_are_told(table: Table) -> None:
    """The key tells rows apart."""
    row = examples.good_frame(table)
    found = as_pandera.problems(pl.concat([row, row]), table)
    assert {problem.check for problem in found} == {"key"}


def test_lazy_frames_are_checked_to_their_data() -> None:
    """Pandera alone looks at the columns of a LazyFrame and lets bad data pass; `problems` does not."""
    table = model.load_tables()["event_links"]
    lazy = examples.good_frame(table, relation="likes").lazy()
    as_pandera.schema(table).validate(lazy, lazy=True)  # passes: the trap this test is about
    assert [problem.check for problem in as_pandera.problems(lazy, table)] == ["codes"]


def test_all_problems_are_told_at_once_with_their_rows() -> None:
    """Three faults in three rows are three problems, each with the key of its row and what is allowed."""
    table = model.load_tables()["event_mentions"]
    rows = [
        {"event_id": "rb-0000000000", "mention_id": "a.0000000001", "reason": ""},
        {"event_id": "7", "mention_id": "a.0000000002", "reason": "same"},
        {"event_id": "rb-0000000000", "mention_id": "a.0000000003", "reason": None},
    ]
    found = as_pandera.problems(frames.frame(rows, table), table)
    assert {(problem.row, problem.column, problem.check) for problem in found} == {
        ("mention_id=a.0000000001", "reason", "min_length"),
        ("mention_id=a.0000000002", "event_id", "pattern"),
        ("mention_id=a.0000000003", "reason", "required"),
    }


def test_a_problem_says_what_was_found_and_what_is_allowed() -> None:
    """A person can mend the value from the line alone."""
    table = model.load_tables()["event_links"]
    (problem,) = as_pandera.problems(examples.good_frame(table, relation="likes"), table)
    assert str(problem).startswith("event_links.relation [from_event_id=rb-0123456789, to_event_id=rb-0123456789, ")
    assert "codes: found likes; allowed: next_stage, " in str(problem)


def test_columns_missing_surplus_misplaced_and_mistyped_are_told() -> None:
    """The columns are those declared, in their order and types; a mistyped column is told once, without follow-ups."""
    table = model.load_tables()["event_links"]
    good = examples.good_frame(table)
    cases = {
        "column missing": (good.drop("reason"), "reason"),
        "column not declared": (good.with_columns(weight=1), "weight"),
        "column order": (good.select(reversed(good.columns)), "reason"),
        "type": (good.with_columns(relation=pl.lit(7)), "relation"),
    }
    for check, (frame, column) in cases.items():
        found = [(problem.check, problem.column) for problem in as_pandera.problems(frame, table)]
        assert (check, column) in found
        assert {named for named, _ in found} == {check}
