"""The source and target of a found event, as the codebook wants them, from its roles and from what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from riobravo import ontology
from riobravo.lexicon.load import WhoActs
from riobravo.mentions import resolution
from riobravo.mentions.rules import actors, cast, syntax
from riobravo.mentions.rules.actors import Named
from riobravo.mentions.rules.cast import Person
from riobravo.mentions.rules.custody import of_custody
from riobravo.mentions.rules.found import Found, Memory, Sentence
from riobravo.mentions.rules.parsed import Token

_ASIDE = ("compound", "amod", "pobj", "nmod", "obl", "flat")
"""Labels of a noun that is no party of its clause: it belongs to another one."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who acts, who undergoes, which body acts in this stage, whom or what it is about."""

    source: Named | None = None
    target: Named | None = None
    acting: str | None = None
    object_name: str | None = None


def of(sentence: Sentence, found: Found, memory: Memory, place_country: str | None) -> Parties:
    """The parties of a found event."""
    source = _named(sentence, found, "source", memory)
    target = _named(sentence, found, "target", memory)
    item = _object_name(sentence, found)
    frame = found.candidate.trigger.frame
    if frame.holder_is_source:
        source, target, acting = of_custody(sentence, found, memory, source, target)
        return Parties(_unnamed(source), _unnamed(target), acting, item)
    if frame.place_is_target:
        source = source or _around(sentence, found, memory)
        country = place_country or (source.country if source else None)
        name, sector, actor_id = (target.name, target.sector, target.actor_id) if target else ("", None, None)
        inferred = place_country is None
        target = Named(name, actor_id, country, sector, frozenset(), is_inferred=inferred) if country else target
        return Parties(_unnamed(source), _unnamed(target), None, item)
    if target is None and frame.name in sentence.lexicon.inferred.person:
        target = _meant(sentence, found, memory)
    if target is None and ontology.load().type(_event_type(found)).is_symmetric:
        source, target = _pair(sentence, found, memory) or (source, target)
    if source is None and ("source" in frame.roles or _event_type(found) in sentence.lexicon.inferred.who_acts):
        source = _who_acts(sentence, found, memory, target)
    if _is_self_acting(sentence, found):
        source = target
    return Parties(_unnamed(source), _unnamed(target), None, item)


def _named(sentence: Sentence, found: Found, role: str, memory: Memory) -> Named | None:
    argument = found.roles.get(role)
    if argument is None or cast.is_date(sentence.nouns, argument.head):
        return None
    named = actors.describe(sentence.nouns, argument.head, sentence.day)
    if "pronoun" in named.kinds:
        is_person = role == "target" and found.candidate.trigger.frame.name in sentence.lexicon.inferred.person
        return _meant(sentence, found, memory) if is_person else _refers_to(memory)
    if "goods" in named.kinds and named.country is not None:  # a duty on a country's goods is on the country
        return Named("", None, named.country, None, named.kinds, is_inferred=True)
    return known(sentence, argument.head, named, memory)


def _event_type(found: Found) -> str:
    return found.candidate.trigger.event_type


def _pair(sentence: Sentence, found: Found, memory: Memory) -> tuple[Named, Named] | None:
    """The two who act on each other: "Trump and Sheinbaum met". Parsers take some pairs for one name."""
    argument = found.roles.get("source")
    if argument is None:
        return None
    heads = syntax.coordinated(sentence.lexicon.grammar, argument.head)
    if len(heads) < 2:
        span = sentence.nouns.span(argument.head)
        inside = [t for t in sentence.terms.all if t.sort == "actor" and span.start <= t.start and t.end <= span.end]
        heads = [sentence.doc[t.end - 1] for t in inside]
    named = [known(sentence, head, actors.describe(sentence.nouns, head, sentence.day), memory) for head in heads]
    parties = [n for n in named if n.kinds & (actors.BODIES | {"person", "named"})]
    if len(parties) < 2 or (parties[0].actor_id or parties[0].name) == (parties[1].actor_id or parties[1].name):
        return None
    return parties[0], parties[1]


def known(sentence: Sentence, head: Token, named: Named, memory: Memory) -> Named:
    """The party with what the rest of the article says of it."""
    words = cast.name_words(sentence.nouns, head)
    weak = sentence.lexicon.inferred.weak_sectors
    sector = actors.sector_beside(sentence.nouns, head, named)
    person: Person | None = None
    if words and not named.kinds & cast.NOT_PERSONS:
        person = memory.cast.known(words, sentence.number)
    elif not words and named.actor_id is None and "office" in named.kinds and not sentence.nouns.is_plural(head):
        titles = frozenset(t.folded_lemma for t in actors.beside(sentence.nouns, head) if t.pos_ == "NOUN")
        person = memory.cast.titled(titles, named.country, sentence.number)
    if person is None and named.actor_id is None:
        named = _at_home(sentence, head, named, memory)
    if person is None:
        inner = actors.body_within(sentence.nouns, head) if named.actor_id is None else None
        if inner is not None:
            return replace(named, sector=inner.sector, country=named.country or inner.country, actor_id=inner.actor_id)
        return replace(named, sector=sector or named.sector)
    better = person.sector if sector in (None, *weak) and person.sector is not None else sector
    return replace(
        named,
        actor_id=named.actor_id or person.actor_id,
        country=named.country or person.country,
        sector=better or named.sector,
    )


