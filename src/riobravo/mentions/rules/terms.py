"""What the words of a sentence stand for: countries, places, actors, and the noun classes of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from riobravo.lexicon import Lexicon
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.load import TermClass
from riobravo.lexicon.phrases import Phrases
from riobravo.mentions.gazetteer import Actor, Place, actors, places
from riobravo.mentions.rules.parsed import Doc, Token

Sort = Literal["class", "country", "nation", "actor", "place"]

_ENTITY_KINDS = {
    "PERSON": "named", "PER": "named", "ORG": "org", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "people",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of tokens and what it stands for."""

    start: int
    end: int
    sort: Sort
    kinds: frozenset[str]
    term_class: TermClass | None = None
    country: str | None = None
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()

    def country_named(self) -> str | None:
        """The country that the term stands for or whose body it names; a person speaks for none."""
        return self.country or next((a.country for a in self.actors if a.country and a.kind != "person"), None)


@dataclass(slots=True)
class Terms:
    """All terms of a sentence, found by token."""

    doc: Doc
    all: list[Term] = field(default_factory=list)
    _at: dict[int, list[Term]] = field(default_factory=dict)

    def add(self, term: Term) -> None:
        """Record a term under each of its tokens."""
        self.all.append(term)
        for position in range(term.start, term.end):
            self._at.setdefault(position, []).append(term)

    def at(self, token: Token) -> list[Term]:
        """The terms that cover the token."""
        return self._at.get(token.i, [])

    def countries(self) -> set[str]:
        """All countries that the sentence names, or of which it names an actor."""
        return {t.country for t in self.all if t.country} | {a.country for t in self.all for a in t.actors if a.country}

    def kinds(self, token: Token) -> frozenset[str]:
        """The kinds of thing that a noun phrase with this head stands for."""
        found: frozenset[str] = frozenset().union(*(t.kinds for t in self.at(token) if _covers_head(t, token)))
        if token.pos_ == "PRON" and not found:
            return frozenset({"pronoun"})
        entity = _ENTITY_KINDS.get(token.ent_type_)
        if entity and not found:
            found = frozenset({entity})
        if not found and token.pos_ == "PROPN":
            found = frozenset({"named"})
        return found


def _covers_head(term: Term, token: Token) -> bool:
    """A class term speaks for its last word only ("drug lords" is about lords), names for all of theirs."""
    return (
        term.sort != "class"
        or token.i == term.end - 1
        or term.end - term.start == 1
        or token.pos_ == "VERB"
        or _romance(term, token)
    )


def _romance(term: Term, token: Token) -> bool:
    """In "embajada de Estados Unidos" the head comes first."""
    return token.i == term.start and any(
        t.dep_ in ("nmod", "amod", "flat", "compound") and t.head == token for t in token.doc[term.start : term.end]
    )


def find(doc: Doc, language: str) -> Terms:
    """The terms of a parsed sentence."""
    found = Terms(doc)
    for start, end, classes in _classes(language).longest(doc.forms):
        for term_class in classes:
            found.add(Term(start, end, "class", term_class.kinds, term_class=term_class))
    for start, end, nations in _nations(language).longest(doc.spelled):
        sort, country = nations[0]
        if not _is_name(doc, start, end) and sort == "country":
            continue
        token = doc[end - 1]
        if sort == "country":
            found.add(Term(start, end, "country", frozenset({"state", "place"}), country=country))
        else:
            noun = token.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("amod", "compound")
            found.add(Term(start, end, "nation", frozenset({"people", "person"} if noun else ()), country=country))
    for start, end, matched in _unquoted(doc, load_lexicon(language)):
        if _is_name(doc, start, end) and not _is_short_word(doc, start, end):
            found.add(
                Term(
                    start,
                    end,
                    "actor",
                    frozenset().union(*(a.kinds for a in matched)),
                    actors=tuple(dict.fromkeys(matched)),
                )
            )
    for start, end, spots in places().names.longest(doc.spelled):
        if _is_name(doc, start, end):
            found.add(Term(start, end, "place", frozenset({"place"}), places=tuple(spots)))
    return found


def _unquoted(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, int, list[Actor]]]:
    """The actors that the text names, quotation marks left out: a nickname stands in them (Joaquín "El Chapo" Guzmán)."""
    quotes = lexicon.grammar.words["open_quotes"] | lexicon.grammar.words["close_quotes"]
    tokens = [t for t in doc if t.text not in quotes]
    for start, end, matched in actors().names.longest([(t.folded,) for t in tokens]):
        yield tokens[start].i, tokens[end - 1].i + 1, matched


def _is_name(doc: Doc, start: int, end: int) -> bool:
    """Names are written with capitals (all of a title may be)."""
    return any(t.text[:1].isupper() for t in doc[start:end])


def _is_short_word(doc: Doc, start: int, end: int) -> bool:
    """What stands for an actor in two or three letters is an abbreviation, all in capitals: "SE", but not "Se"."""
    return end - start == 1 and len(doc[start].text) < _SHORTEST_WORD and not doc[start].text.isupper()


_SHORTEST_WORD = 4


@lru_cache(maxsize=4)
def _classes(language: str) -> Phrases[TermClass]:
    return Phrases(load_lexicon(language).terms)


@lru_cache(maxsize=4)
def _nations(language: str) -> Phrases[tuple[Literal["country", "nation"], str]]:
    return Phrases(_nation_entries(load_lexicon(language)))


def _nation_entries(lexicon: Lexicon) -> list[tuple[str, tuple[Literal["country", "nation"], str]]]:
    entries: list[tuple[str, tuple[Literal["country", "nation"], str]]] = []
    for code, body in lexicon.countries.items():
        entries += [(name, ("country", code)) for name in (*body["names"], *body.get("metonyms", ()))]
        for word in body["demonyms"]:
            forms = {word, word + "s", word + "es"} if not word.endswith("s") else {word}
            entries += [(form, ("nation", code)) for form in sorted(forms)]
    return entries
