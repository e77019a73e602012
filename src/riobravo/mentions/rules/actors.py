"""Who a noun phrase names: the phrase as written, the actor of the table where it is one, country and sector."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from riobravo.mentions.rules.nouns import Nouns
from riobravo.mentions.rules.terms import Term


@dataclass(frozen=True, slots=True)
class Named:
    """One party of an event."""

    name: str
    actor_id: str | None
    country: str | None
    sector: str | None
    kinds: frozenset[str]
    is_inferred: bool = False


def describe(nouns: Nouns, head: Token, day: date) -> Named:
    """The party that a noun phrase names; offices are resolved to their holder's post on that day."""
    span = nouns.span(head)
    inside = [t for t in nouns.terms.all if span.start <= t.start and t.end <= span.end]
    kinds = nouns.kinds(head)
    actor = _actor(inside, head, day)
    country = next((t.country for t in inside if t.sort == "country" and t.start <= head.i < t.end), None)
    if actor is not None:
        actor_id, found_country, sector = actor
        return Named(span.text, actor_id, found_country, sector, kinds)
    if country is not None and "state" in kinds and head.i >= span.start:
        return Named(span.text, f"state-{country.lower()}" if country in _STATES else None, country, "GOV", kinds)
    return Named(span.text, None, country or _country(inside), _sector(nouns, head, kinds), kinds)


_STATES = frozenset({"USA", "MEX"})
"""The states that stand in the actors table."""


def _actor(inside: list[Term], head: Token, day: date) -> tuple[str, str | None, str | None] | None:
    """The actor whose spelling covers the head, or else the longest within the phrase that is an office or a person."""
    holding = [(t, a) for t in inside if t.sort == "actor" for a in t.actors if a.holds(day)]
    covering = [(t, a) for t, a in holding if t.start <= head.i < t.end]
    beside = [(t, a) for t, a in holding if a.kind in ("office", "person")]
    for candidates in (covering, beside):
        if candidates:
            countries = [t.country for t in inside if t.country is not None]
            _term, actor = max(
                candidates, key=lambda c: (c[1].country in countries, c[0].end - c[0].start, c[1].tenure is not None)
            )
            return actor.actor_id, actor.country, actor.sector
    return None


def _country(inside: list[Term]) -> str | None:
    for sort in ("nation", "country"):
        found = next((t.country for t in inside if t.sort == sort and t.country), None)
        if found:
            return found
    former = next((a.country for t in inside if t.sort == "actor" for a in t.actors if a.country), None)
    if former:
        return former
    return next((t.places[0].country for t in inside if t.sort == "place" and t.places[0].country != "XXX"), None)


def _sector(nouns: Nouns, head: Token, kinds: frozenset[str]) -> str | None:
    found = next((c.sector for c in nouns.classes(head) if c.sector), None)
    if found is None and kinds & {"state", "people"}:
        return "GOV"
    return found
