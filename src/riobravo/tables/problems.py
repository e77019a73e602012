"""What validation found, in one form for every tool that looks: the row by its key, not by its position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from riobravo.errors import one_line


class Gate(StrEnum):
    """Who looks, in the order in which they look; ``looks_at`` says at what."""

    looks_at: str

    def __new__(cls, name: str, looks_at: str) -> Gate:
        """A gate that prints as its name."""
        gate = str.__new__(cls, name)
        gate._value_ = name
        gate.looks_at = looks_at
        return gate

    SCHEMA = "pandera", "every value: type, code list, pattern, bounds; required columns, keys, columns in their order"
    FOREIGN_KEYS = "foreign keys", "every reference leads to a row that exists"
    TEXTS = "texts", "every published text has the hash and the number of words that its row says"
    QUERIES = "sql/checks", "rows that contradict each other: each query must give no row"
    EXPECTATIONS = (
        "great-expectations",
        "whole tables: volumes against the last build, shares, freshness, distributions against the last release",
    )
    SOURCES = (
        "sources",
        "the tables against what lies beside them in git: reviewed codings and the registry of event ids",
    )
    FILES = "files", "tables that are missing or not declared, and files that are not what SHA256SUMS says"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One value, row or table that does not hold to what is declared.

    ``gate`` says who found it and ``check`` names the declaration: ``type``, ``required``, ``key``, ``pattern`` ... ``row``
    is the row's key written out, empty where the whole table or column is meant. ``found`` is the value, or what else was
    met.
    """

    gate: Gate
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


def counted(problems: Iterable[Problem]) -> str:
    """How many problems there are and which gates found them, in words."""
    by_gate = Counter(problem.gate for problem in problems)
    total = by_gate.total()
    of_gates = ", ".join(f"{by_gate[gate]:,} by {gate}" for gate in Gate if gate in by_gate)
    return f"{total:,} problem{'s' if total != 1 else ''} ({of_gates})" if total else "0 problems"
