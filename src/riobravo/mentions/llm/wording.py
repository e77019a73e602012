"""``prompt.yaml`` as one frozen object: the words a language model is told, and the bounds of its reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from riobravo import resources

FILE: Final = Path(__file__).with_name("prompt.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The parts of the prompt; ``quotes`` and ``codes`` are the fields of a reply with what each holds, in order."""

    task: str
    chapters: tuple[str, ...]
    rules: tuple[str, ...]
    quoting: tuple[str, ...]
    quotes: Mapping[str, str]
    codes: Mapping[str, str]
    data: str
    answer: str
    plain: str
    article: str
    repair: str
    most_events: int
    least_words: int


@cache
def load() -> Wording:
    """The wording that comes with the package."""
    content = resources.load_yaml(FILE)
    lists = {name: tuple(content[name]) for name in ("chapters", "rules", "quoting")}
    tables = {name: MappingProxyType(content[name]) for name in ("quotes", "codes")}
    return Wording(**(content | lists | tables))
