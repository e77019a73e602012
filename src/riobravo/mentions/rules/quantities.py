"""Numbers with their range, modifier and unit, as a row of spans over a sentence's tokens.

Number words are read by text2num; what it leaves out (dozens, "10 mil", "unos", ranges) stands in numbers.yaml.
Values follow the quantity rules of the codebook: "more than 10,000" is 10,000/10,000/none at_least.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import text_to_num

from riobravo.lexicon import Lexicon
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.phrases import Phrases
from riobravo.lexicon.text import fold
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.parsed import Doc, Span, Token

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_LONGEST_WORDS = 7
_LONGEST_VAGUE = 5


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity in a text: tokens ``start`` to ``end``, its bounds and best value, its modifier, its unit if it names one."""

    start: int
    end: int
    low: float | None
    best: float | None
    high: float | None
    modifier: str
    unit: str | None = None

    def text(self, doc: Doc) -> str:
        """As written."""
        span: Span = doc[self.start : self.end]
        return span.text


def find(doc: Doc, language: str) -> list[Number]:
    """All quantities of the sentence, in order, not overlapping."""
    lexicon = load_lexicon(language)
    values = _values(doc, lexicon)
    ranged = _ranges(doc, lexicon, values)
    return [_with_unit(doc, lexicon, _modified(doc, lexicon, number)) for number in ranged]


def _values(doc: Doc, lexicon: Lexicon) -> list[Number]:
    found: list[Number] = []
    position = 0
    while position < len(doc):
        if not _may_begin(doc[position].text, lexicon.language):
            position += 1
            continue
        end, _ = _phrases(lexicon.language, "percent").at(doc.spelled, position, position + 2)
        if end > position:  # "por ciento" is no hundred
            position = end
            continue
        number = _vague(doc, lexicon, position) or _exact(doc, lexicon, position)
        if number is None:
            position += 1
        else:
            found.append(number)
            position = number.end
    return found


@lru_cache(maxsize=65_536)
def _may_begin(text: str, language: str) -> bool:
    """Whether a quantity, or words for a percentage, can begin with the word; most words cannot."""
    if _digits(text) is not None or _read_words(text.lower(), language) is not None:
        return True
    return any(_phrases(language, name).begins(fold(text)) for name in ("percent", "vague", "round", "fixed"))


def _vague(doc: Doc, lexicon: Lexicon, start: int) -> Number | None:
    for name in ("vague", "round", "fixed"):
        end, found = _phrases(lexicon.language, name).at(doc.spelled, start, start + _LONGEST_VAGUE)
        if end == start:
            continue
        value = float(found[0])
        if name == "vague":
            return Number(start, end, value, None, None, "at_least")
        if name == "round":
            return Number(start, end, value, value, value, "approx")
        return _multiplied(doc, lexicon, Number(start, end, value, value, value, "exact"))
    return None


def _exact(doc: Doc, lexicon: Lexicon, start: int) -> Number | None:
    base = _digits(doc[start].text)
    end = start + 1
    if base is None:
        base, end = _in_words(doc, lexicon.language, start)
        if base is None or (
            end == start + 1 and doc[start].folded in lexicon.numbers["ones"] and base == 1 and doc[start].pos_ != "NUM"
        ):
            return None
    return _multiplied(doc, lexicon, Number(start, end, base, base, base, "exact"))


def _multiplied(doc: Doc, lexicon: Lexicon, number: Number) -> Number:
    """As "10 mil", "1.2 million", "dos mil 500", "two dozen"."""
    value, end = number.best or 0.0, number.end
    factors = {**lexicon.numbers["multipliers"], **lexicon.numbers["exact_nouns"]}
    while end < len(doc) and (factor := _factor(factors, doc[end])) is not None:
        value, end = value * factor, end + 1
    rest = _digits(doc[end].text) if end < len(doc) else None
    if rest is not None and rest < 1000 <= value and value % 1000 == 0 and doc[end - 1].is_alpha:
        value, end = value + rest, end + 1
    return replace(number, end=end, low=value, best=value, high=value)


def _factor(factors: dict[str, int], token: Token) -> int | None:
    return factors.get(token.text.lower()) or factors.get(token.lemma_.lower())


def _digits(text: str) -> float | None:
    text = text.lstrip("$€£").removesuffix("%")
    if _GROUPED.fullmatch(text):
        return float(re.sub(r"[.,]", "", text))
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def _in_words(doc: Doc, language: str, start: int) -> tuple[float | None, int]:
    if _read_words(doc[start].text.lower(), language) is None:  # a numeral begins with one
        return None, start
    for end in range(min(start + _LONGEST_WORDS, len(doc)), start, -1):
        if not all(t.is_alpha or t.text == "-" for t in doc[start:end]) or not doc[end - 1].is_alpha:
            continue
        value = _read_words(doc[start:end].text.lower().replace(" - ", "-"), language)
        if value is not None:
            return value, end
    return None, start


@lru_cache(maxsize=65_536)
def _read_words(words: str, language: str) -> float | None:
    try:
        return float(text_to_num.text2num(words, language))
    except ValueError:
        return None


def _ranges(doc: Doc, lexicon: Lexicon, values: list[Number]) -> list[Number]:
    joined: list[Number] = []
    for number in values:
        if joined and (merged := _range(doc, lexicon, joined[-1], number)) is not None:
            joined[-1] = merged
        else:
            joined.append(number)
    return joined


