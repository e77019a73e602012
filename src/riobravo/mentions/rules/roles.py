"""Which argument of a trigger fills which role of its frame.

An argument takes the first role its function allows, if it is of a kind that the role asks for and the role is free. In the
passive, subject and agent change places. Reflexives are read as passives first ("se desplegaron 300 elementos").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from riobravo.lexicon.load import Grammar, Trigger
from riobravo.mentions.rules import syntax
from riobravo.mentions.rules.nouns import Nouns
from riobravo.mentions.rules.parsed import Token
from riobravo.mentions.rules.syntax import Argument

Roles = dict[str, Argument]

_ORDER = {
    "object": 0,
    "subject": 1,
    "agent": 2,
    "indirect": 3,
    "complement": 4,
    "possessor": 5,
    "oblique": 6,
    "compound": 7,
}


def assign(nouns: Nouns, trigger: Trigger, token: Token, *, is_noun: bool) -> Roles:
    """The roles of the trigger's frame that this clause fills."""
    grammar = nouns.lexicon.grammar
    found = syntax.arguments(grammar, token)
    if is_noun:
        offered = [(a, _roles_of_noun(nouns, trigger, a)) for a in found] + list(_light(nouns, trigger, token))
    else:
        voice = _voice(grammar, token)
        offered = [(a, _roles_of_verb(trigger, a, voice)) for a in found]
    filled: Roles = {}
    used: set[int] = set()
    ordered = sorted(offered, key=lambda o: (o[0].is_inherited, _ORDER.get(o[0].function, 9)))
    for fitting in (fits, _is_unknown):
        for argument, roles in ordered:
            for role in roles:
                if (
                    role in trigger.frame.roles
                    and role not in filled
                    and argument.head.i not in used
                    and fitting(nouns, trigger, role, argument)
                ):
                    filled[role] = argument
                    used.add(argument.head.i)
                    break
    return filled


def fits(nouns: Nouns, trigger: Trigger, role: str, argument: Argument) -> bool:
    """Whether the argument is of a kind that the role, and the trigger's own conditions, ask for."""
    wanted = trigger.frame.roles[role].kinds
    if argument.function == "complement":
        return role == "content"
    kinds = nouns.kinds(argument.head)
    if "any" not in wanted and not wanted & kinds:
        return False
    asked = trigger.where.get(role)
    return not asked or bool(asked & kinds)


def _is_unknown(nouns: Nouns, trigger: Trigger, role: str, argument: Argument) -> bool:
    """A noun or name that no class of the lexicon knows may be anything that acts or is acted on."""
    if argument.is_inherited or argument.function not in ("subject", "object", "agent", "possessor"):
        return False
    return argument.head.pos_ in ("NOUN", "PROPN") and not nouns.kinds(argument.head)


def _voice(grammar: Grammar, token: Token) -> str:
    if syntax.is_passive(grammar, token):
        return "bare" if syntax.is_bare_participle(grammar, token) else "passive"
    return "reflexive" if syntax.is_reflexive(grammar, token) else "active"


def _roles_of_verb(trigger: Trigger, argument: Argument, voice: str) -> tuple[str, ...]:
    verb = trigger.frame.verb
    if argument.function == "subject" and voice != "active":
        undergoes = (*verb.get("object", ()), *verb.get("indirect", ()))
        acts = verb.get("subject", ())
        if voice == "reflexive":  # who commits itself acts; what deploys itself is deployed
            return (*acts, *undergoes) if trigger.frame.has_content else (*undergoes, *acts)
        # "thousands protested" may be parsed as a participle, but nobody is protested
        return (*acts, *undergoes) if voice == "bare" and set(undergoes) == {"content"} else undergoes
    if argument.function == "object" and voice in ("passive", "bare"):
        return verb.get("object", ())
    if argument.function == "agent":
        return verb.get("agent", verb.get("subject", ()))
    if argument.function == "oblique":
        return _by_class(verb, argument)
    if argument.function == "complement":
        return (*verb.get("complement", ()), *_by_class(verb, argument))
    if argument.function == "object" and argument.classes:
        return (*verb.get("object", ()), *_by_class(verb, argument))
    return verb.get(argument.function, ())


def _roles_of_noun(nouns: Nouns, trigger: Trigger, argument: Argument) -> tuple[str, ...]:
    noun = trigger.frame.noun
    if argument.function in ("oblique", "complement"):
        own = noun.get("complement", ()) if argument.function == "complement" else ()
        return (*own, *_by_class(noun, argument))
    if argument.function == "compound":
        if any(t.sort in ("nation", "country") for t in nouns.terms.at(argument.head)):
            return noun.get("nation", ())
        return noun.get("compound", ()) if argument.head.pos_ in ("NOUN", "PROPN") else ()
    return noun.get(argument.function, ())


def _by_class(table: Mapping[str, tuple[str, ...]], argument: Argument) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for name in argument.classes for role in table.get(name, ())))


def _light(nouns: Nouns, trigger: Trigger, token: Token) -> Iterator[tuple[Argument, tuple[str, ...]]]:
    """What the verb over a nominal adds: "Mexico began the extradition of ...", "the transfer was carried out by ..."."""
    grammar = nouns.lexicon.grammar
    verb = syntax.verb_above(grammar, token)
    if verb is None or not syntax.governs(grammar, verb, token):
        return
    passive = syntax.is_passive(grammar, verb)
    for argument in syntax.arguments(grammar, verb):
        if argument.head == token or token in argument.head.subtree:
            continue
        if argument.function == ("agent" if passive else "subject"):
            yield Argument(argument.function, (), argument.head, is_inherited=True), ("source",)
        elif argument.function == "oblique":
            yield (
                Argument("oblique", argument.classes, argument.head, is_inherited=True),
                _by_class(trigger.frame.noun, argument),
            )
