"""An article on its way to a reading: its sentences cut into words, some of them parsed, with their candidates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from spacy import tokens

from riobravo.lexicon import load as load_lexicon
from riobravo.mentions.rules import (
    dates,
    judge,
    parser,
    possible,
    quantities,
    second_look,
    sentences,
    terms,
)
from riobravo.mentions.rules.found import Considered, Sentence
from riobravo.mentions.rules.nouns import Nouns
from riobravo.mentions.rules.parsed import Doc
from riobravo.mentions.rules.sentences import Piece
from riobravo.records import Article


@dataclass(slots=True)
class Draft:
    """An article, its pieces cut into words, and those that are parsed, by number.

    ``may_assert`` and ``may_be_of_matter`` say of each piece what its words alone leave possible.
    """

    article: Article
    pieces: Sequence[Piece]
    cut: Sequence[tokens.Doc]
    may_assert: Sequence[bool]
    may_be_of_matter: Sequence[bool]
    considered: dict[int, Considered] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether every piece is parsed."""
        return len(self.considered) == len(self.pieces)

    def whole(self) -> list[Considered]:
        """All pieces, in order."""
        return [self.considered[number] for number in range(len(self.pieces))]


def begun(article: Article) -> Draft:
    """An article of which nothing is parsed."""
    pieces = sentences.split(article)
    cut = [parser.cut(piece.cut(article), piece.language) for piece in pieces]
    filters = {language: possible.load(language) for language in {piece.language for piece in pieces}}
    asked = [(filters[piece.language], doc) for piece, doc in zip(pieces, cut, strict=True)]
    told = [(True, True) if one is None else one.ask(doc) for one, doc in asked]
    return Draft(article, pieces, cut, [asserts for asserts, _ in told], [matter for _, matter in told])


def parse(drafts: Sequence[Draft], is_wanted: Callable[[Draft, int], bool]) -> None:
    """Parse the wanted pieces that are not yet; those of a language go through its model together."""
    wanted: dict[str, list[tuple[Draft, int]]] = {}
    for draft in drafts:
        for number, piece in enumerate(draft.pieces):
            if number not in draft.considered and is_wanted(draft, number):
                wanted.setdefault(piece.language, []).append((draft, number))
    for language, places in wanted.items():
        docs = parser.parse([draft.cut[number] for draft, number in places], language)
        for (draft, number), doc in zip(places, docs, strict=True):
            draft.considered[number] = _considered(draft.article, draft.pieces[number], doc, number)


def may_tell(draft: Draft) -> bool:
    """Whether a candidate of the parsed pieces can be an event, whatever the others say; these have none."""
    if draft.is_whole:
        return True
    known = [draft.considered[number] for number in sorted(draft.considered)]
    of_matter = second_look.matter(known)
    least, most = [False] * len(draft.pieces), list(draft.may_be_of_matter)
    for item, is_of_matter in zip(known, of_matter, strict=True):
        least[item.sentence.number] = most[item.sentence.number] = is_of_matter
    return judge.may_tell(known, least, most)


def _considered(article: Article, piece: Piece, doc: Doc, number: int) -> Considered:
    lexicon = load_lexicon(piece.language)
    sentence = Sentence(
        piece=piece,
        doc=doc,
        lexicon=lexicon,
        nouns=Nouns(lexicon, terms.find(doc, piece.language), quantities.find(doc, piece.language)),
        expressions=tuple(dates.find(doc.text, piece.language)),
        day=article.published_on,
        whole=piece.within(article)[piece.sentence_start : piece.sentence_end],
        number=number,
    )
    return judge.considered(sentence)
