"""Where: the place of an event, by its role or by a preposition of place in its clause."""

from __future__ import annotations

from riobravo.mentions.gazetteer import Place
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.found import Found, Sentence
from riobravo.mentions.rules.terms import Term


def where(sentence: Sentence, found: Found) -> tuple[Term, Place] | None:
    """The place of the event: the role that names it, else a place that the clause stands in."""
    argument = found.roles.get("place")
    terms = _place_terms(sentence)
    if argument is not None:
        inside = [
            t for t in terms if t.start <= argument.head.i < t.end or argument.head in sentence.doc[t.start].ancestors
        ]
        if inside:
            return _resolved(sentence, inside[0], terms)
    members = {
        t.i
        for t in syntax.clause(
            sentence.lexicon.grammar, syntax.clause_head(sentence.lexicon.grammar, found.candidate.token)
        )
    } | {t.i for t in found.candidate.token.subtree}
    located = [t for t in terms if t.start in members and _stands_in(sentence, t)]
    return (
        _resolved(sentence, min(located, key=lambda t: abs(t.start - found.candidate.token.i)), terms)
        if located
        else None
    )


def _place_terms(sentence: Sentence) -> list[Term]:
    """Names of places, but for those inside the name of an actor ("Sinaloa Cartel")."""
    named = [t for t in sentence.terms.all if t.sort == "actor"]
    return [
        t
        for t in sentence.terms.all
        if t.sort == "place"
        and t.places
        and not any(a.start <= t.start and t.end <= a.end and a.end - a.start > t.end - t.start for a in named)
        and not any(
            c.kinds & {"criminal"} and abs(c.start - t.start) <= 2 and c.sort == "class" for c in sentence.terms.all
        )
    ]


def _stands_in(sentence: Sentence, term: Term) -> bool:
    """Whether a preposition of place stands before it."""
    grammar = sentence.lexicon.grammar
    for position in range(term.start - 1, max(-1, term.start - 5), -1):
        token = sentence.doc[position]
        if grammar.words["place_markers"].intersection(syntax.classes_of(grammar, token.text)):
            return True
        if token.pos_ in ("VERB", "PUNCT"):
            return False
    return False


def _resolved(sentence: Sentence, term: Term, terms: list[Term]) -> tuple[Term, Place] | None:
    """Which of the places of that name: the one in the state named after it, else the largest."""
    following = [t for t in terms if term.end <= t.start <= term.end + 2 and t is not term]
    regions = {p.admin1 for t in following for p in t.places if p.precision == "admin1"}
    fitting = [p for p in term.places if p.admin1 in regions] if regions else []
    countries = {t.country for t in sentence.terms.all if t.country}
    pool = fitting or [p for p in term.places if p.country in countries] or list(term.places)
    return (term, max(pool, key=lambda p: p.population)) if pool else None
