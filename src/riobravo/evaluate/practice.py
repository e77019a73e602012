"""Practice texts: invented news reports with the words that assert events marked, for fitting and for nothing else.

``{type: words}`` marks words that assert an event, ``{type/status: words}`` those of one that is not actual. The texts stand
in files of ``dataset/practice``; no event of them is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from riobravo import ontology, resources
from riobravo.errors import RioBravoError
from riobravo.evaluate.claims import Spot

FOLDER: Final = "practice"

PREFIX: Final = "practice: "
"""What the name of a practice text begins with."""

_MARK: Final = re.compile(r"\{(?P<type>[a-z]+)(?:/(?P<status>[a-z]+))?: (?P<words>[^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that assert an event of a type: part of the text, first code point, the words."""

    part: str
    start: int
    words: str
    event_type: str


@dataclass(frozen=True, slots=True)
class Practice:
    """A text without its marks, and the marks by their places in it."""

    name: str
    language: str
    title: str
    text: str
    marks: tuple[Mark, ...]

    def told_at(self, spot: Spot) -> list[tuple[str, str]]:
        """The types and words of the marks in a sentence."""
        return [
            (mark.event_type, mark.words)
            for mark in self.marks
            if mark.part == spot.part and spot.start <= mark.start < spot.end
        ]


def read(folder: Path) -> list[Practice]:
    """The texts of a folder, by file (``<language>-<name>.yaml``) and place in it; none where there is no folder.

    Raises:
        RioBravoError: RB-103 and RB-104 for a broken file, RB-711 for a text whose marks cannot be read.
    """
    return [text for path in sorted(folder.glob("*.yaml")) for text in _texts(path)]


def _texts(path: Path) -> Iterator[Practice]:
    language = path.stem.split("-")[0]
    for number, entry in enumerate(resources.load_yaml(path), 1):
        where = f"{path}: text {number}"
        title, of_title = _unmarked("title", entry["title"], where)
        text, of_text = _unmarked("text", entry["text"], where)
        yield Practice(f"{PREFIX}{path.stem} {number}", language, title, text, (*of_title, *of_text))


def _unmarked(part: str, marked: str, where: str) -> tuple[str, list[Mark]]:
    kinds = ontology.load()
    plain, marks, last = "", [], 0
    for found in _MARK.finditer(marked):
        event_type, status, words = found.group("type", "status", "words")
        if event_type not in kinds.types or status not in (None, *kinds.statuses):
            raise RioBravoError(code="RB-711", found=found.group(), where=where)
        plain += marked[last : found.start()]
        marks.append(Mark(part, len(plain), words, event_type))
        plain += words
        last = found.end()
    plain += marked[last:]
    if "{" in plain or "}" in plain:
        raise RioBravoError(code="RB-711", found="a brace outside a mark", where=where)
    return plain, marks
