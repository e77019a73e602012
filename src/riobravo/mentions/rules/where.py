"""Where: the place of an event, by its role, by a preposition of place in its clause, or by what the article says before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.phrases import Phrases
from riobravo.lexicon.text import fold
from riobravo.mentions.gazetteer import Place, capitals, places
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.cast import PERSONS, Site
from riobravo.mentions.rules.found import Found, Memory, Sentence
from riobravo.mentions.rules.parsed import Token
from riobravo.mentions.rules.terms import Term


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as written, with what the gazetteer knows of it; a country or a border has no place of its own there."""

    name: str
    country: str | None
    precision: str
    place: Place | None = None


def where(sentence: Sentence, found: Found, memory: Memory) -> Spot | None:
    """The place of the event: the role that names it, else the first step of its type's chain that finds one here."""
    spot = _of_role(sentence, found)
    if spot is not None:
        return spot
    for step in sentence.lexicon.inferred.place.get(found.candidate.trigger.event_type, ()):
        if step == _HERE:
            spot = _here(sentence, memory)
        elif step in _STEPS:
            spot = _STEPS[step](sentence, found)
        if spot is not None:
            return spot
    return None


def sites(sentence: Sentence) -> Iterator[Site]:
    """The places that the sentence says something happens in; in a title, all that it names."""
    terms = _place_terms(sentence)
    markers = sentence.lexicon.grammar.words["place_markers"]
    for term in terms:
        if term.sort == "place" and (sentence.is_title or _stands_in(sentence, term, markers)):
            place = _resolved(sentence, term, terms)
            yield Site(_text(sentence, term), place, sentence.number, sentence.is_title)


def named(sentence: Sentence, start: int, end: int) -> Spot | None:
    """The place that words of the sentence name, ``start`` to ``end`` in code points of its piece; the narrowest of several."""
    terms = _place_terms(sentence)
    inside = [t for t in terms if (span := sentence.doc[t.start : t.end]).start_char < end and start < span.end_char]
    inside.sort(key=lambda t: _RANKS.index(t.sort))
    return _spot(sentence, inside[0], terms) if inside else None


def of_dateline(text: str) -> tuple[Place | None, bool]:
    """The place of a dateline, and whether it is a capital, where the press sits whatever it writes of."""
    words = [(fold(word.strip(".,()-—–")),) for word in text.split()]
    named = [found for _, _, found in places().names.longest(words)]
    if not named:
        return None, False
    regions = {place.admin1 for found in named[1:] for place in found if place.precision == "admin1"}
    best = max(named[0], key=lambda place: (place.admin1 in regions, _size(place)))
    return best, best in capitals()


def _of_role(sentence: Sentence, found: Found) -> Spot | None:
    argument = found.roles.get("place")
    if argument is None:
        return None
    terms = _place_terms(sentence)
    inside = [
        t for t in terms if t.start <= argument.head.i < t.end or argument.head in sentence.doc[t.start].ancestors
    ]
    inside.sort(key=lambda t: _RANKS.index(t.sort))
    if inside:
        return _spot(sentence, inside[0], terms)
    border = _border(sentence, argument.head)
    if border is not None:
        return border
    country = next((t.country for t in sentence.terms.at(argument.head) if t.country), None)
    return Spot(argument.head.text, country, "country") if country else None


def _border(sentence: Sentence, head: Token) -> Spot | None:
    """A border is a place of the country whose side is meant, which is that of who acts: left open here."""
    if "border" in sentence.nouns.kinds(head):
        return Spot(sentence.nouns.span(head).text, None, "cross_border")
    return None


def _in_clause(sentence: Sentence, found: Found) -> Spot | None:
    grammar = sentence.lexicon.grammar
    token = found.candidate.token
    members = {t.i for t in syntax.clause(grammar, syntax.clause_head(grammar, token))} | {t.i for t in token.subtree}
    markers = _markers(sentence, found)
    return _nearest(sentence, found, lambda term: term.start in members and _stands_in(sentence, term, markers))


