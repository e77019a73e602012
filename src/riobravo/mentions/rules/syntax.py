"""Who stands where in a clause: the parser's labels of either language as one set of abstract functions.

Subject, object, indirect object, agent, complement, possessor, compound, and the obliques by the class of their
preposition (``to``, ``from``, ``of``, ...). What the labels and prepositions are, each language's grammar.yaml says; nothing
here asks which language it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riobravo.lexicon.load import Grammar
from riobravo.lexicon.text import fold
from riobravo.mentions.rules.parsed import Token, once

_CLAUSAL = ("complement", "adverbial", "modifier_clause", "parataxis")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a verb or noun: its abstract function, the classes of its preposition, its head."""

    function: str
    classes: tuple[str, ...]
    head: Token
    is_inherited: bool = False


def has_label(grammar: Grammar, token: Token, *names: str) -> bool:
    """Whether the token's label stands under one of these names in the grammar."""
    label, labels = token.dep_, grammar.labels
    for name in names:  # noqa: SIM110 - asked a thousand times a sentence
        if label in labels[name]:
            return True
    return False


@once
def arguments(grammar: Grammar, token: Token) -> list[Argument]:
    """All arguments of a verb or noun, its own first, then those that it shares with the clause above it."""
    found = [argument for child in token.children for argument in _of_child(grammar, token, child)]
    if token.pos_ in ("VERB", "AUX"):
        if not any(a.function == "subject" for a in found):
            found += _shared_subject(grammar, token)
        found += _of_relative(grammar, token)
    return found + _of_objects(grammar, token, found)


@once
def is_passive(grammar: Grammar, token: Token) -> bool:
    """Whether the verb is passive: auxiliary and participle, or a bare participle that modifies a noun."""
    auxiliaries = {c.folded_lemma for c in token.children if has_label(grammar, c, "auxiliary") or c.dep_ == "cop"}
    if any(has_label(grammar, c, "passive") for c in token.children):
        return True
    if not is_past_participle(token):
        return False
    if auxiliaries & grammar.words["passive_auxiliaries"]:
        return True
    return not auxiliaries and not any(has_label(grammar, c, "object") for c in token.children)


def is_bare_participle(grammar: Grammar, token: Token) -> bool:
    """Whether a past participle stands without any mark of the passive: a headline's, or a past tense that was misread."""
    return is_past_participle(token) and not any(has_label(grammar, c, "passive", "auxiliary") for c in token.children)


def is_past_participle(token: Token) -> bool:
    """Whether the form is a past participle."""
    return "Part" in token.morph.get("VerbForm", []) and "Past" in token.morph.get("Tense", [])


def is_reflexive(grammar: Grammar, token: Token) -> bool:
    """Whether a reflexive pronoun stands with the verb."""
    return any(c.folded in grammar.words["reflexives"] for c in token.children) or (
        token.i > 0 and token.nbor(-1).folded in grammar.words["reflexives"] if token.i else False
    )


@once
def verb_above(grammar: Grammar, token: Token) -> Token | None:
    """The verb that governs the token, directly or through nouns and prepositions; None at the root."""
    node = token
    while node.head != node:
        node = node.head
        if node.pos_ in ("VERB", "AUX") and not has_label(grammar, node, "auxiliary"):
            return node
    return None


def clause_head(grammar: Grammar, token: Token) -> Token:
    """The verb of the clause that the token stands in: itself, or the verb over it; itself where there is none."""
    return token if token.pos_ in ("VERB", "AUX") else verb_above(grammar, token) or token


def governs(grammar: Grammar, verb: Token, noun: Token) -> bool:
    """Whether the noun is subject, object or complement of the verb, rather than an adjunct ("after the arrest of ...")."""
    for argument in arguments(grammar, verb):
        inside = argument.head == noun or (noun.head == argument.head and noun in argument.head.subtree)
        if inside and argument.function in ("subject", "object", "complement", "indirect"):
            return True
        if (
            inside
            and argument.function in ("oblique", "agent")
            and grammar.words["governing_markers"].intersection(argument.classes)
        ):
            return True
    return False


