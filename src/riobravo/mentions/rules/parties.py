"""The source and target of a found event, as the codebook wants them, from its roles and from what stands around it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from riobravo.mentions.rules import actors, syntax
from riobravo.mentions.rules.actors import Named
from riobravo.mentions.rules.found import Found, Memory, Sentence

_BODIES = frozenset({"state", "org", "office", "force", "court"})


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
        return _custody(sentence, found, memory, source, target, item)
    if frame.place_is_target:
        source = source or _around(sentence, found, memory)
        country = place_country or (source.country if source else None)
        name = target.name if target else None
        target = (
            Named(name or "", None, country, None, frozenset(), is_inferred=place_country is None)
            if country
            else target
        )
        return Parties(source, _unnamed(target), None, item)
    if "source" in frame.roles and source is None and "target" in found.roles:
        source = _around(sentence, found, memory, unlike=_other_side(sentence, found, target))
        if source is None and place_country is not None and frame.counted is not None:
            source = Named("", None, place_country, None, frozenset(), is_inferred=True)
    return Parties(_unnamed(source), _unnamed(target), None, item)


def _named(sentence: Sentence, found: Found, role: str, memory: Memory) -> Named | None:
    argument = found.roles.get(role)
    if argument is None:
        return None
    named = actors.describe(sentence.nouns, argument.head, sentence.day)
    if "pronoun" in named.kinds:
        return _refers_to(memory)
    return named


def _refers_to(memory: Memory) -> Named | None:
    """A pronoun stands for the last party named that can act."""
    for party in reversed(memory.parties):
        if party.country is not None or party.actor_id is not None:
            return replace(party, is_inferred=True)
    return None


def _other_side(sentence: Sentence, found: Found, target: Named | None) -> str | None:
    """The country that who acts is not of: in acts between states that of the target, else none."""
    rules = sentence.lexicon.inferred_country.get(found.candidate.trigger.event_type, {})
    is_between = rules.get("source", ())[:1] == ("other",)
    return target.country if is_between and target is not None else None


def _around(sentence: Sentence, found: Found, memory: Memory, *, unlike: str | None = None) -> Named | None:
    """Who acts where the clause does not say: a body named beside it, else the last one of the text; none of ``unlike``."""
    taken = {t.i for argument in found.roles.values() for t in argument.head.subtree}
    for token in sentence.doc:
        if token.i in taken or token.pos_ not in ("NOUN", "PROPN"):
            continue
        kinds = sentence.terms.kinds(token)
        if (
            kinds & _BODIES
            and not kinds & {"criminal"}
            and (token.dep_ not in ("compound", "amod", "pobj", "nmod", "obl", "flat"))
        ):
            named = actors.describe(sentence.nouns, token, sentence.day)
            if named.country not in (None, unlike):
                return replace(named, is_inferred=True)
    for party in reversed(memory.parties):
        if party.kinds & _BODIES and not party.kinds & {"criminal"} and party.country not in (None, unlike):
            return replace(party, is_inferred=True)
    return None


def _custody(  # noqa: PLR0917
    sentence: Sentence, found: Found, memory: Memory, source: Named | None, target: Named | None, item: str | None
) -> Parties:
    """Extradition at every stage: from the state that holds the person to the one that receives; bodies are acting."""
    acting = None
    verb = found.judgement.stage_verb
    if verb is not None:
        subject = next(
            (a for a in syntax.arguments(sentence.lexicon.grammar, verb) if a.function in ("subject", "agent")), None
        )
        body = actors.describe(sentence.nouns, subject.head, sentence.day) if subject is not None else None
        if body is not None and body.kinds & _BODIES:
            acting = body.name
            if found.judgement.stage == "requested":
                target = target or body
            else:
                source = source or body
    elif source is not None and "state" not in source.kinds:
        acting = source.name
    elif found.candidate.trigger.frame.name == "seek_person" and target is not None and "state" not in target.kinds:
        acting = target.name
    source_country = source.country if source else None
    target_country = target.country if target else None
    if source_country is not None and source_country == target_country:
        target_country = None
    if source_country is None:
        source_country = _beside(sentence, found, target_country) or memory.other_country(target_country)
        source = replace(source, country=source_country) if source else _bare(source_country)
    if target_country is None:
        target_country = _beside(sentence, found, source_country) or memory.other_country(source_country)
        target = replace(target, country=target_country) if target and target.country is None else _bare(target_country)
    return Parties(_unnamed(source), _unnamed(target), acting, item)


def _beside(sentence: Sentence, found: Found, known: str | None) -> str | None:
    """Another country named in the sentence; the nationality of the person counts too."""
    for term in sentence.terms.all:
        country = term.country_named()
        if country and country not in (known, "XXX"):
            return country
    return None


def _bare(country: str | None) -> Named | None:
    return Named("", None, country, "GOV", frozenset({"state"}), is_inferred=True) if country else None


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