def _range(doc: Doc, lexicon: Lexicon, first: Number, second: Number) -> Number | None:
    between = [t.folded for t in doc[first.end : second.start] if t.folded != "%"]
    if len(between) != 1 or first.best is None or second.best is None:
        return None
    for before, separator in _range_words(lexicon.language):
        if separator == between[0]:
            start = first.start
            if before:
                if start == 0 or doc[start - 1].folded != before:
                    continue
                start -= 1
            low, high = first.best, second.best
            if low < 1000 <= high and high % 1000 == 0 and low < high / 1000:  # "5 a 7 mil"
                low *= 1000
            if low >= high:
                return None
            return Number(start, second.end, low, (low + high) / 2, high, "approx")
    return None


@lru_cache(maxsize=4)
def _range_words(language: str) -> tuple[tuple[str, str], ...]:
    found = []
    for pattern in load_lexicon(language).numbers["range"]:
        before, between, _ = (part.strip() for part in pattern.split("{n}"))
        found.append((fold(before), fold(between)))
    return tuple(found)


def _modified(doc: Doc, lexicon: Lexicon, number: Number) -> Number:
    for modifier, change in _CHANGES.items():
        start = _ends_before(doc, lexicon.language, modifier, number.start)
        if start is not None and not syntax.has_label(lexicon.grammar, doc[start], "particle"):  # not "handed over 29"
            return replace(change(number), start=start)
        if _stands_after(doc, lexicon.language, modifier, number.end):
            return change(number)
    return number


def _at_least(number: Number) -> Number:
    return replace(number, low=number.low, best=number.best, high=None, modifier="at_least")


def _at_most(number: Number) -> Number:
    if number.best is None:
        return number
    return replace(number, low=None, modifier="at_most")


def _approx(number: Number) -> Number:
    return replace(number, modifier="approx") if number.best is not None else number


_CHANGES: dict[str, Callable[[Number], Number]] = {"at_least": _at_least, "at_most": _at_most, "approx": _approx}


def _ends_before(doc: Doc, language: str, modifier: str, position: int) -> int | None:
    """Where a modifier phrase begins that ends right before the position."""
    for start in range(max(0, position - 4), position):
        end, _ = _phrases(language, modifier).at(doc.spelled, start, position)
        if end == position:
            return start
    return None


def _stands_after(doc: Doc, language: str, modifier: str, position: int) -> bool:
    end, _ = _phrases(language, modifier).at(doc.spelled, position, position + 2)
    return end == position + 2


@lru_cache(maxsize=32)
def _phrases(language: str, name: str) -> Phrases[Any]:
    words = load_lexicon(language).numbers[name]
    entries: Iterable[tuple[str, Any]] = words.items() if isinstance(words, dict) else ((word, word) for word in words)
    return Phrases(entries)


def _with_unit(doc: Doc, lexicon: Lexicon, number: Number) -> Number:  # noqa: C901 - one kind of unit a line
    """The unit that the words beside the number give, with the value in it ("3 tons" is 3,000 kg)."""
    numbers = lexicon.numbers
    if number.start > 0 and (sign := numbers["currency"].get(doc[number.start - 1].text.lower())):
        return replace(number, start=number.start - 1, unit=sign)
    if (sign := numbers["currency"].get(doc[number.end - 1].text.lower())) and number.end - 1 > number.start:
        return replace(number, unit=sign)
    if doc[number.start].text[:1] == "$":
        return replace(number, unit=numbers["currency"]["$"])
    for position in _positions_after(doc, number):
        spelled = {doc[position].text.lower(), doc[position].lemma_.lower(), doc[position : position + 2].text.lower()}
        if doc[number.end - 1].text.endswith("%") or spelled & set(numbers["percent"]):
            both = doc[position : position + 2]
            end = position + (len(both) if both.text.lower() in numbers["percent"] else 1)
            return replace(number, end=max(number.end, end), unit="percent")
        for table, unit in ((numbers["weights"], "kg"), (numbers["areas"], "hectares")):
            for word in spelled & table.keys():
                return replace(_scaled(number, table[word]), end=position + 1, unit=unit)
        for word in spelled & numbers["currency"].keys():
            return replace(number, end=position + 1, unit=numbers["currency"][word])
        if spelled & set(numbers["years"]):
            return replace(number, unit="years")
        if spelled & set(numbers["not_counts"]):
            return replace(number, unit="none")
    if doc[number.end - 1].text.endswith("%"):
        return replace(number, unit="percent")
    return number


def _positions_after(doc: Doc, number: Number) -> Iterator[int]:
    """The next word, and the one after a preposition or adjective ("45 millones de dólares", "8 more years")."""
    yield from range(number.end, min(number.end + 1, len(doc)))
    if number.end + 1 < len(doc) and (doc[number.end].pos_ in ("ADP", "ADJ") or len(doc[number.end].text) <= 2):
        yield number.end + 1


def _scaled(number: Number, factor: float) -> Number:
    def times(value: float | None) -> float | None:
        return None if value is None else round(value * factor, 3)

    return replace(number, low=times(number.low), best=times(number.best), high=times(number.high))
