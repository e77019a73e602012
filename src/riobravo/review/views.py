"""What the page is told: plain values made of a session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from riobravo import ontology
from riobravo.review import draft as drafts
from riobravo.review.doubt import doubt
from riobravo.review.draft import Draft, Entry, Line
from riobravo.review.session import Session
from riobravo.tables import model
from riobravo.tables.model import Field

_MOST_CANDIDATES: Final = 9
_DAYS: Final = 3
"""Days that two tellings of one event may lie apart to be offered for a merge at the top."""


def start(session: Session, language: str) -> dict[str, Any]:
    """What the page is made of: the form of a coding, the coder, how far the review is."""
    known = ontology.load()
    fields = model.load_fields()
    return {
        "coder": session.coder,
        "folder": str(session.folder),
        "language": language,
        "problems": session.problems,
        "types": {
            name: {"subtypes": list(found.subtypes), "units": list(found.units), "is_headline": found.is_headline,
                   "definition": found.definition}
            for name, found in known.types.items()
        },
        "fields": [_field(fields[name]) for name in model.load().coded_columns],
        "of_a_line": list(drafts.OF_A_LINE),
        **progress(session),
    }  # fmt: skip


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": field.type,
        "description": field.description,
        "list": field.codes,
        "codes": list(field.allowed),
        "parts": [_field(part) for part in field.fields],
    }


def progress(session: Session) -> dict[str, int]:
    """How many mentions of the queue are decided, of how many."""
    return {"n_decided": session.n_decided, "n": len(session.queue)}


def queue(session: Session, start_at: int, n: int) -> dict[str, Any]:
    """The next undecided mentions, and their articles."""
    items = session.open_items(start_at, n)
    return {
        "items": [{"position": position, **asdict(item)} for position, item in items],
        "articles": [article(session, name) for name in dict.fromkeys(item.article_id for _, item in items)],
        **progress(session),
    }


def decided(session: Session, article_id: str) -> dict[str, Any]:
    """What became of a decision: its article as it is now."""
    return {"article": article(session, article_id), **progress(session)}


def article(session: Session, article_id: str) -> dict[str, Any]:
    """An article with its events, line by line."""
    found = session.article(article_id)
    draft = session.drafts[article_id]
    return {
        "article_id": article_id,
        "title": found.title,
        "text": found.text,
        "language": found.language,
        "published_on": found.published_on.isoformat(),
        "publisher": found.publisher or ", ".join(source.publisher for source in found.sources),
        "version": session.versions.get(article_id, 0),
        "is_coded": draft.is_coded,
        "is_done": draft.is_done,
        "entries": [_entry(session, draft, entry) for entry in draft.entries],
    }


def _entry(session: Session, draft: Draft, entry: Entry) -> dict[str, Any]:
    return {**drafts.entry_as_json(entry), "lines": [_line(session, draft, line) for line in entry.lines]}


def _line(session: Session, draft: Draft, line: Line) -> dict[str, Any]:
    signs = session.signs_of(draft.article_id, line.line_id)
    return {
        **asdict(line),
        "doubt": round(doubt(signs), 3),
        "others": dict(signs.others),
        "contradictions": {name: list(values) for name, values in signs.contradictions.items()},
    }


def candidates(session: Session, article_id: str, line_id: str) -> dict[str, Any]:
    """Events that a mention may be one of: those of its article first, then the likeliest of others; of its type only."""
    session.article(article_id)
    entry, _ = session.drafts[article_id].find(line_id)
    own = [_candidate(session, article_id, other) for other in _same_type(session, article_id, entry)]
    ranked = sorted(_elsewhere(session, article_id, entry), key=lambda found: (-found[0], found[1], found[2].entry_id))
    others = [_candidate(session, name, other) for _, name, other in ranked[:_MOST_CANDIDATES]]
    return {"events": [*own, *others][:_MOST_CANDIDATES]}


def _same_type(session: Session, article_id: str, entry: Entry) -> Iterator[Entry]:
    for other in session.drafts[article_id].entries:
        is_live = any(line.decision != drafts.REJECTED for line in other.lines)
        if is_live and other.entry_id != entry.entry_id and other.columns["event_type"] == entry.columns["event_type"]:
            yield other


def _elsewhere(session: Session, article_id: str, entry: Entry) -> Iterator[tuple[float, str, Entry]]:
    own = {"date_start": session.material.articles[article_id].published_on.isoformat()}
    for name in session.drafts:
        if name != article_id:
            published = {"date_start": session.material.articles[name].published_on.isoformat()}
            for other in _same_type(session, name, entry):
                likeness = _likeness({**own, **entry.columns}, {**published, **other.columns})
                if likeness > 0:
                    yield likeness, name, other


def _likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """How much speaks for one event: a common day counts most, then number and countries; a far day rules it out.

    What is not dated stands near the day of its article.
    """
    found = 0.0
    days = [date.fromisoformat(side["date_start"]) for side in (one, other) if isinstance(side.get("date_start"), str)]
    if len(days) == 2:
        apart = abs((days[0] - days[1]).days)
        if apart > 31:
            return 0.0
        found += 3 if apart <= _DAYS else 1
    for name, weight in (("quantity_best", 2), ("object_name", 2), ("place_name", 1), ("event_subtype", 1)):
        if one.get(name) is not None and one.get(name) == other.get(name):
            found += weight
    for name in ("source_country", "target_country"):
        if one.get(name) is not None and other.get(name) is not None:
            found += 1 if one[name] == other[name] else -2
    return found


def _candidate(session: Session, article_id: str, entry: Entry) -> dict[str, Any]:
    article = session.material.articles[article_id]
    line = entry.lines[0]
    return {
        "article_id": article_id,
        "entry_id": entry.entry_id,
        "columns": entry.columns,
        "title": article.title,
        "published_on": article.published_on.isoformat(),
        "words": getattr(article, line.part)[line.start : line.end],
    }
