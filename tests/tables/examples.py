"""For every declared field a value that holds, and for every bound of it one that does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from riobravo.tables import frames, model
from riobravo.tables.model import Field, Table

GOOD_AND_BAD = {
    r"^[^\x00-\x1f\x7f]+$": ("2025-02-27-transfer", "two\nlines"),
    r"^[^\x00-\x1f\x7f]+\.[0-9a-f]{10}$": ("2025-02-27-transfer.0123456789", "2025-02-27-transfer"),
    r"^rb-[0-9a-f]{10}$": ("rb-0123456789", "rb-0123456789 "),
    r"^Q[1-9][0-9]*$": ("Q96", "q96"),
    r"^https?://\S+$": ("https://example.org/a", "ftp://example.org/a"),
    r"^[0-9a-f]{64}$": ("0" * 64, "0" * 63),
    r"^[A-Z]{3}$": ("MEX", "MX"),
    r"^[a-z]{2,3}$": ("es", "Spanish"),
    r"^20[0-9]{2}\.(?:[1-9]|1[0-2])\.[0-9]+$": ("2026.11.0", "2026.13.0"),
}
"""Pattern → a text that matches it and one that does not."""

_NUMBERS = {"integer": int, "number": float}
_PLAIN = {"string": "words", "integer": 1, "number": 1.5, "boolean": True, "date": date(2025, 2, 27)}


def good(field: Field) -> Any:
    """A cell that holds to everything declared of the field."""
    if field.fields:
        return [{part.name: good(part) for part in field.fields}]
    value = _good_value(field)
    return [value] if field.is_list else value


def good_frame(table: Table, **cells: Any) -> pl.DataFrame:
    """One row of the table that holds, with some cells replaced."""
    return frames.typed({field.name: [cells.get(field.name, good(field))] for field in table.fields}, table)


def bad_cells(field: Field) -> Iterator[tuple[str, Any]]:
    """For each bound of the field: the name of the check that must fail, and a cell that makes it fail."""
    for part in field.fields:
        for check, value in _bad_parts(part):
            yield f"{part.name}: {check}", [{**good(field)[0], part.name: value}]
    yield from _bad_parts(field)


def patterns() -> set[str]:
    """All patterns that fields.yaml declares."""
    declared = [part for field in model.load_fields().values() for part in (field, *field.fields)]
    return {field.pattern for field in declared if field.pattern is not None}


def _bad_parts(field: Field) -> Iterator[tuple[str, Any]]:
    for check, value in _bad_values(field):
        yield check, [good(field)[0], value] if field.is_list else value


def _good_value(field: Field) -> Any:
    if field.is_coded:
        return field.allowed[0]
    if field.pattern is not None:
        return GOOD_AND_BAD[field.pattern][0]
    if field.minimum is not None:
        return _NUMBERS[field.item_type](max(field.minimum, 1))
    return _PLAIN[field.item_type]


def _bad_values(field: Field) -> Iterator[tuple[str, Any]]:
    if field.is_coded:
        yield ("codes" if field.codes else "one_of"), "no such code"
    if field.pattern is not None:
        yield "pattern", GOOD_AND_BAD[field.pattern][1]
    if field.min_length is not None:
        yield "min_length", ""
    number = _NUMBERS.get(field.item_type, int)
    if field.minimum is not None:
        yield "minimum", number(field.minimum - 1)
    if field.maximum is not None:
        yield "maximum", number(field.maximum + 1)
    if field.item_type == "number":
        yield "finite", float("nan")
        yield "finite", float("inf")
    if field.is_list:
        yield "item missing", None