def _in_sentence(sentence: Sentence, found: Found) -> Spot | None:
    markers = _markers(sentence, found)
    return _nearest(sentence, found, lambda term: _stands_in(sentence, term, markers))


def _markers(sentence: Sentence, found: Found) -> frozenset[str]:
    """The classes of prepositions before the place of the event: forces go to it, other things happen in it."""
    words = sentence.lexicon.grammar.words
    return words["goal_markers" if found.candidate.trigger.frame.place_is_target else "place_markers"]


def _direct(sentence: Sentence, found: Found) -> Spot | None:
    """A place whose preposition hangs on the event's own words."""
    own = {w.i for w in found.candidate.words} | {found.candidate.token.i}
    own.add(syntax.clause_head(sentence.lexicon.grammar, found.candidate.token).i)

    def hangs(term: Term) -> bool:
        node = sentence.doc[term.start : term.end].root
        while node.head != node and node.pos_ not in ("VERB", "AUX") and node.i not in own:
            node = node.head
        return node.i in own and _stands_in(sentence, term, sentence.lexicon.grammar.words["place_markers"])

    return _nearest(sentence, found, hangs)


def _of_party(sentence: Sentence, found: Found) -> Spot | None:
    """A place within the name of who acts ("a San Diego grand jury")."""
    argument = found.roles.get("source")
    if argument is None:
        return None
    inside = {t.i for t in argument.head.subtree if t.pos_ != "VERB"}
    return _nearest(sentence, found, lambda term: term.start in inside and term.sort == "place")


def _at_court(sentence: Sentence, found: Found) -> Spot | None:
    """A place that a court in the sentence sits in ("a San Diego grand jury", "judges in Brooklyn")."""
    nouns = sentence.nouns

    def seats(term: Term) -> bool:
        top = sentence.doc[term.start : term.end].root
        above = top.head.head if top.head.pos_ == "ADP" else top.head
        return above.i != top.i and above.pos_ in ("NOUN", "PROPN") and "court" in nouns.kinds(above)

    return _nearest(sentence, found, lambda term: term.sort == "place" and seats(term))


def _here(sentence: Sentence, memory: Memory) -> Spot | None:
    """The place of the dateline, where the sentence says that it is meant ("in this city")."""
    place = memory.dateline
    if place is None:
        return None
    for _ in _here_cues(sentence.lexicon.language).longest(sentence.doc.spelled):
        return Spot(place.name, place.country, place.precision, place)
    return None


@lru_cache(maxsize=4)
def _here_cues(language: str) -> Phrases[str]:
    return Phrases((cue, cue) for cue in load_lexicon(language).status["here_cues"])


_HERE = "here"
_STEPS: Mapping[str, Callable[[Sentence, Found], Spot | None]] = {
    "clause": _in_clause,
    "sentence": _in_sentence,
    "direct": _direct,
    "party": _of_party,
    "court": _at_court,
}
"""The steps that stay within the sentence; the others are taken when the whole article is read (`context`)."""


def _nearest(sentence: Sentence, found: Found, fits: Callable[[Term], bool]) -> Spot | None:
    """Of the places that fit, the nearest; a border only where no place fits, a country where nothing else does."""
    terms = _place_terms(sentence)
    position = found.candidate.token.i
    guards = found.candidate.trigger.frame.place_is_target  # forces stand on a border, other things happen in a town
    fitting = [t for t in terms if fits(t) and (guards or t.sort != "class")]
    fitting.sort(key=lambda t: (_RANKS.index(t.sort), abs(t.start - position)))
    return _spot(sentence, fitting[0], terms) if fitting else None


_RANKS = ("place", "class", "country")
"""Sorts of terms that name a place, the narrowest first; of the noun classes only borders do."""


