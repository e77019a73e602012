"""A mention as a row of cells for people, the same on a terminal and on a page; text of an article made safe to show."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

from riobravo.mentions import resolution
from riobravo.mentions.resolution import Resolution
from riobravo.records import Mention, Quantity

_BIDI_CONTROLS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def shown(text: str) -> str:
    """``text`` with what a terminal or browser would obey (controls, direction overrides) spelled out; lines stay lines."""
    return "".join(
        char.encode("unicode_escape", "surrogatepass").decode("ascii") if _is_obeyed(char) else char for char in text
    )


def _is_obeyed(char: str) -> bool:
    if char in "\n\t":
        return False
    return unicodedata.category(char) in _UNSAFE_CATEGORIES or unicodedata.bidirectional(char) in _BIDI_CONTROLS


def table_of(mentions: Sequence[Mention], day: date) -> tuple[list[str], list[list[str]]]:
    """Headings and cells of mentions of an article of that day; a column that no mention fills is left out."""
    rows = [_row(number, mention, day) for number, mention in enumerate(mentions, start=1)]
    kept = [heading for heading in (rows[0] if rows else ()) if any(row[heading] for row in rows)]
    return kept, [[shown(row[heading]) for heading in kept] for row in rows]


def _row(number: int, m: Mention, day: date) -> dict[str, str]:
    marks = [mark for mark, is_set in (("hedged", m.is_hedged), ("aggregate", m.is_aggregate)) if is_set]
    source = party(m.source_name, m.source_country, m.source_sector, is_inferred=m.is_source_inferred)
    target = party(m.target_name, m.target_country, m.target_sector, is_inferred=m.is_target_inferred)
    return {
        "no.": str(number),
        "event": "\n".join(filter(None, (f"{m.event_type}/{m.event_subtype or '-'}", ", ".join(marks)))),
        "status": noted(m.status, _quoted(m.status_cue)),
        "source → target": f"{source or '-'} → {target or '-'}" if source or target else "",
        "actors": "\n".join(
            filter(
                None,
                (
                    _actor("source", m.source_name, m.source_country, m.source_actor_id, day),
                    _actor("target", m.target_name, m.target_country, m.target_actor_id, day),
                ),
            )
        ),
        "acting": m.acting_name or "",
        "object": m.object_name or "",
        "date": when(m.date_start, m.date_end, m.date_precision, m.date_basis, m.date_text),
        "quantity": "\n".join(filter(None, map(how_many, (_leading_quantity(m), *m.quantities)))),
        "place": where(m.place_name, m.place_admin1, m.place_country, m.place_precision),
        "condition": m.condition or "",
        "attribution": m.attribution or "",
        "rule": noted(m.rule or "", _quoted(m.trigger)),
        "confidence": "" if m.confidence is None else f"{m.confidence:.2f}",
    }


def party(name: str | None, country: str | None, sector: str | None, *, is_inferred: bool) -> str:
    """An actor with what is coded of it."""
    return noted(name or "", ", ".join(filter(None, (country, sector, "inferred" if is_inferred else None))))


def _actor(side: str, name: str | None, country: str | None, actor_id: str | None, day: date) -> str:
    """Which actor of the table a party is, and why it is that one or none."""
    found = resolution.resolve(name, country, day) if name else None
    if actor_id is None:
        return noted(f"{side}: none", resolution.REASONS[found.reason]) if found and found.actor_id is None else ""
    if found is None or found.actor_id != actor_id:
        return noted(f"{side}: {actor_id}", "by what the article says")
    return noted(f"{side}: {actor_id}", ": ".join(filter(None, (resolution.REASONS[found.reason], _tenure(found)))))


def _tenure(found: Resolution) -> str:
    """As "Donald Trump, 2025-01-20 to now"."""
    if found.tenure is None:
        return ""
    ends = [day.isoformat() if day is not None else "now" for day in (found.tenure.start, found.tenure.end)]
    return f"{found.tenure.name}, {' to '.join(ends)}"


def when(start: date | None, end: date | None, precision: str, basis: str | None, text: str | None = None) -> str:
    """A date with its precision, what it rests on, and the words that gave it."""
    days = [day.isoformat() for day in (start, end) if day is not None]
    span = " to ".join(dict.fromkeys(days))
    return noted(span, ", ".join(filter(None, (precision, basis, _quoted(text)))))


def _leading_quantity(m: Mention) -> Quantity:
    return Quantity(
        low=m.quantity_low,
        best=m.quantity_best,
        high=m.quantity_high,
        unit=m.quantity_unit or "",
        modifier=m.quantity_modifier or "",
        text=m.quantity_text or "",
    )


def how_many(q: Quantity) -> str:
    """A count as low/best/high, or as one number where the three are one; nothing where nothing is counted."""
    if not q.unit and not q.text:
        return ""
    bounds = [_number(value) for value in (q.low, q.best, q.high)]
    value = bounds[0] if len(set(bounds)) == 1 else "/".join(bounds)
    return noted(f"{value} {q.unit}".strip(), ", ".join(filter(None, (q.modifier, _quoted(q.text)))))


def _number(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:,.0f}" if value == round(value) else f"{value:,}"


def where(name: str | None, admin1: str | None, country: str | None, precision: str | None) -> str:
    """A place with what it lies in."""
    return noted(name or "", ", ".join(filter(None, (admin1, country, precision))))


def noted(what: str, more: str) -> str:
    """``what (more)``, without the one of the two that is empty."""
    return f"{what} ({more})".strip() if more else what


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else ""
