"""The date expressions of a sentence, and the week that stands for a date where none is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from riobravo.mentions.rules import dates
from riobravo.mentions.rules.dates import Expression, When
from riobravo.mentions.rules.found import Dated, Memory
from riobravo.mentions.rules.parsed import Doc


def by_publication(published: date) -> When:
    """Nothing is said: the week that ends with publication."""
    return When(published - timedelta(days=6), published, "week", "publication")


def dated(
    expressions: Sequence[Expression], doc: Doc, language: str, published: date, memory: Memory
) -> tuple[Dated, ...]:
    """Each date expression with its head word and readings; each day becomes the one that the next may count from."""
    days = [None if _counts_from_text(e) else _day(e, language, published, None) for e in expressions]
    found = []
    for number, expression in enumerate(expressions):
        after = next((day for day in days[number + 1 :] if day is not None), None)
        span = doc.span_of(expression.start, expression.end)
        if span is not None:
            before = list(dict.fromkeys(reversed(memory.days)))
            found.append(Dated(expression, span.root, dates.readings(expression, language, published, before, after)))
        day = _day(expression, language, published, memory.days[-1] if memory.days else None)
        if day is not None:
            memory.days.append(day)
    return tuple(found)


def _day(expression: Expression, language: str, published: date, last: date | None) -> date | None:
    when = dates.resolve(expression, language, published, last, is_future=False)
    return when.start if when.precision == "day" else None


def _counts_from_text(expression: Expression) -> bool:
    return expression.pattern.get("to") == "text"
