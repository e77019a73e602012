"""Plain text (.txt): the file is the text and nothing else, so it has no title; its id is its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from riobravo.articles import decode
from riobravo.articles.raw import Raw


def read(path: Path, origin: str) -> Iterator[Raw]:
    """Yield the one article of the file."""
    yield Raw(origin, None, {"text": decode.text_of(decode.read_bytes(path))}, default_id=name_of(origin))


def name_of(origin: str) -> str:
    """The id of a file that gives none: its path within the folder read, without the ending."""
    folder, slash, name = origin.rpartition("/")
    return f"{folder}{slash}{name.rpartition('.')[0] or name}"
