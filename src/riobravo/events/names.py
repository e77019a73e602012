"""Names of persons, cut from a column and compared part by part, with accents and case folded.

Whether a text names persons at all, and which of its words are titles or bodies, is data (``persons`` in identity.yaml).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache, reduce

from riobravo.events.policy import Persons

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LEAST_FUZZY = 5
"""Letters from which two parts of a name may differ in spelling; shorter ones are other names."""


@dataclass(frozen=True, slots=True)
class Name:
    """One person as named: folded parts in order, the nickname's parts apart; ``is_nickname`` if there is nothing else."""

    parts: tuple[str, ...]
    nickname: tuple[str, ...] = ()
    is_nickname: bool = False


class Likeness(Enum):
    """How two names compare."""

    SAME = "same"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """``text`` without accents and case, for comparison only."""
    split = unicodedata.normalize("NFKD", text)
    return "".join(char for char in split if not unicodedata.combining(char)).casefold()


def words(text: str) -> list[str]:
    """The words and numbers of a text, as written."""
    return _WORD.findall(text)


def persons(text: str | None, policy: Persons) -> tuple[Name, ...]:
    """The persons that a column names, in order; empty where it names none (a count, a body, a description)."""
    if not text:
        return ()
    return tuple(name for part in _cut(text, policy.separators) if (name := _name(part, policy)) is not None)


def compare(first: Name, second: Name, policy: Persons) -> Likeness:
    """Whether two names can be one person's.

    The shorter name within the longer is the same person; names that differ in the last part, or in the first, are not; a
    bare nickname tells nothing of a civil name.
    """
    if _share_nickname(first, second, policy):
        return Likeness.SAME
    if first.is_nickname or second.is_nickname:
        return Likeness.DIFFERENT if first.is_nickname and second.is_nickname else Likeness.UNKNOWN
    short, long = sorted((first.parts, second.parts), key=len)
    matched = [part for part in short if _is_in(part, long, policy)]
    if len(matched) == len(short):
        return Likeness.SAME
    is_first_shared = _alike(short[0], long[0], policy.fuzzy)
    is_last_shared = _is_in(short[-1], long, policy) or _is_in(long[-1], short, policy)
    if len(matched) > 1 and is_first_shared and is_last_shared:
        return Likeness.SAME
    return Likeness.DIFFERENT


def _share_nickname(first: Name, second: Name, policy: Persons) -> bool:
    own, other = first.nickname, second.nickname
    return bool(own and other) and any(_is_in(part, other, policy) for part in own)


def _cut(text: str, separators: tuple[str, ...]) -> Iterator[str]:
    pattern = "|".join(re.escape(separator) for separator in separators)
    yield from (part.strip() for part in re.split(pattern, text) if part.strip())


def _name(text: str, policy: Persons) -> Name | None:
    inside, outside = _quoted(_without_possessives(text, policy.possessives), policy.quotes)
    nickname = _parts(inside, policy)
    plain = words(outside)
    if not plain:
        return Name(nickname, nickname, is_nickname=True) if nickname else None
    folded = [fold(word) for word in plain]
    if any(word in policy.bodies for word in folded) or any(word.isdigit() for word in folded):
        return None
    capitals = [word for word in plain if word[0].isupper()]
    parts = tuple(fold(word) for word in capitals if fold(word) not in policy.particles)
    lower = [word for word in plain if not word[0].isupper() and fold(word) not in policy.particles]
    # "cartel leader Juan Pérez" is a name with an office before it; "three police officers of Reynosa" is not, nor
    # "Two men", whose only capital is that of its first word.
    if not parts or len(lower) > len(parts) or (lower and capitals == plain[:1]):
        return None
    if folded[0] in policy.nickname_articles and not nickname:
        return Name(parts, parts, is_nickname=True)
    return Name(parts, nickname)


def _without_possessives(text: str, possessives: tuple[str, ...]) -> str:
    return " ".join(reduce(str.removesuffix, possessives, word) for word in text.split())


def _quoted(text: str, quotes: str) -> tuple[str, str]:
    """What stands in quotation marks, and the rest; an apostrophe inside a word is none."""
    marks = re.escape(quotes)
    pattern = re.compile(rf"(?<!\w)[{marks}]([^{marks}]+)[{marks}](?!\w)")
    return " ".join(pattern.findall(text)), pattern.sub(" ", text)


def _parts(text: str, policy: Persons) -> tuple[str, ...]:
    return tuple(part for word in words(text) if (part := fold(word)) not in policy.particles)


def _is_in(part: str, parts: tuple[str, ...], policy: Persons) -> bool:
    return any(_alike(part, other, policy.fuzzy) for other in parts)


@lru_cache(maxsize=500_000)
def _alike(first: str, second: str, fuzzy: float) -> bool:
    if first == second:
        return True
    if min(len(first), len(second)) < _LEAST_FUZZY or first[0] != second[0]:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= fuzzy
