"""What the commands print: tables, reports, problems, progress. Results go to standard output, all else to standard error."""

from __future__ import annotations

import csv
import json
import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from riobravo.errors import one_line
from riobravo.release import lock

if TYPE_CHECKING:
    from riobravo.corpus.progress import Status, Watch
    from riobravo.data import Answer
    from riobravo.evaluate.disagreements import Report
    from riobravo.evaluate.score import Scores
    from riobravo.release.build import BuildReport
    from riobravo.tables.problems import Problem


class Form(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


FormOption = Annotated[Form, typer.Option("--format", help="How to print the answer.")]

_WIDTH = 160
"""Columns of a table that goes to a file or pipe; on a terminal it is the terminal's."""

_EVERY = 30.0
"""Seconds between two lines of progress where they stay."""

_MOST_ROWS = 500
_MOST_ROWS_A_RULE = 10
_MOST_CONFUSIONS = 20
_LONGEST = 2_000
"""Code points of a line of results; values from texts may be longer."""


def output() -> Console:
    """The console of results."""
    return _console(sys.stdout)


def tell(text: str) -> None:
    """A line for people, on standard error."""
    _console(sys.stderr).print(Text(text), soft_wrap=True)


def tell_error(text: str) -> None:
    """One line of error, on standard error."""
    tell(f"riobravo: {text}")


@contextmanager
def progress(first: str) -> Iterator[Callable[[str, int], None]]:
    """A line that says what is being done while it is done; elsewhere than on a terminal only that one waits."""
    console = _console(sys.stderr)
    if not console.is_terminal:
        yield lambda stage, done: tell(stage) if stage == lock.WAITING else None
        return
    with console.status(first) as status:
        yield lambda stage, done: status.update(f"{stage} ({done:,})" if done else stage)


@contextmanager
def watching() -> Iterator[Watch]:
    """A line that says how far a corpus is and how long it will take; into a file or pipe a new one every half minute."""
    console = _console(sys.stderr)
    started: float | None = None
    last = -math.inf

    def seconds(status: Status) -> float:
        nonlocal started
        started = time.monotonic() if started is None and status.n_done > status.n_from_before else started
        return time.monotonic() - started if started is not None else 0.0

    def tell_now_and_then(status: Status) -> None:
        nonlocal last
        passed = seconds(status)
        if status.n_done and time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            tell(status.told(passed))

    if not console.is_terminal:
        yield tell_now_and_then
        return
    with console.status("starting") as line:
        yield lambda status: line.update(escape(status.told(seconds(status))))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Iterable[int] = ()) -> None:
    """A table; the columns of ``numbers`` (by position) are set flush right."""
    right = set(numbers)
    shown = Table(title=title or None, title_justify="left")
    for position, column in enumerate(columns):
        shown.add_column(Text(column), justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(_cell(value)) for value in row))
    output().print(shown)


