"""Whether the text says that an act happened: actual, planned, hypothetical, negated, or nothing at all.

The judgement starts at the trigger and climbs to the clause that asserts it. Each step may lower what is said (a future, a
modal, a verb of wanting, a negation); a condition, a purpose, a question or a habit ends it: nothing is asserted.
The cues and what they do stand in status.yaml; scope is the clause, not the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from riobravo.lexicon import Lexicon, cue_groups, cue_words
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.phrases import Phrases
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.parsed import Token, once


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of an act; ``status`` None where nothing is asserted, with the reason in ``cue``."""

    status: str | None = "actual"
    is_hedged: bool = False
    cue: str | None = None
    stage: str | None = None
    stage_verb: Token | None = None

    def lowered(self, status: str, cue: str) -> Judgement:
        """The weaker of what was said and ``status``; a denied plan is a denial."""
        if self.status is None or _STRENGTH[status] >= _STRENGTH[self.status]:
            return self
        return replace(self, status=status, cue=cue)

    def dropped(self, reason: str) -> Judgement:
        """Nothing is asserted."""
        return replace(self, status=None, cue=reason)


_STRENGTH = {"negated": 0, "hypothetical": 1, "planned": 2, "actual": 3}


def judge(
    lexicon: Lexicon,
    token: Token,
    *,
    is_noun: bool,
    is_title: bool,
    stages: frozenset[str],
    base: str = "actual",
    is_denial: bool = False,
) -> Judgement:
    """What the sentence says of the act whose trigger is ``token``.

    ``stages`` are the subtypes of its type that a verb over it can make it ("requested the extradition"); ``base`` is what
    the trigger's own words say of the act ("announced tariffs": planned). Where a denial is the act ("will not accept"), it is
    done by being said.
    """
    return _judged(lexicon, token, is_noun, is_title, stages, base, is_denial)


@once
def _judged(  # noqa: PLR0917 - of the many groups that a word triggers, most ask the same
    lexicon: Lexicon,
    token: Token,
    is_noun: bool,
    is_title: bool,
    stages: frozenset[str],
    base: str,
    is_denial: bool,
) -> Judgement:
    if any(t.text in lexicon.status["question_marks"] for t in token.doc):
        return Judgement().dropped("question")
    judgement = Judgement(status=base)
    if is_noun:
        judgement, verb = _of_noun(lexicon, token, judgement, stages)
    else:
        judgement, verb = _of_verb(lexicon, token, judgement, is_title=is_title, is_denial=is_denial), token
        judgement, verb = _stage_over_verb(lexicon, verb, judgement, stages)
    if verb is not None and judgement.status is not None:
        judgement = _climb(lexicon, verb, judgement, is_title=is_title, own=is_noun or verb != token)
    return replace(judgement, is_hedged=_is_hedged(lexicon, token, verb) or judgement.is_hedged)


def _of_noun(  # noqa: C901 - one construction a branch
    lexicon: Lexicon, noun: Token, judgement: Judgement, stages: frozenset[str]
) -> tuple[Judgement, Token | None]:
    """What the noun's own modifiers and the verb or noun over it say; with the verb from which to climb on."""
    judgement = _modified(lexicon, noun, judgement)
    above = noun.head
    if syntax.has_label(lexicon.grammar, above, "adposition") and above != above.head:
        above = above.head
    for stage, nouns in cue_groups(lexicon.language, "stage_nouns").items():
        if stage in stages and above != noun and above.folded_lemma in nouns:
            verb = syntax.verb_above(lexicon.grammar, above)
            return replace(judgement, stage=stage, stage_verb=verb), verb
    verb = syntax.verb_above(lexicon.grammar, noun)
    if verb is None or not syntax.governs(lexicon.grammar, verb, noun):
        return judgement, None
    lemma = verb.folded_lemma
    for stage, verbs in cue_groups(lexicon.language, "stages").items():
        if stage in stages and lemma in verbs:
            return replace(judgement, stage=stage, stage_verb=verb), verb
    if lemma in _folded(lexicon, "nothing_asserted"):
        return judgement.dropped(verb.text), None
    if lemma not in _folded(lexicon, "realised_by"):
        for name in ("planned", "hypothetical", "negated"):
            if lemma in cue_groups(lexicon.language, "operators")[name]:
                judgement = judgement.lowered(name, verb.text)
    return judgement, verb


