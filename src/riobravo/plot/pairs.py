"""Who acts on whom: those who act on the left, those who undergo it on the right, a band for each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from riobravo.counting import Where, asked, events_counted, frame
from riobravo.data import connect
from riobravo.plot import frames, style

if TYPE_CHECKING:
    import duckdb
    from altair import VConcatChart

Ends = Literal["country", "sector", "actor"]

_COLUMNS: Final = {
    "country": ("source_country", "target_country"),
    "sector": ("source_country", "source_sector", "target_country", "target_sector"),
    "actor": ("source_actor_id", "target_actor_id"),
}
_SIDES: Final = ("source", "target")
_EDGES: Final[dict[str, type[pl.DataType]]] = {"top": pl.Float64, "bottom": pl.Float64}
_BANDS: Final[dict[str, type[pl.DataType]]] = {
    **dict.fromkeys(("source", "target"), pl.String),
    "n_events": pl.Int64,
    "goldstein": pl.Float64,
    "pair": pl.String,
    "x": pl.Float64,
    **_EDGES,
}
_BARS: Final[dict[str, type[pl.DataType]]] = {
    **dict.fromkeys(("side", "label"), pl.String),
    **dict.fromkeys(("x", "x2", "middle"), pl.Float64),
    **_EDGES,
}
_GAP: Final = 16.0
"""Pixels between two ends on one side, so that their names do not touch."""

_STEPS: Final = 24
"""Straight pieces that a band's edge is drawn with."""

_BAR: Final = 0.012
"""Width of the bar at each end, as a share of the chart's."""