def _at_home(sentence: Sentence, head: Token, named: Named, memory: Memory) -> Named:
    """A body or office without a country is that of where the article was written, if its sentence names no other country."""
    named_here = {t.country for t in sentence.terms.all if t.country is not None}
    is_elsewhere = bool(named_here - {memory.home}) or named.country not in (None, memory.home)
    if memory.home is None or is_elsewhere or sentence.nouns.is_plural(head):
        return named
    found = resolution.of_country(named.name, memory.home, sentence.day)
    if found is None or found.actor_id is None:
        return named
    actor_id, country, sector = actors.known(found.actor_id)
    return replace(named, actor_id=actor_id, country=country, sector=sector)


def _meant(sentence: Sentence, found: Found, memory: Memory) -> Named | None:
    """The one person that an act without an object, or with a pronoun, is about."""
    officials = sentence.lexicon.inferred.officials
    person = memory.cast.meant(officials, sentence.number, found.candidate.token.i)
    if person is None:
        return None
    return Named(person.name, person.actor_id, person.country, person.sector, frozenset({"person"}), is_inferred=True)


def _refers_to(memory: Memory) -> Named | None:
    """A pronoun stands for the last party named that can act."""
    for party in reversed(memory.parties):
        if party.country is not None or party.actor_id is not None:
            return replace(party, is_inferred=True)
    return None


def _is_self_acting(sentence: Sentence, found: Found) -> bool:
    trigger = found.candidate.trigger
    return f"{trigger.event_type}.{trigger.subtype}" in sentence.lexicon.inferred.self_acting


def _other_side(sentence: Sentence, found: Found, target: Named | None) -> str | None:
    """The country that who acts is not of: in acts between states that of the target, else none."""
    rules = sentence.lexicon.inferred.country.get(_event_type(found), {})
    is_between = rules.get("source", ())[:1] == ("other",)
    return target.country if is_between and target is not None else None


def _who_acts(sentence: Sentence, found: Found, memory: Memory, target: Named | None) -> Named | None:
    """Who acts where the clause does not say: a body of a kind that does such things, of this sentence or before it."""
    rules = sentence.lexicon.inferred.who_acts.get(_event_type(found))
    if rules is None:
        unlike = _other_side(sentence, found, target)
        return _around(sentence, found, memory, unlike=unlike) if "target" in found.roles else None
    sector = target.sector if target is not None else None
    for rule in rules:
        if "any" in rule.target or (sector or "none") in rule.target:
            return _of_kind(sentence, found, memory, rule)
    return None


def _of_kind(sentence: Sentence, found: Found, memory: Memory, rule: WhoActs) -> Named | None:
    here = [t for t in _beside(sentence, found) if sentence.nouns.kinds(t) & rule.here]
    if here:
        nearest = min(here, key=lambda t: abs(t.i - found.candidate.token.i))
        named = actors.describe(sentence.nouns, nearest, sentence.day)
        return replace(known(sentence, nearest, named, memory), is_inferred=True)
    body = memory.cast.last_body(rule.before, sentence.number)
    return replace(body.named, is_inferred=True) if body is not None else None


def _beside(sentence: Sentence, found: Found) -> Iterator[Token]:
    """The nouns of the sentence that fill no role and belong to no other noun."""
    taken = {t.i for argument in found.roles.values() for t in argument.head.subtree}
    for token in sentence.doc:
        if token.i not in taken and token.pos_ in ("NOUN", "PROPN") and token.dep_ not in _ASIDE:
            yield token


def _around(sentence: Sentence, found: Found, memory: Memory, *, unlike: str | None = None) -> Named | None:
    """Who acts where the clause does not say: a body named beside it, else the last one of the text; none of ``unlike``."""
    grammar = sentence.lexicon.grammar
    for token in sorted(_beside(sentence, found), key=lambda t: not syntax.has_label(grammar, t, "subject")):
        kinds = sentence.terms.kinds(token)
        if kinds & actors.BODIES and not kinds & {"criminal"}:
            named = actors.describe(sentence.nouns, token, sentence.day)
            if named.country not in (None, unlike):
                return replace(named, is_inferred=True)
    for party in reversed(memory.parties):
        if party.kinds & actors.BODIES and not party.kinds & {"criminal"} and party.country not in (None, unlike):
            return replace(party, is_inferred=True)
    return None


def _unnamed(named: Named | None) -> Named | None:
    """A party that was inferred from its country alone has no name."""
    return None if named is None or (not named.name and named.country is None) else named


def _object_name(sentence: Sentence, found: Found) -> str | None:
    argument = found.roles.get("object")
    if argument is None or argument.function == "complement":
        return None
    heads = syntax.coordinated(sentence.lexicon.grammar, argument.head)
    spans = [sentence.nouns.span(head) for head in heads]
    return sentence.doc[min(s.start for s in spans) : max(s.end for s in spans)].text if spans else None