def _modified(lexicon: Lexicon, noun: Token, judgement: Judgement) -> Judgement:
    """As in "the planned deployment", "no extradition"."""
    for child in noun.children:
        words = {child.folded, child.folded_lemma}
        if words & _folded(lexicon, "negation"):
            judgement = judgement.lowered("negated", child.text)
        for name in ("planned", "hypothetical", "negated"):
            if words & _folded(lexicon, f"{name}_modifiers"):
                judgement = judgement.lowered(name, child.text)
    return judgement


def _stage_over_verb(
    lexicon: Lexicon, verb: Token, judgement: Judgement, stages: frozenset[str]
) -> tuple[Judgement, Token]:
    """As "ordered that he be extradited", "blocked the US from extraditing him"."""
    if not stages or not (syntax.has_label(lexicon.grammar, verb, "complement") or verb.dep_ == "pcomp"):
        return judgement, verb
    above = syntax.verb_above(lexicon.grammar, verb)
    if above is not None:
        for stage, verbs in cue_groups(lexicon.language, "stages").items():
            if stage in stages and above.folded_lemma in verbs:
                return replace(judgement, status="actual", cue=None, stage=stage, stage_verb=above), above
    return judgement, verb


def _climb(lexicon: Lexicon, verb: Token, judgement: Judgement, *, is_title: bool, own: bool) -> Judgement:
    """From the verb up through the clauses whose complement it is."""
    if own:
        judgement = _of_verb(lexicon, verb, judgement, is_title=is_title)
    grammar, node = lexicon.grammar, verb
    for _ in range(6):
        head = node.head
        if judgement.status is None or head == node:
            return judgement
        if syntax.has_label(grammar, node, "coordination") and head.pos_ in ("VERB", "AUX"):
            if not _has_own_tense(lexicon, node):
                judgement = _of_auxiliaries(lexicon, head, judgement)
            node = head
            continue
        noun_clause = head.pos_ in ("NOUN", "PROPN") and _is_content_clause(lexicon, node)
        if not (syntax.has_label(grammar, node, "complement") or node.dep_ == "pcomp" or noun_clause):
            return judgement
        above = head if head.pos_ in ("VERB", "AUX") or noun_clause else syntax.verb_above(grammar, node)
        if above is None:
            return judgement
        judgement = _under(lexicon, above, node, judgement)
        node = above
    return judgement


def _is_content_clause(lexicon: Lexicon, node: Token) -> bool:
    """As "the plan to send", "el plan de enviar" say what the noun holds; "the plan, which he dropped" does not."""
    if not syntax.has_label(lexicon.grammar, node, "modifier_clause") or syntax.is_past_participle(node):
        return False
    return _is_infinitive(lexicon, node) or "of" in syntax.classes_of(
        lexicon.grammar, syntax.marker(lexicon.grammar, node).split(" ")[0]
    )


def _under(lexicon: Lexicon, above: Token, node: Token, judgement: Judgement) -> Judgement:
    """What a verb or noun says of the clause that is its complement."""
    lemma = above.folded_lemma
    operators = cue_groups(lexicon.language, "operators")
    negated = negation(lexicon, above)
    if lemma in operators["report"]:
        if negated is not None and above.pos_ == "VERB":
            return judgement.dropped(f"{negated.text} {above.text}")
        if any(
            t.folded_lemma in _folded(lexicon, "speculators")
            for a in syntax.arguments(lexicon.grammar, above)
            if a.function == "subject"
            for t in a.head.subtree
        ):
            return judgement.dropped("speculation")
        return judgement
    if lemma in operators["hedge"]:
        return replace(judgement, is_hedged=True)
    for name in ("negated", "planned", "hypothetical"):
        if lemma in operators[name]:
            judgement = judgement.lowered(name, above.text)
            return judgement if negated is None else judgement.lowered("negated", negated.text)
    if lemma in operators["actual"]:
        return _of_verb(lexicon, above, judgement, is_title=False) if above.pos_ == "VERB" else judgement
    if _is_infinitive(lexicon, node):
        return judgement.lowered("hypothetical", above.text)
    return judgement


