"""Words that may assert an event: every trigger of the lexicon that a sentence holds, verbs and nouns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from riobravo.lexicon import cue_words
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.load import Grammar, Trigger
from riobravo.lexicon.phrases import Phrases
from riobravo.mentions.rules import lemmas, status, syntax
from riobravo.mentions.rules.parsed import Doc, Token

_WINDOW = 5
"""Tokens within which the further words of a verb pattern must follow its verb ("hand the suspects over")."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger met in a sentence: its group, its head word, all its words, what the lexicon says for them; ``rank`` is the
    group's place in the file; ``is_denial`` where it is a denial that asserts the event ("did not accept").
    """

    trigger: Trigger
    token: Token
    words: tuple[Token, ...]
    said: str
    is_noun: bool
    rank: int
    is_denial: bool = False


@dataclass(frozen=True, slots=True)
class _Pattern:
    rank: int
    rest: tuple[str, ...]
    is_reflexive: bool
    denial: tuple[str, ...] = ()
    """The negation that must stand with the verb ("not accept")."""


def find(doc: Doc, language: str) -> list[Candidate]:
    """All candidates of the sentence, by word and then by rank; one word may stand for several groups."""
    found = [*_verbs(doc, language), *_nouns(doc, language)]
    return sorted(found, key=lambda c: (c.token.i, c.rank, -len(c.words)))


def _verbs(doc: Doc, language: str) -> Iterator[Candidate]:
    lexicon = load_lexicon(language)
    index = verbs(language)
    for token in doc:
        if syntax.has_label(lexicon.grammar, token, "auxiliary"):
            continue
        for lemma in _met(token, index, language):
            for pattern in index[lemma]:
                if pattern.is_reflexive and not syntax.is_reflexive(lexicon.grammar, token):
                    continue
                if pattern.denial and status.negation(lexicon, token) is None:
                    continue
                words = _follow(token, pattern.rest)
                if words is not None:
                    said = " ".join((*pattern.denial, lemma, *pattern.rest))
                    yield Candidate(
                        lexicon.triggers[pattern.rank],
                        token,
                        (token, *words),
                        said,
                        is_noun=False,
                        rank=pattern.rank,
                        is_denial=bool(pattern.denial),
                    )


def _met(token: Token, index: Mapping[str, Sequence[_Pattern]], language: str) -> list[str]:
    """The verbs of the lexicon that a word is a form of.

    Those of its lemma, or, where the lemma is no verb of the lexicon, of any lemma that it may have: the lemmatizers err on
    verbs ("arriban" to "arrir"), and taggers take verbs at the head of a title, and participles, for other words.
    """
    is_verb = token.pos_ in ("VERB", "AUX") or syntax.is_past_participle(token)
    if is_verb and (met := [lemma for lemma in dict.fromkeys((token.folded_lemma, token.folded)) if lemma in index]):
        return met
    is_misread = token.pos_ == "ADJ" or (token.pos_ in ("NOUN", "PROPN") and (token.head is token or token.i == 0))
    if not token.is_alpha or not (is_verb or is_misread):
        return []
    lemmas_of = lemmas.of_language(language)
    return sorted(lemma for lemma in lemmas_of(token.text) - {token.folded} if lemma in index) if lemmas_of else []


def _follow(token: Token, rest: tuple[str, ...]) -> tuple[Token, ...] | None:
    """The further words of a pattern, in order: the next within the window, or a dependent of the verb."""
    found: list[Token] = []
    position = token.i + 1
    for word in rest:
        near = token.doc[position : position + _WINDOW]
        match = next((t for t in near if word in (t.folded, t.folded_lemma)), None)
        match = match or next((c for c in token.children if c.i > token.i and word in (c.folded, c.folded_lemma)), None)
        if match is None:
            return None
        found.append(match)
        position = match.i + 1
    return tuple(found)


def _nouns(doc: Doc, language: str) -> Iterator[Candidate]:
    lexicon = load_lexicon(language)
    for start, end, ranks in nouns(language).longest(doc.forms):
        root = doc[start:end].root
        named = root.pos_ == "ADJ" and any(syntax.has_label(lexicon.grammar, c, "determiner") for c in root.children)
        if root.pos_ not in ("NOUN", "PROPN") and not named:  # taggers take some nouns for adjectives ("una llamada")
            continue
        for rank in sorted(set(ranks)):
            words = tuple(doc[start:end])
            said = " ".join(word.folded_lemma for word in words)
            yield Candidate(lexicon.triggers[rank], root, words, said, is_noun=True, rank=rank)


@lru_cache(maxsize=4)
def verbs(language: str) -> dict[str, list[_Pattern]]:
    """The patterns by the word that a verb of theirs is met by."""
    lexicon = load_lexicon(language)
    index: dict[str, list[_Pattern]] = defaultdict(list)
    for rank, trigger in enumerate(lexicon.triggers):
        for words in trigger.verbs:
            denial = words[:1] if words[0] in cue_words(language, "negation") else ()
            first, *rest = words[len(denial) :]
            bare, reflexive = _without_reflexive(first, lexicon.grammar)
            index[bare].append(_Pattern(rank, tuple(rest), reflexive or "reflexive" in trigger.flags, tuple(denial)))
    for patterns in index.values():
        patterns.sort(key=lambda p: (p.rank, -len(p.rest)))
    return dict(index)


def _without_reflexive(verb: str, grammar: Grammar) -> tuple[str, bool]:
    """As "entregarse" is "entregar" with its pronoun."""
    for pronoun in grammar.words["reflexives"]:
        if verb.endswith("r" + pronoun):
            return verb.removesuffix(pronoun), True
    return verb, False


@lru_cache(maxsize=4)
def nouns(language: str) -> Phrases[int]:
    """The nouns and noun phrases, with the places of their groups."""
    triggers = load_lexicon(language).triggers
    return Phrases((noun, rank) for rank, trigger in enumerate(triggers) for noun in trigger.nouns)