def network(
    event_type: str | Sequence[str] | None = None,
    *,
    ends: Ends = "sector",
    most: int = 20,
    where: Where | None = None,
    width: int = style.WIDTH,
    height: int = 460,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> VConcatChart:
    """The commonest pairs of who acts and who undergoes the act, as bands as wide as their number of events.

    The colour of a band is the mean Goldstein value of its events, from conflict to cooperation.

        >>> from riobravo import plot
        >>> chart = plot.network("threat", ends="country")
        >>> chart.to_dict()["vconcat"][0]["title"]["text"]
        ['Threat: who acts on whom, by country']

    Args:
        event_type: A type of the codebook, several, or None for all of them together.
        ends: What is a pair: two countries, two sectors of countries (such as MEX MIL), or two actors of the actors table.
        most: How many pairs to show, commonest first. The others are told below the chart, with the events whose texts name
            one side only.
        where: Only events with these values in these columns, as for `riobravo.counts`.
        width: Pixels of the chart.
        height: Pixels of the chart; the bands grow with it.
        connection: The data (`riobravo.connect`); that of the package where none is given.

    Raises:
        RioBravoError: RB-630 for a type, column or kind of ends that is not there; RB-105 without the extra ``plot``.
    """
    alt = style.altair()
    asked(ends, tuple(_COLUMNS), "kind of ends", place="riobravo.plot.network")
    data = connect() if connection is None else connection
    events = events_counted(event_type, columns=(*_COLUMNS[ends],), where=where, data=data)
    pairs = dyads(events, ends, data)
    shown = pairs.head(most)
    margin = 0.25 if ends == "actor" else 0.14
    bands, bars = _laid_out(shown, height=height, margin=margin)
    colour = alt.Color(
        "goldstein:Q",
        title="mean Goldstein value",
        scale=alt.Scale(domain=[-10, 0, 10], range=[style.PALETTE[1], "#d9d9d9", style.PALETTE[0]]),
        legend=alt.Legend(orient="bottom", direction="horizontal", gradientLength=min(220, width // 2), tickCount=5),
    )
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    y_scale = alt.Scale(domain=[0, height], reverse=True, nice=False)
    hints = [
        "source:N",
        "target:N",
        alt.Tooltip("n_events:Q", title="events"),
        alt.Tooltip("goldstein:Q", format=".1f"),
    ]
    flow = (
        alt.Chart(style.rows(bands))
        .mark_area(opacity=0.75, clip=True)
        .encode(
            x=x, y=alt.Y("top:Q", axis=None, scale=y_scale), y2="bottom:Q", detail="pair:N", color=colour, tooltip=hints
        )
    )
    blocks = alt.Chart(style.rows(bars)).mark_rect(color="#444444").encode(x="x:Q", x2="x2:Q", y="top:Q", y2="bottom:Q")
    layers = [flow, blocks]
    for side, align, shift in (("source", "right", -6), ("target", "left", 6)):
        names = alt.Chart(style.rows(bars.filter(side=side))).mark_text(
            align=align, dx=shift, fontSize=style.FONT, baseline="middle"
        )
        layers.append(names.encode(x=f"{'x' if side == 'source' else 'x2'}:Q", y="middle:Q", text="label:N"))
    what = ", ".join(frames.types(event_type) or ["all types"])
    return style.framed(
        alt.layer(*layers).properties(width=width, height=height),
        title=f"{what[:1].upper()}{what[1:]}: who acts on whom, by {ends}",
        lines=[
            "Left who acts, right who undergoes it; a band is as wide as its number of events that happened (in brackets).",
            *frames.conditions(where),
        ],
        notes=[_notes(shown, pairs, events.height, ends)],
        width=width,
        data=data,
    )


def dyads(events: pl.DataFrame, ends: Ends, data: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Pairs with their number of events and mean Goldstein value, commonest first: source, target, n_events, goldstein."""
    values = frame(data.table("events").select("event_id", "goldstein"))
    told = events.join(values, on="event_id")
    if ends == "actor":
        names = frame(data.table("actors").select("actor_id", "name"))
        for side in _SIDES:
            told = told.join(
                names.rename({"actor_id": f"{side}_actor_id", "name": side}), on=f"{side}_actor_id", how="left"
            )
    else:
        parts = ("country", "sector") if ends == "sector" else ("country",)
        told = told.with_columns(
            pl.concat_str([pl.col(f"{side}_{part}") for part in parts], separator=" ").alias(side) for side in _SIDES
        )
    return (
        told.drop_nulls(["source", "target"])
        .group_by("source", "target")
        .agg(n_events=pl.len().cast(pl.Int64), goldstein=pl.col("goldstein").mean().round(2))
        .sort("n_events", "source", "target", descending=[True, False, False])
    )


def _notes(shown: pl.DataFrame, pairs: pl.DataFrame, n_events: int, ends: Ends) -> str:
    n_shown, n_named = int(shown["n_events"].sum()), int(pairs["n_events"].sum())
    told = [f"{n_shown:,} events in {shown.height} pairs."]
    if pairs.height > shown.height:
        told.append(f"{n_named - n_shown:,} more in {pairs.height - shown.height} rarer pairs.")
    told.append(f"Of {n_events - n_named:,} the two sides are not both known.")
    if ends != "actor":
        told.append("Codes: see the codebook; XXX is an actor of no country.")
    return " ".join(told)


def _laid_out(pairs: pl.DataFrame, *, height: int, margin: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The edges of every band (x from 0 to 1, top and bottom in pixels), and the bar and name of every end."""
    rows = pairs.to_dicts()
    totals = {side: _totals(rows, side) for side in _SIDES}
    most = max(len(total) for total in totals.values())
    per_event = max(height - _GAP * most, _GAP) / max(sum(totals["source"].values()), 1)
    tops = {side: _tops(total, height, per_event) for side, total in totals.items()}
    bars = [
        {
            "side": side,
            "label": f"{name} ({n_events:,})",
            "x": (left := margin - _BAR if side == "source" else 1 - margin),
            "x2": left + _BAR,
            "top": tops[side][name],
            "middle": tops[side][name] + n_events * per_event / 2,
            "bottom": tops[side][name] + n_events * per_event,
        }
        for side, total in totals.items()
        for name, n_events in total.items()
    ]
    leaves = _stacked(rows, "source", "target", tops, per_event)
    arrives = _stacked(rows, "target", "source", tops, per_event)
    bands = [
        {
            **row,
            "pair": f"{row['source']} → {row['target']}",
            "x": x,
            "top": top,
            "bottom": top + row["n_events"] * per_event,
        }
        for row, start, end in zip(rows, leaves, arrives, strict=True)
        for x, top in _edge(start, end, margin)
    ]
    return pl.DataFrame(bands, schema=_BANDS), pl.DataFrame(bars, schema=_BARS)


def _totals(rows: list[dict[str, Any]], side: str) -> dict[str, int]:
    """Events of every end of a side, most first."""
    found: Counter[str] = Counter()
    for row in rows:
        found[row[side]] += row["n_events"]
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _tops(total: dict[str, int], height: int, per_event: float) -> dict[str, float]:
    """Where the bar of every end begins, with equal room between them."""
    gap = (height - sum(total.values()) * per_event) / max(len(total), 1)
    found, top = {}, gap / 2
    for name, n_events in total.items():
        found[name] = top
        top += n_events * per_event + gap
    return found


def _stacked(
    rows: list[dict[str, Any]], side: str, other: str, tops: dict[str, dict[str, float]], per_event: float
) -> list[float]:
    """Where each pair's band touches a side's bar: bands lie in the order of their other ends, so that few cross."""
    at, found = dict(tops[side]), [0.0] * len(rows)
    for index in sorted(range(len(rows)), key=lambda index: tops[other][rows[index][other]]):
        found[index] = at[rows[index][side]]
        at[rows[index][side]] += rows[index]["n_events"] * per_event
    return found


def _edge(start: float, end: float, margin: float) -> list[tuple[float, float]]:
    """The upper edge of a band, level at both ends."""
    shares = [step / _STEPS for step in range(_STEPS + 1)]
    return [
        (margin + share * (1 - 2 * margin), start + (end - start) * share * share * (3 - 2 * share)) for share in shares
    ]
