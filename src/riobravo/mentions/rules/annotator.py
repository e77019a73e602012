"""The rule annotator: an article's sentences parsed one by one, its events found, judged and assembled into mentions.

An article is read in two passes. The first parses the sentences whose words may make a candidate, and weighs these; where none
can be an event, whatever the other sentences turn out to say, the article has no mention and is done with. The second parses
the others, for whom and what an article tells of before and after an event. Sentences are cut by rule and each is parsed as a
text of its own, so what is left out changes nothing in the rest: `read` leaves out nothing and gives the same mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from riobravo import models
from riobravo.errors import RioBravoError
from riobravo.mentions import ids
from riobravo.mentions.rules import (
    actors,
    assemble,
    context,
    draft,
    judge,
    parser,
    parties,
    sentences,
    when,
    where,
)
from riobravo.mentions.rules.actors import Named
from riobravo.mentions.rules.draft import Draft
from riobravo.mentions.rules.found import Considered, Dropped, Memory, Sentence
from riobravo.mentions.rules.sentences import Piece
from riobravo.records import Article, Mention
from riobravo.version import version as of_package

AT_ONCE = 64
"""Articles whose sentences go through the parser together: more are no faster."""

UNCODED = (RioBravoError, ValueError, IndexError, KeyError, RecursionError, MemoryError)
"""What an article may raise that cannot be coded."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of an article, from ``start`` to ``end`` in code points of its title or text."""

    evidence_in: str
    start: int
    end: int

    def within(self, article: Article) -> str:
        """The words."""
        return (article.title if self.evidence_in == "title" else article.text)[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the annotator made of an article: its mentions, and the candidates it dropped with their reasons."""

    mentions: tuple[Mention, ...]
    dropped: tuple[tuple[Piece, Dropped], ...]


def annotate(article: Article) -> list[Mention]:
    """The mentions of an article, in order of their evidence."""
    (found,) = annotate_many([article])
    if isinstance(found, Exception):
        raise found
    return found


def annotate_many(articles: Iterable[Article]) -> Iterator[list[Mention] | Exception]:
    """As `annotate`, for many articles faster than one by one, and with the same result.

    For an article that cannot be coded comes what it raised (``UNCODED``); it stops none of the others.
    """
    remaining = iter(articles)
    while group := list(islice(remaining, AT_ONCE)):
        try:
            yield from _annotated(group)
        except UNCODED:
            yield from map(_alone, group)


def _alone(article: Article) -> list[Mention] | Exception:
    try:
        return _annotated([article])[0]
    except UNCODED as error:
        return error


def _annotated(articles: Sequence[Article]) -> list[list[Mention]]:
    with parser.forgetting():
        drafts = [draft.begun(article) for article in articles]
        draft.parse(drafts, lambda one, number: one.may_assert[number])
        hopeful = [one for one in drafts if draft.may_tell(one)]
        draft.parse(hopeful, lambda one, number: True)
        return [list(_read(one).mentions) if one.is_whole else [] for one in drafts]


def read(article: Article) -> Reading:
    """As `annotate`, with what was dropped and why; every sentence is parsed."""
    return _read(_whole(article))


def _read(one: Draft) -> Reading:
    found: list[Mention] = []
    dropped: list[tuple[Piece, Dropped]] = []
    memory, considered = _remembered(one)
    for sentence, events, refused in judge.judged(considered):
        dropped += [(sentence.piece, refusal) for refusal in refused]
        version_of_model = version(sentence.piece.language)
        found += [assemble.mention(one.article, sentence, event, memory, version_of_model) for event in events]
    return Reading(tuple(ids.numbered(context.completed(one.article, found, memory))), tuple(dropped))


def named(article: Article, phrases: Sequence[Phrase]) -> list[Named]:
    """Who each of the phrases names, as a party of an event would be; each stands in one sentence of the article."""
    memory, _ = remembered(article)
    return named_in(memory, phrases)


def named_in(memory: Memory, phrases: Sequence[Phrase]) -> list[Named]:
    """As `named`, in an article that was read."""
    found = []
    for phrase in phrases:
        sentence = next(s for s in memory.sentences if _holds(s.piece, phrase))
        start, end = (place - sentence.piece.start for place in (phrase.start, phrase.end))
        words = [token.i for token in sentence.doc if token.idx < end and start < token.idx + len(token)]
        head = sentence.doc[words[0] : words[-1] + 1].root
        found.append(parties.known(sentence, head, actors.describe(sentence.nouns, head, sentence.day), memory))
    return found


def _holds(piece: Piece, phrase: Phrase) -> bool:
    return piece.evidence_in == phrase.evidence_in and piece.start <= phrase.start < piece.end


def consider(article: Article) -> list[Considered]:
    """The sentences of an article in order, parsed, each with its candidates."""
    return _considered(_whole(article), Memory())


def _whole(article: Article) -> Draft:
    with parser.forgetting():
        one = draft.begun(article)
        draft.parse([one], lambda _, number: True)
        return one


def remembered(article: Article) -> tuple[Memory, list[Considered]]:
    """An article read to its end: what it says of whom and where, and its sentences with their candidates."""
    return _remembered(_whole(article))


def _remembered(one: Draft) -> tuple[Memory, list[Considered]]:
    memory = Memory()
    considered = _considered(one, memory)
    _remember_home(one.article, memory)
    for item in considered:
        _remember(item.sentence, memory)
    return memory, considered


def _considered(one: Draft, memory: Memory) -> list[Considered]:
    """The sentences with their dates, each of which may count from one before it; ``memory`` keeps them."""
    found = []
    for item in one.whole():
        sentence, day = item.sentence, one.article.published_on
        dates = when.dated(sentence.expressions, sentence.doc, sentence.piece.language, day, memory)
        dated = replace(sentence, dates=dates)
        memory.sentences.append(dated)
        found.append(replace(item, sentence=dated))
    return found


def _remember(sentence: Sentence, memory: Memory) -> None:
    for term in sentence.terms.all:
        country = term.country_named() or (term.places[0].country if term.places else None)
        if country:
            memory.countries[country] = memory.countries.get(country, 0) + 1
    memory.cast.meet(sentence.nouns, sentence.day, sentence.number, in_title=sentence.is_title)
    memory.cast.sites += where.sites(sentence)


def _remember_home(article: Article, memory: Memory) -> None:
    """Where the article was written: its dateline, a town that an event may be "in this city" of unless it is a capital."""
    memory.dateline, memory.is_at_seat = where.of_dateline(sentences.dateline(article))
    memory.home = memory.dateline.country if memory.dateline is not None else None


@lru_cache(maxsize=4)
def version(language: str) -> str:
    """The annotator's version: the package's and the parser model's."""
    return f"{of_package()}+{models.find(language)}"
