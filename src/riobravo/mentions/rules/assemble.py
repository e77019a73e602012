"""From found events to mentions: every field with the words that gave it, and the marks of what was inferred."""

from __future__ import annotations

from typing import Any

from riobravo import ontology
from riobravo.mentions.rules import hearsay, how_many, parties, where
from riobravo.mentions.rules.actors import Named
from riobravo.mentions.rules.found import Found, Memory, Sentence, Told
from riobravo.mentions.rules.nouns import Count
from riobravo.mentions.rules.parties import Parties
from riobravo.mentions.rules.where import Spot
from riobravo.records import Article, Mention, Quantity


def mention(article: Article, sentence: Sentence, found: Found, memory: Memory, version: str) -> Mention:
    """The mention of one found event."""
    trigger = found.candidate.trigger
    spot = where.where(sentence, found, memory)
    place = spot.place if spot else None
    who = parties.of(sentence, found, memory, spot.country if spot else None)
    place_country = _country(spot, who)
    for party in (who.source, who.target):
        if party is not None and party.name and not party.is_inferred:
            memory.parties.append(party)
    leading, further = how_many.counted(sentence, found)
    leading, further = _allowed(trigger.event_type, leading, further)
    memory.told.append(Told(sentence, found))
    subtype = _subtype(sentence, found)
    piece = sentence.piece
    return Mention(
        mention_id="",
        article_id=article.article_id,
        event_type=trigger.event_type,
        event_subtype=subtype,
        status=found.judgement.status or "actual",
        is_hedged=found.judgement.is_hedged,
        is_aggregate=how_many.is_aggregate(sentence, leading),
        **_party("source", who.source),
        **_party("target", who.target),
        acting_name=who.acting,
        object_name=who.object_name,
        **_quantity(sentence, leading),
        quantities=tuple(_further(sentence, count) for count in further),
        place_name=spot.name if spot else None,
        place_country=place_country,
        place_admin1=place.admin1 if place else None,
        place_precision=spot.precision if spot else None,
        place_lat=place.latitude if place else None,
        place_lon=place.longitude if place else None,
        geoname_id=place.geoname_id if place else None,
        condition=hearsay.condition(sentence, found),
        attribution=hearsay.attribution(sentence, found),
        trigger=" ".join(w.text for w in found.candidate.words),
        status_cue=found.judgement.cue,
        evidence_in=piece.evidence_in,
        sentence_index=piece.sentence_index,
        evidence_start=piece.start,
        evidence_end=piece.end,
        evidence=piece.cut(article),
        rule=trigger.rule,
        confidence=round(found.probability, 3),
        annotator="rules",
        annotator_version=version,
    )


def _country(spot: Spot | None, who: Parties) -> str | None:
    """The country of the place; a border is guarded from the side of who acts."""
    if spot is None:
        return None
    return spot.country or (who.source.country if who.source else None)


def _subtype(sentence: Sentence, found: Found) -> str | None:
    """The trigger's subtype, the stage that a verb over it makes, or what its content or object says."""
    trigger = found.candidate.trigger
    if found.judgement.stage is not None:
        return found.judgement.stage
    if trigger.subtype is not None:
        return trigger.subtype
    force = _force(sentence, found)
    event_type = ontology.load().types[trigger.event_type]
    if force in event_type.subtypes:
        return force
    role = found.roles.get("content") or found.roles.get(trigger.frame.counted or "")
    near = [*(role.head.subtree if role is not None else ()), *found.candidate.words]
    around = list(found.candidate.token.subtree) if trigger.frame.has_content else []
    for tokens in (near, around):
        kinds = {kind for token in tokens for term in sentence.terms.at(token) for kind in term.kinds}
        for subtype, wanted in sentence.lexicon.subtype_by_kind.get(trigger.event_type, ()):
            if kinds & wanted:
                return subtype
    return event_type.default_subtype


def _force(sentence: Sentence, found: Found) -> str | None:
    """Which force is sent; two different ones make a joint force."""
    argument = found.roles.get("object")
    if argument is None or argument.function == "complement":
        return None
    forces = [
        term.term_class.force
        for token in argument.head.subtree
        for term in sentence.terms.at(token)
        if term.term_class is not None and term.term_class.force and term.end - 1 == token.i
    ]
    special = list(dict.fromkeys(f for f in forces if f != _ANY)) or list(dict.fromkeys(forces))
    mixed = len(special) > 1 or (_ANY in forces and _MIXES_WITH_ANY in special)
    if mixed and _MIXES_WITH_ANY in special:
        return _MIXED
    head = [c.force for c in sentence.nouns.classes(argument.head) if c.force]
    return special[0] if special else (head[0] if head else None)


_ANY, _MIXES_WITH_ANY, _MIXED = "troops", "police", "joint"
"""Soldiers of no named force; the force that makes another one a mixed force; the mixed force."""


def _party(role: str, named: Named | None) -> dict[str, Any]:
    if named is None:
        return {}
    return {
        f"{role}_name": named.name or None,
        f"{role}_actor_id": named.actor_id,
        f"{role}_country": named.country,
        f"{role}_sector": named.sector,
        f"is_{role}_inferred": named.is_inferred,
    }


def _allowed(event_type: str, leading: Count | None, further: list[Count]) -> tuple[Count | None, list[Count]]:
    """Only the units that the type counts in."""
    units = ontology.load().types[event_type].units
    counts = [c for c in ([leading] if leading else []) + further if c.unit in units]
    return (counts[0], counts[1:]) if counts else (None, [])


def _quantity(sentence: Sentence, count: Count | None) -> dict[str, Any]:
    if count is None:
        return {}
    number = count.number
    return {
        "quantity_low": number.low,
        "quantity_best": number.best,
        "quantity_high": number.high,
        "quantity_unit": count.unit,
        "quantity_modifier": number.modifier,
        "quantity_text": number.text(sentence.doc) or None,
    }


def _further(sentence: Sentence, count: Count) -> Quantity:
    number = count.number
    return Quantity(number.low, number.best, number.high, count.unit or "", number.modifier, number.text(sentence.doc))
