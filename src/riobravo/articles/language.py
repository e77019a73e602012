"""The language of a text, and of its passages. What tells them apart is py3langid's model; no word stands here.

A Spanish quotation inside an English story is a passage of its own. Quotations of five words or more and whole sentences
are judged; shorter ones, and those that could be either, belong to the language around them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from riobravo import ontology
from riobravo.errors import RioBravoError

_SAMPLE: Final = 20_000
"""Code points of a text that are enough to tell its language."""

_AT_ALL: Final = 0.1
"""Probability among all languages at which a coded language is taken although a close relative scores higher."""

_SURE: Final = 0.5
"""Probability at which a language that is not coded is named in the refusal."""

_SURE_PASSAGE: Final = 0.95
"""Probability, between the coded languages, at which a passage is said to be in one of them."""

_WORDS: Final = 5
"""Words a passage must have to be judged."""

QUOTATION: Final = re.compile(r"“[^“”\n]+”|«[^«»\n]+»|\"[^\"\n]+\"|„[^„“\n]+“")
"""What stands between quotation marks, the marks included. Nicknames too: else the next mark would seem to open one."""

_SHORT: Final = 12
"""Code points of a quotation, with its marks, that is too short to be judged."""

_SENTENCE: Final = re.compile(r"[^\n]*?(?:[.!?…]+[\"”»’)\]]*(?=\s|$)\s*|\n+|$)|[^\n]+", re.MULTILINE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text in one language, ``start`` to ``end`` in code points (end not included)."""

    start: int
    end: int
    language: str


def coded(code: str) -> str:
    """The language of a given code (``es-MX`` is ``es``).

    Raises:
        RioBravoError: RB-218 when articles in it are not coded.
    """
    primary = re.split(r"[-_]", code.strip().lower())[0]
    if primary not in ontology.load().languages:
        raise RioBravoError(code="RB-218", found=code, allowed=_allowed())
    return primary


def detect(text: str) -> str:
    """The language of a whole text, judged among all languages.

    Raises:
        RioBravoError: RB-218 when it is not one of those coded, or too little to tell.
    """
    ranked: list[tuple[str, float]] = _identifier().rank(text[:_SAMPLE])
    first, sure = ranked[0]
    best, chance = next((code, chance) for code, chance in ranked if code in ontology.load().languages)
    if best == first or chance >= _AT_ALL:
        return best
    found = first if sure >= _SURE else "a text whose language cannot be told"
    raise RioBravoError(code="RB-218", found=found, allowed=_allowed())


def passages(text: str, language: str) -> list[Passage]:
    """The text cut into stretches of one language each, in order and without gaps; ``language`` is the text's own."""
    found: list[Passage] = []
    running = language
    for start, end, is_quotation in _pieces(text):
        piece = text[start:end]
        # Too short a sentence goes with the one before it in its paragraph; too short a quotation with its surroundings.
        told = _language_of(piece) or running
        if not is_quotation:
            running = language if piece.endswith("\n") else told
        joined = found.pop().start if found and found[-1].language == told else start
        found.append(Passage(joined, end, told))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Quotations, and the sentences between them: start, end, whether it is a quotation."""
    done = 0
    for quotation in QUOTATION.finditer(text):
        if len(quotation.group()) < _SHORT:
            continue
        yield from _sentences(text, done, quotation.start())
        yield *quotation.span(), True
        done = quotation.end()
    yield from _sentences(text, done, len(text))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    while start < end:
        match = _SENTENCE.match(text, start, end)
        stop = match.end() if match and match.end() > start else end
        yield start, stop, False
        start = stop


def _language_of(piece: str) -> str | None:
    """The coded language of a piece; None where it could be either."""
    # Names are written alike in both languages, so words with a capital have no vote.
    words = [word for word in _WORD.findall(piece) if not word[0].isupper()]
    if len(words) < _WORDS:
        return None
    first, chance = _identifier(coded_only=True).classify(" ".join(words))
    return str(first) if chance >= _SURE_PASSAGE else None


def _allowed() -> str:
    return ", ".join(ontology.load().languages)


@lru_cache(maxsize=2)
def _identifier(*, coded_only: bool = False) -> Any:
    """py3langid's model with probabilities, among all its languages or only those coded; read once a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # heavy

    if not coded_only:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    among = copy.copy(_identifier())
    among.set_languages(sorted(ontology.load().languages))
    return among
