"""JSON lines (.jsonl, .ndjson): one article an object a line; other keys than an article's are passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from riobravo.articles import decode, lines
from riobravo.articles.raw import KEYS, Raw, refused
from riobravo.errors import RioBravoError
from riobravo.records import Quarantined


def read(path: Path, origin: str) -> Iterator[Raw | Quarantined]:
    """Yield the article of each line that is not blank, or its refusal."""
    with path.open("rb") as file:
        for number, line in lines.bounded(file):
            try:
                if isinstance(line, RioBravoError):
                    raise line
                if line.strip():
                    yield Raw(origin, number, _object(decode.text_of(line)))
            except RioBravoError as error:
                yield refused(error, origin=origin, position=number)


def _object(line: str) -> dict[str, object]:
    try:
        value = json.loads(line, object_pairs_hook=_once_each)
    except json.JSONDecodeError as error:
        raise RioBravoError(code="RB-215", found=f"{error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; brackets nested 10,000 deep
        raise RioBravoError(code="RB-215", found=error) from error
    if not isinstance(value, dict):
        raise RioBravoError(code="RB-215", found=f"a {type(value).__name__}")
    return {key: value[key] for key in KEYS if key in value}


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RioBravoError(code="RB-215", found=f"the key {twice!r} twice", allowed="each key once")
    return values
