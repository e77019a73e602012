"""Rows of tables that anyone may have made, by the value of a column, and held to what code relies on.

Tables are lazy, so that of millions of rows only those are read that are asked for.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.tables import frames

if TYPE_CHECKING:
    from riobravo.tables.model import Table

Row = dict[str, Any]
_TODO = "riobravo validate FOLDER lists all that is wrong with tables"


class Lookup:
    """The declared tables of those ``names``.

    Raises:
        RioBravoError: RB-602 for a table that is not there, RB-603 for one without a column that every row must fill.
    """

    def __init__(
        self, tables: Mapping[str, pl.LazyFrame], declared: Mapping[str, Table], names: Collection[str]
    ) -> None:
        missing = sorted(set(names) - tables.keys())
        if missing:
            found = f"no table {', '.join(missing)}"
            raise RioBravoError(code="RB-602", found=found, allowed=f"the tables {', '.join(names)}", where="tables")
        self._tables = tables
        self._declared = declared
        for name in names:
            absent = sorted(declared[name].required - set(tables[name].collect_schema().names()))
            if absent:
                allowed = "every column that CODEBOOK.md does not let be empty"
                found = f"no column {', '.join(absent)}"
                raise RioBravoError(code="RB-603", found=found, allowed=allowed, where=f"table {name}", todo=_TODO)

    def rows(self, name: str, column: str, values: Collection[str]) -> list[Row]:
        """The rows whose ``column`` holds one of ``values``, with all declared columns, in the table's order.

        What no number can be (NaN, infinite) is None.

        Raises:
            RioBravoError: RB-603 for a file that is damaged, or a row without a value that it must have; RB-303 for a
                value that cannot be had in the declared type.
        """
        table = self._declared[name]
        found = frames.conform(self._collected(name, pl.col(column).is_in(list(values))), table)
        rows = [{key: _plain(value) for key, value in row.items()} for row in found.iter_rows(named=True)]
        for row in rows:
            empty = sorted(key for key in table.required if row[key] is None)
            if empty:
                which = f"table {name}, {', '.join(f'{key} {row[key]}' for key in table.key)}"
                raise RioBravoError(
                    code="RB-603", found=f"no {', '.join(empty)}", allowed="a value", where=which, todo=_TODO
                )
        return rows

    def values(self, name: str, column: str) -> list[str]:
        """All values of a column. Raises as `rows`."""
        return self._collected(name, pl.col(column).is_not_null(), column)[column].to_list()

    def _collected(self, name: str, predicate: pl.Expr, *columns: str) -> pl.DataFrame:
        asked = self._tables[name].filter(predicate)
        try:
            return (asked.select(columns) if columns else asked).collect()
        except pl.exceptions.PolarsError as error:
            raise RioBravoError(code="RB-603", found=error, where=f"table {name}", todo=_TODO) from error


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value
