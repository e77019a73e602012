"""The commands about what changed from release to release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riobravo import resources
from riobravo.cli import show

if TYPE_CHECKING:
    from riobravo.release.diff import Diff

app = typer.Typer()

_MOST = 20
"""Events of one kind that are shown one by one."""

_KINDS = ("merged", "split", "removed", "added")


@app.command()
def diff(
    old: Annotated[
        Path | None,
        typer.Argument(
            metavar="OLD", help="A folder of tables, or a .duckdb file; the last release where none is named."
        ),
    ] = None,
    new: Annotated[
        Path | None, typer.Argument(metavar="NEW", help="As OLD; the dataset's tables where none is named.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
    changelog: Annotated[bool, typer.Option("--changelog", help="Print an entry for dataset/CHANGELOG.md.")] = False,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Write the table of changes as Parquet.")
    ] = None,
) -> int:
    """Show what changed in the tables: rows added, removed and changed, events merged and split."""
    from riobravo.release import changes, last_release, write
    from riobravo.release import diff as of_states
    from riobravo.tables import model

    declared = model.load()
    before = of_states.state(old or resources.dataset_dir() / last_release.FOLDER, declared)
    after = of_states.state(new or resources.tables_dir(), declared)
    found = of_states.between(before, after, declared)
    if save is not None:
        write.write_table(found.changes, declared.release_tables[changes.TABLE], save)
    if as_json:
        show.as_json(found.as_json())
    elif changelog:
        show.output().print(of_states.changelog(found), highlight=False, markup=False, soft_wrap=True, end="")
    else:
        _to_terminal(found)
    return 0


@app.command("mark-release")
def mark_release(
    version: Annotated[
        str, typer.Argument(metavar="VERSION", help="The version that was released, such as 2026.11.0.")
    ],
) -> int:
    """Keep keys, hashes and statistics of the dataset's tables as those of the last release (dataset/last_release)."""
    from riobravo.release import last_release, read
    from riobravo.tables import model

    declared, dataset = model.load(), resources.dataset_dir()
    tables = read.read_tables(read.tables_folder(dataset), declared.tables)
    folder = last_release.keep(tables, declared.tables, version, dataset)
    show.output().print(f"{folder}: {version}", highlight=False, soft_wrap=True)
    return 0


def _to_terminal(found: Diff) -> None:
    from riobravo.release.diff import event_line, sentence

    show.say(f"{found.old} to {found.new}")
    told = [table for table in found.tables if table.differs]
    if not told:
        show.say("Nothing changed.")
        return
    kinds = sorted({kind for table in told for kind in table.counts})
    rows = [
        (table.table, table.rows_before, table.rows_after, *(table.counts.get(kind) for kind in kinds))
        for table in told
    ]
    show.table("", ("table", "rows before", "rows after", *kinds), rows, numbers=range(1, 3 + len(kinds)))
    for table in told:
        if table.columns or table.columns_added or table.columns_removed:
            show.say(sentence(table))
    for kind in _KINDS:
        events = found.of_table("events", kind)
        for row in events[:_MOST]:
            show.say(event_line(found, row))
        if len(events) > _MOST:
            show.say(f"{kind}: {len(events) - _MOST:,} more events")
    _changed_events(found)


def _changed_events(found: Diff) -> None:
    from riobravo.release.diff import event_line

    changed = found.of_table("events", "changed")
    for row in changed[:_MOST]:
        show.say(event_line(found, row))
        cells = found.cells.get(("events", row["row_key"]), {})
        for column in row["changed_columns"]:
            before, after = cells.get(column, (None, None))
            show.say(f"  {column}: {show.cell(before)} to {show.cell(after)}" if cells else f"  {column}")
    if len(changed) > _MOST:
        show.say(f"changed: {len(changed) - _MOST:,} more events; --json tells all")
