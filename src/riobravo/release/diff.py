"""How one state of the tables differs from another, for people: what ``riobravo diff`` shows, and the CHANGELOG entry.

A state is a folder of tables, a ``.duckdb`` file, or the kept last release, which has fingerprints only: then the columns
that changed are known, the values they had are not.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.release import changes, database, fingerprints, last_release, read, registry
from riobravo.tables import model

if TYPE_CHECKING:
    from riobravo.tables.model import Declarations, Table

_NAMED: Final = ("event_type", "date_start", "headline")
"""What is told of an event beside its id."""

Values = Mapping[str, Mapping[str, Any]]
"""Row key → the row's values by column."""


@dataclass(frozen=True, slots=True)
class State:
    """One state of the tables: its fingerprints and, unless it is a kept release, its values; and the ids that were retired."""

    name: str
    fingerprints: Mapping[str, pl.DataFrame]
    frames: Mapping[str, pl.DataFrame]
    retired: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDiff:
    """One table: its rows before and after (None where it was not there), rows by kind of change, and columns by how often
    they changed.
    """

    table: str
    rows_before: int | None
    rows_after: int | None
    counts: Mapping[str, int]
    columns: Mapping[str, int]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether anything is to be told."""
        is_new = self.rows_before is None or self.rows_after is None
        return is_new or bool(self.counts or self.columns_added or self.columns_removed)


@dataclass(frozen=True, slots=True)
class Diff:
    """Two states: each table's summary, the table ``changes``, and of each changed cell the value before and after.

    ``cells`` holds, by table and row key, the changed columns with (before, after); empty where a state has no values.
    ``named`` tells, by event_id, what an event is.
    """

    old: str
    new: str
    tables: tuple[TableDiff, ...]
    changes: pl.DataFrame
    cells: Mapping[tuple[str, str], Mapping[str, tuple[Any, Any]]]
    named: Values

    def of_table(self, table: str, *kinds: str) -> list[dict[str, Any]]:
        """The rows of ``changes`` of a table, of the given kinds of change (of all where none is given)."""
        asked = self.changes.filter(pl.col("table_name") == table)
        return (asked.filter(pl.col("change").is_in(list(kinds))) if kinds else asked).to_dicts()

    def as_json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {
            "old": self.old,
            "new": self.new,
            "tables": [
                {
                    "table": one.table,
                    "rows_before": one.rows_before,
                    "rows_after": one.rows_after,
                    "changes": dict(one.counts),
                    "columns": dict(one.columns),
                    "columns_added": list(one.columns_added),
                    "columns_removed": list(one.columns_removed),
                }
                for one in self.tables
            ],
            "changes": [{**row, **self._values(row)} for row in self.changes.to_dicts()],
        }

    def _values(self, row: Mapping[str, Any]) -> dict[str, Any]:
        cells = self.cells.get((row["table_name"], row["row_key"]), {})
        pairs = {
            column: {"before": _plain(before), "after": _plain(after)} for column, (before, after) in cells.items()
        }
        return {"values": pairs} if pairs else {}


def state(path: Path, declared: Declarations) -> State:
    """The state at a path: a folder of tables (or one with ``tables/``), a kept release, or a .duckdb file.

    Raises:
        RioBravoError: RB-602 where there are no tables, RB-603 for a file that is not what it should be.
    """
    name = str(path)
    if path.is_dir() and last_release.is_one(path):
        prints = last_release.read_fingerprints(path, declared.tables)
        return State(f"{name} ({last_release.version(path)})", prints, {}, {})
    if path.is_file():
        frames, ids = database.read_tables(path, declared.tables), registry.read(path.parent / registry.FILE)
    else:
        folder = read.tables_folder(path)
        frames, ids = read.read_tables(folder, declared.tables), registry.beside(folder)
    if not frames:
        raise RioBravoError(code="RB-602", found="no table that is declared", where=path)
    return State(name, fingerprints.of_tables(frames, declared.tables), frames, registry.retired(ids))


def between(old: State, new: State, declared: Declarations | None = None) -> Diff:
    """How the new state differs from the old one."""
    declared = declared or model.load()
    of_changes = declared.release_tables[changes.TABLE]
    found = changes.between(old.fingerprints, new.fingerprints, declared.tables, of_changes, new.retired)
    tables = [
        _table_diff(name, old.fingerprints.get(name), new.fingerprints.get(name), found)
        for name in declared.tables
        if name in old.fingerprints or name in new.fingerprints
    ]
    return Diff(old.name, new.name, tuple(tables), found, _cells(found, old, new, declared), _names(old, new))


def changelog(diff: Diff, *, most: int = 20) -> str:
    """The diff as an entry for ``dataset/CHANGELOG.md``: a line a table, and of events each that was added, merged or gone.

    Of very many events of one kind the first ``most`` are named and the rest are counted.
    """
    lines = [f"- {line}" for line in map(sentence, diff.tables) if line]
    told = [*_told(diff, ("merged", "split"), most), *_told(diff, ("removed",), most), *_told(diff, ("added",), most)]
    lines += [f"  - {line}" for line in told] if lines else ["- Nothing changed."]
    return "\n".join(lines) + "\n"


def sentence(table: TableDiff) -> str:
    """What changed in one table, in a line; empty where nothing did."""
    if not table.differs:
        return ""
    if table.rows_before is None or table.rows_after is None:
        return f"`{table.table}` is {'new' if table.rows_before is None else 'gone'}."
    parts = [f"{count:,} {kind}" for kind, count in table.counts.items()]
    columns = ", ".join(f"`{name}` {count:,}" for name, count in table.columns.items())
    told = f"{', '.join(parts) or 'the same rows'}{f' ({columns})' if columns else ''}"
    for verb, names in (("new", table.columns_added), ("gone", table.columns_removed)):
        told += f"; {verb}: {', '.join(f'`{name}`' for name in names)}" if names else ""
    return f"`{table.table}`: {table.rows_before:,} to {table.rows_after:,} rows; {told}."


def event_line(diff: Diff, row: Mapping[str, Any]) -> str:
    """What became of an event, in a line."""
    known = diff.named.get(row["row_key"], {})
    what = ", ".join(str(known[column]) for column in _NAMED if known.get(column) is not None)
    related = ", ".join(row["related_ids"])
    joined = {"merged": "into ", "split": "into ", "removed": "", "added": "out of "}.get(row["change"], "")
    ending = f" {joined}{related}" if related else ""
    return f"{row['change']}: {row['row_key']}{f' ({what})' if what else ''}{ending}"


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))  # dates as texts


def _told(diff: Diff, kinds: Sequence[str], most: int) -> Iterator[str]:
    rows = diff.of_table("events", *kinds)
    for row in rows[:most]:
        yield event_line(diff, row)
    if len(rows) > most:
        yield f"{' or '.join(kinds)}: {len(rows) - most:,} more"


def _table_diff(name: str, old: pl.DataFrame | None, new: pl.DataFrame | None, found: pl.DataFrame) -> TableDiff:
    rows = found.filter(pl.col("table_name") == name)
    counts = Counter(rows["change"].to_list())
    columns = Counter(column for changed in rows["changed_columns"].to_list() for column in changed)
    before, after = (() if frame is None else tuple(frame.columns) for frame in (old, new))
    both = old is not None and new is not None
    return TableDiff(
        table=name,
        rows_before=None if old is None else old.height,
        rows_after=None if new is None else new.height,
        counts=dict(sorted(counts.items())),
        columns=dict(sorted(columns.items(), key=lambda item: (-item[1], item[0]))),
        columns_added=tuple(column for column in after if column not in before) if both else (),
        columns_removed=tuple(column for column in before if column not in after) if both else (),
    )


def _cells(
    found: pl.DataFrame, old: State, new: State, declared: Declarations
) -> dict[tuple[str, str], dict[str, tuple[Any, Any]]]:
    cells = {}
    for name, table in declared.tables.items():
        changed = found.filter((pl.col("table_name") == name) & (pl.col("changed_columns").list.len() > 0))
        if changed.height and name in old.frames and name in new.frames:
            wanted = set(changed["row_key"].to_list())
            before, after = (_rows(state.frames[name], table, wanted) for state in (old, new))
            for key, columns in changed.select("row_key", "changed_columns").iter_rows():
                cells[name, key] = {column: (before[key][column], after[key][column]) for column in columns}
    return cells


def _rows(frame: pl.DataFrame, table: Table, wanted: set[str]) -> dict[str, dict[str, Any]]:
    keyed = ((changes.key_text([row[part] for part in table.key]), row) for row in frame.iter_rows(named=True))
    return {key: row for key, row in keyed if key in wanted}


def _names(old: State, new: State) -> dict[str, dict[str, Any]]:
    """What each event is, as the new state tells it, or the old one where it is gone."""
    named: dict[str, dict[str, Any]] = {}
    for one in (old, new):
        events = one.frames.get("events")
        if events is not None:
            columns = ["event_id", *(column for column in _NAMED if column in events.columns)]
            named |= {row["event_id"]: row for row in events.select(columns).iter_rows(named=True)}
    return named