@once
def clause(grammar: Grammar, token: Token) -> list[Token]:
    """The tokens of the clause that the verb or noun heads, without its subordinate and coordinated clauses."""
    found = [token]
    for child in token.children:
        if child.pos_ in ("VERB", "AUX") and has_label(grammar, child, *_CLAUSAL, "coordination"):
            continue
        found += clause(grammar, child)
    return sorted(found, key=lambda t: t.i)


@once
def marker(grammar: Grammar, token: Token) -> str:
    """The preposition or subordinator that introduces a noun or clause, as written ("" where there is none)."""
    cases = [c for c in token.children if has_label(grammar, c, "adposition", "subordinator") and c.i < token.i]
    words = [w for c in cases for w in (c, *(f for f in c.children if f.dep_ == "fixed"))]
    return " ".join(w.text for w in sorted(words, key=lambda w: w.i))


def classes_of(grammar: Grammar, preposition: str) -> tuple[str, ...]:
    """The marker classes of a preposition; an unknown compound counts as its first word."""
    folded = fold(preposition)
    found = grammar.marker_classes.get(folded)
    if found is None and folded.strip():
        found = grammar.marker_classes.get(folded.split()[0]) or grammar.marker_classes.get(folded.split()[-1])
    return found or ()


@once
def coordinated(grammar: Grammar, token: Token) -> list[Token]:
    """The token and what is coordinated with it ("soldiers, marines and police")."""
    found = [token]
    for child in token.children:
        if has_label(grammar, child, "coordination") and child.pos_ not in ("VERB", "AUX"):
            found += coordinated(grammar, child)
    return found


def _of_child(grammar: Grammar, token: Token, child: Token) -> Iterator[Argument]:
    nominal = token.pos_ not in ("VERB", "AUX")
    if has_label(grammar, child, "subject"):
        if not (child.pos_ in ("PRON", "DET") and child.folded in grammar.words["relative_pronouns"]):
            yield Argument("subject", (), child)
    elif (
        grammar.adposition_governs
        and has_label(grammar, child, "adposition")
        and child.pos_ in ("ADP", "SCONJ", "ADV", "PART", "VERB")
    ):
        yield from _of_adposition(grammar, child)
    elif has_label(grammar, child, "complement"):
        yield Argument("complement", classes_of(grammar, marker(grammar, child)), child)
    elif has_label(grammar, child, "possessor"):
        yield Argument("possessor", (), child)
    elif nominal and has_label(grammar, child, "modifier_clause"):
        yield from _of_modifier(grammar, child)
    elif nominal and has_label(grammar, child, "compound"):
        yield Argument("compound", (), child)
    elif nominal and has_label(grammar, child, "apposition") and child.pos_ in ("VERB", "AUX"):
        yield from _of_modifier(grammar, child)
    elif has_label(grammar, child, "object", "indirect", "adposition_object"):
        yield from _of_noun(grammar, child)


def _of_modifier(grammar: Grammar, clause_head: Token) -> Iterator[Argument]:
    """What a clause on a noun adds: its content ("the promise to send"), or circumstances ("talks held in Washington")."""
    if clause_head.folded_lemma in grammar.words["involving"]:
        for argument in (a for child in clause_head.children for a in _of_child(grammar, clause_head, child)):
            if argument.function in ("object", "subject"):
                yield Argument("oblique", ("with",), argument.head)
    elif is_past_participle(clause_head):
        for argument in (a for child in clause_head.children for a in _of_child(grammar, clause_head, child)):
            if argument.function in ("oblique", "agent"):
                yield Argument(argument.function, argument.classes, argument.head)
    elif not any(
        t.folded in grammar.words["relative_pronouns"] and t.head == clause_head for t in clause_head.children
    ):
        yield Argument("complement", classes_of(grammar, marker(grammar, clause_head)), clause_head)


def _of_noun(grammar: Grammar, child: Token) -> Iterator[Argument]:
    introduced = "" if grammar.adposition_governs else marker(grammar, child)
    if has_label(grammar, child, "object"):
        yield Argument("object", classes_of(grammar, introduced), child)
    elif has_label(grammar, child, "indirect"):
        yield Argument("indirect", classes_of(grammar, introduced), child)
    elif introduced:
        agentive = fold(introduced) in grammar.words["agent_markers"]
        yield Argument("agent" if agentive else "oblique", classes_of(grammar, introduced), child)


