"""What the precision model sees of a candidate: its trigger, its doubts, its roles, its clause and its place in the article.

No feature is a name or a number, and the model takes up none that few texts have, so that nothing of one story is learned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.context import LEAD_SENTENCES
from riobravo.mentions.rules.found import Found, Sentence

_SHORT, _LONG = 12, 35

OF_WORD = "word "
"""What the features begin with that name a word of the text."""


def features(sentence: Sentence, found: Found, rivals: Sequence[Found]) -> frozenset[str]:
    """The names of all that holds of the candidate; ``rivals`` are all candidates of the sentence, itself included."""
    return frozenset(_features(sentence, found, rivals))


def _features(sentence: Sentence, found: Found, rivals: Sequence[Found]) -> Iterator[str]:
    trigger, token = found.candidate.trigger, found.candidate.token
    kind = trigger.event_type
    form = "noun" if found.candidate.is_noun else "verb"
    yield f"type={kind}"
    yield f"form={form}"
    yield f"type={kind} form={form}"
    yield f"language={sentence.lexicon.language} type={kind}"
    yield f"group={trigger.rule}"
    yield f"words={sentence.lexicon.language}:{found.candidate.said}:{kind}"
    for doubt in found.doubts or ("none",):
        yield f"doubt={doubt}"
        yield f"type={kind} doubt={doubt}"
    yield f"doubts={min(len(found.doubts), 3)}"
    yield from _of_roles(sentence, found, kind)
    yield from _of_clause(sentence, found, kind)
    yield from _of_rivals(found, rivals, kind)
    yield from _of_words(sentence, found, kind)
    place = "title" if sentence.is_title else "lead" if sentence.piece.sentence_index < LEAD_SENTENCES else "later"
    yield f"place={place}"
    yield f"type={kind} place={place}"
    length = len(token.doc)
    yield f"length={'short' if length < _SHORT else 'long' if length > _LONG else 'middle'}"


def _of_roles(sentence: Sentence, found: Found, kind: str) -> Iterator[str]:
    frame = found.candidate.trigger.frame
    for role in frame.roles:
        argument = found.roles.get(role)
        if argument is None:
            yield f"frame={frame.name} no {role}"
            continue
        yield f"role={role}:{argument.function}{'+' if argument.is_inherited else ''}"
        yield f"frame={frame.name} role={role}"
        kinds = sentence.nouns.kinds(argument.head)
        for name in sorted(kinds) or ("unknown",):
            yield f"{role} is {name}"
            yield f"type={kind} {role} is {name}"
        if argument.function != "complement":
            yield f"{role} {'has a' if sentence.nouns.count(argument.head) is not None else 'has no'} number"
            yield f"{role} is {argument.head.pos_}"
    yield f"roles={len(found.roles)}"


def _of_clause(sentence: Sentence, found: Found, kind: str) -> Iterator[str]:
    grammar, token = sentence.lexicon.grammar, found.candidate.token
    yield f"label={token.dep_}"
    yield f"tag={token.pos_}"
    yield f"root={token.head == token}"
    for name in ("Tense", "Mood", "VerbForm", "Number"):
        for value in token.morph.get(name, []):
            yield f"{name}={value}"
    if not found.candidate.is_noun:
        yield f"passive={syntax.is_passive(grammar, token)}"
    above = syntax.verb_above(grammar, token)
    if above is not None:
        label = next((name for name in grammar.labels if token.dep_ in grammar.labels[name]), "none")
        yield f"under a verb as {label}"
        if found.candidate.is_noun:
            yield f"governed={syntax.governs(grammar, above, token)}"
    yield f"status={found.judgement.status}"
    yield f"type={kind} status={found.judgement.status}"
    yield f"hedged={found.judgement.is_hedged}"
    yield f"stage={found.judgement.stage}"
    yield f"dated={bool(sentence.expressions)}"
    terms = sentence.terms
    countries = terms.countries()
    yield f"countries={min(len(countries), 2)}"
    yield f"type={kind} countries={min(len(countries), 2)}"
    members = {word.i for word in syntax.clause(grammar, token)}
    near = {name for term in terms.all if term.start in members or term.end - 1 in members for name in term.kinds}
    for name in sorted(near):
        yield f"type={kind} near {name}"
    inside = {word.i for word in token.subtree}
    for name in sorted({name for term in terms.all if term.start in inside for name in term.kinds}):
        yield f"group={found.candidate.trigger.rule} holds {name}"
    for name in sorted({name for term in terms.all for name in term.kinds} - near):
        yield f"type={kind} in sentence {name}"


def _of_rivals(found: Found, rivals: Sequence[Found], kind: str) -> Iterator[str]:
    token = found.candidate.token
    above = set(token.ancestors)
    for rival in rivals:
        if rival is found:
            continue
        other = rival.candidate.trigger.event_type
        if rival.candidate.token == token:
            yield f"type={kind} rival={other}"
        elif rival.candidate.token in above:
            yield f"under={other}"
            yield f"type={kind} under={other}"
        elif token in rival.candidate.token.ancestors:
            yield f"type={kind} over={other}"
    yield f"candidates={min(len({rival.candidate.token.i for rival in rivals}), 4)}"


def _of_words(sentence: Sentence, found: Found, kind: str) -> Iterator[str]:
    """The words that stand with the candidate: in its roles, right beside it, in its sentence; no names, no numbers."""
    token, language = found.candidate.token, sentence.lexicon.language
    own = {word.i for word in found.candidate.words}
    for role, argument in found.roles.items():
        if argument.head.pos_ not in _NO_WORDS:
            yield f"{OF_WORD}{language}:{kind} {role}={argument.head.folded_lemma}"
    for word in token.doc:
        if word.i in own or word.pos_ in _NO_WORDS:
            continue
        if abs(word.i - token.i) <= _BESIDE:
            yield f"{OF_WORD}{language}:{kind} near={word.folded_lemma}"
        if word.pos_ in _CONTENT:
            yield f"{OF_WORD}{language}:{kind} with={word.folded_lemma}"


_BESIDE = 4
"""Words to each side that stand right beside another."""

_NO_WORDS = frozenset({"PROPN", "NUM", "PUNCT", "SPACE", "SYM", "X"})
_CONTENT = frozenset({"NOUN", "VERB", "ADJ"})
