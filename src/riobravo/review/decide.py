"""What a decision makes of a draft: pure functions from entries to entries.

Each gives the entries that change, by id, as they are afterwards; None where an entry is no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.mentions.people.coding import ANNOTATOR
from riobravo.review import draft as drafts
from riobravo.review.draft import OF_A_LINE, Draft, Entry, Line
from riobravo.tables import model

Changes = dict[str, Entry | None]


def accept(draft: Draft, asked: Mapping[str, Any]) -> Changes:
    """The line holds as it is coded."""
    return _with_line(draft, asked, "accept")


def reject(draft: Draft, asked: Mapping[str, Any]) -> Changes:
    """The line asserts no event of this kind; it leaves the coding and stays in the journal."""
    return _with_line(draft, asked, drafts.REJECTED)


def correct(draft: Draft, asked: Mapping[str, Any]) -> Changes:
    """The line holds with other values (``columns``: all that is coded; what is not named becomes empty).

    What may differ from line to line stays with the line where the event has others; all else is the event's.
    """
    entry, line = draft.find(_text(asked, "line_id"))
    columns = _columns(asked)
    live = [other for other in entry.lines if other.line_id != line.line_id and other.decision != drafts.REJECTED]
    own: dict[str, Any] = {}
    if live:
        for name in OF_A_LINE:
            if columns.get(name, False) != entry.columns.get(name, False):
                own[name] = columns.get(name, False)
            columns[name] = entry.columns.get(name, False)
        columns = {name: value for name, value in columns.items() if value is not False}
    lines = tuple(
        replace(other, own=own, decision="correct") if other.line_id == line.line_id else other for other in entry.lines
    )
    return {entry.entry_id: replace(entry, columns=columns, lines=lines)}


def add(draft: Draft, asked: Mapping[str, Any]) -> Changes:
    """A reader found an event that nobody proposed: ``part``, ``start``, ``end`` and ``columns``."""
    part, parts = _text(asked, "part"), ontology.load().codes("evidence_in")
    if part not in parts:
        raise RioBravoError(code="RB-903", found=f"part: {part}", allowed=", ".join(parts))
    given = [name for entry, line in draft.lines() for name in (entry.entry_id, line.line_id.partition(".")[0])]
    entry_id = f"{drafts.ADDED}{1 + max(map(_number, given), default=0)}"
    line = Line(
        line_id=f"{entry_id}.1",
        part=part,
        start=_whole(asked, "start"),
        end=_whole(asked, "end"),
        own={},
        by=ANNOTATOR,
        confidence=1.0,
        decision="add",
    )
    return {entry_id: Entry(entry_id=entry_id, columns=_columns(asked), lines=(line,))}


def merge(draft: Draft, asked: Mapping[str, Any]) -> Changes:
    """The line asserts the event of another entry of the article (``into``): it goes there, and fills what is empty."""
    entry, line = draft.find(_text(asked, "line_id"))
    into = draft.entry(_text(asked, "into"))
    if into.entry_id == entry.entry_id or into.columns["event_type"] != entry.columns["event_type"]:
        raise RioBravoError(code="RB-903", found=f"a merge of {entry.entry_id} into {into.entry_id}")
    said = entry.of_line(line)
    own = {name: said.get(name, False) for name in OF_A_LINE if said.get(name, False) != into.columns.get(name, False)}
    left = tuple(other for other in entry.lines if other.line_id != line.line_id)
    joined = replace(
        into,
        columns=drafts.joined([into.columns, entry.columns]),
        lines=(*into.lines, replace(line, own=own, decision="merge")),
    )
    return {entry.entry_id: replace(entry, lines=left) if left else None, into.entry_id: joined}


def name_event(draft: Draft, line_id: str, key: str, *, is_decision: bool) -> Changes:
    """The event of a line gets a key, by which mentions of other articles are the same event."""
    entry, line = draft.find(line_id)
    lines = tuple(
        replace(other, decision="merge") if is_decision and other.line_id == line.line_id else other
        for other in entry.lines
    )
    return {entry.entry_id: replace(entry, event_key=key, lines=lines)}


KINDS: Final[Mapping[str, Callable[[Draft, Mapping[str, Any]], Changes]]] = {
    "accept": accept,
    "correct": correct,
    "reject": reject,
    "add": add,
    "merge": merge,
}
"""Decisions within one article, by name."""


def _with_line(draft: Draft, asked: Mapping[str, Any], decision: str) -> Changes:
    entry, line = draft.find(_text(asked, "line_id"))
    lines = tuple(replace(other, decision=decision) if other is line else other for other in entry.lines)
    return {entry.entry_id: replace(entry, lines=lines)}


def _columns(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The coded columns that were asked for, without what is empty. Their values are judged with the whole coding."""
    given = asked.get("columns")
    known = model.load().coded_columns
    if not isinstance(given, dict) or not given.keys() <= set(known):
        raise RioBravoError(code="RB-903", found=f"columns: {given}", allowed=", ".join(known))
    return drafts.coded(given)


def _number(entry_id: str) -> int:
    digits = entry_id[1:]
    return int(digits) if entry_id[0] == drafts.ADDED and digits.isdigit() else 0


def _text(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise RioBravoError(code="RB-903", found=f"{name}: {value!r}", allowed="a text")
    return value


def _whole(asked: Mapping[str, Any], name: str) -> int:
    value = asked.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise RioBravoError(code="RB-903", found=f"{name}: {value!r}", allowed="a whole number")
    return value
