"""Which of its options is the date of an event: a log-linear choice over named features, read from ``date_choice.json``.

`make model` fits the weights on the dev split (``evaluate.train_dates``); this module only sums them, so that whoever wants
to know why reads the file. The option with the highest sum is taken; of equal ones the first.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from riobravo.mentions.rules import date_options
from riobravo.mentions.rules.date_options import Option
from riobravo.mentions.rules.dates import UNKNOWN, When
from riobravo.mentions.rules.found import Sentence, Told

FILE = Path(__file__).with_name("date_choice.json")

_HEAD, _REACH = 4, 10
"""The title with the first sentences, and how many sentences before and after an event may date it."""

Weights = Mapping[str, float]


def dates(told: Sequence[Told], sentences: Sequence[Sentence]) -> list[When]:
    """The date of every event of an article, in their order; of a long text only the head and what is near are looked at."""
    number = {id(sentence): position for position, sentence in enumerate(sentences)}
    places = [number[id(event.sentence)] for event in told]
    head = bisect_left(places, _HEAD)
    found = []
    for event, place in zip(told, places, strict=True):
        begin, end = max(place - _REACH, _HEAD), place + _REACH + 1
        around = [*sentences[:_HEAD], *sentences[begin:end]]
        others = [*told[:head], *told[max(bisect_left(places, begin), head) : bisect_left(places, end)]]
        found.append(chosen(date_options.options(event, around, others), load()))
    return found


def chosen(options: Sequence[Option], weights: Weights) -> When:
    """The date that most speaks for: options that are the same days stand together."""
    same: dict[tuple[object, object], list[tuple[float, Option]]] = {}
    for option in options:
        days = (option.when.start, option.when.end)
        same.setdefault(days, []).append((_sum(option.features, weights), option))
    best = max(same.values(), key=lambda rows: _together([value for value, _ in rows]), default=None)
    if best is None:
        return UNKNOWN
    return max(best, key=lambda row: row[0])[1].when


def _sum(features: Iterable[str], weights: Weights) -> float:
    # fsum: its result does not depend on the order, which of a set differs from process to process
    return math.fsum(filter(None, map(weights.get, features)))


def _together(sums: Sequence[float]) -> float:
    top = max(sums)
    return top + math.log(math.fsum(math.exp(value - top) for value in sums))


@lru_cache(maxsize=1)
def load() -> Weights:
    """The weights that come with the package."""
    weights: Weights = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    return weights
