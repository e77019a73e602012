"""CSV and TSV: one article a row, named by a header; comma, semicolon or tab, quoted as RFC 4180 says."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from riobravo.articles import decode, limits, lines
from riobravo.articles.raw import KEYS, Raw, refused
from riobravo.errors import RioBravoError
from riobravo.records import Quarantined

REQUIRED: Final = ("id", "text")
"""Columns without which no row of a table can be an article."""

_DELIMITERS: Final = (",", ";", "\t")


def read(path: Path, origin: str) -> Iterator[Raw | Quarantined]:
    """Yield the article of each row, or its refusal; the position is the line on which the row ends.

    Raises:
        RioBravoError: RB-217 when a column is missing, RB-216 or RB-204 when the file cannot be read on from some line.
    """
    # Python's csv has one bound for the whole process, lower than ours; to raise it harms no other use.
    csv.field_size_limit(max(csv.field_size_limit(), limits.LINE_BYTES))
    with path.open("rb") as file:
        source = _Lines(lines.bounded(file))
        rows = csv.reader(source, delimiter=source.delimiter)
        header = _header(rows)
        while True:
            try:
                row = next(rows, None)
                if row is None:
                    return
                if row:
                    yield Raw(origin, rows.line_num, _values(header, row))
            except csv.Error as error:
                yield refused(_misquoted(error), origin=origin, position=rows.line_num)
            except RioBravoError as error:
                yield refused(error, origin=origin, position=rows.line_num)
                if source.is_broken:
                    return


def check_columns(names: list[str]) -> None:
    """Refuse a table that lacks a column every article needs, or has one of an article's twice.

    Raises:
        RioBravoError: RB-217.
    """
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        found = f"no column {' and no column '.join(missing)}; there are: {', '.join(names) or 'none'}"
        raise RioBravoError(code="RB-217", found=found, allowed=f"{', '.join(KEYS[:7])} (needed: id, text, published)")
    twice = sorted({name for name in names if name in KEYS and names.count(name) > 1})
    if twice:
        raise RioBravoError(code="RB-217", found=f"the column {twice[0]} twice", allowed="each column once")


def _header(rows: Iterator[list[str]]) -> list[str]:
    try:
        header = [name.strip().lower() for name in next(rows, [])]
    except csv.Error as error:
        raise _misquoted(error) from error
    check_columns(header)
    return header


def _misquoted(error: csv.Error) -> RioBravoError:
    return RioBravoError(
        code="RB-216", found=error, allowed="rows quoted as RFC 4180 says, lines that end with LF or CRLF"
    )


class _Lines:
    """The lines of the file for Python's csv, which wants text. Bytes that are not UTF-8 are kept as lone surrogates, so
    that only the row they stand in is refused.
    """

    def __init__(self, numbered: Iterator[tuple[int, bytes | RioBravoError]]) -> None:
        self._numbered = numbered
        self._first: bytes | RioBravoError | None = next((line for _, line in numbered), None)
        self.is_broken = False
        head = self._first if isinstance(self._first, bytes) else b""
        if b"\0" in head:
            decode.text_of(head)  # refuses it: binary, or UTF-16 with its byte order mark
        self.delimiter = max(_DELIMITERS, key=lambda mark: head.count(mark.encode()))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._first = self._first, None
        if line is None:
            line = next(self._numbered)[1]
        if isinstance(line, RioBravoError):
            self.is_broken = True  # what follows may stand inside the quotes of this line
            raise line
        return line.decode("utf-8", "surrogateescape")


def _values(header: list[str], row: list[str]) -> dict[str, object]:
    if len(row) > len(header):
        found, allowed = (
            f"{len(row)} fields",
            f"{len(header)}, as in the header; quote a field that holds the delimiter",
        )
        raise RioBravoError(code="RB-216", found=found, allowed=allowed)
    for value in row:
        if not value.isascii():
            decode.text_of(value.encode("utf-8", "surrogateescape"))
    return {name: value for name, value in zip(header, row, strict=False) if name in KEYS and value != ""}
