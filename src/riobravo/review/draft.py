"""A coding in the making: the events of one article, line by line, with what is decided of each line.

Plain values throughout (dates are texts), so that a draft goes into the journal and to the page as it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from riobravo.errors import RioBravoError
from riobravo.mentions.people import coding
from riobravo.mentions.people.coding import Coding, Evidence
from riobravo.records import Article, Mention
from riobravo.tables import model

OF_A_LINE: Final = ("status", "is_hedged")
"""What a line may say otherwise than its event."""

REJECTED: Final = "reject"

ADDED: Final = "a"
"""The ids of events and lines that a reader added begin with it; those are decided from the first, and in no queue."""

_DEFAULTS: Final = {field.name: field.default for field in dataclasses.fields(Mention)}

_KEPT_TOGETHER: Final = ("source_", "is_source_", "target_", "is_target_", "date_", "quantity_", "place_")
"""Columns with one of these beginnings are filled together or not at all: half a date or half a quantity is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of evidence: its place in the article, what is coded of it alone, who found it, what became of it.

    ``decision`` is the kind of the last decision on it, None where there is none yet; ``is_offsets`` says that the coding
    quotes it by offsets.
    """

    line_id: str
    part: str
    start: int
    end: int
    own: Mapping[str, Any]
    by: str
    confidence: float | None = None
    decision: str | None = None
    is_offsets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the article: the coded columns, the lines that assert it, and what names and links it."""

    entry_id: str
    columns: Mapping[str, Any]
    lines: tuple[Line, ...]
    event_key: str | None = None
    links: tuple[Mapping[str, str], ...] = ()

    def of_line(self, line: Line) -> dict[str, Any]:
        """What is coded of a line: the event's columns, where it says nothing else."""
        return {**self.columns, **line.own}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article in review; ``is_coded`` where it had a coding before, which is then whole without what machines propose."""

    article_id: str
    sha256: str
    coders: tuple[str, ...]
    entries: tuple[Entry, ...]
    is_coded: bool

    def entry(self, entry_id: str) -> Entry:
        """The entry of that id. Raises RB-903 where there is none."""
        for entry in self.entries:
            if entry.entry_id == entry_id:
                return entry
        raise RioBravoError(code="RB-903", found=f"the entry {entry_id}", where=self.article_id)

    def find(self, line_id: str) -> tuple[Entry, Line]:
        """The line of that id, with its entry. Raises RB-903 where there is none."""
        for entry, line in self.lines():
            if line.line_id == line_id:
                return entry, line
        raise RioBravoError(code="RB-903", found=f"the line {line_id}", where=self.article_id)

    def lines(self) -> Iterator[tuple[Entry, Line]]:
        """Every line with its entry."""
        return ((entry, line) for entry in self.entries for line in entry.lines)

    @property
    def is_done(self) -> bool:
        """Whether every line is decided."""
        return all(line.decision is not None for _, line in self.lines())

    def with_entries(self, changed: Mapping[str, Entry | None]) -> Draft:
        """The draft with entries replaced, added (at the end) or, where None, taken out."""
        kept = [changed.get(entry.entry_id, entry) for entry in self.entries]
        known = {entry.entry_id for entry in self.entries}
        added = [entry for name, entry in changed.items() if name not in known]
        return replace(self, entries=tuple(entry for entry in (*kept, *added) if entry is not None))

    def in_order(self, entry_ids: Sequence[str] | None) -> Draft:
        """The draft with its entries in a given order (of None: as they are)."""
        if entry_ids is None:
            return self
        place = {name: number for number, name in enumerate(entry_ids)}
        return replace(self, entries=tuple(sorted(self.entries, key=lambda entry: place[entry.entry_id])))


# ── plain values ─────────────────────────────────────────────────────────────────────────────────────────────────────


def entry_as_json(entry: Entry) -> dict[str, Any]:
    """An entry as plain values."""
    return asdict(entry)


def entry_of_json(found: Mapping[str, Any]) -> Entry:
    """What `entry_as_json` made."""
    return Entry(**{**found, "lines": tuple(Line(**line) for line in found["lines"]), "links": tuple(found["links"])})


def as_json(draft: Draft) -> dict[str, Any]:
    """A draft as plain values."""
    return asdict(draft)


def of_json(found: Mapping[str, Any]) -> Draft:
    """What `as_json` made."""
    entries = tuple(entry_of_json(entry) for entry in found["entries"])
    return Draft(**{**found, "coders": tuple(found["coders"]), "entries": entries})


def plain(value: Any) -> Any:
    """A coded value as JSON has it: days as texts, whole numbers without a point."""
    match value:
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return int(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {name: plain(item) for name, item in value.items() if item is not None}
        case _:
            return value


def coded(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a mention that a reader codes, as plain values; what a mention has by default is left out."""
    found = {name: columns.get(name) for name in model.load().coded_columns}
    return {name: plain(value) for name, value in found.items() if value not in (None, [], _DEFAULTS.get(name, None))}


