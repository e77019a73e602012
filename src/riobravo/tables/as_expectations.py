"""``expectations.yaml`` as suites of Great Expectations: what must hold of a whole table, and the problems it finds.

The library is used in memory only: no project folder, no progress bars, no analytics, no network.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from riobravo import resources
from riobravo.errors import RioBravoError
from riobravo.tables.problems import Problem

try:
    import great_expectations as gx
    from great_expectations import expectations
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )
except ModuleNotFoundError as error:
    raise RioBravoError(
        code="RB-105", found=error.name, where=__name__, todo="pip install 'riobravo[validate]'"
    ) from error

if TYPE_CHECKING:
    from pathlib import Path

    from riobravo.tables.bounds import Bounds
    from riobravo.tables.model import Table

Declared = Mapping[str, Any]

gxe: Any = expectations
"""The library exports these names in a way that strict typing does not see."""


def load(path: Path | None = None) -> Sequence[Declared]:
    """The entries of ``expectations.yaml``, in order."""
    entries: Sequence[Declared] = resources.load_yaml(path or resources.schemas_dir() / "expectations.yaml")[
        "expectations"
    ]
    return entries


def suite(table: Table, bounds: Bounds, declared: Sequence[Declared] | None = None) -> gx.ExpectationSuite:
    """The expectations of one table as a suite. The meta of each holds its declaration."""
    entries = [entry for entry in (load() if declared is None else declared) if entry["table"] == table.name]
    made = [made for entry in entries if (made := _RENDERED[entry["expect"]](entry, bounds)) is not None]
    return gx.ExpectationSuite(name=table.name, expectations=made)


def problems(
    frame: pl.DataFrame, table: Table, bounds: Bounds, declared: Sequence[Declared] | None = None
) -> tuple[Problem, ...]:
    """What does not hold of the table, each with what was measured and why it matters."""
    expected = suite(table, bounds, declared)
    if not expected.expectations:
        return ()
    columns = {column for made in expected.expectations if (column := getattr(made, "column", None))}
    data = frame.select(sorted(columns) or frame.columns[:1]).to_pandas()
    asset = _context().data_sources.add_pandas(name=table.name).add_dataframe_asset(name=table.name)
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch(batch_parameters={"dataframe": data})
    return tuple(_told(result, table) for result in batch.validate(expected).results if not result.success)


def _context() -> Any:
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
    )
    return gx.get_context(mode="ephemeral", project_config=config)


def _told(result: Any, table: Table) -> Problem:
    entry = result.expectation_config.meta["declared"]
    asked = {name: value for name, value in entry.items() if name not in ("table", "expect", "column", "because")}
    measured = result.result
    if "partial_missing_list" in measured:
        found = f"no {', no '.join(map(str, measured['partial_missing_list']))}"
    elif "observed_value" in measured:
        found = str(measured["observed_value"])
    elif "unexpected_percent" in measured:
        found = f"{measured['unexpected_percent'] or 0:.1f} % of the rows against it"
    else:
        found = str(result.exception_info)
    allowed = ", ".join(f"{name} {value}" for name, value in asked.items())
    return Problem(
        table=table.name,
        column=entry.get("column", ""),
        check=entry["expect"],
        found=found,
        allowed=f"{allowed}. {entry['because']}",
    )


def _rows(entry: Declared, bounds: Bounds) -> Any:
    last = bounds.row_counts.get(entry["table"])
    if last is None:  # the first build has nothing to be measured by
        return None
    return gxe.ExpectTableRowCountToBeBetween(min_value=_at_least(last, entry["at_least"]), meta=_meta(entry))


def _fresh(entry: Declared, bounds: Bounds) -> Any:
    earliest = bounds.data_through - timedelta(days=entry["within_days"])
    return gxe.ExpectColumnMaxToBeBetween(
        column=entry["column"],
        min_value=_moment(earliest),
        max_value=_moment(bounds.data_through),
        meta=_meta(entry),
    )


def _filled(entry: Declared, _: Bounds) -> Any:
    return gxe.ExpectColumnValuesToNotBeNull(column=entry["column"], mostly=entry["at_least"], meta=_meta(entry))


def _share(entry: Declared, _: Bounds) -> Any:
    if "at_least" in entry:
        return gxe.ExpectColumnValuesToBeInSet(
            column=entry["column"], value_set=entry["values"], mostly=entry["at_least"], meta=_meta(entry)
        )
    return gxe.ExpectColumnValuesToNotBeInSet(
        column=entry["column"], value_set=entry["values"], mostly=1 - entry["at_most"], meta=_meta(entry)
    )


def _includes(entry: Declared, _: Bounds) -> Any:
    return gxe.ExpectColumnDistinctValuesToContainSet(
        column=entry["column"], value_set=entry["values"], meta=_meta(entry)
    )


def _mean(entry: Declared, _: Bounds) -> Any:
    return gxe.ExpectColumnMeanToBeBetween(
        column=entry["column"], min_value=entry["minimum"], max_value=entry["maximum"], meta=_meta(entry)
    )


def _at_least(rows: int, share: float) -> int:
    return math.ceil(round(rows * share, 6))  # rounded first, lest 0.9 of 70 be a little more than 63


def _meta(entry: Declared) -> dict[str, Any]:
    return {"declared": dict(entry)}


def _moment(day: date) -> Any:
    """A day as what polars makes of a date column on the way to pandas."""
    return pl.Series([day]).to_pandas()[0]


_RENDERED: Mapping[str, Callable[[Declared, Bounds], Any]] = MappingProxyType(
    {"rows": _rows, "fresh": _fresh, "filled": _filled, "share": _share, "includes": _includes, "mean": _mean}
)
"""What expectations.yaml can ask → how Great Expectations asks it."""
