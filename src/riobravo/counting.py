"""Counts over time as frames: ``riobravo.counts("extradition", by="month")``. What counts is said by sql/base, not here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo import ontology
from riobravo.data import connect
from riobravo.errors import RioBravoError, did_you_mean
from riobravo.tables import model

if TYPE_CHECKING:
    import duckdb

    from riobravo.tables.model import Field

_PLACE: Final = "riobravo.counts"

_CALENDAR: Final = "select period_start, is_complete from calendar where period = ? order by period_start"
_COUNTED: Final = "select event_id from events_counted"
_PERIODS: Final = """
select event_id, period_start, persons_low, persons_best, persons_high, is_open_above
from counted_periods
where period = ?
order by event_id
"""

PERSONS: Final = ("persons_low", "persons_best", "persons_high")

Where = Mapping[str, "str | int | Sequence[str | int]"]
"""Column of `splits` → the value, or the values, that an event has there."""


def counts(
    event_type: str | Sequence[str] | None = None,
    *,
    by: str = "month",
    split: str | Sequence[str] = (),
    where: Where | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> pl.DataFrame:
    """How many events of a type there were in each period, and how many persons were in them.

    What counts is what the SQL views count: events that happened, each once, without totals over a period. An event stands
    in the period of its first day. One whose date is not known to the period (see the view ``events_without_month``) is in
    no row. Persons are added event by event: who is requested, approved and handed over is in three events, so ask for the
    stage you mean with ``where`` or ``split``.

        >>> import riobravo
        >>> handed_over = {"event_subtype": ["extradited", "transferred", "deported"], "source_country": "MEX"}
        >>> monthly = riobravo.counts("extradition", by="month", where=handed_over)
        >>> monthly.columns[:3]
        ['period_start', 'n_events', 'persons_low']
        >>> yearly = riobravo.counts(["deployment", "withdrawal"], by="year", split="event_type")
        >>> yearly.columns[:3]
        ['period_start', 'event_type', 'n_events']
        >>> riobravo.counts("extraditon")
        Traceback (most recent call last):
        riobravo.errors.RioBravoError: [RB-630] riobravo.counts: ... did you mean extradition ...

    Args:
        event_type: A type of the codebook, several, or None for all of them together.
        by: A period of the view ``calendar``, such as month or year.
        split: Columns of ``events`` to count apart, such as event_subtype, source_country, target_sector or
            source_actor_id (`splits` has them all). Null stands for events whose texts leave it open.
        where: Only events with these values in these columns (the same ones as for ``split``).
        connection: The data (`riobravo.connect`); that of the package where none is given.

    Returns:
        One row per period and combination of the split columns that occurs, also where it is 0 (a period without events is
        there too), sorted by them: ``period_start`` (first day), the split columns, ``n_events``; ``persons_low``,
        ``persons_best``, ``persons_high`` (persons; sums over the events counted in persons); ``n_open_above`` (events that
        give no upper bound, so that persons_high is too low), ``n_without_persons`` (events that give no number of persons)
        and ``is_complete`` (whether the dataset covers the period to its end).

    Raises:
        RioBravoError: RB-630 for a type, period, column or value that is not there; as `riobravo.connect`.
    """
    columns = asked(split, splits(), "column to split by")
    data = connect() if connection is None else connection
    asked(by, periods(data), "period")
    chosen = events_counted(event_type, columns=columns, where=where, data=data)
    calendar = frame(data.sql(_CALENDAR, params=[by]))
    rows = (
        frame(data.sql(_PERIODS, params=[by])).join(chosen, on="event_id").join(calendar, on="period_start", how="semi")
    )
    keys = ["period_start", *columns]
    counted = rows.group_by(keys).agg(
        n_events=pl.len().cast(pl.Int64),
        **{column: pl.col(column).sum().cast(pl.Int64) for column in PERSONS},
        n_open_above=pl.col("is_open_above").sum().cast(pl.Int64),
        n_without_persons=pl.col("persons_best").is_null().sum().cast(pl.Int64),
    )
    measures = [name for name in counted.columns if name not in keys]
    spine = calendar.join(rows.select(columns).unique(), how="cross") if columns else calendar
    filled = spine.join(counted, on=keys, how="left", nulls_equal=True).with_columns(pl.col(measures).fill_null(0))
    return filled.select(*keys, *measures, "is_complete").sort(keys)


def events_counted(
    event_type: str | Sequence[str] | None,
    *,
    columns: Sequence[str],
    where: Where | None,
    data: duckdb.DuckDBPyConnection,
) -> pl.DataFrame:
    """The events that count of these types and values, one a row: event_id, event_type, the columns. Raises as `counts`."""
    types = asked(event_type, tuple(ontology.load().types), "type")
    wanted = {column: _values(column, given) for column, given in (where or {}).items()}
    names = dict.fromkeys(("event_id", "event_type", *columns, *wanted))
    rows = frame(data.table("events").select(*names)).join(frame(data.sql(_COUNTED)), on="event_id", how="semi")
    if types:
        rows = rows.filter(pl.col("event_type").is_in(types))
    for column, values in wanted.items():
        rows = rows.filter(pl.col(column).is_in(values))
    return rows.select(*dict.fromkeys(("event_id", "event_type", *columns)))


def splits() -> tuple[str, ...]:
    """The columns of ``events`` that counts can be split by: values of a list, countries, actors, yes or no."""
    table = model.load_tables()["events"]
    actors = {foreign.column for foreign in table.foreign_keys}
    return tuple(
        field.name
        for field in table.fields
        if not field.is_list
        and field.name not in table.key
        and (field.is_coded or field.pattern or field.type == "boolean" or field.name in actors or _has_few(field))
    )


def _has_few(field: Field) -> bool:
    """Whether it is a whole number within two bounds, as a class."""
    return field.type == "integer" and field.minimum is not None and field.maximum is not None


def periods(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The lengths of period that the calendar of the data has."""
    return tuple(name for (name,) in connection.execute("select distinct period from calendar order by 1").fetchall())


def frame(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """What a query gave, as polars."""
    return pl.DataFrame(relation.to_arrow_table())


def asked(names: str | Sequence[str] | None, known: Sequence[str], what: str, *, place: str = _PLACE) -> list[str]:
    """The names as a list, empty for None.

    Raises:
        RioBravoError: RB-630 for one that is not known, naming close ones.
    """
    given = [names] if isinstance(names, str) else list(names or ())
    for name in given:
        if name not in known:
            raise RioBravoError(
                code="RB-630",
                found=f"{what} {name!r}",
                allowed=", ".join(known),
                where=place,
                todo=f"{did_you_mean(name, known)}name one of those allowed",
            )
    return given


def _values(column: str, given: str | int | Sequence[str | int]) -> list[str | int]:
    asked(column, splits(), "column")
    values = list(given) if isinstance(given, Sequence) and not isinstance(given, str) else [given]
    allowed = model.load_tables()["events"].field(column).allowed
    if allowed:
        asked([str(value) for value in values], allowed, f"value of {column}")
    return values
