"""Who a noun phrase names: the phrase as written, the actor of the table where it is one, country and sector."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from riobravo.mentions import gazetteer, resolution
from riobravo.mentions.gazetteer import Actor
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.nouns import Nouns
from riobravo.mentions.rules.parsed import Token, once
from riobravo.mentions.rules.terms import Term

BODIES = frozenset({"state", "org", "office", "force", "court"})
"""Kinds of what acts as a body, and for a state."""


@dataclass(frozen=True, slots=True)
class Named:
    """One party of an event."""

    name: str
    actor_id: str | None
    country: str | None
    sector: str | None
    kinds: frozenset[str]
    is_inferred: bool = False


@once
def describe(nouns: Nouns, head: Token, day: date) -> Named:
    """The party that a noun phrase names; offices are resolved to their holder's post on that day."""
    span = nouns.span(head)
    covering = nouns.terms.at(head)
    inside = [t for t in nouns.terms.all if (span.start <= t.start and t.end <= span.end) or t in covering]
    kinds = nouns.kinds(head)
    nations = list(dict.fromkeys(t.country for t in inside if t.country is not None))
    actor = _actor(nouns, inside, head, day, nations) or _of_country(nouns, head, nations, day)
    country = next((t.country for t in inside if t.sort == "country" and t.start <= head.i < t.end), None)
    if actor is not None:
        actor_id, found_country, sector = actor
        return Named(span.text, actor_id, found_country, sector, kinds)
    if country is not None and "state" in kinds and head.i >= span.start:
        return Named(span.text, state_of(country), country, "GOV", kinds)
    country = country or _country(inside) or _nation_beside(nouns, head)
    return Named(span.text, None, country, _sector(nouns, head, kinds), kinds)


def state_of(country: str) -> str | None:
    """The id of a country's state, where the actors table has it."""
    return gazetteer.states().get(country)


def known(actor_id: str) -> tuple[str, str | None, str | None]:
    """An actor's id, country and sector."""
    row = gazetteer.by_id()[actor_id]
    return actor_id, row["country"], row["sector"]


def _of_country(nouns: Nouns, head: Token, nations: list[str], day: date) -> tuple[str, str | None, str | None] | None:
    """The actor that the phrase means as said of a country that it names: "Mexico's navy"."""
    for nation in nations:
        found = resolution.of_country(nouns.span(head).text, nation, day)
        if found is not None and found.actor_id is not None and _concerns(found.actor_id, nouns, head):
            return known(found.actor_id)
    return None


def _actor(
    nouns: Nouns, inside: list[Term], head: Token, day: date, nations: list[str]
) -> tuple[str, str | None, str | None] | None:
    """The actor whose spelling covers the head, or else the longest within the phrase that is an office or a person.

    No public body or office of one state is named by a phrase that names only others ("Colombia's attorney general"), and no
    office by its title with a country that it has nothing to do with ("US ambassador to Colombia").
    """
    holding = [
        (t, a)
        for t in inside
        if t.sort == "actor"
        for a in t.actors
        if a.holds(day) and (a.kinds & resolution.OF_NO_STATE or not nations or a.country in nations)
        if a.tenure is not None or _concerns(a.actor_id, nouns, head)
    ]
    covering = [(t, a) for t, a in holding if t.start <= head.i < t.end]
    near = [
        (t, a)
        for t, a in holding
        if a.kind in (gazetteer.OFFICE, "person") and not _is_owner(nouns, t, head) and not _is_other(t, head)
    ]
    for candidates in (covering, near):
        if candidates:
            _term, actor = max(
                candidates,
                key=lambda c: (
                    c[1].country in nations,
                    c[0].end - c[0].start,
                    resolution.is_as_written(c[1].spelling, head.doc[c[0].start : c[0].end].text),
                    c[1].tenure is not None,
                ),
            )
            return actor.actor_id, actor.country, actor.sector
    return None


def _concerns(actor_id: str, nouns: Nouns, head: Token) -> bool:
    """Whether an office has to do with all countries that the words around its title name; a body may act anywhere."""
    if gazetteer.by_id()[actor_id]["kind"] != gazetteer.OFFICE:
        return True
    around = {t.i for t in head.subtree}
    named = {t.country for t in nouns.terms.all if t.country and t.start in around and not _is_other(t, head)}
    return named <= resolution.concerned(actor_id)


