"""A grid of counts: the values of a column down, periods across."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo.counting import Where, counts, events_counted
from riobravo.data import connect
from riobravo.plot import frames, style

if TYPE_CHECKING:
    import duckdb
    from altair import VConcatChart

MOST_ROWS: Final = 20
_ROW: Final = 19
_LEAST_FOR_NUMBERS: Final = 19
"""Pixels of a cell from which its number is written into it."""

_DARK: Final = 0.4
"""Share of the colour scale from which a number is written in white."""

_LABEL_WIDTH: Final = 34
"""Pixels that the label of one period takes."""


def heatmap(
    event_type: str | Sequence[str] | None = None,
    *,
    rows: str = "event_type",
    by: str = "year",
    where: Where | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    width: int = style.WIDTH,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> VConcatChart:
    """How many events there were of each kind in each period, as a grid with the numbers in its cells.

        >>> from riobravo import plot
        >>> chart = plot.heatmap(by="month", since="2025-01-01")
        >>> chart.to_dict()["vconcat"][0]["title"]["text"]
        ['All types, by month']

    Args:
        event_type: A type of the codebook, several, or None for all of them together.
        rows: The column of ``events`` whose values are the rows; coded ones stand in the order of the codebook, others by
            their number of events, and beyond twenty the rarest together.
        by: A period of the view ``calendar``, such as month or year.
        where: Only events with these values in these columns, as for `riobravo.counts`.
        since: First day to show (a date or YYYY-MM-DD); the first that the data cover where not given.
        until: Last day to show; the last that the data cover where not given.
        width: Pixels of the grid.
        connection: The data (`riobravo.connect`); that of the package where none is given.

    Raises:
        RioBravoError: RB-630 for a type, period or column that is not there; RB-105 without the extra ``plot``.
    """
    alt = style.altair()
    data = connect() if connection is None else connection
    first, last = frames.window(since, until, data)
    counted = frames.within(
        counts(event_type, by=by, split=rows, where=where, connection=data), by, (first, last), data
    )
    parts = frames.parts(counted, rows, "n_events", MOST_ROWS)
    labels = {name: f"{name} ({int(part['n_events'].sum()):,})" for name, part in parts}
    star = pl.when("is_complete").then(pl.lit("")).otherwise(pl.lit("*"))
    cells = pl.concat(
        part.select(pl.lit(labels[name]).alias("row"), (pl.col("period") + star).alias("period"), "n_events")
        for name, part in parts
    )
    periods = sorted(cells["period"].unique().to_list())
    top = max(cells["n_events"].to_list(), default=0)
    n_all = events_counted(event_type, columns=(), where=where, data=data).height
    cell = width / max(len(periods), 1)
    every = max(1, -(-_LABEL_WIDTH // int(max(cell, 1)))) if cell < _LABEL_WIDTH else 1
    base = alt.Chart(style.rows(cells)).encode(
        x=alt.X(
            "period:O",
            sort=periods,
            title=None,
            axis=alt.Axis(
                values=periods[::-every],
                labelAngle=0 if cell * every >= _LABEL_WIDTH + 8 else -90,
                domain=False,
                ticks=False,
            ),
        ),
        y=alt.Y(
            "row:N", sort=list(labels.values()), title=None, axis=alt.Axis(labelLimit=260, domain=False, ticks=False)
        ),
        tooltip=["row:N", "period:O", alt.Tooltip("n_events:Q", title="events")],
    )
    colour = alt.Color(
        "n_events:Q",
        title="events",
        scale=alt.Scale(type="sqrt", range=list(style.RAMP), domain=[1, max(2, top)]),
        legend=alt.Legend(format="d", tickCount=4, orient="right" if width > 500 else "bottom"),
    )
    empty = base.transform_filter("datum.n_events == 0").mark_rect(color=style.BLANK, stroke="white")
    grid = alt.layer(empty, base.transform_filter("datum.n_events > 0").mark_rect(stroke="white").encode(color=colour))
    if cell >= _LEAST_FOR_NUMBERS:
        dark = (1 + _DARK * (top**0.5 - 1)) ** 2
        ink = alt.condition(f"datum.n_events > {dark:.2f}", alt.value("white"), alt.value("#222222"))
        numbers = base.transform_filter("datum.n_events > 0").mark_text(fontSize=style.FONT - 1)
        grid = alt.layer(grid, numbers.encode(text="n_events:Q", color=ink))
    return style.framed(
        grid.properties(width=width, height=_ROW * len(parts)),
        title=frames.title(event_type, by, rows),
        lines=[
            "Events that happened, each once, by their first day; in brackets the sum of the row. Empty cells are 0.",
            *frames.conditions(where),
        ],
        notes=frames.notes(counted, by, n_all=n_all, partly="Starred"),
        width=width,
        data=data,
    )