def _place_terms(sentence: Sentence) -> list[Term]:
    """Names of places, borders and countries, but for those inside another name ("Sinaloa Cartel", "border with Mexico")."""
    every = sentence.terms.all
    named = [t for t in every if t.sort == "actor"]
    towns = [t for t in every if t.sort == "place" and t.places and not _is_part_of_name(sentence, t)]
    borders = [t for t in every if "border" in t.kinds]
    countries = [
        t
        for t in every
        if t.sort == "country" and not any(_inside(t, u) or 0 < t.start - u.start <= 4 for u in borders)
    ]
    countries = [t for t in countries if not any(_inside(t, town) for town in towns)]
    gangs = [t for t in every if t.sort == "class" and {"criminal", "org"} <= t.kinds]
    return [
        t
        for t in (*towns, *borders, *countries)
        if not any(_inside(t, a) for a in named) and not any(_names_gang(sentence, t, c) for c in gangs)
    ]


def _names_gang(sentence: Sentence, place: Term, gang: Term) -> bool:
    """Whether the place is what a group is called after ("the Sinaloa cartel", "cártel de Sinaloa")."""
    if place.end == gang.start:
        return True
    between = sentence.doc[gang.end : place.start]
    return len(between) == 1 and "of" in syntax.classes_of(sentence.lexicon.grammar, between[0].text)


def _is_part_of_name(sentence: Sentence, term: Term) -> bool:
    """A longer name, a person's or a place's, that holds that of a place ("San Luis Carpizo", "Sergio Adrián")."""
    doc = sentence.doc
    if any(
        e.label_ in PERSONS and e.start <= term.start and term.end <= e.end for e in doc.ents if len(e) > _length(term)
    ):
        return True
    around = [doc[i] for i in (term.start - 1, term.end) if 0 <= i < len(doc)]
    return not sentence.is_title and any(
        t.pos_ == "PROPN" and t.text[:1].isupper() and not sentence.terms.at(t) for t in around
    )


def _length(term: Term) -> int:
    return term.end - term.start


def _inside(term: Term, other: Term) -> bool:
    return other.start <= term.start and term.end <= other.end and _length(other) >= _length(term)


def _stands_in(sentence: Sentence, term: Term, markers: frozenset[str]) -> bool:
    """Whether a preposition of place stands before it."""
    grammar = sentence.lexicon.grammar
    for position in range(term.start - 1, max(-1, term.start - 5), -1):
        token = sentence.doc[position]
        if markers.intersection(syntax.classes_of(grammar, token.text)):
            return True
        if token.pos_ in ("VERB", "PUNCT"):
            return False
    return False


def _spot(sentence: Sentence, term: Term, terms: list[Term]) -> Spot:
    name = _text(sentence, term)
    if term.sort == "class":
        return Spot(name, None, "cross_border")
    if term.sort == "country":
        return Spot(name, term.country, "country")
    place = _resolved(sentence, term, terms)
    return Spot(name, place.country, place.precision, place)


def _text(sentence: Sentence, term: Term) -> str:
    return sentence.doc[term.start : term.end].text


def _resolved(sentence: Sentence, term: Term, terms: list[Term]) -> Place:
    """Which of the places of that name: the one in the state named after it, an unknown one if need be, else the largest."""
    following = [t for t in terms if term.end <= t.start <= term.end + 2 and t is not term]
    regions = {p.admin1 for t in following for p in t.places if p.precision == "admin1"}
    fitting = [p for p in term.places if p.admin1 in regions] if regions else []
    if not fitting and regions and _is_apposed(sentence, term, following[0]):
        state = following[0].places[0]
        return Place(_text(sentence, term), state.country, state.admin1, "municipality")
    countries = {t.country for t in sentence.terms.all if t.country}
    pool = fitting or [p for p in term.places if p.country in countries] or list(term.places)
    return max(pool, key=_size)


def _is_apposed(sentence: Sentence, town: Term, state: Term) -> bool:
    """As in "Liberty, Texas": a comma between the two."""
    return [t.text for t in sentence.doc[town.end : state.start]] == [","]


def _size(place: Place) -> tuple[int, bool]:
    """The larger one is meant; of a state and a town that are both declared, the town ("in Washington")."""
    return place.population, place.precision != "admin1"
