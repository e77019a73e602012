"""From which state to which an extradition leads, at every stage, and which body acts in it."""

from __future__ import annotations

from dataclasses import replace

from riobravo.lexicon import cue_groups
from riobravo.mentions.rules import actors, syntax
from riobravo.mentions.rules.actors import Named
from riobravo.mentions.rules.found import Found, Memory, Sentence

_HOLDERS = actors.BODIES | {"place", "people"}
"""What can hold or receive a person: no other person."""


def of_custody(
    sentence: Sentence, found: Found, memory: Memory, source: Named | None, target: Named | None
) -> tuple[Named | None, Named | None, str | None]:
    """Source, target and acting body: from the state that holds the person to the one that receives; bodies are acting."""
    acting = None
    source, target = (p if p is None or p.kinds & _HOLDERS else None for p in (source, target))
    verb = found.judgement.stage_verb
    is_request = (found.judgement.stage or found.candidate.trigger.subtype) == _REQUEST
    if verb is not None:
        subject = next(
            (a for a in syntax.arguments(sentence.lexicon.grammar, verb) if a.function in ("subject", "agent")), None
        )
        body = actors.describe(sentence.nouns, subject.head, sentence.day) if subject is not None else None
        if body is not None and body.kinds & actors.BODIES:
            acting = body.name
            if is_request:
                target = target or body
            else:
                source = source or body
    elif source is not None and "state" not in source.kinds:
        acting = source.name
    elif found.candidate.trigger.frame.name == "seek_person" and target is not None and "state" not in target.kinds:
        acting = target.name
    if is_request and source is not None and target is None:  # who asks receives
        source, target = None, source
    said_from, said_to = _said(sentence, found)
    source, target = (_state_of_place(p) for p in (source, target))
    source = _of_country(source, said_from, target.country if target else said_to)
    target = _of_country(target, said_to, source.country if source else None)
    return source, target, acting


_REQUEST = "requested"


def _state_of_place(party: Named | None) -> Named | None:
    """A person is sent to a place of a state; the party is the state."""
    if party is None or party.kinds & actors.BODIES or party.country is None:
        return party
    return replace(party, name="", sector="GOV", actor_id=None, is_inferred=True)


def _said(sentence: Sentence, found: Found) -> tuple[str | None, str | None]:
    """The countries that the sentence leads from and to: "from Mexico", "to Houston", "a request of the United States"."""
    return _led(sentence, "from", unlike="of"), _asker(sentence) or _led(sentence, "to", unlike="at")


def _led(sentence: Sentence, direction: str, unlike: str) -> str | None:
    """The country of the place or state before which a preposition of that direction stands (and of no other class)."""
    grammar = sentence.lexicon.grammar
    for term in sentence.terms.all:
        country = term.country if term.sort == "country" else term.places[0].country if term.places else None
        if country in (None, "XXX") or term.start == 0:
            continue
        before = [sentence.doc[term.start - 1]]
        if before[0].pos_ == "DET" and term.start > 1:
            before = [sentence.doc[term.start - 2]]
        classes = syntax.classes_of(grammar, before[0].text)
        if direction in classes and unlike not in classes:
            return country
    return None


def _asker(sentence: Sentence) -> str | None:
    """The country that a request in the sentence comes from."""
    nouns = cue_groups(sentence.lexicon.language, "stage_nouns")[_REQUEST]
    for token in sentence.doc:
        if token.pos_ == "NOUN" and token.folded_lemma in nouns:
            inside = {t.i for t in token.subtree}
            named = (
                t.country_named() for t in sentence.terms.all if t.start in inside and abs(t.start - token.i) <= _NEAR
            )
            country = next((c for c in named if c not in (None, "XXX")), None)
            if country is not None:
                return country
    return None


_NEAR = 4
"""Words between a request and the country that makes it."""


def _of_country(party: Named | None, said: str | None, other: str | None) -> Named | None:
    """The party with a country: its own, else the one that the sentence says, unless that is the other party's."""
    country = party.country if party is not None else None
    if country is not None and country == other:
        party, country = None, None
    if country is None and said not in (None, other):
        country = said
    if party is None:
        return _bare(country)
    return replace(party, country=country)


def _bare(country: str | None) -> Named | None:
    return Named("", None, country, "GOV", frozenset({"state"}), is_inferred=False) if country else None
