"""How figures are written, in every page and file of them: JSON, tables, a figure with its interval."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from riobravo import generated
from riobravo.errors import RioBravoError


def as_json(found: Mapping[str, Any]) -> str:
    """The figures as they are committed."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def read_json(path: Path) -> Mapping[str, Any]:
    """Figures as they are committed; none where there is no such file.

    Raises:
        RioBravoError: RB-603 for what is not JSON.
    """
    if not path.is_file():
        return {}
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise RioBravoError(code="RB-603", found=error, where=path) from error
    return found


def said(value: Any) -> str:
    """A value as a report shows it; empty where there is none."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case float():
            return f"{value:.0f}" if value.is_integer() else str(value)
        case _:
            return str(value)


def share(part: float, whole: int) -> float | None:
    """A share to three digits; None of nothing."""
    return round(part / whole, 3) if whole else None


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """The lines of a Markdown table, with the empty one that ends it."""
    return [*generated.table(head, rows), ""]


def scores(rows: Iterable[Mapping[str, Any]], key: str, name: str) -> Iterator[str]:
    """A table of counts, precision, recall and F1, one row each; ``key`` is the column that says of what, under ``name``."""
    yield from table(
        (name, "gold", "predicted", "matched", "precision", "recall", "F1"),
        [
            (
                row[key],
                *(row[count] for count in ("n_gold", "n_predicted", "n_matched")),
                *(figure(row[value], row[f"{value}_interval"]) for value in ("precision", "recall", "f1")),
            )
            for row in rows
        ],
    )


def figure(value: float | None, interval: Sequence[float] | None) -> str:
    """As "0.55 [0.51, 0.58]"; without the brackets where there is no interval, empty where there is no figure."""
    if value is None:
        return ""
    return f"{value:.2f} [{interval[0]:.2f}, {interval[1]:.2f}]" if interval else f"{value:.2f}"
