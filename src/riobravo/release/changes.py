"""What changed between two states of the tables, row by row: the table ``changes``.

A pure function of fingerprints, so that a committed ``dataset/last_release`` is enough of the old state. Rows are told apart
by their key. Of events it is also told what became of an id that is gone: its mentions say, and the registry of event ids
where the mentions are gone too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo.tables import frames

if TYPE_CHECKING:
    from riobravo.tables.model import Table

TABLE: Final = "changes"
_EVENTS, _MEMBERS, _EVENT_ID, _MENTION_ID = "events", "event_mentions", "event_id", "mention_id"

Fingerprints = Mapping[str, pl.DataFrame]
"""Table → its fingerprint (see `fingerprints.of_table`)."""


def between(
    old: Fingerprints,
    new: Fingerprints,
    tables: Mapping[str, Table],
    table: Table,
    retired: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """One row for each row of a table that is not in both states as it is, in the form of ``table`` (changes).

    Only tables that both states have are compared, and of them the columns that both have; a new column alone changes no
    row. ``retired`` leads from ids of events that are gone to those they were retired into.
    """
    rows: list[dict[str, object]] = []
    for name, declared in tables.items():
        if name in old and name in new and set(declared.key) <= set(old[name].columns) & set(new[name].columns):
            found = _of_table(old[name], new[name], declared.key)
            rows += [{"table_name": name, **row} for row in found]
    fate = _fate(old, new, retired or {})
    told = [_with_fate(row, fate) if row["table_name"] == _EVENTS else row for row in rows]
    told += _untouched_splits(fate, told)
    return frames.sort(frames.frame(told, table), table)


def key_text(key: Collection[object]) -> str:
    """A key as ``row_key`` writes it."""
    return ", ".join("" if part is None else str(part) for part in key)


def _of_table(old: pl.DataFrame, new: pl.DataFrame, key: tuple[str, ...]) -> list[dict[str, object]]:
    on = list(key)
    compared = [name for name in old.columns if name in new.columns and name not in key]
    gone = old.select(on).join(new, on=on, how="anti", nulls_equal=True)
    come = new.select(on).join(old, on=on, how="anti", nulls_equal=True)
    both = old.select(*on, *compared).join(
        new.select(*on, *compared), on=on, how="inner", nulls_equal=True, suffix=_NEW
    )
    differs = [pl.when(pl.col(name).ne_missing(pl.col(name + _NEW))).then(pl.lit(name)) for name in compared]
    changed = both.select(*on, pl.concat_list(differs or [pl.lit(None, pl.String)]).list.drop_nulls().alias(_NEW))
    changed = changed.filter(pl.col(_NEW).list.len() > 0)
    rows: list[dict[str, object]] = []
    for change, frame in (("removed", gone), ("added", come)):
        rows += [_row(key_text(one), change) for one in frame.select(on).iter_rows()]
    return rows + [_row(key_text(one[:-1]), "changed", columns=one[-1]) for one in changed.iter_rows()]


_NEW = "\x1fnew"
"""What is added to the name of a column in the new state; no column is named so."""


def _row(key: str, change: str, *, columns: Collection[str] = (), related: Collection[str] = ()) -> dict[str, object]:
    return {"row_key": key, "change": change, "changed_columns": list(columns), "related_ids": sorted(related)}


# ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Fate:
    """Where the mentions of each earlier event are now, and which events are new."""

    def __init__(self) -> None:
        self.into: dict[str, set[str]] = {}
        self.out_of: dict[str, set[str]] = {}
        self.old: frozenset[str] = frozenset()
        self.new: frozenset[str] = frozenset()

    def split_into(self, event_id: str) -> set[str]:
        """The events that an event was taken apart into: itself if it is still there, and events that are new; else none."""
        now = self.into.get(event_id, set())
        if event_id in self.new:
            born = now - self.old
            return born | {event_id} if born else set()
        return now if len(now) > 1 else set()


def _fate(old: Fingerprints, new: Fingerprints, retired: Mapping[str, str]) -> _Fate:
    fate = _Fate()
    if not all(name in state for state in (old, new) for name in (_EVENTS, _MEMBERS)):
        return fate
    fate.old, fate.new = (frozenset(state[_EVENTS][_EVENT_ID].to_list()) for state in (old, new))
    members = (state[_MEMBERS].select(_MENTION_ID, _EVENT_ID) for state in (old, new))
    moved = next(members).join(next(members), on=_MENTION_ID, suffix=_NEW).drop(_MENTION_ID).unique()
    for before, now in moved.iter_rows():
        fate.into.setdefault(before, set()).add(now)
        if now not in fate.old:
            fate.out_of.setdefault(now, set()).add(before)
    for event_id in fate.old - fate.new:
        if event_id not in fate.into and retired.get(event_id) in fate.new:
            fate.into[event_id] = {retired[event_id]}
    return fate


def _with_fate(row: dict[str, object], fate: _Fate) -> dict[str, object]:
    event_id = str(row["row_key"])
    if row["change"] == "added":
        return {**row, "related_ids": sorted(fate.out_of.get(event_id, ()))}
    if split := fate.split_into(event_id):
        return {**row, "change": "split", "related_ids": sorted(split)}
    if row["change"] == "removed" and fate.into.get(event_id):
        return {**row, "change": "merged", "related_ids": sorted(fate.into[event_id])}
    return row


def _untouched_splits(fate: _Fate, told: Collection[dict[str, object]]) -> list[dict[str, object]]:
    """Events that lost mentions to a new one while no compared column of theirs changed."""
    known = {row["row_key"] for row in told if row["table_name"] == _EVENTS}
    split = {event_id: fate.split_into(event_id) for event_id in fate.into if event_id not in known}
    return [{"table_name": _EVENTS, **_row(event_id, "split", related=ids)} for event_id, ids in split.items() if ids]