def _is_other(term: Term, head: Token) -> bool:
    """Whether the one named stands beside the head in a list, or in a clause of its own ("Trump and Sheinbaum")."""
    between = head.doc[min(head.i, term.end) : max(head.i, term.start)]
    return any(t.pos_ in ("CCONJ", "VERB", "AUX") for t in between)


def _is_owner(nouns: Nouns, term: Term, head: Token) -> bool:
    """Whether the phrase is only about someone of the one named ("El Chapo's son", "hijo de El Chapo")."""
    root = head.doc[term.start : term.end].root
    if syntax.has_label(nouns.lexicon.grammar, root, "possessor"):
        return True
    kin = "office" not in nouns.terms.kinds(head) and "person" in nouns.terms.kinds(head)
    mark = syntax.marker(nouns.lexicon.grammar, root) or (root.head.text if root.head.pos_ == "ADP" else "")
    return kin and "of" in syntax.classes_of(nouns.lexicon.grammar, mark)


def _country(inside: list[Term]) -> str | None:
    for sort in ("nation", "country"):
        found = next((t.country for t in inside if t.sort == sort and t.country), None)
        if found:
            return found
    former = next((a.country for t in inside if t.sort == "actor" for a in t.actors if a.country), None)
    if former:
        return former
    return next((t.places[0].country for t in inside if t.sort == "place" and t.places[0].country != "XXX"), None)


def _nation_beside(nouns: Nouns, head: Token) -> str | None:
    """The nation that stands beside a name, as in "Pedro Ruiz, a Guatemalan police officer"."""
    if head.pos_ != "PROPN":
        return None
    spans = [nouns.span(noun) for noun in beside(nouns, head) if noun.i > head.i]
    terms = (t for span in spans for t in nouns.terms.all if span.start <= t.start and t.end <= span.end)
    return next((t.country for t in terms if t.sort == "nation"), None)


def _sector(nouns: Nouns, head: Token, kinds: frozenset[str]) -> str | None:
    found = next((c.sector for c in nouns.classes(head) if c.sector), None)
    if found is None and kinds & {"state", "people"}:
        return "GOV"
    return found


def beside(nouns: Nouns, head: Token) -> list[Token]:
    """The nouns that say what a name is: its own phrase's, those in apposition to it, the one that it is in apposition to."""
    grammar = nouns.lexicon.grammar
    near = [head, nouns.core(head)]
    near += [c for c in head.children if syntax.has_label(grammar, c, "apposition")]
    near += [c for c in head.children if syntax.has_label(grammar, c, "compound", "name_part")]
    if syntax.has_label(grammar, head, "apposition", "name_part"):
        near.append(head.head)
    return list(dict.fromkeys(near))


def sector_beside(nouns: Nouns, head: Token, named: Named) -> str | None:
    """The sector that the actors table or the words beside a name give."""
    if named.actor_id is not None and named.sector is not None:
        return named.sector
    inner = body_within(nouns, head)
    if inner is not None:
        return inner.sector
    found = [c.sector for noun in beside(nouns, head) for c in nouns.classes(noun) if c.sector]
    return next((sector for sector in found if sector != _WEAKEST), next(iter(found), None))


def body_within(nouns: Nouns, head: Token) -> Actor | None:
    """The body whose members or means a phrase names: "agents of the FBI", "miembros del Cártel del Golfo", "a CIA drone"."""
    own = [c for c in nouns.classes(head) if "person" not in c.kinds or "force" in c.kinds or c.sector is None]
    if not own or nouns.terms.kinds(head) & {"office", "state", "place"}:
        return None
    span = nouns.span(head)
    inside = [t for t in nouns.terms.all if t.sort == "actor" and span.start <= t.start and t.end <= span.end]
    found = (
        a
        for t in inside
        if not _is_other(t, head)
        for a in t.actors
        if a.tenure is None and a.kind not in (gazetteer.OFFICE, "person", "state")
    )
    return next(found, None)


_WEAKEST = "CVL"
"""What a word for any human being says ("man"): it gives way to an office or a trade named beside it."""
