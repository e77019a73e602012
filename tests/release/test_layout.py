"""Versions in their order, and the pointer to the latest."""

from __future__ import annotations

import pytest

from riobravo.errors import RioBravoError
from riobravo.release import layout


def test_versions_are_ordered_by_calendar() -> None:
    """As numbers, not as texts; what is published again changes nothing."""
    pointer = layout.of_versions(["2026.9.0", "2026.11.0", "2026.10.2", "2026.10.10"])
    assert pointer.versions == ("2026.9.0", "2026.10.2", "2026.10.10", "2026.11.0")
    assert pointer.version == "2026.11.0"
    assert pointer.with_version("2026.9.0") == pointer
    assert pointer.with_version("2027.1.0").version == "2027.1.0"


def test_the_pointer_comes_back() -> None:
    """What is written is read."""
    pointer = layout.of_versions(["2026.9.0", "2026.11.0"])
    assert layout.read_pointer(pointer.as_json(), "x") == pointer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": "../x", "versions": []}',
        '{"version": "2026.1.0", "versions": ["x"]}',
        '{"version": 1, "versions": []}',
    ],
)
def test_a_pointer_of_another_form_is_told(text: str) -> None:
    """A name from a host becomes part of a path here, so only versions pass."""
    with pytest.raises(RioBravoError, match=r"RB-603.*release\.json"):
        layout.read_pointer(text, "release.json")


@pytest.mark.parametrize(
    ("text", "is_version"),
    [("2026.11.0", True), ("2026.0.1", False), ("2026.11", False), ("2026.11.0/..", False), (None, False)],
)
def test_the_form_of_a_version(text: object, is_version: bool) -> None:
    """Year, month without a leading zero, number within the month."""
    assert layout.is_version(text) == is_version


def test_checksums_are_read_as_they_are_written() -> None:
    """Names may hold spaces."""
    assert layout.read_checksums("ab  tables/x.parquet\ncd  a b.txt\n") == {"tables/x.parquet": "ab", "a b.txt": "cd"}
