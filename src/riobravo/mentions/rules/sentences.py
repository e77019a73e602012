"""A text cut into sentences by rule, each in one language, with its place in the text.

Sentences end where punctuation says so, not where a parser thinks: so each can be parsed as its own text, and leaving one
out changes nothing in the others. A passage in the other language is a piece of its own within its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.language import Language

from riobravo.articles import language as languages
from riobravo.lexicon import load as load_lexicon
from riobravo.records import Article

_DATELINE = re.compile(
    r"\A\W{0,3}[A-ZÁÉÍÓÚÜÑ][A-ZÁÉÍÓÚÜÑ.'’ ]{2,40}(?:,? ?(?:\([^)\n]{1,40}\)|[^—–\n-]{1,40}?))?\s*(?:\.\s?)?[—–-]{1,2}\s+"
)
"""A place in capitals before a dash, at the head of a text: where it was written, not where anything happened."""

_LONGEST = 2_000
"""Code points of a sentence beyond which it is cut: no sentence of the news is longer, and parsing grows with length."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or the part of it that is in one language: ``start`` to ``end`` in code points of title or text."""

    evidence_in: str
    sentence_index: int
    start: int
    end: int
    language: str
    sentence_start: int
    sentence_end: int

    def within(self, article: Article) -> str:
        """The title or text that the offsets count in."""
        return article.title if self.evidence_in == "title" else article.text

    def cut(self, article: Article) -> str:
        """The piece itself."""
        return self.within(article)[self.start : self.end]


def split(article: Article) -> list[Piece]:
    """The pieces of an article's title, then of its text, in order."""
    title = _pieces(article.title, "title", article.language, 0)
    dateline = _DATELINE.match(article.text)
    begin = dateline.end() if dateline else 0
    return [*title, *_pieces(article.text, "text", article.language, begin)]


def dateline(article: Article) -> str:
    """The dateline at the head of the text, as written; empty where there is none."""
    found = _DATELINE.match(article.text)
    return found.group() if found else ""


def _pieces(text: str, evidence_in: str, language: str, begin: int) -> list[Piece]:
    if not text[begin:].strip():
        return []
    passages = languages.passages(text, language) if evidence_in == "text" else []
    found: list[Piece] = []
    for index, (start, end) in enumerate(_sentences(text, language, begin)):
        parts = [
            (max(start, p.start), min(end, p.end), p.language) for p in passages if p.start < end and start < p.end
        ]
        for part_start, part_end, spoken in parts or [(start, end, language)]:
            trimmed = _trim(text, part_start, part_end)
            if trimmed is not None:
                found.append(Piece(evidence_in, index, *trimmed, spoken, start, end))
    return found


def _sentences(text: str, language: str, begin: int) -> Iterator[tuple[int, int]]:
    for line in re.finditer(r"[^\n]+", text[begin:]):
        offset = begin + line.start()
        for start, end in _of_line(line.group(), language):
            trimmed = _trim(text, offset + start, offset + end)
            if trimmed is not None:
                yield trimmed


def _of_line(line: str, language: str) -> Iterator[tuple[int, int]]:
    for chunk in range(0, len(line), 50_000):
        part = line[chunk : chunk + 50_000]
        for begin, end in _joined(part, [(s.start_char, s.end_char) for s in _splitter(language)(part).sents]):
            for start in range(begin, end, _LONGEST):
                yield chunk + start, chunk + min(start + _LONGEST, end)


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, without ends before a small letter: no sentence begins with one ('"How are things?" he asked.')."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        first = next((letter for letter in text[start:end] if letter.isalnum()), "")
        if found and first.islower():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


@lru_cache(maxsize=4)
def _splitter(language: str) -> Language:
    """A tokenizer and rule sentencizer, with the abbreviations of the lexicon kept whole."""
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    for word in load_lexicon(language).grammar.abbreviations:
        nlp.tokenizer.add_special_case(word, [{"ORTH": word}])  # type: ignore[union-attr]
    nlp.max_length = 10_000_000
    return nlp
