"""``docs/outside.json``: the figures of every outside set that was measured, one entry a set and part; and misses as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from riobravo.evaluate.outside import declared
from riobravo.evaluate.outside.declared import Set
from riobravo.evaluate.outside.measure import Difference

FILE: Final = "outside.json"

Figures = Mapping[str, Mapping[str, Any]]
"""Set → part → entry."""


def joined(known: Figures, kind: Set, part: str, entry: Mapping[str, Any]) -> Figures:
    """The figures with one entry new or renewed; sets and parts in the order in which they are declared."""
    parts = {**known.get(kind.key, {}), part: entry}
    of_set = {name: parts[name] for name in (*kind.parts, declared.WHOLE) if name in parts}
    sets = {**known, kind.key: of_set}
    return {key: sets[key] for key in declared.load() if key in sets}


def as_csv(found: Iterable[Difference]) -> str:
    """Where the two sides differ, one row a label."""
    written = io.StringIO()
    writer = csv.DictWriter(written, [field.name for field in fields(Difference)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(difference) for difference in found)
    return written.getvalue()
