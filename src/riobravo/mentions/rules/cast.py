"""Whom and where an article speaks of: its persons with all that it says of them, its bodies and its places, in their order.

A text names a person in full once, with office or gang beside the name, and afterwards by the surname or not at all. So what
one sentence says of a person holds in all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from riobravo.mentions.gazetteer import Place
from riobravo.mentions.rules import actors, syntax
from riobravo.mentions.rules.actors import Named
from riobravo.mentions.rules.nouns import Nouns
from riobravo.mentions.rules.parsed import Token

_HEADS = ("NOUN", "PROPN")
_NAME_LABELS = ("name_part", "compound")
NOT_PERSONS = frozenset({"org", "place", "state", "court", "border"})
PERSONS = ("PERSON", "PER")
_DATES = ("DATE", "TIME")
_BODIES = actors.BODIES | {"criminal"}
_WEAK = frozenset({None, "CVL", "UNK"})


@dataclass(slots=True)
class Person:
    """A person of the article: the words of the name, those that stand beside it, what is known, where it is named."""

    words: frozenset[str]
    name: str
    titles: frozenset[str] = frozenset()
    actor_id: str | None = None
    country: str | None = None
    sector: str | None = None
    in_title: bool = False
    holds_office: bool = False
    seen: list[tuple[int, int]] = field(default_factory=list)

    def learn(self, named: Named, sector: str | None, titles: frozenset[str]) -> None:
        """Adds what one naming of the person says."""
        self.actor_id = self.actor_id or named.actor_id
        self.country = self.country or named.country
        self.holds_office |= named.actor_id is not None and "office" in named.kinds
        if self.sector in _WEAK and sector is not None:
            self.sector = sector
        self.titles |= titles


@dataclass(frozen=True, slots=True)
class Body:
    """A body that the article names, and where."""

    named: Named
    sentence: int
    position: int


@dataclass(frozen=True, slots=True)
class Site:
    """A place that the article names as where something happens."""

    name: str
    place: Place
    sentence: int
    in_title: bool


@dataclass(slots=True)
class Cast:
    """Persons, bodies and places of an article."""

    persons: list[Person] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)

    def meet(self, nouns: Nouns, day: date, number: int, *, in_title: bool) -> None:
        """Adds whom a sentence names."""
        for head in _heads(nouns):
            words = name_words(nouns, head)
            kinds = nouns.kinds(head)
            if words and not kinds & NOT_PERSONS:
                self._meet_person(nouns, head, words, day, number, in_title=in_title)
            elif kinds & _BODIES:
                named = actors.describe(nouns, head, day)
                self.bodies.append(Body(named, number, head.i))

    def _meet_person(
        self, nouns: Nouns, head: Token, words: frozenset[str], day: date, number: int, *, in_title: bool
    ) -> None:
        named = actors.describe(nouns, head, day)
        person = self._same(words)
        if person is None and not _is_person(nouns, head, named):
            return
        if person is None:
            person = Person(words, nouns.span(head).text)
            self.persons.append(person)
        if len(words) > len(person.words):
            person.words, person.name = words, nouns.span(head).text
        titles = frozenset(t.folded_lemma for t in actors.beside(nouns, head) if t.pos_ == "NOUN")
        person.learn(named, actors.sector_beside(nouns, head, named), titles)
        person.in_title |= in_title
        if not syntax.has_label(nouns.lexicon.grammar, head, "possessor"):  # "El Chapo's son" is not about El Chapo
            person.seen.append((number, head.i))

    def _same(self, words: frozenset[str]) -> Person | None:
        alike = [p for p in self.persons if words <= p.words or p.words <= words]
        return max(alike, key=lambda p: (len(p.words & words), p.seen[-1:])) if alike else None

    def known(self, words: frozenset[str], number: int) -> Person | None:
        """The person of that name; of several, the one named last up to the sentence."""
        alike = [p for p in self.persons if words and (words <= p.words or p.words <= words)]
        return max(alike, key=lambda p: (len(p.words & words), _last(p, number, 10**6)), default=None)

    def titled(self, titles: frozenset[str], country: str | None, number: int) -> Person | None:
        """Whom a title without a name means: the person last named with it."""
        alike = [
            p
            for p in self.persons
            if p.titles & titles and (country is None or p.country in (None, country)) and _last(p, number + 1, 0)
        ]
        return max(alike, key=lambda p: _last(p, number + 1, 0), default=None)

    def meant(self, officials: frozenset[str], number: int, position: int) -> Person | None:
        """Whom a pronoun, or nothing, stands for: the last person named before, else the first of all; no official."""
        acting = [p for p in self.persons if p.sector not in officials and not p.holds_office and p.seen]
        before = [p for p in acting if _last(p, number, position)]
        ahead = [p for p in acting if p.in_title] or acting
        return max(before, key=lambda p: _last(p, number, position)) if before else next(iter(ahead), None)

    def holder(self, country: str | None, sectors: frozenset[str]) -> Person | None:
        """The holder of an office of that country whom the article names most."""
        holders = [p for p in self.persons if p.country == country and p.actor_id is not None and p.sector in sectors]
        return max(holders, key=lambda p: len(p.seen), default=None)

    def last_body(self, kinds: frozenset[str], number: int) -> Body | None:
        """The body of one of these kinds that was named last before the sentence."""
        found = [b for b in self.bodies if b.sentence < number and b.named.kinds & kinds]
        return found[-1] if found else None

    def country_of_crime(self) -> str | None:
        """The country of the criminals that the article names most."""
        counted = Counter(
            b.named.country for b in self.bodies if "criminal" in b.named.kinds and b.named.country not in (None, "XXX")
        )
        counted.update(
            p.country for p in self.persons for _ in p.seen if p.sector == "CRM" and p.country not in (None, "XXX")
        )
        return max(counted, key=lambda c: (counted[c], str(c))) if counted else None


def name_words(nouns: Nouns, head: Token) -> frozenset[str]:
    """The words of the person's name that the phrase is about, folded; none where it holds no name."""
    grammar = nouns.lexicon.grammar
    top = _name_head(nouns, head)
    if top is None:
        return frozenset()
    beside = (c for c in top.subtree if c.head == top and syntax.has_label(grammar, c, *_NAME_LABELS))
    parts = [
        top,
        *(c for c in beside if not any(t.pos_ == "CCONJ" for t in head.doc[c.i : top.i])),
    ]  # no list is a name
    taken = {i for t in nouns.terms.all if t.sort in ("class", "country", "nation") for i in range(t.start, t.end)}
    return frozenset(
        t.folded for t in parts if t.pos_ == "PROPN" and t.i not in taken and t.text[:1].isupper() and t.is_alpha
    )