def answer(found: Answer, form: str) -> None:
    """The answer to a query as a table for people, as CSV or as JSON."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(found.columns)
        writer.writerows(found.rows)
        return
    if form == "json":
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    shown = found.rows[:_MOST_ROWS]
    numbers = [
        position
        for position in range(len(found.columns))
        if shown and all(isinstance(row[position], int | float | None) for row in shown)
    ]
    table("", found.columns, shown, numbers=numbers)
    if len(found.rows) > len(shown):
        tell(f"{len(shown)} of {len(found.rows):,} rows; --format csv gives all.")


def report(done: BuildReport) -> None:
    """What a build did."""
    rows_of_tables(done.rows)
    types = list(next(iter(done.events_by_year.values()), {}))
    table(
        "Events that count, of the headline types by year",
        ("year", *types),
        [(year, *(counts.get(name, 0) for name in types)) for year, counts in done.events_by_year.items()],
        numbers=range(len(types) + 1),
    )
    coded = "" if done.n_coded is None else f", {done.n_coded:,} articles coded anew"
    output().print(
        f"{done.n_quarantined:,} quarantined, {done.n_out_of_scope:,} events out of scope{coded}, {done.seconds:.1f} seconds",
        highlight=False,
    )
    for trouble in done.trouble:
        tell(f"cache: {trouble}")


def rows_of_tables(rows: Mapping[str, int]) -> None:
    """Rows a table."""
    table("Tables", ("table", "rows"), [(name, f"{count:,}") for name, count in rows.items()], numbers=(1,))


def scores(found: Scores) -> None:
    """Precision, recall and F1 a type, then the columns of matched events."""
    names = ("event_type", "language", "status", "n_gold", "n_predicted", "n_matched", "precision", "recall", "f1")
    rows = [[getattr(row, name) for name in names] for row in found.scores if row.n_gold + row.n_predicted]
    table(f"Events in {found.n_articles:,} articles", names, rows, numbers=range(3, len(names)))
    columns = [(row.attribute, row.language, row.n, row.n_right, row.share) for row in found.accuracies if row.n]
    table("Columns of matched events", ("column", "language", "n", "right", "share"), columns, numbers=range(2, 5))


def agreement(found: Report) -> None:
    """F1 a type, alpha a column, and the most frequent confusions of two coders."""
    from riobravo.evaluate import shown
    from riobravo.evaluate.score import COUNTED

    of_both = found.agreement
    rows = [
        (row.event_type, row.n_gold, row.n_predicted, row.n_matched, shown.figure(row.f1, row.f1_interval))
        for row in of_both.scores
        if row.language == "all" and row.status == "+".join(COUNTED) and row.n_gold + row.n_predicted
    ]
    title = f"Events that {found.first} and {found.second} find in {of_both.n_articles:,} articles"
    table(title, ("event_type", found.first, found.second, "both", "F1"), rows, numbers=range(1, 4))
    fields = [(row.column, row.n, row.share, row.alpha) for row in of_both.fields if row.n]
    table("Columns of events that both find", ("column", "n", "share", "alpha"), fields, numbers=range(1, 4))
    confused = [(one or "(nothing)", other or "(nothing)", n) for one, other, n in found.confusions[:_MOST_CONFUSIONS]]
    table("What is taken for what", (found.first, found.second, "times"), confused, numbers=(2,))
    tell(f"{len(found.disagreements):,} disagreements; --save OUT.md lists all with their text.")


def outside(title: str, entry: Mapping[str, Any]) -> None:
    """The figures of an outside set, one table a measure."""
    names = ("n_gold", "n_predicted", "n_matched", "precision", "recall", "f1")
    for measure in entry["measures"]:
        of_measure = f"{title}: {measure['name']}"
        if "labels" in measure:
            rows = [
                [row["label"], *(row[name] for name in names)]
                for row in measure["labels"]
                if row["n_gold"] + row["n_predicted"]
            ]
            table(of_measure, ("label", *names), rows, numbers=range(1, 7))
        else:
            rows = [list(row.values()) for row in measure["rates"]]
            table(of_measure, list(measure["rates"][0]) if rows else ("rates",), rows, numbers=range(1, 6))
        if "numbers" in measure:
            counted = measure["numbers"]
            tell(f"numbers as in the gold: {counted['n_right']:,} of {counted['n']:,}")


def as_json(found: Any) -> None:
    """Plain values as JSON."""
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def problems(found: Sequence[Problem]) -> None:
    """What validation found, gate by gate and one a line; of many rows that break one rule the first ones."""
    from riobravo.tables.problems import Gate

    for gate in Gate:
        of_gate = [problem for problem in found if problem.gate == gate]
        if of_gate:
            tell(f"{gate}: {gate.looks_at}")
        by_rule: dict[tuple[str, str, str], list[Problem]] = {}
        for problem in of_gate:
            by_rule.setdefault((problem.table, problem.column, problem.check), []).append(problem)
        for (*_, check), broken in by_rule.items():
            for problem in broken[:_MOST_ROWS_A_RULE]:
                tell(f"  {problem}")
            if len(broken) > _MOST_ROWS_A_RULE:
                tell(f"  ... and {len(broken) - _MOST_ROWS_A_RULE:,} more: {check}")


def say(text: str) -> None:
    """A line of results, on standard output, as it is."""
    output().print(Text(one_line(text, longest=_LONGEST)), soft_wrap=True)


def cell(value: Any) -> str:
    """A value as a table shows it; nothing where there is none."""
    return _cell(value) or "nothing"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else one_line(value)


def _console(stream: Any) -> Console:
    is_terminal = stream.isatty()
    return Console(file=stream, width=None if is_terminal else _WIDTH)
