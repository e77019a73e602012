"""The first figure of the README: the headline types by month, and the persons whom Mexico handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from riobravo import ontology
from riobravo.counting import frame
from riobravo.data import connect
from riobravo.plot import frames, style

if TYPE_CHECKING:
    import duckdb
    import polars as pl
    from altair import VConcatChart

_HEIGHT: Final = 88
_FEW_LABELS: Final = 10
"""Persons from which a month's hand-overs are written on the bar."""

_COUNTS: Final = """
select month as period_start, event_type, n_events
from events_by_month
where event_type in (select unnest(?)) and n_events > 0
order by month, event_type
"""

_PERSONS: Final = """
select month as period_start, sum(persons_best)::integer as persons, sum(n_events)::integer as n_events
from extraditions_by_month
where direction = 'MEX->USA' and n_events > 0
group by month
order by month
"""


def headline(connection: duckdb.DuckDBPyConnection | None = None, *, width: int = style.WIDTH) -> VConcatChart:
    """Events of the headline types by month, and below them the persons that Mexico handed over to the United States.

    Args:
        connection: The data (`riobravo.connect`); that of the package where none is given.
        width: Pixels of the panels.

    Raises:
        RioBravoError: RB-105 without the extra ``plot``.
    """
    alt = style.altair()
    data = connect() if connection is None else connection
    types = list(ontology.load().headline_types)
    counted = frame(data.sql(_COUNTS, params=[types]))
    persons = frame(data.sql(_PERSONS))
    axis = style.time_axis("period_start:T", style.bounds(data))
    panels = [
        _bars(counted.filter(event_type=name), axis, field="n_events", title="events", colour=colour).properties(
            title=style.panel_title(name)
        )
        for name, colour in zip(types, style.PALETTE, strict=False)
    ]
    bars = _bars(persons, axis, field="persons", title="persons", colour=style.PALETTE[0])
    labels = (
        alt.Chart(style.rows(persons.filter(persons["persons"] >= _FEW_LABELS)))
        .mark_text(dy=-6, fontSize=style.FONT)
        .encode(x=axis, y="persons:Q", text="persons:Q")
    )
    panels.append(
        (bars + labels).properties(title=style.panel_title("persons handed over by Mexico to the United States"))
    )
    sized = [panel.properties(width=width, height=_HEIGHT) for panel in panels]
    return style.framed(
        alt.vconcat(*sized, spacing=14),
        title=frames.title(types, "month", None),
        lines=["Events that happened, each once; every panel has its own scale."],
        notes=["A chronicle, no census: before 2025 many single hand-overs are missing."],
        width=width,
        data=data,
    )


def _bars(rows: pl.DataFrame, axis: Any, *, field: str, title: str, colour: str) -> Any:
    alt = style.altair()
    return (
        alt.Chart(style.rows(rows))
        .mark_bar(color=colour, width=2.6)
        .encode(x=axis, y=alt.Y(f"{field}:Q", title=title, axis=alt.Axis(tickCount=3, format="d")))
    )
