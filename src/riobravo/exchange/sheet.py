"""CSV for a spreadsheet: a row a line of evidence; the first row of an event carries its columns.

A cell that a spreadsheet would take for a formula begins with an apostrophe, and so does a cell that begins with one; reading
takes it away again, so nothing is lost and nothing runs. Import the columns as text: spreadsheets rewrite days and numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from riobravo.errors import RioBravoError
from riobravo.exchange.spans import LABEL, Document, Span, field_names

FILE: Final = "codings.csv"
_HEAD: Final = ("article_id", "sha256", "coder", "event", LABEL, "start", "end", "evidence")
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""What a formula begins with, also in the full-width forms that some spreadsheets take, and the mark itself."""


def files(documents: Sequence[Document]) -> dict[str, str]:
    """The one file; an article without an event has a row without one. It begins with a byte order mark, for spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*_HEAD, *field_names()])
    for document in documents:
        head = (document.article_id, document.sha256, document.coder)
        if not document.spans:
            writer.writerow([_guarded(cell) for cell in head])
        for span in document.spans:
            words = document.text[span.start : span.end]
            place = (span.group, span.label, str(span.start), str(span.end), words)
            row = (*head, *place, *(span.fields.get(name, "") for name in field_names()))
            writer.writerow([_guarded(cell) for cell in row])
    return {FILE: "\ufeff" + out.getvalue()}


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _bare(cell: str) -> str:
    return cell.removeprefix("'")


def read(path: Path) -> Iterator[Document | RioBravoError]:
    """The articles of a file, in the order of their first rows.

    ``start`` and ``end`` say where the evidence stands; its words are there to be read and are not asked.

    Raises:
        RioBravoError: RB-910 for a file that is no such table.
    """
    file = path / FILE if path.is_dir() else path
    try:
        text = file.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RioBravoError(code="RB-910", found=error, where=file) from error
    missing = {*_HEAD} - {*(rows[0] if rows else _HEAD)}
    if missing:
        found, allowed = f"no column {', '.join(sorted(missing))}", ", ".join(_HEAD)
        raise RioBravoError(code="RB-910", found=found, allowed=allowed, where=file)
    by_article: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        bare = {name: _bare(cell) for name, cell in row.items() if name and cell}
        by_article.setdefault(bare.get("article_id", ""), []).append(bare)
    for article_id, of_article in by_article.items():
        try:
            yield _document(article_id, of_article)
        except (KeyError, ValueError) as error:
            found = f"{type(error).__name__}: {error}"
            yield RioBravoError(code="RB-910", found=found, where=f"{file.name}, {article_id}")


def _document(article_id: str, rows: Sequence[Mapping[str, str]]) -> Document:
    spans = tuple(
        Span(
            start=int(row["start"]), end=int(row["end"]), label=row[LABEL], group=row["event"],
            fields={name: row[name] for name in field_names() if name in row},
        )
        for row in rows
        if LABEL in row
    )  # fmt: skip
    return Document(article_id=article_id, sha256=rows[0]["sha256"], coder=rows[0]["coder"], text="", spans=spans)
