"""A coding as spans over one text, and back: what annotation tools know.

Title and text are one document. Each line of evidence is a span, with the type as its label; the first span of an event carries
the event's columns as fields, all texts; further spans are tied to it by their group. Spans that come back may have been moved,
relabelled, taken out, added or regrouped: the coding is whatever they say then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from riobravo.errors import RioBravoError
from riobravo.mentions.people import coding
from riobravo.mentions.people.coding import CodedEvent, Coding
from riobravo.records import Article
from riobravo.tables import model

BETWEEN: Final = "\n\n"
"""What stands between title and text in the one document."""

LABEL: Final = "event_type"
KEY: Final = "event_key"
LINKS: Final = "links"
HERE: Final = "here_"
"""Before the name of a column that is coded of one line alone (``here_status``)."""

OF_A_LINE: Final = ("status", "is_hedged")
OFFSETS: Final = "quoted_by_offsets"
"""A field of spans whose words are not to be written into the coding, though they would name the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the document (in code points), what it is labelled, its fields, and the group that it is in."""

    start: int
    end: int
    label: str
    fields: Mapping[str, str]
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article as a tool has it, with who coded it and which text was coded."""

    article_id: str
    sha256: str
    coder: str
    text: str
    spans: tuple[Span, ...]


def text_of(article: Article) -> str:
    """The document that an article is for the tools."""
    return f"{article.title}{BETWEEN}{article.text}"


@cache
def field_names() -> tuple[str, ...]:
    """The fields that a span may have, in order."""
    columns = [name for name in model.load().coded_columns if name != LABEL]
    return (*columns, *(HERE + name for name in OF_A_LINE), KEY, LINKS, OFFSETS)


def codes_of(field: str) -> tuple[str, ...]:
    """The closed list of a field; empty where it is free."""
    if field == OFFSETS:
        return ("true",)
    column = _columns().get(field.removeprefix(HERE))
    if column is None:
        return ()
    if column.type == "boolean":
        return ("true", "false")
    return column.allowed


# ── out ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def document(found: Coding, article: Article) -> Document:
    """A coding as a document.

    Raises:
        RioBravoError: RB-413 for an article that was edited since, RB-412 for evidence that is not in it.
    """
    if not found.is_of(article):
        raise RioBravoError(code="RB-413", found="another title or text", where=found.article_id)
    spans = [span for number, event in enumerate(found.events, 1) for span in _spans(event, article, f"{number}")]
    return Document(
        article_id=found.article_id, sha256=found.sha256, coder=found.coder, text=text_of(article), spans=tuple(spans)
    )


def _spans(event: CodedEvent, article: Article, group: str) -> Iterable[Span]:
    columns = {name: _cell(value) for name, value in event.columns.items() if name != LABEL}
    if event.event_key is not None:
        columns[KEY] = event.event_key
    if event.links:
        columns[LINKS] = _json([{"to": link.to, "relation": link.relation} for link in event.links])
    for number, line in enumerate(event.evidence):
        within = article.title if line.evidence_in == "title" else article.text
        shift = 0 if line.evidence_in == "title" else len(article.title) + len(BETWEEN)
        quote = line.quote
        start, end = (within.find(quote), within.find(quote) + len(quote)) if isinstance(quote, str) else quote
        if start < 0 or end > len(within):
            raise RioBravoError(code="RB-412", found=quote, where=f"{article.article_id}, {line.evidence_in}")
        own = {HERE + name: _cell(value) for name, value in line.columns.items()}
        by_offsets = {OFFSETS: "true"} if not isinstance(quote, str) and _names_itself(within, start, end) else {}
        yield Span(
            start=start + shift,
            end=end + shift,
            label=event.columns[LABEL],
            fields={**(columns if number == 0 else {}), **own, **by_offsets},
            group=group,
        )


