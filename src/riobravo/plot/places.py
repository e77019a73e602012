"""Where events take place, on an outline of the countries that comes with the package (no tiles, no network)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from riobravo import ontology, resources
from riobravo.counting import Where, events_counted
from riobravo.data import connect
from riobravo.plot import frames, style

if TYPE_CHECKING:
    import duckdb
    from altair import VConcatChart

OUTLINE: Final = resources.outline()
"""Countries of Natural Earth (public domain) as TopoJSON; made by tools/outline.py."""

WEST, SOUTH, EAST, NORTH = -123.0, 13.5, -70.0, 43.5
"""The part of the world that is drawn, in degrees."""

_TOWN: Final = "municipality"
"""The coarsest place that is a point on the map."""

_PLACE: Final = ("place_name", "place_country", "place_precision", "place_lat", "place_lon")
_LETTER: Final = 6.0
_LINE: Final = 14.0
"""Pixels that a letter and a line of a name take, for keeping names apart."""


def map_(
    event_type: str | Sequence[str] | None = None,
    *,
    where: Where | None = None,
    most_names: int = 14,
    width: int = style.WIDTH,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> VConcatChart:
    """Events by place, as circles with an area in proportion to their number, on a map of Mexico and its neighbours.

    A ring that is not filled stands at the middle of a state: texts say no more of where in it the event took place. Events
    whose place is a country, a border or not known, and those off the map, are told below it.

        >>> from riobravo import plot
        >>> chart = plot.map(["arrest", "assault"])
        >>> chart.to_dict()["vconcat"][0]["title"]["text"]
        ['Arrest, assault: where']

    Args:
        event_type: A type of the codebook, several, or None for all of them together.
        where: Only events with these values in these columns, as for `riobravo.counts`.
        most_names: How many places to name, most events first, where there is room.
        width: Pixels of the map.
        connection: The data (`riobravo.connect`); that of the package where none is given.

    Raises:
        RioBravoError: RB-630 for a type or column that is not there; RB-105 without the extra ``plot``.
    """
    alt = style.altair()
    data = connect() if connection is None else connection
    events = events_counted(event_type, columns=_PLACE, where=where, data=data)
    placed = places(events)
    shown = placed.filter(pl.col("lon").is_between(WEST, EAST), pl.col("lat").is_between(SOUTH, NORTH))
    scale = width / math.radians(EAST - WEST)
    height = round(scale * (_mercator(NORTH) - _mercator(SOUTH)))
    named = _with_room(shown, most_names if width > 500 else most_names // 2, scale, width)
    size = alt.Size(
        "n_events:Q",
        title="events",
        scale=alt.Scale(range=[14, 620 if width > 500 else 330], domain=[1, max([2, *shown["n_events"]])]),
        legend=alt.Legend(
            orient="bottom",
            direction="horizontal",
            values=_steps(shown),
            symbolStrokeColor=style.PALETTE[1],
            symbolFillColor=style.LAND,
            symbolStrokeWidth=1.4,
            symbolType="circle",
            symbolOpacity=1,
        ),
    )
    hints = ["place:N", "known_to:N", alt.Tooltip("n_events:Q", title="events")]
    land = alt.Chart(alt.Data(values=_outline(), format=alt.TopoDataFormat(type="topojson", feature="countries")))
    circles = [
        alt.Chart(style.rows(shown.filter(is_area=is_area)))
        .mark_point(shape="circle", clip=True, strokeWidth=1.4, stroke=style.PALETTE[1], **look)
        .encode(longitude="lon:Q", latitude="lat:Q", size=size, tooltip=hints)
        for is_area, look in ((True, {"filled": False}), (False, {"fill": style.PALETTE[1], "fillOpacity": 0.45}))
    ]
    layers = [land.mark_geoshape(fill=style.LAND, stroke="#9a958a", strokeWidth=0.8, clip=True), *circles]
    for is_left, look in ((False, {"align": "left", "dx": 8}), (True, {"align": "right", "dx": -8})):
        names = alt.Chart(style.rows(named.filter(is_left=is_left))).encode(
            longitude="lon:Q", latitude="lat:Q", text="label:N"
        )
        halo = {"stroke": "white", "strokeWidth": 3, "strokeOpacity": 0.8}
        layers += [names.mark_text(fontSize=style.FONT, clip=True, **look, **more) for more in (halo, {})]
    flat = {
        "type": "mercator",
        "scale": scale,
        "center": [(WEST + EAST) / 2, _latitude((_mercator(NORTH) + _mercator(SOUTH)) / 2)],
        "translate": [width / 2, height / 2],
    }
    n_placed, n_shown = int(placed["n_events"].sum()), int(shown["n_events"].sum())
    what = ", ".join(frames.types(event_type) or ["all types"])
    return style.framed(
        alt.layer(*layers).project(**flat).properties(width=width, height=height),
        title=f"{what[:1].upper()}{what[1:]}: where",
        lines=[
            "Events that happened, by place; the area of a circle is their number. Filled: a town or site. "
            "A ring: a state, drawn at its middle.",
            *frames.conditions(where),
        ],
        notes=[
            f"{n_shown:,} events shown; {n_placed - n_shown:,} more off the map, and {events.height - n_placed:,} without a "
            "place, or with one no finer than a country or a border. Outline: Natural Earth, 1:50m."
        ],
        width=width,
        data=data,
    )


def places(events: pl.DataFrame) -> pl.DataFrame:
    """Places with coordinates and their number of events, most first: place, known_to, is_area, lat, lon, n_events.

    Names that lie on one point are one place, under the commonest of them.
    """
    finest_first = list(ontology.load().place_precisions)
    towns = finest_first[: finest_first.index(_TOWN) + 1]
    return (
        events.drop_nulls(["place_lat", "place_lon"])
        .with_columns(pl.col("place_lat", "place_lon").round(2))
        .group_by("place_lat", "place_lon")
        .agg(
            place=pl.col("place_name").mode().sort().last(),
            known_to=pl.col("place_precision").min(),
            is_area=~pl.col("place_precision").is_in(towns).any(),
            n_events=pl.len().cast(pl.Int64),
        )
        .rename({"place_lat": "lat", "place_lon": "lon"})
        .sort("n_events", "place", descending=[True, False])
    )


def _with_room(shown: pl.DataFrame, most: int, scale: float, width: int) -> pl.DataFrame:
    """The places whose names have room beside the names of places with more events, and on which side (align)."""
    kept: list[dict[str, Any]] = []
    for row in shown.to_dicts():
        label = f"{row['place']} ({row['n_events']:,})"
        x, y = math.radians(row["lon"] - WEST) * scale, (_mercator(NORTH) - _mercator(row["lat"])) * scale
        length = len(label) * _LETTER + _LINE
        is_left = x + length > width
        begin = x - length if is_left else x
        free = all(
            begin > other["end"] or begin + length < other["begin"] or abs(y - other["y"]) > _LINE for other in kept
        )
        if free and len(kept) < most:
            kept.append({**row, "label": label, "is_left": is_left, "begin": begin, "end": begin + length, "y": y})
    return pl.DataFrame(kept) if kept else shown.clear().with_columns(label=pl.lit(""), is_left=pl.lit(value=False))


def _steps(shown: pl.DataFrame) -> list[int]:
    most = max([1, *shown["n_events"]])
    return sorted({1, max(1, most // 4), most})


def _mercator(latitude: float) -> float:
    return math.asinh(math.tan(math.radians(latitude)))


def _latitude(mercator: float) -> float:
    return math.degrees(math.atan(math.sinh(mercator)))


@cache
def _outline() -> str:
    """As text, which the chart reads itself: Altair would look at every point of it."""
    return OUTLINE.read_text(encoding="utf-8")
