"""What expectations of a whole table are measured by; apart from them, because those need a heavy library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riobravo.tables.summaries import Summary


@dataclass(frozen=True, slots=True)
class Bounds:
    """The last day the dataset covers; of the last build its rows; of the last release what its columns held.

    ``row_counts`` gives rows by table, ``type_counts`` by table and event_type, ``last_release`` a summary by table and
    column. Each is empty where there was none.
    """

    data_through: date
    row_counts: Mapping[str, int]
    type_counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    last_release: Mapping[str, Mapping[str, Summary]] = field(default_factory=dict)
