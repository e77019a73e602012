"""How many an event is about, by the words that a model quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from riobravo import ontology
from riobravo.lexicon import load as load_lexicon
from riobravo.mentions.llm.passages import Passage
from riobravo.mentions.rules import cast, syntax
from riobravo.mentions.rules.found import Sentence
from riobravo.mentions.rules.parsed import Token
from riobravo.mentions.rules.quantities import Number

_BODIES: Final = (cast.NOT_PERSONS - {"place"}) | {"force"}
"""What no person is; a surname may be that of a town."""

_NO_COUNT: Final = "none"
_PERSONS: Final = "persons"
_COUNT: Final = "count"
_OF_ONE: Final = frozenset({"named", "person"})
"""Steps of the lexicon for how many an act is about, in types of acts on one person."""


def columns(said: Passage | None, trigger: Passage | None, *, event_type: str, unit: str | None) -> dict[str, Any]:
    """The columns of a number, in a unit of the type; none where the words give none. ``unit`` is what the model says."""
    if said is None or said.sentence is None:
        return {}
    allowed = ontology.load().types[event_type].units
    for number in _numbers(said, said.sentence):
        counted = _unit(said.sentence, number, allowed, unit)
        if counted is not None:
            bare = _without_act(said.sentence, number, trigger)
            return _of(bare, counted, bare.text(said.sentence.doc))
    return {}


def persons(named: Sequence[Passage | None], *, event_type: str, subtype: str | None, language: str) -> dict[str, Any]:
    """Persons that the first of the passages names one by one, of acts on one person."""
    rules = load_lexicon(language).inferred.count
    if not _OF_ONE.intersection(rules.get(f"{event_type}.{subtype}", rules.get(event_type, ()))):
        return {}
    for said in named:
        if said is None or said.sentence is None:
            continue
        nouns, heads = said.sentence.nouns, _heads(said, said.sentence)
        if heads and all(head.pos_ == "PROPN" and not nouns.kinds(head) & _BODIES for head in heads):
            number = float(len(heads))
            return _of(Number(0, 0, number, number, number, "exact"), _PERSONS, said.words)
    return {}


def _heads(said: Passage, sentence: Sentence) -> list[Token]:
    """The nouns that the quote joins ("A and B"); one where it joins none."""
    inside = said.tokens
    if not inside:
        return []
    root = sentence.doc[inside[0].i : inside[-1].i + 1].root
    return [token for token in syntax.coordinated(sentence.lexicon.grammar, root) if token in inside]


def _numbers(said: Passage, sentence: Sentence) -> list[Number]:
    """The numbers that share words with the quote, in order."""
    start, end = said.span
    spans = [(sentence.doc[number.start : number.end], number) for number in sentence.nouns.numbers]
    return [number for span, number in spans if span.start_char < end and start < span.end_char]


def _without_act(sentence: Sentence, number: Number, trigger: Passage | None) -> Number:
    """The number without words of the act that were read as a modifier of it ("hands over 29")."""
    if trigger is None or trigger.sentence is not sentence:
        return number
    _, end = trigger.span
    own = [i for i in range(number.start, number.end) if sentence.doc[i].idx >= end]
    if not own or own[0] == number.start:
        return number
    value = number.best if number.best is not None else number.low
    return replace(number, start=own[0], low=value, best=value, high=value, modifier="exact")


def _unit(sentence: Sentence, number: Number, allowed: Sequence[str], said: str | None) -> str | None:
    """The unit of the number or of the nouns beside it; only where no word tells one, and things are counted, the model's."""
    if number.unit == _NO_COUNT:
        return None
    last = sentence.doc[number.end - 1]
    beside = (last, last.head, *sentence.doc[number.end : number.end + 2])
    unit = number.unit or next((u for token in beside if (u := sentence.nouns.unit(token)) is not None), None)
    if unit is None and said is not None:
        is_count = ontology.load().lists["units"].codes[said].traits.get("dimension") == _COUNT
        unit = said if is_count else None
    return unit if unit in allowed else None


def _of(number: Number, unit: str, text: str) -> dict[str, Any]:
    return {
        "quantity_low": number.low,
        "quantity_best": number.best,
        "quantity_high": number.high,
        "quantity_unit": unit,
        "quantity_modifier": number.modifier,
        "quantity_text": text or None,
    }
