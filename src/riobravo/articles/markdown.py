"""Markdown (.md): a brief with YAML front matter, or text alone. The text is kept as it is, its markup too.

A file whose front matter names ``sources`` is a brief of this project: publisher and licence then default to its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from riobravo.articles import decode, limits
from riobravo.articles.plain import name_of
from riobravo.articles.raw import KEYS, Raw
from riobravo.errors import RioBravoError
from riobravo.resources import parse_yaml

BRIEF_DEFAULTS: Final[Mapping[str, str]] = {"publisher": "Río Bravo", "licence": "CC-BY-4.0"}

_FENCE: Final = re.compile(r"---[ \t]*\r?(?:\n|\Z)")
_CLOSING: Final = re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_BLANK_START: Final = re.compile(r"(?:[ \t]*\r?\n)*")
_ALLOWED: Final = tuple(key for key in KEYS if key != "text")
_AS_GOOD_AS: Final = 0.8
"""A key this like a known one is taken for a slip; other keys are other people's, and left alone."""


def read(path: Path, origin: str) -> Iterator[Raw]:
    """Yield the one article of the file."""
    whole = decode.text_of(decode.read_bytes(path))
    opening = _FENCE.match(whole)
    if opening is None:
        yield Raw(origin, None, {"text": _without_blank_edges(whole)}, default_id=name_of(origin))
        return
    closing = _CLOSING.search(whole, opening.end())
    if closing is None:
        raise RioBravoError(code="RB-213", found="no closing line of three dashes")
    values = _front_matter(whole[opening.end() : closing.start()])
    values["text"] = _without_blank_edges(whole[closing.end() :])
    yield Raw(origin, None, values, default_id=name_of(origin))


def _front_matter(text: str) -> dict[str, object]:
    if len(text) > limits.FRONT_MATTER:
        allowed = f"at most {limits.FRONT_MATTER:,} characters"
        raise RioBravoError(code="RB-213", found=f"{len(text):,} characters", allowed=allowed)
    try:
        values = parse_yaml(text, where="front matter", first_line=2, aliases=False)
    except RioBravoError as error:
        raise RioBravoError(code="RB-213", found=f"{error.where}: {error.found}", allowed=error.allowed) from error
    if not isinstance(values, dict):
        raise RioBravoError(code="RB-213", found=f"a {type(values).__name__}", allowed="keys with their values")
    for key in (key for key in values if key not in _ALLOWED):
        if get_close_matches(str(key), _ALLOWED, n=1, cutoff=_AS_GOOD_AS):
            raise RioBravoError(code="RB-213", found=f"the key {key!r}", allowed=", ".join(_ALLOWED))
    known = {key: values[key] for key in _ALLOWED if values.get(key) is not None}
    return {**BRIEF_DEFAULTS, **known} if "sources" in known else known


def _without_blank_edges(text: str) -> str:
    start = _BLANK_START.match(text)
    return text[start.end() if start else 0 :].rstrip()
