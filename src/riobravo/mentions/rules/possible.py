"""What a sentence cannot hold, told from its words alone: a candidate, something of the matter of security.

Both are said of every sentence of which they could be true, whatever its parse; so nothing is lost where "no" is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from riobravo.lexicon import Lexicon
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.phrases import Phrases
from riobravo.lexicon.text import fold
from riobravo.mentions.gazetteer import actors
from riobravo.mentions.rules import lemmas, triggers

_LARGEST = 1 << 18
"""Words known beside the lexicon's own before they are forgotten."""

_OF_NATIONS = frozenset({"state", "place", "people", "person"})
"""Kinds of the names of countries, nations and places (see `terms`), which are not looked for here."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word: the spellings that the lexicon's phrases may know it by, and what must follow for a verb to be a trigger."""

    forms: tuple[str, ...]
    rests: tuple[tuple[str, ...], ...]
    is_question: bool
    is_quote: bool


class Filter:
    """What is asked of the sentences of one language."""

    def __init__(self, lexicon: Lexicon, lemmas_of: Callable[[str], frozenset[str]]) -> None:
        self._lemmas_of = lemmas_of
        self._verbs = {word: {p.rest for p in patterns} for word, patterns in triggers.verbs(lexicon.language).items()}
        self._nouns = triggers.nouns(lexicon.language)
        of_matter = [(words, True) for words, term in lexicon.terms if term.kinds & lexicon.kinds_of_matter]
        self._matter: Phrases[bool] = Phrases(of_matter)
        self._is_all_matter = bool(lexicon.kinds_of_matter & _OF_NATIONS)
        self._kinds_of_matter = lexicon.kinds_of_matter
        phrases = [*(words for words, _ in of_matter), *(noun for t in lexicon.triggers for noun in t.nouns)]
        asked = {word for phrase in phrases for word in fold(phrase).split()}
        self._asked = asked.union(
            self._verbs, (word for rests in self._verbs.values() for rest in rests for word in rest)
        )
        self._questions = frozenset(lexicon.status["question_marks"])
        self._quotes = lexicon.grammar.words["open_quotes"] | lexicon.grammar.words["close_quotes"]
        self._known: dict[int, _Word] = {}

    def ask(self, doc: Doc) -> tuple[bool, bool]:
        """Whether a sentence, cut into words, may hold a candidate that asserts something, and may be of the matter."""
        words = self._words(doc)
        forms = [word.forms for word in words]
        return self._may_assert(words, forms), self._is_all_matter or self._may_be_of_matter(words, forms)

    def _may_assert(self, words: Sequence[_Word], forms: Sequence[tuple[str, ...]]) -> bool:
        if any(word.is_question for word in words):  # a question asserts nothing
            return False
        said: set[str] | None = None
        for word in words:
            if not word.rests:
                continue
            if () in word.rests:
                return True
            if said is None:
                said = {form for own in forms for form in own}
            if any(said.issuperset(rest) for rest in word.rests):
                return True
        return any(True for _ in self._nouns.longest(forms))

    def _may_be_of_matter(self, words: Sequence[_Word], forms: Sequence[tuple[str, ...]]) -> bool:
        if any(True for _ in self._matter.longest(forms)):
            return True
        spelled = [word.forms[:1] for word in words if not word.is_quote]
        named = (actor for _, _, found in actors().names.longest(spelled) for actor in found)
        return any(actor.kinds & self._kinds_of_matter for actor in named)

    def _words(self, doc: Doc) -> list[_Word]:
        known, strings = self._known, doc.vocab.strings
        if len(known) > _LARGEST:
            known.clear()
        return [
            known.get(key) or known.setdefault(key, self._word(strings[key])) for key in doc.to_array("ORTH").tolist()
        ]

    def _word(self, text: str) -> _Word:
        folded = fold(text)
        forms = (folded, *sorted((self._lemmas_of(text) & self._asked) - {folded}))
        rests = {rest for form in forms for rest in self._verbs.get(form, ())}
        return _Word(forms, tuple(sorted(rests)), text in self._questions, text in self._quotes)


@lru_cache(maxsize=4)
def load(language: str) -> Filter | None:
    """The filter of a language; None where its model's lemmas cannot be foretold, so that everything is possible."""
    lemmas_of = lemmas.of_language(language)
    return Filter(load_lexicon(language), lemmas_of) if lemmas_of is not None else None
