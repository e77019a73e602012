"""How many: the quantities of an act, and whether they are a total over a period."""

from __future__ import annotations

from functools import lru_cache

from riobravo import ontology
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.phrases import Phrases
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.found import Found, Sentence
from riobravo.mentions.rules.nouns import Count
from riobravo.mentions.rules.parsed import Token
from riobravo.mentions.rules.quantities import Number
from riobravo.mentions.rules.syntax import Argument


def counted(sentence: Sentence, found: Found) -> tuple[Count | None, list[Count]]:
    """The leading quantity of the act and its further ones; a named person counts as one."""
    frame = found.candidate.trigger.frame
    role = frame.counted or ("content" if frame.has_content else None)
    if role == "self":
        return _percentages(sentence, found)
    argument = found.roles.get(role or "")
    counts = _of_argument(sentence, argument) if argument is not None else []
    counts = counts or _beside(sentence, found) or _of_forces(sentence, found)
    return (counts[0], counts[1:]) if counts else (None, [])


def _of_argument(sentence: Sentence, argument: Argument) -> list[Count]:
    """What the phrase counts that fills the counted role."""
    if argument.function == "complement":
        return _in_content(sentence, argument.head)
    heads = syntax.coordinated(sentence.lexicon.grammar, argument.head)
    counts = [c for head in heads if (c := sentence.nouns.count(head)) is not None]
    if not counts:
        counts = _persons(sentence, heads) or _percentages_list(sentence, argument.head)
    return sorted(counts, key=lambda c: c.unit != "persons")


def _beside(sentence: Sentence, found: Found) -> list[Count]:
    """What the clause counts beside the roles: the trigger ("13 arrests"), a number of a unit of the type, one person."""
    units = ontology.load().types[found.candidate.trigger.event_type].units
    token = found.candidate.token
    if found.candidate.is_noun and _PERSONS in units and (own := sentence.nouns.count(token)) is not None:
        return [Count(own.number, _PERSONS)]
    clause = {
        t.i
        for t in syntax.clause(
            sentence.lexicon.grammar, syntax.clause_head(sentence.lexicon.grammar, found.candidate.token)
        )
    }
    near = []
    for number in sentence.nouns.numbers:
        if number.start not in clause or number.unit == "none":
            continue
        last = sentence.doc[number.end - 1]
        following = sentence.doc[number.end : number.end + 2]
        unit = number.unit or next((u for t in (last, last.head, *following) if (u := sentence.nouns.unit(t))), None)
        if unit in units:
            near.append((abs(number.start - token.i), Count(number, unit)))
    if near:
        return [min(near, key=lambda pair: pair[0])[1]]
    return _one_person(sentence, found) if found.candidate.trigger.frame.one_person else []


def _of_forces(sentence: Sentence, found: Found) -> list[Count]:
    """The number of forces that the sentence names, where the act moves or promises forces and its clause counts nothing."""
    trigger = found.candidate.trigger
    if not (trigger.frame.place_is_target or trigger.subtype in _FORCES):
        return []
    near = []
    for number in sentence.nouns.numbers:
        last = sentence.doc[number.end - 1]
        for noun in (last, last.head, *sentence.doc[number.end : number.end + 2]):
            unit = sentence.nouns.unit(noun)
            if number.unit is None and unit == _PERSONS and "force" in sentence.nouns.kinds(noun):
                near.append((abs(number.start - found.candidate.token.i), Count(number, unit)))
                break
    return [min(near, key=lambda pair: pair[0])[1]] if near else []


_FORCES = ("deployment",)
"""Subtypes of promises whose content is forces."""


def _one_person(sentence: Sentence, found: Found) -> list[Count]:
    """One person is meant by a pronoun, a possessive or a name in the clause ("his arrest", "El Chapo's extradition")."""
    token = found.candidate.token
    words = sentence.lexicon.grammar.words["singular_pronouns"]
    for word in (
        *token.children,
        *syntax.clause(sentence.lexicon.grammar, syntax.clause_head(sentence.lexicon.grammar, found.candidate.token)),
    ):
        is_name = word.pos_ == "PROPN" and bool({"named", "criminal"} & sentence.nouns.kinds(word))
        if is_name or (word.folded in words and "Plur" not in word.morph.get("Number", [])):
            return [Count(Number(word.i, word.i + 1, 1.0, 1.0, 1.0, "exact"), _PERSONS)]
    return []


_PERSONS = "persons"


def _persons(sentence: Sentence, heads: list[Token]) -> list[Count]:
    """Persons named one by one, or one person in the singular."""
    people = [
        h
        for h in heads
        if sentence.nouns.kinds(h) & {"person", "named"} and not sentence.nouns.kinds(h) & {"place", "org"}
    ]
    if (
        not people
        or len(people) != len(heads)
        or any("Plur" in h.morph.get("Number", []) and h.pos_ != "PROPN" for h in people)
    ):
        return []
    number = float(len(people))
    return [Count(Number(heads[0].i, heads[0].i, number, number, number, "exact"), "persons")]


def _in_content(sentence: Sentence, head: Token) -> list[Count]:
    inside = {t.i for t in head.subtree}
    counts = []
    for number in sentence.nouns.numbers:
        if number.start in inside and number.unit not in ("none", "years"):
            last = sentence.doc[number.end - 1]
            following = sentence.doc[number.end : number.end + 1]
            noun = next((t for t in (last.head, last, *following) if sentence.nouns.unit(t)), None)
            unit = number.unit or (sentence.nouns.unit(noun) if noun is not None else None)
            if unit is not None:
                counts.append(Count(number, unit))
    return counts


def _percentages(sentence: Sentence, found: Found) -> tuple[Count | None, list[Count]]:
    counts = _percentages_list(sentence, found.candidate.token)
    return (counts[0], counts[1:]) if counts else (None, [])


def _percentages_list(sentence: Sentence, head: Token) -> list[Count]:
    inside = {t.i for t in head.subtree}
    return [Count(n, "percent") for n in sentence.nouns.numbers if n.unit == "percent" and n.start in inside]


def is_aggregate(sentence: Sentence, count: Count | None) -> bool:
    """A total over a period: several, with words that say over how long."""
    if count is None or (count.number.low or count.number.best or 0) < 2 or count.unit in ("percent", "usd", "mxn"):
        return False
    return any(True for _ in _aggregate_cues(sentence.lexicon.language).longest(sentence.doc.forms))


@lru_cache(maxsize=4)
def _aggregate_cues(language: str) -> Phrases[str]:
    return Phrases((p, p) for p in load_lexicon(language).status["aggregate_cues"])
