"""How texts of outside sets are mended before they are coded: declared steps, the same for every text of a set.

``mojibake`` undoes wrong decoding (ftfy). ``spacing`` takes out the space before a full stop or comma. ``case`` restores
capitals in text that was written all in one case: the text is put in lower case, then the first letter of each sentence, each
word that the parser takes for a proper noun, and the names that the lexicon and the gazetteer spell with more than one word
(of countries, with more than three letters) get their capitals back. Acronyms come out as names do ("Eln"), and a proper noun
that the parser does not see stays small: what is lost so is part of the figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from riobravo import models
from riobravo.errors import RioBravoError
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.phrases import Phrases
from riobravo.lexicon.text import fold
from riobravo.mentions import gazetteer

Step = Callable[[Sequence[str], str], list[str]]
"""Texts and their language in, the texts mended out, one for one."""

_BEFORE_STOP: Final = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")
_FIRST_OF_SENTENCE: Final = re.compile(r"(?:\A|[.!?…][\"”»’')]*\s+|\n)[\W_]*(\w)")
_LEAST: Final = 4
"""Letters from which a word of a name is given a capital ("of" in "state of Sonora" is not), and a country's name is sought."""


def clean(texts: Sequence[str], language: str, steps: Sequence[str]) -> list[str]:
    """The texts after the steps of those names, in that order."""
    for step in steps:
        texts = STEPS[step](texts, language)
    return list(texts)


def _mojibake(texts: Sequence[str], language: str) -> list[str]:
    try:
        import ftfy  # of the extra that measures
    except ImportError as error:
        todo = "pip install 'riobravo[evaluate]'"
        raise RioBravoError(code="RB-105", found="ftfy", where="clean-up of an outside set", todo=todo) from error
    return [ftfy.fix_text(text) for text in texts]


def _spacing(texts: Sequence[str], language: str) -> list[str]:
    return [_BEFORE_STOP.sub("", text) for text in texts]


def _case(texts: Sequence[str], language: str) -> list[str]:
    lowered = (text.lower() for text in texts)
    docs = models.load(language, without=("ner", "parser")).pipe(lowered, batch_size=64)
    return [_with_capitals(doc, language) for doc in docs]


def _with_capitals(doc: Any, language: str) -> str:
    """``doc`` is a tagged text (spaCy's Doc)."""
    letters = list(doc.text)
    named = [token.idx for token in doc if token.pos_ == "PROPN"]
    spelled = [doc[position].idx for position in _names(doc, language)]
    begun = [match.start(1) for match in _FIRST_OF_SENTENCE.finditer(doc.text)]
    for position in (*named, *spelled, *begun):
        letters[position] = letters[position].upper()
    return "".join(letters)


def _names(doc: Any, language: str) -> Iterator[int]:
    """Positions of the words of known names."""
    words = [(fold(token.text),) for token in doc]
    for start, end, _ in _countries(language).longest(words):
        yield from (n for n in range(start, end) if len(doc[n]) >= _LEAST)
    for phrases in (gazetteer.actors().names, gazetteer.places().names):
        for start, end, _ in phrases.longest(words):
            if end - start > 1:
                yield from (n for n in range(start, end) if len(doc[n]) >= _LEAST)


@lru_cache(maxsize=4)
def _countries(language: str) -> Phrases[None]:
    """Names of countries and their peoples."""
    by_kind = (names for parts in load_lexicon(language).countries.values() for names in parts.values())
    spellings = (name for names in by_kind for name in names)
    return Phrases([(name, None) for name in spellings if len(name) >= _LEAST and name[0].isupper()])


STEPS: Final[Mapping[str, Step]] = {"mojibake": _mojibake, "spacing": _spacing, "case": _case}
"""Every step by the name it is declared under."""