def _of_verb(
    lexicon: Lexicon, verb: Token, judgement: Judgement, *, is_title: bool, is_denial: bool = False
) -> Judgement:
    """What the verb's own clause says: negation, tense, modal, condition, purpose, habit."""
    for child in verb.children:
        words = {child.folded, child.folded_lemma}
        if syntax.has_label(lexicon.grammar, child, "subordinator", "adposition") or child.dep_ in ("advmod", "mark"):
            introduced = _introduced(child)
            if introduced & _folded(lexicon, "condition_markers"):
                return judgement.dropped(f"condition: {child.text}")
            if introduced & _folded(lexicon, "purpose_markers") and _is_infinitive(lexicon, verb):
                return judgement.dropped(f"purpose: {child.text}")
        if words & _folded(lexicon, "generic") and child.dep_ == "advmod":
            return judgement.dropped(f"habit: {child.text}")
    if _is_purpose(lexicon, verb):
        return judgement.dropped("purpose")
    if is_denial:
        return judgement
    word = negation(lexicon, verb)
    if word is not None:
        judgement = judgement.lowered("negated", word.text)
    judgement = _of_auxiliaries(lexicon, verb, judgement)
    if is_title and lexicon.status["headline_infinitive"] and _is_infinitive(lexicon, verb) and _is_root(verb):
        judgement = judgement.lowered("planned", f"to {verb.text}")
    return judgement


def _of_auxiliaries(lexicon: Lexicon, verb: Token, judgement: Judgement) -> Judgement:
    for phrase in future_phrases_before(lexicon, verb):
        judgement = judgement.lowered("planned", phrase)
    reported = _is_reported(lexicon, verb)
    forms = [verb, *(c for c in verb.children if syntax.has_label(lexicon.grammar, c, "auxiliary") or c.dep_ == "cop")]
    for form in forms:
        words = {form.folded, form.folded_lemma}
        if words & _folded(lexicon, "future_auxiliaries") or "Fut" in form.morph.get("Tense", []):
            judgement = judgement.lowered("planned", form.text)
        elif form != verb and words & _folded(lexicon, "obligation_auxiliaries"):
            judgement = judgement.dropped(f"obligation: {form.text}")
        elif (form != verb and words & _folded(lexicon, "possible_auxiliaries")) or "Cnd" in form.morph.get("Mood", []):
            judgement = _conditional(lexicon, verb, form, judgement, is_reported=reported)
        elif "Sub" in form.morph.get("Mood", []) and not (
            verb.head != verb and syntax.has_label(lexicon.grammar, verb, "complement", "modifier_clause", "adverbial")
        ):
            judgement = judgement.lowered("hypothetical", form.text)
    return judgement


def _conditional(lexicon: Lexicon, verb: Token, form: Token, judgement: Judgement, *, is_reported: bool) -> Judgement:
    """As "habría enviado" hedges; "dijo que enviaría" and "said it would send" plan; other conditionals are possible only."""
    perfect = "Cnd" in form.morph.get("Mood", []) and form != verb and syntax.is_past_participle(verb)
    if perfect and not is_reported:
        return replace(judgement, is_hedged=True, cue=judgement.cue or form.text)
    if is_reported and form.i >= verb.sent.start and not _is_weak_modal(lexicon, form):
        return judgement.lowered("planned", form.text)
    return judgement.lowered("hypothetical", form.text)


def _is_weak_modal(lexicon: Lexicon, form: Token) -> bool:
    """As "may", "might", "could", "podría" stay possibilities when reported; "would" becomes a plan."""
    weak = _folded(lexicon, "possible_auxiliaries") - _folded(lexicon, "reported_future")
    return bool({form.folded, form.folded_lemma} & weak)


