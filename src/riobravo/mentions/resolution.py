"""Which actor a name means on a day, and why: by a spelling, by a holder and the term, by an office or body and its country.

"Mexican Navy" in actors.yaml also gives "Mexico's navy", "la Marina mexicana" and, where the country is known, "the navy": what
is left of a spelling without its country names the actor together with that country. Words that name no actor stay as
they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from riobravo import ontology
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.phrases import Phrases
from riobravo.lexicon.text import fold
from riobravo.mentions import gazetteer
from riobravo.mentions.gazetteer import Actor, Tenure

Reason = Literal["name", "holder", "office", "country", "not then", "several", "unknown"]

REASONS: Final[Mapping[Reason, str]] = {
    "name": "a name of the actor",
    "holder": "who held the office on that day",
    "office": "a title of the office on that day",
    "country": "what the actor is called where its country is known",
    "not then": "a name or title of an actor, but not on that day",
    "several": "several actors have that name",
    "unknown": "no actor of the table has that name",
}
"""What a reason means; the last three are reasons why there is no actor."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The actor that words mean, with the reason; ``tenure`` where a holder is named or the title's holder is known."""

    actor_id: str | None
    reason: Reason
    tenure: Tenure | None = None


def resolve(name: str, country: str | None, day: date) -> Resolution:
    """The actor that a whole name means on that day; of that country, where one is given."""
    state = _states().get(_words(name))
    if state is not None:
        return Resolution(state, "name")
    known = _spelled(name, country)
    if country is not None:
        known = known or _titled(name, country)
    found = _one(known, day)
    if found is None and country is not None:
        found, known = of_country(name, country, day), known or _called(name, country)
    if found is not None:
        return found
    if any(actor.holds(day) for actor in known):
        return Resolution(None, "several")
    return Resolution(None, "not then" if known else "unknown")


def of_country(name: str, country: str, day: date) -> Resolution | None:
    """The actor that words mean as said of a country, whether they name the country ("Mexico's navy") or not ("the navy")."""
    if not _without_country(_words(name), country):
        state = gazetteer.states().get(country) if _names_country(_words(name), country) else None
        return Resolution(state, "country") if state is not None else None
    found = _one(_called(name, country), day)
    return replace(found, reason="country") if found is not None and found.reason == "name" else found


def holder(actor_id: str, day: date) -> Tenure | None:
    """Who holds an office on that day; on a day of change, who comes. None where the table does not say."""
    held = [t for t in _tenures().get(actor_id, ()) if gazetteer.within(day, t.start, t.end)]
    return max(held, key=lambda t: t.start or date.min, default=None)


@lru_cache(maxsize=256)
def concerned(actor_id: str) -> frozenset[str]:
    """The countries that an actor is of or that its spellings name, as an ambassador's do."""
    row = gazetteer.by_id()[actor_id]
    names = [_words(name) for name in _spellings(row["name"], row["aliases"].values())]
    countries = {code for language in ontology.load().languages for code in load_lexicon(language).countries}
    return frozenset({row["country"]} | {code for code in countries if any(_names_country(n, code) for n in names)})


def _one(known: Sequence[Actor], day: date) -> Resolution | None:
    """The one actor among those of a name; who holds two offices is known by the one that stands first in the file."""
    held = [actor for actor in known if actor.holds(day)]
    holders = [actor for actor in held if actor.tenure is not None]
    found = list(dict.fromkeys(actor.actor_id for actor in holders or held))
    if not found or (len(found) > 1 and not holders):
        return None
    first = next(actor for actor in holders or held if actor.actor_id == found[0])
    if first.tenure is not None:
        return Resolution(first.actor_id, "holder", first.tenure)
    if first.kind == gazetteer.OFFICE:
        return Resolution(first.actor_id, "office", holder(first.actor_id, day))
    return Resolution(first.actor_id, "name")


def _spelled(name: str, country: str | None) -> list[Actor]:
    """Every actor of the country that a whole name can stand for."""
    known = gazetteer.spelled(_QUOTES.sub(" ", name))
    return _as_written([actor for actor in known if country is None or actor.country == country], name)


def _called(name: str, country: str) -> list[Actor]:
    """Every public body and office of the country that is called so."""
    key = _without_country(_words(name), country)
    known = _said_of_country().get((country, key), ())
    return _as_written([actor for actor in known if not (_is_proper(actor) and _is_common(name, key))], name)