def _name_head(nouns: Nouns, head: Token) -> Token | None:
    """The name itself: the head, or what stands beside a common noun ("el general Salvador Cienfuegos")."""
    if head.pos_ == "PROPN" and not is_date(nouns, head):
        return head
    beside = (c for c in head.children if syntax.has_label(nouns.lexicon.grammar, c, "apposition", "name_part"))
    return next((c for c in beside if c.pos_ == "PROPN" and not is_date(nouns, c) and c.i > head.i), None)


def is_date(nouns: Nouns, token: Token) -> bool:
    """Whether the word is part of a date, however much it looks like a name ("Thursday")."""
    words = nouns.lexicon.dates
    return token.ent_type_ in _DATES or token.folded in words["months"] or token.folded in words["weekdays"]


def _is_person(nouns: Nouns, head: Token, named: Named) -> bool:
    """Whether the name is known for a person's: by the actors table, the recogniser of names, or a word beside it."""
    if named.actor_id is not None:
        return bool(nouns.kinds(head) & {"person", "office"})
    top = _name_head(nouns, head)
    if top is not None and top.ent_type_ in PERSONS:
        return True
    return any(
        "person" in c.kinds or "office" in c.kinds for noun in actors.beside(nouns, head) for c in nouns.classes(noun)
    )


def _heads(nouns: Nouns) -> Iterator[Token]:
    grammar = nouns.lexicon.grammar
    for token in nouns.terms.doc:
        if token.pos_ in _HEADS and not (syntax.has_label(grammar, token, *_NAME_LABELS) and token.head.pos_ in _HEADS):
            yield token


def _last(person: Person, number: int, position: int) -> tuple[int, ...]:
    """Where the person was last named before that token of that sentence; empty, which is before all, if nowhere."""
    return max((spot for spot in person.seen if spot < (number, position)), default=())
