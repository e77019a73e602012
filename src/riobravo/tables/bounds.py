"""What expectations of a whole table are measured by; apart from them, because those need a heavy library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bounds:
    """The last day the dataset covers, and the rows a table of the last build (none for the first)."""

    data_through: date
    row_counts: Mapping[str, int]
