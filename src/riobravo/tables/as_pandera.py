"""A table as a pandera schema for polars, and the problems it finds, all at once and each with the key of its row.

Pandera looks at the columns of a LazyFrame only, never at its data, and says so nowhere: `problems` collects first, and the
tests prove that values are checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.tables import as_polars
from riobravo.tables.problems import Gate, Problem

try:
    import pandera.polars as pa
except ModuleNotFoundError as error:
    raise RioBravoError(
        code="RB-105", found=error.name, where=__name__, todo="pip install 'riobravo[validate]'"
    ) from error

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table

Condition = Callable[[pl.Expr], pl.Expr]
"""A value → whether it holds. Null stands for a missing value; whether that is allowed is asked elsewhere."""

_NAMES = {
    "not_nullable": "required",
    "multiple_fields_uniqueness": "key",
    "column_in_schema": "column not declared",
    "column_in_dataframe": "column missing",
    "column_ordered": "column order",
}
"""Pandera's names of its own checks → ours."""


def schema(table: Table) -> pa.DataFrameSchema:
    """All that is declared of the table's columns: order, types, required, key, and the bounds of values."""
    return pa.DataFrameSchema(
        {field.name: _column(field, table) for field in table.fields},
        name=table.name,
        strict=True,
        ordered=True,
        unique=list(table.key),
    )


def problems(frame: pl.DataFrame | pl.LazyFrame, table: Table) -> tuple[Problem, ...]:
    """Every value of the frame that does not hold to the table's declaration, in the order of columns.

    A LazyFrame is collected: its data is checked, not only its columns.
    """
    data = frame.collect() if isinstance(frame, pl.LazyFrame) else frame
    try:
        schema(table).validate(data, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return tuple(_told(errors.failure_cases, data, table))
    return ()


def conditions(field: Field) -> Mapping[str, Condition]:
    """The bounds of one value of the field, by the name that fields.yaml gives them."""
    found: dict[str, Condition] = {}
    if field.is_coded:
        allowed = list(field.allowed)
        found["codes" if field.codes else "one_of"] = lambda value: value.is_in(allowed)
    if field.pattern is not None:
        pattern = field.pattern
        found["pattern"] = lambda value: value.str.contains(pattern)
    if field.min_length is not None:
        min_length = field.min_length
        found["min_length"] = lambda value: value.str.len_chars() >= min_length
    if field.minimum is not None:
        minimum = field.minimum
        found["minimum"] = lambda value: value >= minimum
    if field.maximum is not None:
        maximum = field.maximum
        found["maximum"] = lambda value: value <= maximum
    if field.item_type == "number":
        # polars holds NaN to be greater than every number, so that a minimum alone lets it pass
        found["finite"] = lambda value: value.is_finite()
    return found


def _column(field: Field, table: Table) -> pa.Column:
    checks = [_check(name, holds) for name, holds in _of_cell(field).items()]
    for part in field.fields:
        checks += [
            _check(f"{part.name}: {name}", _in_parts(part.name, holds)) for name, holds in _of_cell(part).items()
        ]
    return pa.Column(as_polars.dtype(field), nullable=field.name not in table.required, checks=checks)


def _of_cell(field: Field) -> Mapping[str, Condition]:
    """The bounds of a whole cell: of a list, those of each item, and that no item is missing."""
    found = conditions(field)
    if not field.is_list:
        return found
    return {name: _in_lists(holds) for name, holds in found.items()} | {"item missing": _in_lists(pl.Expr.is_not_null)}


def _check(name: str, holds: Condition) -> pa.Check:
    def look(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(holds(pl.col(data.key)).fill_null(value=True))

    return pa.Check(look, name=name, error=name)


def _in_lists(holds: Condition) -> Condition:
    return lambda cell: cell.list.eval(holds(pl.element()).fill_null(value=True)).list.all()


def _in_parts(part: str, holds: Condition) -> Condition:
    return _in_lists(lambda item: holds(item.struct.field(part)))


def _told(cases: pl.DataFrame, data: pl.DataFrame, table: Table) -> Iterator[Problem]:
    keys = [name for name in table.key if name in data.columns]
    # of a column of the wrong type nothing else can be said: its other checks fail for no reason of their own
    mistyped = {case["column"] for case in cases.iter_rows(named=True) if str(case["check"]).startswith("dtype(")}
    for case in cases.iter_rows(named=True):
        check, found = str(case["check"]), str(case["failure_case"])
        row = "" if case["index"] is None else _row(data, keys, case["index"])
        if case["schema_context"] != "Column":
            yield _of_frame(check, found, row, table)
        elif check.startswith("dtype("):
            field = table.field(case["column"])
            allowed = str(as_polars.dtype(field))
            yield Problem(
                gate=Gate.SCHEMA, table=table.name, check="type", column=field.name, found=found, allowed=allowed
            )
        elif case["column"] not in mistyped:
            field = table.field(case["column"])
            named, allowed = _NAMES.get(check, check), _allowed(field, check)
            yield Problem(
                gate=Gate.SCHEMA,
                table=table.name,
                check=named,
                column=field.name,
                row=row,
                found=found,
                allowed=allowed,
            )


def _of_frame(check: str, found: str, row: str, table: Table) -> Problem:
    """A problem of the whole frame; for a column that is missing or not declared pandera gives its name as the value."""
    named = _NAMES.get(check, check)
    if named == "key":
        return Problem(gate=Gate.SCHEMA, table=table.name, check=named, row=row, found="another row with this key")
    return Problem(
        gate=Gate.SCHEMA, table=table.name, check=named, column=found, found=found, allowed=", ".join(table.columns)
    )


def _row(data: pl.DataFrame, keys: list[str], index: int) -> str:
    values = data.row(index, named=True)
    return ", ".join(f"{name}={values[name]}" for name in keys) or f"row {index}"


def _allowed(field: Field, check: str) -> str:
    part, _, bound = check.rpartition(": ")
    declared: Any = next((inner for inner in field.fields if inner.name == part), field)
    if bound in ("codes", "one_of"):
        return ", ".join(declared.allowed)
    value = getattr(declared, bound, None)
    return "" if value is None else str(value)
