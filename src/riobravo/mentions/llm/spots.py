"""Where an event was, by the words that a model quotes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from riobravo.mentions import gazetteer
from riobravo.mentions.llm.passages import Passage
from riobravo.mentions.rules import where
from riobravo.mentions.rules.found import Sentence
from riobravo.mentions.rules.where import Spot

BORDER: Final = "cross_border"
"""The precision of a border."""

_REACH: Final = 2
"""A comma and the name of a state behind that of a town."""

COLUMNS: Final = (
    "place_name",
    "place_country",
    "place_admin1",
    "place_precision",
    "place_lat",
    "place_lon",
    "geoname_id",
)
"""What is known of a place."""


def spot(said: Passage) -> Spot:
    """The place that the quote names; where no table has it, its words and, where words beside it tell one, its country."""
    found = _named(said, said.sentence) if said.sentence is not None else None
    if found is not None:
        return replace(found, name=said.words)
    spelled = gazetteer.places_named(said.words)
    if spelled:
        largest = max(spelled, key=lambda place: place.population)
        return Spot(said.words, largest.country, largest.precision, largest)
    return Spot(said.words, _country_beside(said, said.sentence) if said.sentence is not None else None, "")


def country(found: Spot | None, of_source: str | None) -> str | None:
    """The country of the place; a border is guarded from the side of who acts."""
    if found is None or found.country is not None:
        return found.country if found is not None else None
    return of_source if found.precision == BORDER else None


def columns(found: Spot, of_country: str | None) -> dict[str, Any]:
    """The columns of a place."""
    place = found.place
    rest = (place.admin1, place.latitude, place.longitude, place.geoname_id) if place else (None, None, None, None)
    admin1, latitude, longitude, number = rest
    values = (found.name, of_country, admin1, found.precision or None, latitude, longitude, number)
    return dict(zip(COLUMNS, values, strict=True))


def _named(said: Passage, sentence: Sentence) -> Spot | None:
    """The place that the quote names; none where it only holds the name of one ("San José de Gracia")."""
    found = where.named(sentence, *said.span)
    names = (token for token in said.tokens if token.text[:1].isupper())
    return found if found is None or all(sentence.terms.at(token) for token in names) else None


def _country_beside(said: Passage, sentence: Sentence) -> str | None:
    """The country of a place that no table has: of a nation in its name, or of the state that stands behind it."""
    inside = said.tokens
    nation = next((term.country for token in inside for term in sentence.terms.at(token) if term.country), None)
    if nation is not None or not inside:
        return nation
    behind = sentence.doc[inside[-1].i + 1 : inside[-1].i + 1 + _REACH]
    if len(behind) < _REACH or not behind[0].is_punct:
        return None
    found = where.named(sentence, behind[1].idx, behind.end_char)
    return found.country if found is not None else None
