"""Ids are kept as given; names of files made of them are safe everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.articles.ids import checked, safe_file_name


@pytest.mark.parametrize(
    "value", ["a", "../../etc/passwd", "https://example.org/?a=b#c", " a ", "café", "2010-06-23-x"]
)
def test_an_id_is_kept_as_it_is_given(value: str) -> None:
    """Nothing is trimmed, folded or escaped: people join our tables with theirs on it."""
    assert value == checked(value)


def test_a_plain_id_names_its_file() -> None:
    """A brief's files are found by its id."""
    assert safe_file_name("2010-06-23-guard-to-the-border") == "2010-06-23-guard-to-the-border"


@pytest.mark.parametrize(
    "value", ["..", ".", "", "a/b", "../x", "con", "nul.txt", "A", "a.", "x" * 200, ".hidden", "a\0b", "ñ"]
)
def test_other_ids_get_a_made_name(value: str) -> None:
    """No separator, no leading dot, no device name, no capital (two ids may differ in case alone), no long name."""
    name = safe_file_name(value)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}-[0-9a-f]{12}", name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_two_ids_never_share_a_name(one: str, other: str) -> None:
    """A made name is no id's plain name either."""
    assert (one == other) == (safe_file_name(one) == safe_file_name(other))
    assert safe_file_name(safe_file_name(one + "/")) != safe_file_name(one + "/")
