"""From found quotes to the columns of a mention, read by the same code as for the rules: dates, numbers, places, actors.

A model says which words; what they mean is never its business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from riobravo.lexicon import load as load_lexicon
from riobravo.mentions import resolution
from riobravo.mentions.llm import counts, spots, times
from riobravo.mentions.llm.ground import Quote
from riobravo.mentions.llm.passages import Passage, passage
from riobravo.mentions.rules import annotator as by_rule
from riobravo.mentions.rules import context
from riobravo.mentions.rules.actors import Named, known
from riobravo.mentions.rules.annotator import Phrase
from riobravo.mentions.rules.found import Memory
from riobravo.records import Article, Mention

PARTIES: Final = ("source", "target", "object")
"""Whose quotes are looked up as parties of an event."""

_SIDES: Final = ("source", "target")
_AS_QUOTED: Final = ("trigger", "condition", "attribution")
_NOBODY: Final = Named("", None, None, None, frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """An event of a reply with the quotes that were found: its number in the reply, its codes, its quotes by name."""

    number: int
    codes: Mapping[str, Any]
    quotes: Mapping[str, Quote]

    @property
    def evidence(self) -> Quote:
        """Where it is asserted."""
        return self.quotes["evidence"]


@dataclass(frozen=True, slots=True)
class Reader:
    """An article with all that it says of whom and where, and who the quotes name."""

    article: Article
    memory: Memory
    named: Mapping[Quote, Named]

    def completed(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions with what they leave open and the rest of the article tells, as for the rules; places stay as quoted."""
        inferred = context.inferred(self.article, mentions, self.memory)
        return [_as_quoted(one, other) for one, other in zip(mentions, inferred, strict=True)]

    def columns(self, event: Grounded) -> dict[str, Any]:
        """The columns that quotes give; those of codes and of evidence are not among them."""
        said = {name.removesuffix("_quote"): self._passage(quote) for name, quote in event.quotes.items()}
        evidence, codes = said["evidence"], event.codes
        who = {side: self._party(said[side], evidence) for side in PARTIES if side in said}
        source = who.get("source")
        spot = spots.spot(said["place"]) if "place" in said else None
        country = spots.country(spot, source.country if source is not None else None)
        if codes["event_type"] in _whose_target_is_the_place(self.article.language):
            who["target"] = _at_the_place(who.get("target", _NOBODY), country, source)
        words: dict[str, Any] = {name: said[name].words for name in _AS_QUOTED if name in said}
        renamed = {"status_cue": "status", "acting_name": "acting", "object_name": "object"}
        words |= {column: said[name].words for column, name in renamed.items() if name in said}
        return {
            **words,
            **{column: value for side in _SIDES if side in who for column, value in self._side(codes, side, who[side])},
            **times.columns(
                said.get("date"),
                evidence,
                status=codes["status"],
                is_background=codes.get("is_background"),
                day=self.article.published_on,
            ),
            **self._quantity(said, codes),
            **(spots.columns(spot, country) if spot is not None else {}),
        }

    def _passage(self, quote: Quote) -> Passage:
        return passage(self.article, self.memory.sentences, quote)

    def _party(self, said: Passage, evidence: Passage) -> Named:
        found = self.named.get(said.quote, _NOBODY)
        if found.actor_id is None:
            actor_id = resolution.resolve(said.words, found.country, self.article.published_on).actor_id
            if actor_id is not None:
                _, country, sector = known(actor_id)
                country, sector = found.country or country, sector or found.sector
                found = replace(found, actor_id=actor_id, country=country, sector=sector)
        return replace(found, name=said.words, is_inferred=not said.is_in_sentence_of(evidence))

    def _side(self, codes: Mapping[str, Any], side: str, party: Named) -> Iterable[tuple[str, Any]]:
        rules = load_lexicon(self.article.language).inferred
        kind, subtype, is_named = codes["event_type"], codes.get("event_subtype"), bool(party.name)
        yield f"{side}_name", party.name or None
        yield f"{side}_actor_id", party.actor_id
        yield f"{side}_country", party.country
        yield f"{side}_sector", party.sector or rules.sector_of(kind, subtype, side, is_named=is_named)
        yield f"is_{side}_inferred", party.is_inferred

    def _quantity(self, said: Mapping[str, Passage], codes: Mapping[str, Any]) -> dict[str, Any]:
        kind, subtype = codes["event_type"], codes.get("event_subtype")
        quantity, trigger = said.get("quantity"), said.get("trigger")
        found = counts.columns(quantity, trigger, event_type=kind, unit=codes.get("quantity_unit"))
        named = [said.get(name) for name in ("object", "target", "quantity")]
        return found or counts.persons(named, event_type=kind, subtype=subtype, language=self.article.language)


def reader(article: Article, events: Iterable[Grounded]) -> Reader:
    """The article read for these events."""
    memory, _ = by_rule.remembered(article)
    names = [f"{side}_quote" for side in PARTIES]
    quotes = dict.fromkeys(event.quotes[name] for event in events for name in names if name in event.quotes)
    inside = [quote for quote in quotes if passage(article, memory.sentences, quote).sentence is not None]
    found = by_rule.named_in(memory, [Phrase(quote.part, quote.start, quote.end) for quote in inside])
    parties = {quote: named for quote, named in zip(inside, found, strict=True) if "pronoun" not in named.kinds}
    return Reader(article, memory, parties)


def _as_quoted(quoted: Mention, inferred: Mention) -> Mention:
    """With the place as it was quoted; of one that no table has, the country is that of the event, of a border who acts."""
    if quoted.place_name is None:
        return inferred
    kept: dict[str, Any] = {name: getattr(quoted, name) for name in spots.COLUMNS}
    guarded = inferred.source_country if quoted.place_precision == spots.BORDER else None
    kept["place_country"] = quoted.place_country or guarded or inferred.place_country
    return replace(inferred, **kept)


@lru_cache(maxsize=4)
def _whose_target_is_the_place(language: str) -> frozenset[str]:
    """The types of acts whose target is where they lead."""
    return frozenset(t.event_type for t in load_lexicon(language).triggers if t.frame.place_is_target)


def _at_the_place(target: Named, country: str | None, source: Named | None) -> Named:
    meant = country or (source.country if source is not None else None)
    return target if meant is None else replace(target, country=meant, is_inferred=country is None)
