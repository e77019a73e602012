"""What a column held, in a few numbers: how often it has a value, and how the values spread over bins.

Bins are the codes of a closed list, the two truth values, the years of dates, and for numbers the spans between the deciles
of the release that was summed up first, so that a later one is measured by the same spans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table

_DECILES = tuple(tenth / 10 for tenth in range(1, 10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Rows, rows with a value, and rows a bin; ``edges`` are the upper ends of the bins of numbers, ascending.

    ``counts`` is empty for columns that have no bins: free texts and lists.
    """

    n_rows: int
    n_filled: int
    counts: Mapping[str, int]
    edges: tuple[float, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values; what is empty is left out."""
        plain = {
            "n_rows": self.n_rows,
            "n_filled": self.n_filled,
            "edges": list(self.edges),
            "counts": dict(self.counts),
        }
        return {name: value for name, value in plain.items() if value or isinstance(value, int)}


def from_json(content: Mapping[str, Any]) -> Summary:
    """The summary that `Summary.as_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: for content of another form.
    """
    return Summary(
        n_rows=int(content["n_rows"]),
        n_filled=int(content["n_filled"]),
        counts={str(name): int(count) for name, count in content.get("counts", {}).items()},
        edges=tuple(float(edge) for edge in content.get("edges", ())),
    )


def of_table(frame: pl.DataFrame, table: Table) -> dict[str, Summary]:
    """A summary of each column of the table that the frame has."""
    return {field.name: _of_column(frame[field.name], field) for field in table.fields if field.name in frame.columns}


def binned(values: pl.Series, field: Field, edges: tuple[float, ...] = ()) -> pl.Series | None:
    """The bin of each value as a text, null where there is no value; None for a column without bins."""
    if field.is_list:
        return None
    if field.is_coded or field.type == "boolean":
        return values.cast(pl.String)
    if field.type == "date":
        return values.dt.year().cast(pl.String)
    if field.type in ("number", "integer") and edges:
        labels = [*(f"up to {edge:g}" for edge in edges), f"above {edges[-1]:g}"]
        frame = pl.DataFrame({"value": values})
        place = pl.sum_horizontal(pl.col("value") > edge for edge in edges)
        found = frame.select(pl.when(pl.col("value").is_not_null()).then(place))["value"]
        return found.replace_strict(range(len(labels)), labels, return_dtype=pl.String).alias(values.name)
    return None


def _of_column(values: pl.Series, field: Field) -> Summary:
    edges = _edges(values, field)
    bins = binned(values, field, edges)
    counts = {} if bins is None else dict(bins.drop_nulls().value_counts().sort(bins.name).iter_rows())
    return Summary(n_rows=len(values), n_filled=len(values) - values.null_count(), counts=counts, edges=edges)


def _edges(values: pl.Series, field: Field) -> tuple[float, ...]:
    if field.type not in ("number", "integer") or values.null_count() == len(values):
        return ()
    deciles = {float(values.quantile(share, interpolation="lower") or 0) for share in _DECILES}
    return tuple(sorted(deciles))
