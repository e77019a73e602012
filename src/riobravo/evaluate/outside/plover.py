"""PLOVER's gold records: one JSON list, one sentence and one event type a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from riobravo.evaluate.outside import units
from riobravo.evaluate.outside.units import Document, Unit


def read(path: Path) -> Iterator[Document]:
    """The records that carry a text; those that document the file carry none.

    Raises:
        RioBravoError: RB-703.
    """
    records = units.parsed_json(units.text_of(path), path)
    if not isinstance(records, list):
        raise units.broken(f"a {type(records).__name__}, where a list of records is expected", path)
    for record in records:
        record_id = units.value(record, "id", str, path)
        event = units.value(record, "event", str, path)
        if "text" not in record:
            continue
        unit = Unit(unit_id=record_id, text=units.value(record, "text", str, path), labels=frozenset({event}))
        yield Document(document_id=record_id, units=(unit,), published_on=_day(record, path), language="en")


def _day(record: Any, path: Path) -> date | None:
    given = record.get("date")
    try:
        return date.fromisoformat(given) if given else None
    except (TypeError, ValueError) as error:
        raise units.broken(f"{record['id']}: {error}", path) from error