def _is_reported(lexicon: Lexicon, verb: Token) -> bool:
    if not syntax.has_label(lexicon.grammar, verb, "complement"):
        return False
    above = syntax.verb_above(lexicon.grammar, verb)
    operators = cue_groups(lexicon.language, "operators")
    return above is not None and above.folded_lemma in operators["report"] | operators["planned"]


def negation(lexicon: Lexicon, verb: Token) -> Token | None:
    """The word that negates a verb."""
    words = _folded(lexicon, "negation")
    for child in verb.children:
        if child.folded in words and child.dep_ in ("neg", "advmod", "cc", "det", "mark", "case", "preconj"):
            return child
        if syntax.has_label(lexicon.grammar, child, "subject", "object") and any(
            g.folded in words and g.dep_ in ("det", "neg") for g in child.children
        ):
            return child
    if verb.i > 0 and verb.nbor(-1).folded in words:
        return verb.nbor(-1)
    return None


def _introduced(child: Token) -> set[str]:
    """The subordinator alone and with the words fixed to it."""
    fixed = [child, *(c for c in child.children if c.dep_ in ("fixed", "mwe", "advmod", "pcomp"))]
    joined = " ".join(t.folded for t in sorted(fixed, key=lambda t: t.i))
    following = " ".join(t.folded for t in child.doc[child.i : child.i + 3])
    return {child.folded, joined, following, " ".join(following.split()[:2])}


def _is_infinitive(lexicon: Lexicon, verb: Token) -> bool:
    return "Inf" in verb.morph.get("VerbForm", []) or any(
        c.folded in lexicon.grammar.words["infinitive_marker"] and syntax.has_label(lexicon.grammar, c, "auxiliary")
        for c in verb.children
    )


def _is_purpose(lexicon: Lexicon, verb: Token) -> bool:
    """An infinitive that hangs on a clause as its aim ("sent agents to arrest him"), not as its complement."""
    return _is_infinitive(lexicon, verb) and syntax.has_label(lexicon.grammar, verb, "adverbial")


def _is_root(verb: Token) -> bool:
    return verb.head == verb or (
        verb.dep_ in ("acl", "relcl", "xcomp") and verb.head.head == verb.head and verb.head.pos_ not in ("VERB", "AUX")
    )


def _has_own_tense(lexicon: Lexicon, verb: Token) -> bool:
    own = any(syntax.has_label(lexicon.grammar, c, "auxiliary", "subject") for c in verb.children)
    return own or bool(set(verb.morph.get("VerbForm", [])) & {"Fin"} and not lexicon.grammar.adposition_governs)


def future_phrases_before(lexicon: Lexicon, verb: Token) -> Iterable[str]:
    """Future phrases that end right before the verb ("is set to", "va a")."""
    for start in range(max(0, verb.i - 5), verb.i):
        end, found = _future_phrases(lexicon.language).at(verb.doc.forms, start, verb.i)
        if end == verb.i:
            yield found[0]


def _is_hedged(lexicon: Lexicon, token: Token, verb: Token | None) -> bool:
    """A hedging word in the clause, not one that describes a person ("presuntos sicarios", "alleged gunmen")."""
    for member in syntax.clause(lexicon.grammar, verb if verb is not None else token):
        if (
            {member.folded, member.folded_lemma} & _folded(lexicon, "hedges")
            and member.pos_ != "ADJ"
            and member.dep_ not in ("amod",)
        ):
            return True
    return any(phrase in token.doc.folded for phrase in _folded(lexicon, "hedge_phrases"))


def _folded(lexicon: Lexicon, name: str) -> frozenset[str]:
    return cue_words(lexicon.language, name)


@lru_cache(maxsize=4)
def _future_phrases(language: str) -> Phrases[str]:
    return Phrases((phrase, phrase) for phrase in load_lexicon(language).status["future_phrases"])