def _of_adposition(grammar: Grammar, adposition: Token) -> Iterator[Argument]:
    classes = classes_of(grammar, adposition.text)
    for child in adposition.children:
        if has_label(grammar, child, "adposition"):
            joined = classes_of(grammar, f"{adposition.text} {child.text}") or classes_of(grammar, child.text)
            for inner in child.children:
                if has_label(grammar, inner, "adposition_object"):
                    yield Argument("oblique", joined, inner)
        elif has_label(grammar, child, "adposition_object"):
            if child.pos_ in ("VERB", "AUX"):
                yield Argument("complement", classes, child)
            else:
                function = "agent" if has_label(grammar, adposition, "agent") else "oblique"
                yield Argument(function, classes, child)


def _shared_subject(grammar: Grammar, token: Token) -> list[Argument]:
    """The subject that a coordinated, infinitive or participle clause takes from the clause above it."""
    head = token.head
    if head == token:
        return []
    if has_label(grammar, token, "modifier_clause") and head.pos_ not in ("VERB", "AUX"):
        return []
    shares = has_label(grammar, token, "coordination", "open_complement", "adverbial") or token.dep_ in (
        "pcomp",
        "ccomp",
    )
    if not shares or head.pos_ not in ("VERB", "AUX"):
        if token.dep_ == "pcomp" and (above := verb_above(grammar, token)) is not None:
            return list(_subjects(grammar, above))
        return []
    if has_label(grammar, token, "open_complement"):
        objects = [c for c in head.children if has_label(grammar, c, "object")]
        if objects and grammar.adposition_governs:  # "ordered the troops to leave": the object acts
            return [Argument("subject", (), objects[0], is_inherited=True)]
    return _subjects(grammar, head)


def _subjects(grammar: Grammar, verb: Token) -> list[Argument]:
    own = [Argument("subject", (), c, is_inherited=True) for c in verb.children if has_label(grammar, c, "subject")]
    own = [a for a in own if a.head.folded not in grammar.words["relative_pronouns"]]
    return own or [Argument("subject", (), a.head, is_inherited=True) for a in _shared_subject(grammar, verb)]


def _of_relative(grammar: Grammar, token: Token) -> list[Argument]:
    """The nouns that a relative or participle clause may be about: the one above it, then those that this one belongs to.

    "the tariffs on Mexico, which he postponed": parsers hang the clause on either noun; kinds decide.
    """
    if not has_label(grammar, token, "modifier_clause") or token.head.pos_ in ("VERB", "AUX"):
        return []
    function, top = _gap(grammar, token), token.head
    while top.head != top and top.head.pos_ in ("NOUN", "PROPN", "ADP", "NUM"):
        top = top.head
    nouns = [t for t in top.subtree if t.i < token.left_edge.i and t.pos_ in ("NOUN", "PROPN", "PRON", "NUM")]
    nearest = sorted({token.head, *nouns}, key=lambda t: (t != token.head, -t.i))
    return [Argument(function, (), noun, is_inherited=True) for noun in nearest]


def _gap(grammar: Grammar, token: Token) -> str:
    """Which function the noun above a relative or participle clause has in it."""
    if any(c.folded in grammar.words["relative_places"] for c in token.children):
        return "oblique"
    relative_subject = any(
        has_label(grammar, c, "subject") and c.folded in grammar.words["relative_pronouns"] for c in token.children
    )
    has_subject = any(has_label(grammar, c, "subject") for c in token.children)
    return "object" if has_subject and not relative_subject else "subject"


def _of_objects(grammar: Grammar, token: Token, found: list[Argument]) -> list[Argument]:
    """Obliques that the parser hung on an object or subject ("sent 500 troops to the border")."""
    hung: list[Argument] = []
    nominal = token.pos_ not in ("VERB", "AUX")
    for argument in found:
        complement = nominal and argument.function == "oblique" and "of" in argument.classes
        if (argument.function in ("object", "subject") or complement) and not argument.is_inherited:
            inside = (inner for child in argument.head.children for inner in _of_child(grammar, argument.head, child))
            hung += [
                Argument("oblique", inner.classes, inner.head, is_inherited=True)
                for inner in inside
                if inner.function == "oblique" and "of" not in inner.classes
            ]
    return hung
