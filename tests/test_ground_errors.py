"""Errors: a code, and one clear line."""

from __future__ import annotations

import pickle
import re

import pytest

from riobravo.errors import PROBLEMS, RioBravoError, one_line


@pytest.mark.parametrize("code", PROBLEMS)
def test_rows_of_the_table_are_whole(code: str) -> None:
    """A row has a code of its form and says in a few words what is wrong; it ends without a full stop (it is joined on)."""
    problem = PROBLEMS[code]
    assert re.fullmatch(r"RB-[1-9]\d\d", code)
    assert code == problem.code
    assert problem.summary
    for part in (problem.summary, problem.allowed, problem.todo):
        assert not part.endswith(".")
        assert part == one_line(part)


def test_a_message_says_all_four_things() -> None:
    """What was found, what is allowed, where, what to do, in one line that begins with the code."""
    error = RioBravoError(code="RB-209", found="published 'soon'", where="a.md", allowed="a day such as 2025-01-31")
    assert str(error) == (
        "[RB-209] a.md: the publication date is not a date this project takes: found published 'soon'; "
        "allowed: a day such as 2025-01-31. To do: give the day as YYYY-MM-DD."
    )


@pytest.mark.parametrize("found", ["a\nb", "\x1b[2J", "a" * 50_000_000, "\ud800", "\u2028", ""])
def test_a_message_is_one_short_printable_line(found: str) -> None:
    """What a file holds can neither break the line, nor obey on a terminal, nor fill it."""
    text = str(RioBravoError(code="RB-215", found=found, where=found))
    assert text.isprintable()
    assert len(text) < 1_000


def test_an_error_survives_between_processes() -> None:
    """Annotating in several processes hands errors over pickled."""
    error = RioBravoError(code="RB-211", found="x" * 5_000, where="a\nb", allowed="c", todo="d")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(error), vars(error)) == (str(copy), vars(copy))
