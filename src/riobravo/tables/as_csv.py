"""A table as CSV for spreadsheets, in which no text is ever taken for a formula, and from which every cell can be had back.

RFC 4180 with line feeds, UTF-8 without a byte order mark. A missing value is an empty cell, an empty text two quotes. A list is
JSON. A text that a spreadsheet would calculate, and one that begins with an apostrophe, has one apostrophe in front of it;
`plain` takes it away.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table

GUARD: Final = "'"
"""Spreadsheets show a cell that begins with it as text."""

_CALCULATED: Final = (
    "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_GUARDED: Final = tuple(_CALCULATED + GUARD)

RULE: Final = (
    "CSV in UTF-8: an empty cell is a missing value, a list is JSON, and a text that a spreadsheet could take for a formula "
    "(or that begins with an apostrophe) has one apostrophe in front, to be taken away."
)


def render(data: pl.DataFrame, table: Table) -> str:
    """The rows in the order of the frame, under a line with the names of the columns."""
    return data.select(_cells(data, field) for field in table.fields).write_csv(line_terminator="\n", null_value="")


def guarded(text: str) -> str:
    """The text as it stands in the file."""
    return GUARD + text if text.startswith(_GUARDED) else text


def plain(text: str) -> str:
    """The text as it was, from how it stands in the file."""
    return text.removeprefix(GUARD)


def _cells(data: pl.DataFrame, field: Field) -> pl.Series:
    cells = data[field.name]
    if field.is_list:
        return pl.Series(field.name, [_json(cell) for cell in cells.to_list()], dtype=pl.String)
    if field.type == "string":
        return pl.Series(field.name, [None if text is None else guarded(text) for text in cells], dtype=pl.String)
    return cells


def _json(cell: Sequence[Any] | None) -> str | None:
    return None if cell is None else json.dumps(cell, ensure_ascii=False, default=date.isoformat)