def _names_itself(within: str, start: int, end: int) -> bool:
    """Whether the words of a stretch say where it is: they stand there once, without white space at their ends."""
    words = within[start:end]
    return bool(words.strip()) and words == words.strip() and within.find(words, within.find(words) + 1) < 0


# ── back ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def coding_of(found: Document, article: Article) -> Coding:
    """The coding that a document says.

    Raises:
        RioBravoError: RB-413 where the article is not the text that was coded; RB-911 for a span that is not of it; RB-411 for
            values that are none of their column.
    """
    if found.sha256 != coding.digest(article):
        raise RioBravoError(code="RB-413", found="another title or text", where=found.article_id)
    groups: dict[str, list[Span]] = {}
    for span in found.spans:
        groups.setdefault(span.group, []).append(span)
    content = {
        "article_id": found.article_id,
        "sha256": found.sha256,
        "coder": found.coder,
        "events": [_event(spans, article) for spans in groups.values()],
    }
    return coding.parse(content, found.article_id)


def _event(spans: Sequence[Span], article: Article) -> dict[str, Any]:
    labels = {span.label for span in spans}
    if len(labels) > 1:
        raise RioBravoError(
            code="RB-911", found=f"one event of {' and '.join(sorted(labels))}", where=article.article_id
        )
    fields: dict[str, str] = {}
    for span in spans:
        fields = {**span.fields, **fields}
    event: dict[str, Any] = {LABEL: spans[0].label}
    for name in model.load().coded_columns:
        if name in fields and name != LABEL:
            event[name] = _value(name, fields[name])
    event["evidence"] = [_line(span, article) for span in spans]
    if KEY in fields:
        event[KEY] = fields[KEY]
    if LINKS in fields:
        event[LINKS] = _of_json(LINKS, fields[LINKS])
    return event


def _line(span: Span, article: Article) -> dict[str, Any]:
    shift = len(article.title) + len(BETWEEN)
    part = "title" if span.end <= len(article.title) else "text"
    within = getattr(article, part)
    start, end = (span.start, span.end) if part == "title" else (span.start - shift, span.end - shift)
    if not 0 <= start < end <= len(within):
        raise RioBravoError(code="RB-911", found=f"the span {span.start} to {span.end}", where=article.article_id)
    is_named = _names_itself(within, start, end) and OFFSETS not in span.fields
    own = {name: _value(name, span.fields[HERE + name]) for name in OF_A_LINE if HERE + name in span.fields}
    return {part: within[start:end] if is_named else [start, end], **own}


# ── offsets ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def to_utf16(text: str, offset: int) -> int:
    """An offset in UTF-16 units, as JavaScript counts, of one in code points."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def of_utf16(text: str, offset: int) -> int:
    """The reverse of `to_utf16`."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * offset].decode("utf-16-le", "surrogatepass"))


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _columns() -> Mapping[str, model.Field]:
    return {field.name: field for field in model.load_tables()["mentions"].fields}


def _cell(value: Any) -> str:
    """A coded value as a text."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return value
        case date():
            return value.isoformat()
        case int() | float():
            return repr(value)
        case _:
            return _json(value)


def _value(name: str, cell: str) -> Any:
    """The value of a cell. What is no value of the column stays a text, for the check of the coding to refuse."""
    kind = _columns()[name].type
    if kind == "string":
        return cell
    if kind == "boolean":
        return {"true": True, "false": False}.get(cell, cell)
    if kind.startswith("list"):
        return _of_json(name, cell)
    try:
        return date.fromisoformat(cell) if kind == "date" else _number(cell)
    except ValueError as error:
        raise RioBravoError(code="RB-911", found=f"{name}: {cell}", allowed=f"a {kind}") from error


def _number(cell: str) -> int | float:
    try:
        return int(cell)
    except ValueError:
        return float(cell)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _of_json(name: str, cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError as error:
        raise RioBravoError(code="RB-911", found=f"{name}: {cell}", allowed="a list in JSON") from error
