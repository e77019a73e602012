"""On whose word a report rests, and on which condition the act hangs."""

from __future__ import annotations

import re
from functools import lru_cache

from riobravo import ontology
from riobravo.lexicon import cue_groups, cue_words
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.phrases import Phrases
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.found import Found, Sentence


def attribution(sentence: Sentence, found: Found) -> str | None:
    """Whose word the report rests on: "according to X", or the subject of the verb of saying over the clause."""
    quoted = _by_preposition(sentence)
    if quoted:
        return quoted
    grammar = sentence.lexicon.grammar
    says = cue_groups(sentence.lexicon.language, "operators")["report"]
    source = found.roles.get("source")
    node = found.candidate.token
    for _ in range(6):
        above = syntax.verb_above(grammar, node)
        if above is None:
            return None
        if above.folded_lemma in says and above is not found.candidate.token:
            subject = next((a.head for a in syntax.arguments(grammar, above) if a.function == "subject"), None)
            if subject is not None and (source is None or subject != source.head) and subject.pos_ != "PRON":
                return str(sentence.nouns.span(subject).text)
        node = above
    return None


def _by_preposition(sentence: Sentence) -> str | None:
    lexicon, doc = sentence.lexicon, sentence.doc
    for _, end, _ in _attributing(lexicon.language).longest(doc.spelled):
        if end < len(doc):
            inside = doc[end]
            while inside.head.i >= end and inside.head != inside and inside.head.pos_ in ("NOUN", "PROPN", "ADJ"):
                inside = inside.head
            return str(sentence.nouns.span(inside).text)
    return _outside(sentence)


def _outside(sentence: Sentence) -> str | None:
    """A quotation in another language takes the attribution of the sentence around it."""
    piece = sentence.piece
    if (piece.start, piece.end) == (piece.sentence_start, piece.sentence_end):
        return None
    after = sentence.whole[piece.end - piece.sentence_start :]
    before = sentence.whole[: piece.start - piece.sentence_start]
    for side in (after, before):
        for pattern in _attributing_patterns():
            if match := pattern.search(side):
                return match.group("who").strip() or None
    return None


@lru_cache(maxsize=1)
def _attributing_patterns() -> tuple[re.Pattern[str], ...]:
    """As "according to X" in any language, up to the next punctuation."""
    phrases = [
        p
        for language in sorted(ontology.load().languages)
        for p in load_lexicon(language).status["attribution_prepositions"]
    ]
    return tuple(re.compile(rf"\b{re.escape(p)}\s+(?P<who>[^,;:.“”«»\"]+)", re.IGNORECASE) for p in phrases)


@lru_cache(maxsize=4)
def _attributing(language: str) -> Phrases[str]:
    return Phrases((p, p) for p in load_lexicon(language).status["attribution_prepositions"])


def condition(sentence: Sentence, found: Found) -> str | None:
    """The condition of a threat, pledge or demand, as written."""
    if not found.candidate.trigger.frame.has_content:
        return None
    grammar = sentence.lexicon.grammar
    markers = cue_words(sentence.lexicon.language, "condition_markers")
    scope = syntax.clause_head(sentence.lexicon.grammar, found.candidate.token)
    for token in scope.subtree:
        for child in token.children if token.pos_ in ("VERB", "AUX") and token != scope else ():
            following = " ".join(t.folded for t in sentence.doc[child.i : child.i + 3])
            joins = syntax.has_label(grammar, child, "subordinator", "adposition") or child.dep_ in ("mark", "advmod")
            if joins and any(following == m or following.startswith(m + " ") for m in markers):
                return str(sentence.doc[child.i : token.right_edge.i + 1].text).strip(' ,.;”"')
    return None
