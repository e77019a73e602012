"""Figures of the data, as Altair charts: show one in a notebook, or save it as PNG, SVG or HTML with ``chart.save(path)``.

Needs the extra ``plot`` (Altair, and vl-convert, which draws without a browser or network).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from riobravo import ontology
from riobravo.data import connect
from riobravo.errors import RioBravoError

if TYPE_CHECKING:
    import duckdb
    from altair import VConcatChart

_WIDTH: Final = 760
_HEIGHT: Final = 88
_COLOURS: Final = ("#0b6e69", "#b3541e", "#5b4b8a", "#8a2846")
"""One a headline type, in the order of the ontology; told apart by people who see no red or no green."""

_FEW_LABELS: Final = 10
"""Persons from which a month's hand-overs are written on the bar."""

_COUNTS: Final = """
select month, event_type, n_events
from events_by_month
where event_type in (select unnest(?)) and n_events > 0
order by month, event_type
"""

_PERSONS: Final = """
select month, sum(persons_best)::integer as persons, sum(n_events)::integer as n_events
from extraditions_by_month
where direction = 'MEX->USA' and n_events > 0
group by month
order by month
"""


def headline(connection: duckdb.DuckDBPyConnection | None = None) -> VConcatChart:
    """Events of the headline types by month, and below them the persons that Mexico handed over to the United States.

    Args:
        connection: The data (`riobravo.connect`); that of the package where none is given.

    Raises:
        RioBravoError: RB-105 without the extra ``plot``.
    """
    alt = _altair()
    data = connection or connect()
    types = list(ontology.load().headline_types)
    rows = _rows(data, _COUNTS, [types])
    persons = _rows(data, _PERSONS)
    axis = alt.X("month:T", title=None, scale=alt.Scale(domain=_domain(data)))
    panels = []
    for event_type, colour in zip(types, _COLOURS, strict=False):
        own = [row for row in rows if row["event_type"] == event_type]
        panels.append(
            _bars(alt, own, axis, field="n_events:Q", title="events", colour=colour).properties(
                title=f"{event_type}, events by month"
            )
        )
    bars = _bars(alt, persons, axis, field="persons:Q", title="persons", colour=_COLOURS[0])
    labels = (
        alt.Chart(alt.Data(values=[row for row in persons if row["persons"] >= _FEW_LABELS]))
        .mark_text(dy=-6, fontSize=11)
        .encode(x=axis, y="persons:Q", text="persons:Q")
    )
    panels.append((bars + labels).properties(title="persons handed over by Mexico to the United States, by month"))
    sized = [panel.properties(width=_WIDTH, height=_HEIGHT) for panel in panels]
    chart: VConcatChart = (
        alt.vconcat(*sized, spacing=14)
        .configure_view(stroke=None)
        .configure_axis(grid=False, labelFontSize=11, titleFontSize=11)
        .configure_title(anchor="start", fontSize=12, fontWeight="normal")
    )
    return chart


def save(chart: Any, *paths: Path) -> None:
    """The chart in each of the files; the ending says how (.png, .svg, .html, .json)."""
    for path in paths:
        chart.save(str(path), **({"scale_factor": 1.5} if path.suffix == ".png" else {}))


def _bars(alt: Any, rows: Sequence[dict[str, Any]], axis: Any, *, field: str, title: str, colour: str) -> Any:
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=colour, width=2.6)
        .encode(x=axis, y=alt.Y(field, title=title, axis=alt.Axis(tickCount=3, format="d")))
    )


def _rows(data: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    answer = data.execute(query, list(values))
    names = [column[0] for column in answer.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    for row in rows:
        row["month"] = row["month"].isoformat()
    return rows


def _domain(data: duckdb.DuckDBPyConnection) -> list[str]:
    (first, last), *_ = data.execute("select covers_from, data_through from coverage").fetchall()
    return [first.isoformat(), last.isoformat()]


def _altair() -> Any:
    try:
        import altair
        import vl_convert  # noqa: F401 - altair asks for it only when it saves
    except ModuleNotFoundError as error:
        todo = "pip install 'riobravo[plot]'"
        raise RioBravoError(code="RB-105", found=error.name, where="riobravo.plot", todo=todo) from error
    return altair
