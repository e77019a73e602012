"""What every reader yields: the values of one article as its file gives them, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from riobravo.errors import RioBravoError, one_line
from riobravo.records import Quarantined

KEYS: Final = ("id", "title", "text", "published", "language", "publisher", "url", "sources", "licence")
"""The keys of an article in every format (columns, JSON keys, front matter); a reader passes on no others."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One article before any check.

    ``origin`` is the file relative to what was asked for, ``position`` the line or row in it (None: the whole file).
    ``values`` are unchecked; ``default_id`` stands in where no id is given.
    """

    origin: str
    position: int | None
    values: Mapping[str, object]
    default_id: str | None = None


def refused(
    error: RioBravoError, *, origin: str, position: int | None = None, article_id: object = None
) -> Quarantined:
    """The row of quarantine for an error: its code is the reason."""
    known = one_line(article_id) if isinstance(article_id, str | int) and article_id != "" else None
    return Quarantined(origin, position, known, error.code, error.detail)
