"""How every chart looks, declared once: colours, sizes, the words above and below."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.version import version

if TYPE_CHECKING:
    import duckdb
    from altair import VConcatChart

PALETTE: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's colours for all kinds of sight, without their yellow, which is too pale for thin marks on white."""

RAMP: Final = ("#deebf7", PALETTE[0], "#00263d")
"""From few to many: one hue, ever darker, so that it also reads in grey."""

BLANK: Final = "#f2f2f2"
FAINT: Final = "#595959"
LAND: Final = "#e9e6df"
WIDTH: Final = 720
"""Pixels of a chart's inner width on a page."""

FONT: Final = 11
_LETTER: Final = 0.45
"""Width of an average letter, as a share of its size."""

_LONG: Final = 3 * 366
"""Days from which the axis of time is labelled by years."""

_BOUNDS: Final = "select covers_from, data_through from coverage"


def altair() -> Any:
    """The library, imported when a chart is made.

    Raises:
        RioBravoError: RB-105 without the extra ``plot``.
    """
    try:
        import altair
        import vl_convert  # noqa: F401 - altair asks for it only when it saves
    except ModuleNotFoundError as error:
        todo = "pip install 'riobravo[plot]'"
        raise RioBravoError(code="RB-105", found=error.name, where="riobravo.plot", todo=todo) from error
    return altair


def rows(frame: pl.DataFrame) -> Any:
    """A frame as the data of a chart: dates as text, so that no time zone moves them."""
    return altair().Data(values=frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d")).to_dicts())


def time_axis(channel: str, days: tuple[date, date]) -> Any:
    """The horizontal axis of time from the first to the last day."""
    alt = altair()
    first, last = days
    ticks = {"format": "%Y"} if (last - first).days > _LONG else {"format": "%b %Y"}
    scale = alt.Scale(type="utc", domain=[first.isoformat(), last.isoformat()])
    return alt.X(channel, title=None, scale=scale, axis=alt.Axis(**ticks, labelOverlap=True, tickCount=8))


def bounds(data: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    """The first and the last day that the data cover."""
    (first, last), *_ = data.execute(_BOUNDS).fetchall()
    return first, last


def framed(
    chart: Any,
    *,
    title: str,
    lines: Sequence[str] = (),
    notes: Sequence[str] = (),
    width: int,
    data: duckdb.DuckDBPyConnection,
) -> VConcatChart:
    """The chart with its title and what it shows above, and what it does not show and the source below."""
    alt = altair()
    first, last = bounds(data)
    source = f"Source: Río Bravo {version()} (CC BY 4.0), events from {first} to {last}."
    above = alt.TitleParams(
        text=_wrapped([title], width, FONT + 3),
        subtitle=_wrapped(lines, width, FONT),
        anchor="start",
        frame="group",
        fontSize=FONT + 3,
        fontWeight="bold",
        subtitleFontSize=FONT,
        subtitleColor=FAINT,
        offset=12,
    )
    below = alt.TitleParams(
        text=_wrapped([*notes, source], width, FONT - 1),
        orient="bottom",
        anchor="start",
        frame="group",
        fontSize=FONT - 1,
        fontWeight="normal",
        color=FAINT,
        offset=12,
    )
    made: VConcatChart = (
        alt.vconcat(alt.vconcat(chart, title=above), title=below, padding=10)
        .configure_view(stroke=None)
        .configure_axis(
            grid=False,
            labelFontSize=FONT,
            titleFontSize=FONT,
            titleFontWeight="normal",
            labelColor="#333333",
            domainColor="#888888",
            tickColor="#888888",
        )
        .configure_legend(labelFontSize=FONT, titleFontSize=FONT, titleFontWeight="normal", labelLimit=260)
        .configure_header(labelFontSize=FONT, titleFontSize=FONT)
    )
    return made


def panel_title(text: str) -> Any:
    """The title of one panel of several, above its left edge."""
    return altair().TitleParams(text=text, anchor="start", frame="group", fontSize=FONT, fontWeight="normal", offset=4)


def spoken(name: str) -> str:
    """A name of the code lists as a person reads it."""
    return name.replace("_", " ")


def _wrapped(texts: Sequence[str], width: int, size: int) -> list[str]:
    columns = max(30, int(width / (size * _LETTER)))
    return [line for text in texts for line in textwrap.wrap(text, columns)]
