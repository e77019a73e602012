"""A mention as a row of cells for people, the same on a terminal and on a page; text of an article made safe to show."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

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


def table_of(mentions: Sequence[Mention]) -> tuple[list[str], list[list[str]]]:
    """Headings and cells; a column that no mention fills is left out."""
    rows = [_row(number, mention) for number, mention in enumerate(mentions, start=1)]
    kept = [heading for heading in (rows[0] if rows else ()) if any(row[heading] for row in rows)]
    return kept, [[shown(row[heading]) for heading in kept] for row in rows]


def _row(number: int, m: Mention) -> dict[str, str]:
    marks = [mark for mark, is_set in (("hedged", m.is_hedged), ("aggregate", m.is_aggregate)) if is_set]
    source = _party(m.source_name, m.source_country, m.source_sector, is_inferred=m.is_source_inferred)
    target = _party(m.target_name, m.target_country, m.target_sector, is_inferred=m.is_target_inferred)
    return {
        "no.": str(number),
        "event": "\n".join(filter(None, (f"{m.event_type}/{m.event_subtype or '-'}", ", ".join(marks)))),
        "status": _with(m.status, _quoted(m.status_cue)),
        "source → target": f"{source or '-'} → {target or '-'}" if source or target else "",
        "acting": m.acting_name or "",
        "object": m.object_name or "",
        "date": _date(m),
        "quantity": "\n".join(filter(None, (_leading_quantity(m), *map(_quantity, m.quantities)))),
        "place": _with(
            m.place_name or "", ", ".join(filter(None, (m.place_admin1, m.place_country, m.place_precision)))
        ),
        "condition": m.condition or "",
        "attribution": m.attribution or "",
        "rule": _with(m.rule or "", _quoted(m.trigger)),
        "confidence": "" if m.confidence is None else f"{m.confidence:.2f}",
    }


def _party(name: str | None, country: str | None, sector: str | None, *, is_inferred: bool) -> str:
    return _with(name or "", ", ".join(filter(None, (country, sector, "inferred" if is_inferred else None))))


def _date(m: Mention) -> str:
    days = [day.isoformat() for day in (m.date_start, m.date_end) if day is not None]
    span = " to ".join(dict.fromkeys(days))
    return _with(span, ", ".join(filter(None, (m.date_precision, m.date_basis, _quoted(m.date_text)))))


def _leading_quantity(m: Mention) -> str:
    if m.quantity_unit is None and m.quantity_text is None:
        return ""
    return _quantity(
        Quantity(
            low=m.quantity_low,
            best=m.quantity_best,
            high=m.quantity_high,
            unit=m.quantity_unit or "",
            modifier=m.quantity_modifier or "",
            text=m.quantity_text or "",
        )
    )


def _quantity(q: Quantity) -> str:
    bounds = [_number(value) for value in (q.low, q.best, q.high)]
    value = bounds[0] if len(set(bounds)) == 1 else "/".join(bounds)
    return _with(f"{value} {q.unit}".strip(), ", ".join(filter(None, (q.modifier, _quoted(q.text)))))


def _number(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:,.0f}" if value == round(value) else f"{value:,}"


def _with(what: str, more: str) -> str:
    return f"{what} ({more})".strip() if more else what


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else ""
