"""A quote in the parsed sentence that it begins in: what the readers of dates, numbers and places work on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from riobravo.mentions.llm.ground import Quote
from riobravo.mentions.rules.found import Sentence
from riobravo.mentions.rules.parsed import Token
from riobravo.records import Article


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote, its words as the article writes them, and its sentence (none for words of a dateline)."""

    quote: Quote
    words: str
    sentence: Sentence | None

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends in the piece that was parsed."""
        begin = self.sentence.piece.start if self.sentence is not None else 0
        return self.quote.start - begin, self.quote.end - begin

    @property
    def tokens(self) -> list[Token]:
        """Its words as they were parsed."""
        start, end = self.span
        doc = self.sentence.doc if self.sentence is not None else ()
        return [token for token in doc if token.idx < end and start < token.idx + len(token)]

    def is_in_sentence_of(self, other: Passage) -> bool:
        """Whether both stand in one sentence."""
        if self.sentence is None or other.sentence is None:
            return self.quote.is_inside(other.quote)
        here, there = self.sentence.piece, other.sentence.piece
        return (here.evidence_in, here.sentence_index) == (there.evidence_in, there.sentence_index)


def passage(article: Article, sentences: Iterable[Sentence], quote: Quote) -> Passage:
    """The quote in the sentence that it begins in."""
    holding = (s for s in sentences if s.piece.evidence_in == quote.part and s.piece.start <= quote.start < s.piece.end)
    return Passage(quote, quote.within(article), next(holding, None))