# ── from and to codings ──────────────────────────────────────────────────────────────────────────────────────────────


def of_coding(found: Coding, article: Article) -> Draft:
    """The draft of a coding: every line a reader's, none decided."""
    entries = []
    for number, event in enumerate(found.events, 1):
        entry_id = f"e{number}"
        lines = tuple(_line(f"{entry_id}.{n}", evidence, article) for n, evidence in enumerate(event.evidence, 1))
        entries.append(
            Entry(
                entry_id=entry_id,
                columns={name: plain(value) for name, value in event.columns.items()},
                lines=lines,
                event_key=event.event_key,
                links=tuple({"to": link.to, "relation": link.relation} for link in event.links),
            )
        )
    return Draft(
        article_id=article.article_id,
        sha256=found.sha256,
        coders=tuple(found.coder.split(", ")),
        entries=tuple(entries),
        is_coded=True,
    )


def _line(line_id: str, evidence: Evidence, article: Article) -> Line:
    within = getattr(article, evidence.evidence_in)
    if isinstance(evidence.quote, str):
        start = within.find(evidence.quote)
        end = start + len(evidence.quote)
    else:
        start, end = evidence.quote
    return Line(
        line_id=line_id,
        part=evidence.evidence_in,
        start=start,
        end=end,
        own={name: plain(value) for name, value in evidence.columns.items()},
        by=coding.ANNOTATOR,
        confidence=1.0,
        is_offsets=not isinstance(evidence.quote, str),
    )


def to_coding(draft: Draft, article: Article) -> Coding:
    """The coding that the draft stands for: lines that people have or let stand, in their order.

    What a machine proposed and nobody decided is not in it.
    """
    content = {
        "article_id": draft.article_id,
        "sha256": draft.sha256,
        "coder": ", ".join(draft.coders),
        "events": [_event(entry, kept, article) for entry in draft.entries if (kept := _kept(entry))],
    }
    return coding.parse(content, draft.article_id)


def _kept(entry: Entry) -> list[Line]:
    return [
        line
        for line in entry.lines
        if line.decision != REJECTED and (line.decision is not None or line.by == coding.ANNOTATOR)
    ]


def _event(entry: Entry, lines: Sequence[Line], article: Article) -> dict[str, Any]:
    columns = typed(entry.columns)
    evidence = [{line.part: quote(line, article), **line.own} for line in lines]
    key = {"event_key": entry.event_key} if entry.event_key is not None else {}
    links = {"links": [dict(link) for link in entry.links]} if entry.links else {}
    return {**columns, "evidence": evidence, **key, **links}


def typed(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Coded columns of JSON as a coding has them: texts of days as days. What is no day stays, to be refused later."""
    return {name: _day(value) if name in _days() else value for name, value in columns.items()}


@cache
def _days() -> frozenset[str]:
    return frozenset(field.name for field in model.load_tables()["mentions"].fields if field.type == "date")


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def quote(line: Line, article: Article) -> str | list[int]:
    """The words of a line where they name it, else its offsets."""
    within: str = getattr(article, line.part)
    words = within[line.start : line.end]
    is_plain = words == words.strip() and words and within.find(words, within.find(words) + 1) < 0
    return words if is_plain and not line.is_offsets else [line.start, line.end]


# ── from mentions ────────────────────────────────────────────────────────────────────────────────────────────────────


def proposals(groups: Iterable[Sequence[Mapping[str, Any]]]) -> Iterator[Entry]:
    """Entries of what a machine found, one a group of mentions that are one event (rows of the table, in their order)."""
    for group in groups:
        first = group[0]["mention_id"].rpartition(".")[2]
        columns = joined([coded(row) for row in group])
        lines = tuple(
            Line(
                line_id=f"m{row['mention_id'].rpartition('.')[2]}",
                part=row["evidence_in"],
                start=row["evidence_start"],
                end=row["evidence_end"],
                own={name: row[name] for name in OF_A_LINE if (row[name] or False) != columns.get(name, False)},
                by=row["annotator"],
                confidence=row["confidence"],
            )
            for row in group
        )
        yield Entry(entry_id=f"m{first}", columns=columns, lines=lines)


def joined(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The columns of several mentions as those of one event: the first's, and what it lacks from the next that has it.

    The coding rules want fields from the whole article; columns that belong together come from one mention.
    """
    found = dict(rows[0])
    for row in rows[1:]:
        missing = {name for name in row if name not in found}
        for name in list(missing):
            beginning = next((b for b in _KEPT_TOGETHER if name.startswith(b)), None)
            if beginning is not None and any(has.startswith(beginning) for has in found):
                missing.discard(name)
        found |= {name: row[name] for name in row if name in missing}
    order = {name: number for number, name in enumerate(model.load().coded_columns)}
    return dict(sorted(found.items(), key=lambda item: order[item[0]]))
