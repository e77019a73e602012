"""What the charts share of the data: the days shown, the parts, and the words on what is and is not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo import counting
from riobravo.errors import RioBravoError
from riobravo.plot import style
from riobravo.tables import model

if TYPE_CHECKING:
    import duckdb

    from riobravo.counting import Where

UNSTATED: Final = "not stated"
OTHERS: Final = "all others"

_LABELS: Final = {"month": "%Y-%m", "year": "%Y"}
_GAP: Final = 0.12
"""Share of a period that is left white between two bars."""

_ENDS: Final = "select period_start, period_end from calendar where period = ?"


def window(since: date | str | None, until: date | str | None, data: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    """The first and the last day to show.

    Raises:
        RioBravoError: RB-630 for what is no day, or for a last day before the first.
    """
    first, last = style.bounds(data)
    days = (_day(since, first), _day(until, last))
    if days[0] > days[1]:
        raise RioBravoError(
            code="RB-630", found=f"{days[0]} to {days[1]}", allowed="a first day before the last", where="riobravo.plot"
        )
    return days


def within(counted: pl.DataFrame, by: str, days: tuple[date, date], data: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The periods that begin within the days, each with its label, its middle, and where its bar ends."""
    calendar = counting.frame(data.sql(_ENDS, params=[by]))
    length = (pl.col("period_end") - pl.col("period_start")).dt.total_days()
    gap = (length * _GAP).cast(pl.Int64)
    return (
        counted.filter(pl.col("period_start").is_between(*days))
        .join(calendar, on="period_start")
        .with_columns(
            period=pl.col("period_start").map_elements(lambda day: label(day, by), return_dtype=pl.String),
            bar_end=pl.col("period_end") - pl.duration(days=gap),
            middle=pl.col("period_start") + pl.duration(days=((length - gap) / 2).cast(pl.Int64)),
        )
        .drop("period_end")
    )


def label(day: date, by: str) -> str:
    """A period as a person reads it: 2025-02, 2025 Q1, 2025."""
    if by == "quarter":
        return f"{day.year} Q{(day.month + 2) // 3}"
    return day.strftime(_LABELS.get(by, "%Y-%m-%d"))


def end_of(counted: pl.DataFrame, last: date) -> date:
    """The day where the last bar ends."""
    ends = counted["bar_end"].max()
    return max(last, ends) if isinstance(ends, date) else last


def parts(counted: pl.DataFrame, split: str | None, field: str, most: int) -> list[tuple[str, pl.DataFrame]]:
    """The counts of each value of the split column; the rarest come together where there are more values than ``most``.

    Codes stand in the order of the codebook, other values by their number, most first.
    """
    if split is None:
        return [("", counted)]
    named = counted.with_columns(part=pl.col(split).cast(pl.String).fill_null(UNSTATED))
    totals = named.group_by("part").agg(pl.col(field).sum()).sort(field, "part", descending=[True, False])
    names = totals.filter(pl.col(field) > 0)["part"].to_list() or totals["part"].to_list()
    if not names:
        return [("no events", named)]
    kept = names if len(names) <= most else names[: most - 1]
    found = [(style.spoken(name), named.filter(part=name)) for name in kept]
    if rest := names[len(kept) :]:
        keys = ["period_start", "period", "bar_end", "middle", "is_complete"]
        together = named.filter(pl.col("part").is_in(rest)).group_by(keys).agg(pl.col(pl.Int64).sum()).sort(keys)
        found.append((f"{OTHERS} ({len(rest)})", together))
    declared = model.load_tables()["events"].field(split).allowed
    place = {style.spoken(code): index for index, code in enumerate(declared)}
    return sorted(found, key=lambda part: place.get(part[0], len(place)))


def title(event_type: str | Sequence[str] | None, by: str, split: str | None, *, prefix: str = "") -> str:
    """What the chart is of: its types, its period, and what it is split by."""
    apart = f" and {style.spoken(split)}" if split and split != "event_type" else ""
    text = f"{prefix}{', '.join(types(event_type) or ['all types'])}, by {by}{apart}"
    return text[:1].upper() + text[1:]


def types(event_type: str | Sequence[str] | None) -> list[str]:
    """The types as a list; empty for all."""
    return [event_type] if isinstance(event_type, str) else list(event_type or ())


def conditions(where: Where | None) -> list[str]:
    """In words, which events alone are shown; nothing where all are."""
    told = [
        f"{style.spoken(column)} {', '.join(map(str, values if isinstance(values, list | tuple) else [values]))}"
        for column, values in (where or {}).items()
    ]
    return [f"Only: {'; '.join(told)}."] if told else []


def notes(counted: pl.DataFrame, by: str, *, n_all: int, partly: str, of_persons: bool = False) -> list[str]:
    """How many events the chart rests on, and how many it cannot show; ``partly`` is how it marks periods that go on."""
    n_shown = int(counted["n_events"].sum())
    told = [f"{n_shown:,} events shown; {n_all - n_shown:,} more lie outside these days or are not dated to the {by}."]
    n_without = int(counted["n_without_persons"].sum())
    if of_persons and n_without:
        told.append(f"{n_without:,} of those shown give no number of persons.")
    if not counted["is_complete"].all():
        told.append(f"{partly}: the data do not cover the {by} to its end.")
    return [" ".join(told)]


def _day(given: date | str | None, default: date) -> date:
    if given is None:
        return default
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise RioBravoError(
            code="RB-630", found=repr(given), allowed="a day as 2025-01-31", where="riobravo.plot"
        ) from error
