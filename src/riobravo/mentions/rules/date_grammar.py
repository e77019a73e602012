"""What grammar says of time: how a date stands to an event, the tense of a clause, words of before and after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from riobravo.lexicon import Lexicon, cue_groups
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.text import fold
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.found import Dated, Sentence
from riobravo.mentions.rules.parsed import Span, Token

_CLAUSES = ("complement", "adverbial", "modifier_clause", "coordination", "apposition", "parataxis")
_FAR = 12
"""Tokens before a trigger beyond which no word sets it after or before another act."""

_NEAR = 4


def relation(lexicon: Lexicon, token: Token, day: Token) -> str:
    """Where a date stands: in the event's own clause, with its verb, with a verb above or below it, or beside."""
    if day in syntax.clause(lexicon.grammar, token):
        return "own"
    verb, of_day = verb_of(lexicon, token), verb_of(lexicon, day)
    if verb is None or of_day is None:
        return "verbless"
    if verb == of_day:
        return "same verb"
    if of_day in verb.ancestors:
        report = " report" if is_report(lexicon, of_day) else ""
        return f"above {_label(lexicon, _child_under(verb, of_day))}{report}"
    if verb in of_day.ancestors:
        return f"below {_label(lexicon, _child_under(of_day, verb))}"
    return "beside"


def bound_by(lexicon: Lexicon, token: Token) -> str:
    """What binds the clause of the token to the sentence ("root", "complement report", "modifier_clause", ...)."""
    verb = verb_of(lexicon, token)
    if verb is None:
        return "none"
    if verb.head == verb:
        return "root"
    label = _label(lexicon, verb)
    is_reported = label == "complement" and is_report(lexicon, syntax.verb_above(lexicon.grammar, verb))
    return f"{label} report" if is_reported else label


def tense(lexicon: Lexicon, verb: Token) -> str:
    """Tense and aspect: "perfect Past" is the pluperfect; a form without tense is named by itself."""
    helpers = [c for c in verb.children if syntax.has_label(lexicon.grammar, c, "auxiliary") or c.dep_ == "cop"]
    forms = [*helpers, verb]
    finite = [form for form in forms if "Part" not in form.morph.get("VerbForm", [])]
    time = next((value for form in finite for value in form.morph.get("Tense", [])), "")
    mood = next((value for form in forms for value in form.morph.get("Mood", []) if value != "Ind"), "")
    if any(c.folded_lemma in words(lexicon.language, "perfect_auxiliaries") for c in helpers):
        return f"perfect {time}{mood}"
    if time:
        return f"{time}{mood}{' passive' if syntax.is_passive(lexicon.grammar, verb) else ''}"
    shape = next(iter(verb.morph.get("VerbForm", [])), verb.pos_)
    return f"{shape}{mood}{' helped' if helpers else ''}"


def definiteness(sentence: Sentence, noun: Token) -> str:
    """How the noun is introduced: "the" and "this" speak of what is known, "a" of news."""
    grammar = sentence.lexicon.grammar
    for child in noun.children:
        if syntax.has_label(grammar, child, "determiner"):
            text = child.folded
            is_definite = text in grammar.words["definite"]
            return "pointed" if text in grammar.words["determiners_back"] else "definite" if is_definite else "a"
        if syntax.has_label(grammar, child, "possessor"):
            return "possessed"
    return "bare"


def link_before(lexicon: Lexicon, token: Token) -> str:
    """Whether a word before the trigger, back to the last verb, sets its act after or before another."""
    for position in range(token.i - 1, max(token.i - _FAR, -1), -1):
        word = token.doc[position]
        found = links(lexicon, word)
        if found:
            return found[0]
        if is_full_verb(lexicon, word) and word.head != token:
            return "none"
    return "none"


def links(lexicon: Lexicon, word: Token) -> list[str]:
    """What the word sets its act to be ("after", "before", "meanwhile"); nothing for most words."""
    return [name for name, members in groups(lexicon.language, "links").items() if word.folded in members]


def background(lexicon: Lexicon, token: Token) -> list[str]:
    """Which cues of background stand in the clause of the trigger or right beside it."""
    near = {t.i for t in syntax.clause(lexicon.grammar, token)}
    near |= {t.i for t in token.doc[max(token.i - _NEAR, 0) : token.i + _NEAR + 1]}
    said = {token.doc[position].folded for position in near}
    return [name for name, cues in groups(lexicon.language, "background").items() if said & cues]


def bound(lexicon: Lexicon, dated: Dated) -> str:
    """Whether a word makes the date the begin ("since") or the end ("until") of a stretch."""
    start = span(dated).start
    said = {fold(word) for word in dated.expression.text.split()[:1]}
    said |= {t.folded for t in dated.token.doc[max(start - 2, 0) : start]}
    return next((name for name, members in groups(lexicon.language, "bounds").items() if members & said), "none")


def counts_from(dated: Dated, token: Token, verbs: int) -> str:
    """Whether the expression counts from this event ("two days after the arrest"), from another, or from no named one."""
    if not dated.expression.pattern.get("turns"):
        return "nothing"
    return "this" if dated.token.i < token.i and verbs == 0 else "another"


def span(dated: Dated) -> Span:
    """The tokens of the expression."""
    doc, expression = dated.token.doc, dated.expression
    found = doc.span_of(expression.start, expression.end)
    return found if found is not None else doc[dated.token.i : dated.token.i + 1]


def verb_of(lexicon: Lexicon, token: Token) -> Token | None:
    """The verb itself, or the one over it."""
    return token if is_full_verb(lexicon, token) else syntax.verb_above(lexicon.grammar, token)


def is_full_verb(lexicon: Lexicon, token: Token) -> bool:
    """Whether it is a verb and no auxiliary."""
    return token.pos_ in ("VERB", "AUX") and not syntax.has_label(lexicon.grammar, token, "auxiliary")


def is_report(lexicon: Lexicon, verb: Token | None) -> bool:
    """Whether the verb reports what others did."""
    return verb is not None and verb.folded_lemma in cue_groups(lexicon.language, "operators")["report"]


@lru_cache(maxsize=16)
def words(language: str, name: str) -> frozenset[str]:
    """A list of dates.yaml, folded for comparison."""
    return frozenset(map(fold, load_lexicon(language).dates[name]))


@lru_cache(maxsize=16)
def groups(language: str, name: str) -> Mapping[str, frozenset[str]]:
    """A table of lists of dates.yaml, folded for comparison."""
    table = load_lexicon(language).dates[name]
    return MappingProxyType({key: frozenset(map(fold, members)) for key, members in table.items()})


def _child_under(node: Token, top: Token) -> Token:
    while node.head not in (top, node):
        node = node.head
    return node


def _label(lexicon: Lexicon, token: Token) -> str:
    return next((name for name in _CLAUSES if syntax.has_label(lexicon.grammar, token, name)), "phrase")
