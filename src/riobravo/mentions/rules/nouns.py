"""Noun phrases: what they are about, how they are written, how many they count."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from riobravo.lexicon import Lexicon
from riobravo.lexicon.load import TermClass
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.parsed import Span, Token, once
from riobravo.mentions.rules.quantities import Number
from riobravo.mentions.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Count:
    """How many a noun phrase counts, and in which unit."""

    number: Number
    unit: str | None


@dataclass(frozen=True, slots=True)
class Nouns:
    """Noun phrases of one sentence, seen through its terms and numbers."""

    lexicon: Lexicon
    terms: Terms
    numbers: list[Number]

    @once
    def core(self, head: Token) -> Token:
        """The noun that a phrase is about: in "a group of 26 prisoners", the prisoners."""
        grammar = self.lexicon.grammar
        if head.folded_lemma in grammar.words["transparent_nouns"] or head.folded in grammar.words["transparent_nouns"]:
            for argument in syntax.arguments(grammar, head):
                if argument.function == "oblique" and "of" in argument.classes:
                    return self.core(argument.head)
        return head

    @once
    def kinds(self, head: Token) -> frozenset[str]:
        """What kinds of thing the phrase stands for, its own and that of the noun it counts."""
        return self.terms.kinds(head) | self.terms.kinds(self.core(head)) | self._kinds_of_apposition(head)

    def _kinds_of_apposition(self, head: Token) -> frozenset[str]:
        """As "the capo, Rafael Caro Quintero": what stands beside a name says what it is."""
        beside = [c for c in head.children if syntax.has_label(self.lexicon.grammar, c, "apposition")]
        if head.pos_ == "PROPN":
            beside += [
                c for c in head.children if syntax.has_label(self.lexicon.grammar, c, "compound") and c.pos_ == "NOUN"
            ]
        return frozenset().union(*(self.terms.kinds(c) for c in beside))

    def classes(self, head: Token) -> list[TermClass]:
        """The term classes of the phrase's core noun and of the words right before it."""
        found: list[TermClass] = []
        for noun in dict.fromkeys((head, self.core(head))):
            terms = [t for t in self.terms.at(noun) if t.term_class is not None]
            found += [
                t.term_class for t in sorted(terms, key=lambda t: noun.i != t.end - 1) if t.term_class is not None
            ]
        return found

    @once
    def span(self, head: Token) -> Span:
        """The phrase as written: with its modifiers and "of" complements, without articles, clauses and asides."""
        grammar = self.lexicon.grammar
        inside = {head.i} | {t.i for child in head.children if self._belongs(child, head) for t in child.subtree}
        left = list(takewhile(lambda i: i in inside, range(head.i - 1, -1, -1)))
        right = list(takewhile(lambda i: i in inside, range(head.i + 1, len(head.doc))))
        start, end = min([*left, head.i]), max([*right, head.i]) + 1
        while start < head.i and (
            syntax.has_label(grammar, head.doc[start], "determiner", "adposition")
            or head.doc[start].is_punct
            or head.doc[start].pos_ in ("DET", "ADP", "PART")
        ):
            start += 1
        while end - 1 > head.i and (head.doc[end - 1].is_punct or head.doc[end - 1].pos_ in ("ADP", "DET", "CCONJ")):
            end -= 1
        return head.doc[start:end]

    def _belongs(self, child: Token, head: Token) -> bool:
        grammar = self.lexicon.grammar
        if child.is_punct or child.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ"):
            return child.is_punct and child.text in {*grammar.words["open_quotes"], *grammar.words["close_quotes"], "-"}
        if syntax.has_label(
            grammar, child, "modifier_clause", "adverbial", "coordination", "parataxis", "subordinator"
        ):
            return False
        if syntax.has_label(grammar, child, "apposition"):
            return child.i == head.i + 1 or (
                child.i > head.i and not any(t.text == "," for t in head.doc[head.i : child.left_edge.i + 1])
            )
        if grammar.adposition_governs and child.pos_ == "ADP":
            return "of" in syntax.classes_of(grammar, child.text) and not any(
                t.pos_ in ("VERB", "AUX") for t in child.subtree
            )
        if not grammar.adposition_governs and syntax.has_label(grammar, child, "adposition_object"):
            mark = syntax.marker(grammar, child)
            return not mark or (
                "of" in syntax.classes_of(grammar, mark) and not any(t.pos_ in ("VERB", "AUX") for t in child.subtree)
            )
        return True

    @once
    def count(self, head: Token) -> Count | None:
        """How many the phrase counts: its own number, or that of the noun it is about."""
        core = self.core(head)
        for noun in dict.fromkeys((core, head)):
            number = self._number_of(noun)
            if number is not None:
                return Count(number, number.unit or self.unit(head))
        inner = [
            n for n in self.numbers if n.start <= head.i < n.end and n.unit is None
        ]  # "decenas de ...", "hundreds of"
        return Count(inner[0], self.unit(head)) if inner else None

    def _number_of(self, noun: Token) -> Number | None:
        best: Number | None = None
        for number in self.numbers:
            if number.unit in ("none", "years"):
                continue
            last = noun.doc[number.end - 1]
            covers = number.start <= noun.i < number.end
            before = number.end <= noun.i and (noun.left_edge.i <= number.end - 1 or number.end == noun.i)
            if not (covers or before):
                continue
            between = noun.doc[number.end : noun.i]
            if any(t.pos_ in ("VERB", "AUX") or t.text in ",;" for t in between):
                continue
            attached = noun in (last.head, last) or noun in last.ancestors or number.end == noun.i
            if attached or covers:
                best = number
        return best

    def unit(self, head: Token) -> str | None:
        """The unit in which the phrase's noun is counted."""
        return next((c.unit for c in self.classes(head) if c.unit is not None), None)

    def is_plural(self, token: Token) -> bool:
        """Whether the noun is plural, by form or by coordination."""
        grammar = self.lexicon.grammar
        return "Plur" in token.morph.get("Number", []) or len(syntax.coordinated(grammar, token)) > 1
