"""Date expressions and what they mean: a span of days, its precision, and on what it rests.

The patterns and words stand in dates.yaml; here stands only how each kind of expression is counted from the day of
publication or from the last date of the text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from dateutil.relativedelta import relativedelta

from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.text import fold

Kind = Literal["day", "monthday", "month", "quarter", "year", "offset", "fixed", "period", "past", "weekday"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression in a text, ``start`` to ``end`` in code points, with the parts its pattern named."""

    start: int
    end: int
    text: str
    kind: Kind
    parts: Mapping[str, str]
    pattern: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class When:
    """A span of days and how well it is known."""

    start: date | None
    end: date | None
    precision: str
    basis: str | None
    text: str | None = None


UNKNOWN = When(None, None, "unknown", None)


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that an expression may mean, and how it was read: as past or future, or from which day it was counted."""

    when: When
    how: str


def find(text: str, language: str) -> list[Expression]:
    """The date expressions of a text, in order; where two overlap, the one whose pattern stands first wins."""
    found: list[Expression] = []
    taken: list[tuple[int, int]] = []
    capitalised = load_lexicon(language).dates["months_capitalised"]
    for pattern, compiled in _patterns(language):
        for match in compiled.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            parts = {name: value for name, value in match.groupdict().items() if value is not None}
            if "month" in parts and capitalised != parts["month"][0].isupper():  # "may", "El Mayo"
                continue
            taken.append(match.span())
            found.append(Expression(match.start(), match.end(), match.group().strip(), pattern["kind"], parts, pattern))
    return sorted(found, key=lambda e: e.start)


def resolve(expression: Expression, language: str, published: date, last: date | None, *, is_future: bool) -> When:
    """What the expression means in an article of that day; ``last`` is the date the text named before."""
    try:
        when = _RESOLVERS[expression.kind](expression, load_lexicon(language).dates, published, last, is_future)
    except (ValueError, OverflowError):  # 31 June, year 0
        return UNKNOWN
    return When(when.start, when.end, when.precision, when.basis, expression.text)


def readings(
    expression: Expression, language: str, published: date, before: Sequence[date], after: date | None
) -> tuple[Reading, ...]:
    """All that the expression may mean; ``before`` are the days that the text named so far, the last first, ``after`` the next.

    What counts from what follows may be read turned round: in "two days after the raid", the raid was two days before.
    """
    ways: list[tuple[str, Expression, date | None, bool]] = []
    if expression.pattern.get("to") == "text":
        anchors = {"publication": published, "after": after} | dict(zip(_EARLIER, before, strict=False))
        asks = {"on": expression}
        if expression.pattern.get("turns"):
            asks["turned"] = replace(expression, pattern={**expression.pattern, "turned": True})
        for way, asked in asks.items():
            ways += [(f"{way} from {name}", asked, day, False) for name, day in anchors.items() if day is not None]
    else:
        ways = [("past", expression, None, False), ("future", expression, None, True)]
    found: dict[tuple[date | None, date | None], Reading] = {}
    for how, asked, anchor, is_future in ways:
        when = resolve(asked, language, published, anchor, is_future=is_future)
        if when.start is not None:
            found.setdefault((when.start, when.end), Reading(when, how))
    return tuple(found.values())


def _day(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    parts = e.parts
    number = parts["day"] if parts["day"][:1].isdigit() else "1"
    day = int(re.match(r"\d+", number).group())  # type: ignore[union-attr]
    month = int(parts["monthnum"]) if "monthnum" in parts else _month_number(parts["month"], words)
    if "year" in parts:
        start, basis = date(int(parts["year"]), month, day), "explicit"
    elif "yearshift" in parts:
        start, basis = date(published.year + _shift(parts, words, "yearshift"), month, day), "relative"
    else:
        shifted = _shift(parts, words)
        start, basis = _nearest(month, day, published, (is_future or shifted > 0) and shifted >= 0), "relative"
    end = start.replace(day=int(parts["day2"])) if "day2" in parts and int(parts["day2"]) > start.day else start
    return When(start, end, "day", basis)


def _monthday(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    """As "el jueves 29": a day of this month or of the one beside it."""
    day, step = int(e.parts["day"]), 1 if is_future else -1
    first = published.replace(day=1)
    for months in (0, step, 2 * step):
        month = first + relativedelta(months=months)
        if day > monthrange(month.year, month.month)[1]:
            continue
        found = month.replace(day=day)
        if found >= published if is_future else found <= published:
            return When(found, found, "day", "relative")
    return UNKNOWN


def _month(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    month = _month_number(e.parts["month"], words)
    if "year" in e.parts:
        year, basis = int(e.parts["year"]), "explicit"
    elif "yearshift" in e.parts:
        year, basis = published.year + _shift(e.parts, words, "yearshift"), "relative"
    else:
        forward = is_future or _shift(e.parts, words) > 0
        year, basis = _nearest(month, 1, published, forward and month != published.month).year, "relative"
    return When(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month", basis)


def _quarter(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    first = 3 * (words["ordinal_quarters"][fold(e.parts["quarter"])] - 1) + 1
    year = int(e.parts["year"]) if "year" in e.parts else published.year
    return When(
        date(year, first, 1),
        date(year, first + 2, monthrange(year, first + 2)[1]),
        "quarter",
        "explicit" if "year" in e.parts else "relative",
    )


def _year(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    year = int(e.parts["year"])
    return When(date(year, 1, 1), date(year, 12, 31), "year", "explicit")


def _offset(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    number = words["numbers"].get(fold(e.parts["n"]), None) if not e.parts["n"].isdigit() else int(e.parts["n"])
    unit = words["units"][e.parts["unit"].lower()]
    to_text = e.pattern["to"] == "text"
    anchor = last if to_text else published
    if number is None or anchor is None:
        return UNKNOWN
    is_later = to_text and (e.parts["dir"].lower() in words["later"]) != e.pattern.get("turned", False)
    sign = 1 if is_later else -1
    if unit == "hour":
        return When(anchor, anchor, "day", "relative")
    moved = anchor + relativedelta(**{f"{unit}s": sign * number})  # type: ignore[arg-type]
    return _around(moved, unit)


def _fixed(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    anchor = published if e.pattern["to"] == "publication" else last
    if anchor is None:
        return UNKNOWN
    day = anchor + timedelta(days=-e.pattern["days"] if e.pattern.get("turned") else e.pattern["days"])
    return When(day, day, "day", "relative")


def _period(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    unit = words["units"].get(e.parts["unit"].lower())
    if unit is None:
        return _weekend(published, _shift(e.parts, words), is_future)
    return _around(published + relativedelta(**{f"{unit}s": _shift(e.parts, words)}), unit)  # type: ignore[arg-type]


def _weekend(published: date, shift: int, is_future: bool) -> When:
    """The last one begun by publication; "last" said on a weekend is the one before."""
    back = (published.weekday() - 5) % 7
    saturday = published - timedelta(days=back + (7 if shift < 0 and back < _WEEKEND else 0))
    if shift > 0 or (is_future and shift == 0):
        saturday += timedelta(days=7)
    return When(saturday, saturday + timedelta(days=1), "week", "relative")


def _past(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    """A stretch of time up to publication ("in the past two years")."""
    number = words["numbers"].get(fold(e.parts["n"]), None) if not e.parts["n"].isdigit() else int(e.parts["n"])
    unit = words["units"][e.parts["unit"].lower()]
    if number is None or unit == "hour":
        return UNKNOWN
    start = published - relativedelta(**{f"{unit}s": number})  # type: ignore[arg-type]
    return When(start, published, "week" if unit == "day" else unit, "relative")


def _weekday(e: Expression, words: Mapping[str, Any], published: date, last: date | None, is_future: bool) -> When:
    weekday = words["weekdays"][e.parts["weekday"].lower()]
    shift = _shift(e.parts, words)
    back = (published.weekday() - weekday) % 7
    if shift > 0 or (is_future and shift == 0):
        day = published + timedelta(days=(-back) % 7 or 7)
    else:
        day = published - timedelta(days=back or (7 if shift < 0 else 0))
    return When(day, day, "day", "relative")


_RESOLVERS = {
    "day": _day, "monthday": _monthday, "month": _month, "quarter": _quarter, "year": _year,
    "offset": _offset, "fixed": _fixed, "period": _period, "past": _past, "weekday": _weekday,
}  # fmt: skip


def _around(day: date, unit: str) -> When:
    if unit == "day":
        return When(day, day, "day", "relative")
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return When(monday, monday + timedelta(days=6), "week", "relative")
    if unit == "month":
        return When(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]), "month", "relative")
    return When(date(day.year, 1, 1), date(day.year, 12, 31), "year", "relative")


def _nearest(month: int, day: int, published: date, forward: bool) -> date:
    """The last such day up to publication, or the next one after it."""
    this = date(published.year, month, day)
    if forward:
        return this if this >= published else date(published.year + 1, month, day)
    return this if this <= published else date(published.year - 1, month, day)


def _month_number(name: str, words: Mapping[str, Any]) -> int:
    return int(words["months"][name.lower()])


def _shift(parts: Mapping[str, str], words: Mapping[str, Any], *names: str) -> int:
    said = fold(next((parts[name] for name in names or ("shift", "shift2") if name in parts), ""))
    if any(fold(word) in said for word in words["past"] if said):
        return -1
    return 1 if said and any(fold(word) in said for word in words["future"]) else 0


_WEEKEND = 2
_EARLIER = ("last", "last but one", "earlier")
"""How far back in the text the day was named that an expression counts from."""


@lru_cache(maxsize=4)
def _patterns(language: str) -> tuple[tuple[Mapping[str, Any], re.Pattern[str]], ...]:
    words = load_lexicon(language).dates
    fill = {
        "{month}": _alternatives(words["months"]),
        "{weekday}": _alternatives(words["weekdays"]),
        "{unit}": _alternatives(words["units"]),
        "{number}": _alternatives(words["numbers"]),
    }
    compiled = []
    for pattern in words["patterns"]:
        expression = pattern["re"]
        for name, alternatives in fill.items():
            expression = expression.replace(name, alternatives)
        compiled.append((pattern, re.compile(rf"(?<!\w)(?:{expression})(?!\w)", re.IGNORECASE)))
    return tuple(compiled)


def _alternatives(words: Mapping[str, Any]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
