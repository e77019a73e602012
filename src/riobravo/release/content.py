"""What the data are, whatever files hold them: one hash of all rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date

import polars as pl


def sha256(tables: Mapping[str, pl.DataFrame]) -> str:
    """The hash of the tables' names, columns and rows, in hexadecimal.

    It depends on the order of columns and rows, which the declarations fix, and on no file format, library or machine.
    """
    found = hashlib.sha256()
    for name in sorted(tables):
        data = tables[name]
        found.update(_line([name, data.columns]))
        for row in data.iter_rows():
            found.update(_line(row))
    return found.hexdigest()


def _line(values: object) -> bytes:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return f"{text}\n".encode("utf-8", "surrogatepass")
