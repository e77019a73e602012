"""What every reader of an outside set yields: documents, cut into the units that the set labels."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from riobravo.errors import RioBravoError


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One labelled text, with the set's own labels.

    ``optional`` are labels that neither count as gold nor as wrong. ``numbers`` are numbers the gold gives, by its label.
    """

    unit_id: str
    text: str
    labels: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Units that run on as one text, in order; no date where the set gives none."""

    document_id: str
    units: tuple[Unit, ...]
    language: str
    published_on: date | None = None

    def with_texts(self, texts: list[str]) -> Document:
        """The same document, its units' texts exchanged one for one."""
        units = (replace(unit, text=text) for unit, text in zip(self.units, texts, strict=True))
        return replace(self, units=tuple(units))


Reader = Callable[[Path], Iterator[Document]]
"""What every reader is: the set's file or folder in, its documents out; it raises RB-703 for what is not of the set's form."""


def broken(found: object, path: Path, line: int | None = None) -> RioBravoError:
    """The error of a file that is not of the set's form."""
    return RioBravoError(code="RB-703", found=found, where=path if line is None else f"{path}, line {line}")


def text_of(path: Path) -> str:
    """The whole of a file in UTF-8.

    Raises:
        RioBravoError: RB-703 for no such file, and for what is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise broken(error, path) from error


def parsed_json(text: str, path: Path, line: int | None = None) -> Any:
    """A JSON text, the whole file's or that of one line.

    Raises:
        RioBravoError: RB-703, with the line.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise broken(error, path, line or getattr(error, "lineno", None)) from error


def value(row: Any, key: str, kind: type, path: Path, line: int | None = None) -> Any:
    """What a JSON object has under a key, of the kind that the set's form asks for.

    Raises:
        RioBravoError: RB-703.
    """
    if not isinstance(row, dict) or not isinstance(row.get(key), kind):
        found = f"no key {key!r} with a value of type {kind.__name__}"
        raise broken(found, path, line)
    return row[key]
