"""Events or persons over time: one panel, or one for each value of a column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from riobravo.counting import PERSONS, Where, asked, counts, events_counted
from riobravo.data import connect
from riobravo.plot import frames, style

if TYPE_CHECKING:
    import duckdb
    from altair import VConcatChart

MOST_PANELS: Final = 6
"""Panels of a figure; what is rarer comes together in the last of them."""

Measure = Literal["events", "persons"]


def timeline(
    event_type: str | Sequence[str] | None = None,
    *,
    by: str = "month",
    split: str | None = None,
    where: Where | None = None,
    measure: Measure = "events",
    since: date | str | None = None,
    until: date | str | None = None,
    width: int = style.WIDTH,
    height: int | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> VConcatChart:
    """Bars of events, or of persons with the range from the lowest to the highest number that the texts support.

        >>> from riobravo import plot
        >>> chart = plot.timeline(["threat", "concession"], by="year", split="event_type")
        >>> chart.to_dict()["vconcat"][0]["title"]["text"]
        ['Threat, concession, by year']

    Args:
        event_type: A type of the codebook, several, or None for all of them together.
        by: A period of the view ``calendar``, such as month or year.
        split: A column of ``events`` to draw apart, a panel for each of its six commonest values.
        where: Only events with these values in these columns, as for `riobravo.counts`.
        measure: ``events``, or ``persons``: the best number, with a line from low to high, and an arrow where an event gives
            no upper bound.
        since: First day to show (a date or YYYY-MM-DD); the first that the data cover where not given.
        until: Last day to show; the last that the data cover where not given.
        width: Pixels of each panel.
        height: Pixels of each panel.
        connection: The data (`riobravo.connect`); that of the package where none is given.

    Raises:
        RioBravoError: RB-630 for a type, period, column or measure that is not there, or for dates in the wrong order;
            RB-105 without the extra ``plot``.
    """
    alt = style.altair()
    asked(measure, ("events", "persons"), "measure", place="riobravo.plot.timeline")
    data = connect() if connection is None else connection
    first, last = frames.window(since, until, data)
    counted = frames.within(
        counts(event_type, by=by, split=split or (), where=where, connection=data), by, (first, last), data
    )
    field = "n_events" if measure == "events" else "persons_best"
    n_all = events_counted(event_type, columns=(), where=where, data=data).height
    panels = []
    parts = frames.parts(counted, split, field, MOST_PANELS)
    days = (first, frames.end_of(counted, last))
    size = height or (170 if len(parts) == 1 else 84)
    for (name, part), colour in zip(parts, style.PALETTE, strict=False):
        panel = _panel(part, days, measure, colour)
        panels.append(
            panel.properties(width=width, height=size, **({"title": style.panel_title(name)} if split else {}))
        )
    return style.framed(
        alt.vconcat(*panels, spacing=12).resolve_scale(y="shared" if measure == "events" else "independent"),
        title=frames.title(event_type, by, split, prefix="Persons: " if measure == "persons" else ""),
        lines=[_what_is_shown(measure, n_panels=len(panels)), *frames.conditions(where)],
        notes=frames.notes(counted, by, n_all=n_all, partly="Paler bars", of_persons=measure == "persons"),
        width=width,
        data=data,
    )


def _panel(part: pl.DataFrame, days: tuple[date, date], measure: Measure, colour: str) -> Any:
    alt = style.altair()
    field, unit = ("n_events", "events") if measure == "events" else ("persons_best", "persons")
    base = alt.Chart(style.rows(part.filter(pl.col("n_events") > 0)))
    hints = ["period:N", alt.Tooltip("n_events:Q", title="events")]
    if measure == "persons":
        hints += [f"{column}:Q" for column in PERSONS]
    y = alt.Y(
        f"{field}:Q", title=unit, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=3, format=",d", tickMinStep=1)
    )
    bars = base.mark_rect(color=colour).encode(
        x=style.time_axis("period_start:T", days),
        x2="bar_end:T",
        y=y,
        y2=alt.datum(0),
        opacity=alt.condition("datum.is_complete", alt.value(1.0), alt.value(0.45)),
        tooltip=hints,
    )
    if measure == "events":
        return bars
    middle = style.time_axis("middle:T", days)
    ranges = base.mark_rule(color="black", strokeWidth=1.2).encode(x=middle, y="persons_low:Q", y2="persons_high:Q")
    open_above = base.transform_filter("datum.n_open_above > 0").mark_point(
        shape="triangle-up", color="black", filled=True, size=28, dy=-4, opacity=1
    )
    return alt.layer(bars, ranges, open_above.encode(x=middle, y="persons_high:Q"))


def _what_is_shown(measure: Measure, *, n_panels: int) -> str:
    each = " Each panel has its own scale." if n_panels > 1 else ""
    if measure == "events":
        return "Events that happened, each once, by their first day."
    return (
        "Persons in events that happened: the bar is the best number, the line runs from the lowest to the highest that the "
        f"texts support, a triangle marks sums without an upper bound. Numbers of different events are added.{each}"
    )
