"""What validation found, in one form for every tool that looks: the row by its key, not by its position."""

from __future__ import annotations

from dataclasses import dataclass

from riobravo.errors import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One value, row or table that does not hold to what is declared.

    ``check`` names the declaration: ``type``, ``required``, ``key``, ``pattern`` ... ``row`` is the row's key written out,
    empty where the whole table or column is meant. ``found`` is the value, or what else was met.
    """

    table: str
    check: str
    column: str = ""
    row: str = ""
    found: str = ""
    allowed: str = ""

    def __str__(self) -> str:
        place = ".".join(part for part in (self.table, self.column) if part)
        row = f" [{self.row}]" if self.row else ""
        allowed = f"; allowed: {self.allowed}" if self.allowed else ""
        return one_line(f"{place}{row}: {self.check}: found {self.found or 'nothing'}{allowed}")
