"""Every lemma that the model of a language may give a word, whatever the parser takes the word for.

The lemmatizers go by tables: exceptions, and endings that are replaced by others, by part of speech and form. All parts of
speech together give a set that holds the lemma of any parse, so that it can be said of a word, unparsed, that it is no form
of another one. All is folded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from riobravo.lexicon.text import fold
from riobravo.mentions.rules import parser

if TYPE_CHECKING:
    from spacy.language import Language

_LARGEST = 1 << 16
"""Words of a language whose lemmas are kept."""

_ANYWHERE = ("voc_alt_1", "voc_alt_2")
"""Rules of the Spanish lemmatizer that replace letters within a word ("vuelv" is of "volver")."""


def possible(nlp: Language) -> Callable[[str], frozenset[str]] | None:
    """A function from a word to its possible lemmas; None for a model that does not go by such tables."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer") if "lemmatizer" in nlp.pipe_names else None
    if lemmatizer is None or lemmatizer.mode != "rule":
        return None
    rules = lemmatizer.lookups.get_table("lemma_rules")
    endings: dict[str, set[str]] = defaultdict(set)
    for old, new in (pair for pairs in rules.values() for pair in pairs):
        endings[old.lower()].add(new)
    within = [(old, new) for name in _ANYWHERE for old, new in rules.get(name, [])]
    exceptions = [dict(table) for table in lemmatizer.lookups.get_table("lemma_exc", {}).values()]
    told = _by_attribute_ruler(nlp)
    anywhere = told.get("", frozenset())
    longest = max(map(len, endings), default=0)

    def lemmas(word: str) -> frozenset[str]:
        lower = word.lower()
        found = {lower, *told.get(lower, ()), *anywhere}
        for table in exceptions:
            found.update(table.get(lower, ()))
        for length in range(min(longest, len(lower)) + 1):
            stem, ending = lower[: len(lower) - length], lower[len(lower) - length :]
            found.update(stem + new for new in endings.get(ending, ()))
        found.update([form for lemma in found for form in _altered(lemma, within)])
        found.add(lower.replace(".", "").replace(",", "."))  # numbers
        return frozenset(map(fold, found))

    return lemmas


@lru_cache(maxsize=4)
def of_language(language: str) -> Callable[[str], frozenset[str]] | None:
    """As `possible`, of the model that a language is parsed with; what it says of a word is kept."""
    found = possible(parser.pipeline(language))
    return lru_cache(maxsize=_LARGEST)(found) if found is not None else None


def _altered(lemma: str, within: Iterable[tuple[str, str]]) -> Iterator[str]:
    for old, new in within:
        place = lemma.find(old)
        while place >= 0:
            yield lemma[:place] + new + lemma[place + len(old) :]
            place = lemma.find(old, place + 1)


def _by_attribute_ruler(nlp: Language) -> Mapping[str, frozenset[str]]:
    """The lemmas that rules on single words set, by word; under "" those of rules that name no word."""
    found: dict[str, set[str]] = defaultdict(set)
    ruler: Any = nlp.get_pipe("attribute_ruler") if "attribute_ruler" in nlp.pipe_names else None
    for entry in ruler.patterns if ruler is not None else ():
        lemma = entry["attrs"].get("LEMMA")
        for pattern in entry["patterns"] if lemma is not None else ():
            for word in _named(pattern[entry["index"]]):
                found[word].add(lemma)
    return {word: frozenset(lemmas) for word, lemmas in found.items()}


def _named(token: Mapping[str, Any]) -> list[str]:
    said = token.get("LOWER", token.get("ORTH", token.get("TEXT")))
    if isinstance(said, str):
        return [said.lower()]
    return [word.lower() for word in said["IN"]] if isinstance(said, dict) and list(said) == ["IN"] else [""]
