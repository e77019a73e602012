"""``expectations.yaml`` as suites of Great Expectations: what must hold of a whole table, and the problems it finds.

The library is used in memory only: no project folder, no progress bars, no analytics, no network. It looks at pandas frames,
because its SQL engine goes through SQLAlchemy and does not work with DuckDB 2. Only the pages it makes for people
(`problems` with ``docs``) are files; they carry run times and load scripts from other hosts, so they are never published.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from riobravo import resources
from riobravo.errors import RioBravoError
from riobravo.tables import summaries
from riobravo.tables.problems import Gate, Problem

try:
    import great_expectations as gx
    from great_expectations import expectations
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )
    from great_expectations.expectations.row_conditions import Column
except ModuleNotFoundError as error:
    raise RioBravoError(
        code="RB-105", found=error.name, where=__name__, todo="pip install 'riobravo[validate]'"
    ) from error

if TYPE_CHECKING:
    from pathlib import Path

    from riobravo.tables.bounds import Bounds
    from riobravo.tables.model import Table
    from riobravo.tables.summaries import Summary

Declared = Mapping[str, Any]

gxe: Any = expectations
"""The library exports these names in a way that strict typing does not see."""

_UNSEEN = 0.01
"""The share that values which the last release did not have are taken to have had: a divergence from nothing is infinite."""

_SITE = "data_docs"


def load(path: Path | None = None) -> Sequence[Declared]:
    """The hand-written entries of ``expectations.yaml``, in order."""
    entries: Sequence[Declared] = _content(path)["expectations"]
    return entries


def load_derived(path: Path | None = None) -> Sequence[Declared]:
    """The rules of ``expectations.yaml`` that give an expectation for every table or column they fit."""
    rules: Sequence[Declared] = _content(path)["derived"]
    return rules


def entries_of(table: Table, bounds: Bounds) -> Sequence[Declared]:
    """All that is expected of a table: what is written of it, and what is derived, where nothing is written in its place."""
    written = [entry for entry in load() if entry["table"] == table.name]
    taken = {(entry["expect"], entry.get("column", "")) for entry in written}
    derived = [entry for rule in load_derived() for entry in _DERIVED[rule["expect"]](rule, table, bounds)]
    return [*written, *(entry for entry in derived if (entry["expect"], entry.get("column", "")) not in taken)]


def suite(table: Table, bounds: Bounds, declared: Sequence[Declared] | None = None) -> gx.ExpectationSuite:
    """The expectations of one table as a suite. The meta of each holds its declaration, its notes the reason."""
    entries = entries_of(table, bounds) if declared is None else declared
    made = [_RENDERED[entry["expect"]](entry, bounds) for entry in entries]
    return gx.ExpectationSuite(name=table.name, expectations=[one for one in made if one is not None])


def problems(
    frames: Mapping[str, pl.DataFrame],
    tables: Mapping[str, Table],
    bounds: Bounds,
    declared: Sequence[Declared] | None = None,
    *,
    docs: Path | None = None,
) -> tuple[Problem, ...]:
    """What does not hold of the tables, each with what was measured and why it matters.

    ``frames`` have the columns that their tables declare. With ``docs`` all that was asked and measured is written there as
    pages for a browser.
    """
    context = _context(docs)
    found: list[Problem] = []
    for name, frame in frames.items():
        expected = suite(tables[name], bounds, declared)
        if not expected.expectations:
            continue
        data = _measured(frame, tables[name], bounds, expected)
        asset = context.data_sources.add_pandas(name=name).add_dataframe_asset(name=name)
        batch = asset.add_batch_definition_whole_dataframe(name)
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=batch, suite=context.suites.add(expected))
        )
        done = definition.run(batch_parameters={"dataframe": data})
        found += [_told(result, tables[name]) for result in done.results if not result.success]
    if docs is not None:
        context.build_data_docs(site_names=[_SITE])
    return tuple(found)


def _content(path: Path | None) -> Mapping[str, Any]:
    content: Mapping[str, Any] = resources.load_yaml(path or resources.schemas_dir() / "expectations.yaml")
    return content


def _context(docs: Path | None) -> Any:
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    if docs is not None:
        store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs.resolve())}
        index = {"class_name": "DefaultSiteIndexBuilder"}
        site: Any = {"class_name": "SiteBuilder", "store_backend": store, "site_index_builder": index}
        context.add_data_docs_site(_SITE, site)
    return context


def _measured(frame: pl.DataFrame, table: Table, bounds: Bounds, expected: gx.ExpectationSuite) -> Any:
    """The columns that are asked for as a pandas frame; those whose spread is asked for as bins."""
    asked = {column for made in expected.expectations if (column := getattr(made, "column", None))}
    asked |= {_TYPE} & set(frame.columns)
    last = bounds.last_release.get(table.name, {})
    columns = []
    for field in table.fields:
        if field.name in asked:
            columns.append(frame[field.name])
        if _bins(field.name) in asked:
            bins = summaries.binned(frame[field.name], field, last[field.name].edges)
            columns.append((frame[field.name] if bins is None else bins).alias(_bins(field.name)))
    return pl.DataFrame(columns or [frame.to_series(0)]).to_pandas()


def _told(result: Any, table: Table) -> Problem:
    entry = result.expectation_config.meta["declared"]
    asked = {name: value for name, value in entry.items() if name not in _TOLD_ELSEWHERE}
    measured = result.result
    if "partial_missing_list" in measured:
        found = f"no {', no '.join(map(str, measured['partial_missing_list']))}"
    elif measured.get("observed_value") is not None:
        value = measured["observed_value"]
        found = f"{value:.4g}" if isinstance(value, float) else str(value)
    elif "unexpected_percent" in measured:
        found = f"{measured['unexpected_percent'] or 0:.1f} % of the rows against it"
    elif "details" in measured:
        found = f"no likeness at all: {measured['details']}"
    else:
        found = str(result.exception_info)
    allowed = ", ".join(f"{name} {value}" for name, value in asked.items())
    return Problem(
        gate=Gate.EXPECTATIONS,
        table=table.name,
        column=entry.get("column", ""),
        check=entry["expect"],
        row=f"{_TYPE}={entry['event_type']}" if "event_type" in entry else "",
        found=found,
        allowed=f"{allowed}. {entry['because']}",
    )


_TOLD_ELSEWHERE = ("table", "expect", "column", "because", "event_type", "from_rows")
_TYPE = "event_type"
"""The column by which row_counts.csv counts."""


# ── what is derived ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows_of_tables(rule: Declared, table: Table, bounds: Bounds) -> Iterator[Declared]:
    if table.name in bounds.row_counts:
        yield {"table": table.name, **rule}


def _rows_of_types(rule: Declared, table: Table, bounds: Bounds) -> Iterator[Declared]:
    for (name, event_type), rows in bounds.type_counts.items():
        if name == table.name and rows >= rule["from_rows"]:
            yield {"table": table.name, "event_type": event_type, **rule}


def _of_columns(rule: Declared, table: Table, bounds: Bounds) -> Iterator[Declared]:
    """An entry for each column whose summary has enough rows (for a spread: enough values, and bins)."""
    is_spread = rule["expect"] == "spread_as_before"
    for field in table.fields:
        last = bounds.last_release.get(table.name, {}).get(field.name)
        if last is None or (field.name in table.required and not is_spread) or (is_spread and not last.counts):
            continue
        if (last.n_filled if is_spread else last.n_rows) >= rule["from_rows"]:
            yield {"table": table.name, "column": field.name, **rule}


_DERIVED: Mapping[str, Callable[[Declared, Table, Bounds], Iterator[Declared]]] = MappingProxyType(
    {
        "rows": _rows_of_tables,
        "rows_of_type": _rows_of_types,
        "filled_as_before": _of_columns,
        "spread_as_before": _of_columns,
    }
)
"""What ``derived`` of expectations.yaml can ask → the entries it stands for."""


# ── how it is asked ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(entry: Declared, bounds: Bounds) -> Any:
    last = bounds.row_counts.get(entry["table"])
    if last is None:  # the first build has nothing to be measured by
        return None
    return gxe.ExpectTableRowCountToBeBetween(**_between(last, entry), **_said(entry))


def _rows_of_type(entry: Declared, bounds: Bounds) -> Any:
    last = bounds.type_counts[entry["table"], entry["event_type"]]
    of_type = Column(_TYPE) == entry["event_type"]
    return gxe.ExpectTableRowCountToBeBetween(**_between(last, entry), row_condition=of_type, **_said(entry))


def _fresh(entry: Declared, bounds: Bounds) -> Any:
    earliest = bounds.data_through - timedelta(days=entry["within_days"])
    return gxe.ExpectColumnMaxToBeBetween(
        column=entry["column"],
        min_value=_moment(earliest),
        max_value=_moment(bounds.data_through),
        **_said(entry),
    )


def _filled(entry: Declared, _: Bounds) -> Any:
    return gxe.ExpectColumnValuesToNotBeNull(column=entry["column"], mostly=entry["at_least"], **_said(entry))


def _filled_as_before(entry: Declared, bounds: Bounds) -> Any:
    last = _last(entry, bounds)
    if last is None:
        return None
    share = last.n_filled / last.n_rows
    return gxe.ExpectColumnProportionOfNonNullValuesToBeBetween(
        column=entry["column"],
        min_value=max(0.0, share - entry["within"]),
        max_value=min(1.0, share + entry["within"]),
        **_said(entry),
    )


def _spread_as_before(entry: Declared, bounds: Bounds) -> Any:
    last = _last(entry, bounds)
    if last is None:
        return None
    counts = last.counts
    total = sum(counts.values())
    return gxe.ExpectColumnKLDivergenceToBeLessThan(
        column=_bins(entry["column"]),
        partition_object={"values": list(counts), "weights": [count / total for count in counts.values()]},
        threshold=entry["divergence_at_most"],
        tail_weight_holdout=_UNSEEN,
        internal_weight_holdout=0,
        **_said(entry),
    )


def _share(entry: Declared, _: Bounds) -> Any:
    if "at_least" in entry:
        return gxe.ExpectColumnValuesToBeInSet(
            column=entry["column"], value_set=entry["values"], mostly=entry["at_least"], **_said(entry)
        )
    return gxe.ExpectColumnValuesToNotBeInSet(
        column=entry["column"], value_set=entry["values"], mostly=1 - entry["at_most"], **_said(entry)
    )


def _includes(entry: Declared, _: Bounds) -> Any:
    return gxe.ExpectColumnDistinctValuesToContainSet(column=entry["column"], value_set=entry["values"], **_said(entry))


def _mean(entry: Declared, _: Bounds) -> Any:
    return gxe.ExpectColumnMeanToBeBetween(
        column=entry["column"], min_value=entry["minimum"], max_value=entry["maximum"], **_said(entry)
    )


def _last(entry: Declared, bounds: Bounds) -> Summary | None:
    return bounds.last_release.get(entry["table"], {}).get(entry["column"])


def _bins(column: str) -> str:
    """The name of a column's bins, beside the column itself."""
    return f"{column} (bins)"


def _between(rows: int, entry: Declared) -> dict[str, int | None]:
    """At least, and at most, a share of rows; rounded first, lest 0.9 of 70 be a little more than 63."""
    highest = entry.get("at_most")
    return {
        "min_value": math.ceil(round(rows * entry["at_least"], 6)),
        "max_value": None if highest is None else math.floor(round(rows * highest, 6)),
    }


def _said(entry: Declared) -> dict[str, Any]:
    return {"meta": {"declared": dict(entry)}, "notes": entry["because"]}


def _moment(day: date) -> Any:
    """A day as what polars makes of a date column on the way to pandas."""
    return pl.Series([day]).to_pandas()[0]


_RENDERED: Mapping[str, Callable[[Declared, Bounds], Any]] = MappingProxyType(
    {
        "rows": _rows,
        "rows_of_type": _rows_of_type,
        "fresh": _fresh,
        "filled": _filled,
        "filled_as_before": _filled_as_before,
        "share": _share,
        "spread_as_before": _spread_as_before,
        "includes": _includes,
        "mean": _mean,
    }
)
"""What expectations.yaml can ask → how Great Expectations asks it."""