def _titled(name: str, country: str) -> list[Actor]:
    """Every holder of an office whose title and name stand in one: "President Trump"."""
    words, found = name.split(), []
    for split in range(1, len(words)):
        titles = _called(" ".join(words[:split]), country)
        held = _spelled(" ".join(words[split:]), country) if titles else []
        found += [a for a in held if a.tenure is not None and a.actor_id in {title.actor_id for title in titles}]
    return found


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_QUOTES = re.compile(r'["“”«»]')
_WORD = re.compile(r"['’]\w\b|[^\s'’]+")
"""A word; what follows an apostrophe is one of its own."""


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    """The folded words of a name in either language, without articles, "of" and marks of possession."""
    return tuple(word for word in map(fold, _WORD.findall(_QUOTES.sub(" ", name))) if word not in _function_words())


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    found: set[str] = set()
    for grammar in (load_lexicon(language).grammar for language in ontology.load().languages):
        found |= {mark for mark, classes in grammar.marker_classes.items() if "of" in classes}
        found |= grammar.words["definite"] | grammar.words["possessive_marks"]
    return frozenset(found)


def is_as_written(spelling: str, name: str) -> bool:
    """Whether no word of the spelling is in the name with other accents: "secretaria" is no "Secretaría"."""
    written = set(name.casefold().split())
    folded = set(map(fold, written))
    return all(word in written or fold(word) not in folded for word in spelling.casefold().split())


def _as_written(known: Sequence[Actor], name: str) -> list[Actor]:
    """Those whose spelling has the name's accents, if there are any; else those that the name may write without theirs.

    Where the name has an accent that a title lacks it is another word; of persons both are written.
    """
    exact = [actor for actor in known if is_as_written(actor.spelling, name)]
    accented = {fold(word) for word in name.casefold().split() if fold(word) != word}
    return exact or [
        actor
        for actor in known
        if actor.kinds & OF_NO_STATE or not accented.intersection(actor.spelling.casefold().split())
    ]


def _is_proper(actor: Actor) -> bool:
    """Whether the spelling is one word and no country's: a common noun but for its capital ("Defensa")."""
    words = _words(actor.spelling)
    return len(words) == 1 and actor.country is not None and _without_country(words, actor.country) == words


def _is_common(name: str, key: tuple[str, ...]) -> bool:
    """Whether the name's own word is in small letters."""
    return not any(word[:1].isupper() and fold(word) in key for word in _WORD.findall(name))


def _without_country(words: tuple[str, ...], country: str) -> tuple[str, ...]:
    """The words without the names, metonyms and demonyms of the country."""
    taken = {i for start, end, _ in _country_words(country).longest([(w,) for w in words]) for i in range(start, end)}
    return tuple(word for position, word in enumerate(words) if position not in taken)


def _names_country(words: tuple[str, ...], country: str) -> bool:
    """Whether the words hold a name or metonym of the country: its people are not the state."""
    found = _country_words(country).longest([(word,) for word in words])
    return any(part != _PEOPLE for _, _, parts in found for part in parts)


_PEOPLE: Final = "demonyms"


@lru_cache(maxsize=512)
def _country_words(country: str) -> Phrases[str]:
    """What a country and its people are called, with the part of countries.yaml that says so."""
    bodies = (load_lexicon(language).countries.get(country, {}) for language in ontology.load().languages)
    names = ((name, part) for body in bodies for part, names in body.items() for name in names)
    return Phrases((" ".join(_words(form)), part) for name, part in names for form in (name, f"{name}s"))


# ── the table of actors, by words ────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _states() -> dict[tuple[str, ...], str]:
    """The states by the words of their names, which running text leaves to the countries of the lexicon."""
    return {_words(name): actor.actor_id for actor, name in _titles() if actor.kind == "state"}


@lru_cache(maxsize=1)
def _said_of_country() -> dict[tuple[str, tuple[str, ...]], list[Actor]]:
    """The public bodies and offices by their country and what their spellings say beside it."""
    found: dict[tuple[str, tuple[str, ...]], list[Actor]] = {}
    for actor, name in _titles():
        if actor.country is not None and not actor.kinds & OF_NO_STATE:
            key = _without_country(_words(name), actor.country)
            if key and not _is_abbreviation(name) and actor not in found.setdefault((actor.country, key), []):
                found[actor.country, key].append(actor)
    return found


def _is_abbreviation(name: str) -> bool:
    """What is written in capitals only is met as it is ("DOS"), and no word ("dos")."""
    return name.isupper() and " " not in name


OF_NO_STATE: Final = frozenset({"criminal", "named"})
"""Kinds of actors that are no state's: of two countries' cartels and persons none is "the" one."""


@lru_cache(maxsize=1)
def _tenures() -> dict[str, list[Tenure]]:
    """The tenures of every office."""
    return {row["id"]: gazetteer.tenures(row) for row in gazetteer.actors().rows if row.get("holders")}


def _titles() -> Iterator[tuple[Actor, str]]:
    """Every actor with each of its spellings that is no holder's."""
    for row in gazetteer.actors().rows:
        for name in dict.fromkeys(_spellings(row["name"], row["aliases"].values())):
            yield replace(gazetteer.actor(row), spelling=name), name


def _spellings(name: str, aliases: Iterable[Iterable[str]]) -> Iterator[str]:
    yield name
    for names in aliases:
        yield from names
