"""What a mention leaves open and its article answers: dates told elsewhere, places, and parties that are not named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.load import Inferred
from riobravo.mentions.gazetteer import Place
from riobravo.mentions.rules import date_choice
from riobravo.mentions.rules.actors import state_of
from riobravo.mentions.rules.dates import When
from riobravo.mentions.rules.found import Memory
from riobravo.records import Article, Mention

LEAD_SENTENCES = 3
"""Sentences at the head of a text, which tell the news."""

_SIDES = (("source", "target"), ("target", "source"))


def completed(article: Article, found: Sequence[Mention], memory: Memory) -> list[Mention]:
    """The mentions with what the rest of the article tells of them."""
    dates = date_choice.dates(memory.told, memory.sentences)
    return inferred(article, [_dated(mention, time) for mention, time in zip(found, dates, strict=True)], memory)


def inferred(article: Article, dated: Sequence[Mention], memory: Memory) -> list[Mention]:
    """As `completed`, of mentions that have their dates."""
    rules = load_lexicon(article.language).inferred
    done = []
    for mention in dated:
        known = mention
        if known.place_country is None:
            known = _with(known, _place(article, known, dated, rules, memory))
        for side, other in _SIDES:
            chain = rules.country.get(known.event_type, {}).get(side, ())
            known = _with(known, _country(known, side, other, chain, memory, dated))
        for side, _ in _SIDES:
            known = _with(known, _actor(known, side, rules, memory))
        for side, _ in _SIDES:
            known = _with(known, _sector(known, side, rules))
        if known.quantity_unit is None:
            known = _with(known, _count(known, dated, rules, memory))
        if known.place_country is None:  # now that the countries of the parties are known
            known = _with(known, _place(article, known, dated, rules, memory))
        done.append(known)
    return done


def _with(mention: Mention, values: Mapping[str, Any]) -> Mention:
    return replace(mention, **values) if values else mention


def _country(  # noqa: PLR0917
    mention: Mention, side: str, other: str, chain: Sequence[str], memory: Memory, found: Sequence[Mention]
) -> dict[str, Any]:
    if getattr(mention, f"{side}_country") is not None:
        return {}
    beside = getattr(mention, f"{other}_country")
    known = {
        "twin": _country_of_twin(mention, side, other, found) if "twin" in chain else None,
        "place": mention.place_country,
        "party": beside,
        "other": memory.other_country(beside) if beside is not None else None,
        "main": memory.other_country(None),
        "home": memory.home,
        "crime": memory.cast.country_of_crime(),
    }
    apart = beside if "other" in chain else None  # acts between states have two
    country = next((known[name] for name in chain if known[name] not in (None, apart)), None)
    if country is None:
        return {}
    is_named = getattr(mention, f"{side}_name") is not None
    return {f"{side}_country": country, f"is_{side}_inferred": not is_named or getattr(mention, f"is_{side}_inferred")}


def _country_of_twin(mention: Mention, side: str, other: str, found: Sequence[Mention]) -> str | None:
    """The country that the article's other mentions of the type give that side, most of them, where the other side agrees."""
    beside = getattr(mention, f"{other}_country")
    told: Counter[str] = Counter()
    for twin in found:
        mine, theirs = getattr(twin, f"{side}_country"), getattr(twin, f"{other}_country")
        is_alike = twin.event_type == mention.event_type and (beside is None or theirs in (None, beside))
        if twin is not mention and is_alike and mine not in (None, "XXX", beside):
            told[mine] += 1 + (theirs is not None) + (twin.event_subtype == mention.event_subtype)
    return max(told, key=lambda country: told[country]) if told else None


def _actor(mention: Mention, side: str, rules: Inferred, memory: Memory) -> dict[str, Any]:
    """The actor of a party that is known by its country alone."""
    country = getattr(mention, f"{side}_country")
    if country is None or getattr(mention, f"{side}_name") is not None or getattr(mention, f"{side}_actor_id"):
        return {}
    for step in rules.actor.get(mention.event_type, {}).get(side, ()):
        if step == "person" and (person := memory.cast.holder(country, rules.holders)) is not None:
            return {f"{side}_actor_id": person.actor_id, f"{side}_sector": person.sector}
        if step == "state" and (state := state_of(country)) is not None:
            return {f"{side}_actor_id": state}
    return {}


def _sector(mention: Mention, side: str, rules: Inferred) -> dict[str, Any]:
    if getattr(mention, f"{side}_sector") is not None:
        return {}
    is_named = getattr(mention, f"{side}_name") is not None
    if not is_named and getattr(mention, f"{side}_country") is None:
        return {}
    return {f"{side}_sector": rules.sector_of(mention.event_type, mention.event_subtype, side, is_named=is_named)}


def _place(
    article: Article, mention: Mention, found: Sequence[Mention], rules: Inferred, memory: Memory
) -> dict[str, Any]:
    """The place of the same event elsewhere, of the article's news, or the country alone where the type says whose it is."""
    for step in rules.place.get(mention.event_type, ()):
        if step == "event" and (twin := _placed_twin(mention, found)) is not None:
            return {name: getattr(twin, name) for name in _PLACE_COLUMNS}
        if step == "kin" and (kin := _placed_kin(mention, found)) is not None:
            return {name: getattr(kin, name) for name in _PLACE_COLUMNS}
        if step in _ARTICLE_STEPS and _is_news(article, mention):
            site = _ARTICLE_STEPS[step](memory)
            if site is not None:
                return site
        country = {"target": mention.target_country, "source": mention.source_country}.get(step)
        if country is not None:
            return {"place_country": country, "place_precision": "country"}
    return {}


def _count(mention: Mention, found: Sequence[Mention], rules: Inferred, memory: Memory) -> dict[str, Any]:
    """How many the article says elsewhere that the same act is about, else the one person of an act on one."""
    steps = rules.count.get(f"{mention.event_type}.{mention.event_subtype}", rules.count.get(mention.event_type, ()))
    for step in steps:
        if step == "event" and (twin := _counted_twin(mention, found)) is not None:
            return {name: getattr(twin, name) for name in _COUNT_COLUMNS}
        if step == "named" and (mention.target_name is not None or mention.object_name is not None):
            return _ONE
        if step == "person" and memory.cast.meant(rules.officials, _AFTER_ALL, 0) is not None:
            return _ONE
    return {}


_COUNT_COLUMNS = (
    "quantity_low",
    "quantity_best",
    "quantity_high",
    "quantity_unit",
    "quantity_modifier",
    "quantity_text",
)
_ONE = dict(zip(_COUNT_COLUMNS, (1.0, 1.0, 1.0, "persons", "exact", None), strict=True))


_AFTER_ALL = 1_000_000
"""A sentence after all others."""


def _counted_twin(mention: Mention, found: Sequence[Mention]) -> Mention | None:
    """The first mention of the same type and subtype that counts, and counts no total over a period."""
    return next(
        (
            m
            for m in found
            if m.event_type == mention.event_type
            and m.event_subtype == mention.event_subtype
            and m.quantity_unit is not None
            and not m.is_aggregate
        ),
        None,
    )


_PLACE_COLUMNS = (
    "place_name", "place_country", "place_admin1", "place_precision", "place_lat", "place_lon", "geoname_id",
)  # fmt: skip


def _placed_twin(mention: Mention, found: Sequence[Mention]) -> Mention | None:
    """A mention of the same act on the same person or number of persons whose place is said."""
    return next((m for m in found if m is not mention and m.place_name is not None and _is_same_act(m, mention)), None)


def _placed_kin(mention: Mention, found: Sequence[Mention]) -> Mention | None:
    """A mention of the same type whose place is said: what one court does in an article, it does where it sits."""
    return next((m for m in found if m.event_type == mention.event_type and m.place_admin1 is not None), None)


def _is_same_act(one: Mention, other: Mention) -> bool:
    if one.event_type != other.event_type or one.is_aggregate != other.is_aggregate:
        return False
    if one.target_actor_id is not None and other.target_actor_id is not None:
        return one.target_actor_id == other.target_actor_id
    names = [{w for w in (m.target_name or "").split() if w[:1].isupper() and len(w) > 3} for m in (one, other)]
    if all(names):
        return bool(names[0] & names[1])
    return one.quantity_best is not None and one.quantity_best > 1 and one.quantity_best == other.quantity_best


def _is_news(article: Article, mention: Mention) -> bool:
    """Whether the event may be what the article reports: not dated to long before it."""
    return mention.date_end is None or (article.published_on - mention.date_end).days <= _NEWS_DAYS


_NEWS_DAYS = 45
"""Age of an event beyond which it is told as background, so that the article's own place says nothing of it."""


def _in_title(memory: Memory) -> dict[str, Any] | None:
    return next((_of_site(site.name, site.place) for site in memory.cast.sites if site.in_title), None)


def _in_lead(memory: Memory) -> dict[str, Any] | None:
    early = (site for site in memory.cast.sites if site.sentence <= LEAD_SENTENCES)
    return next((_of_site(site.name, site.place) for site in early), None)


def _in_dateline(memory: Memory) -> dict[str, Any] | None:
    if memory.dateline is None or memory.is_at_seat:
        return None
    return _of_site(memory.dateline.name, memory.dateline)


_ARTICLE_STEPS: Mapping[str, Callable[[Memory], dict[str, Any] | None]] = {
    "title": _in_title,
    "lead": _in_lead,
    "dateline": _in_dateline,
}


def _of_site(name: str, place: Place) -> dict[str, Any]:
    values = (name, place.country, place.admin1, place.precision, place.latitude, place.longitude, place.geoname_id)
    return dict(zip(_PLACE_COLUMNS, values, strict=True))


def _dated(mention: Mention, time: When) -> Mention:
    return replace(
        mention,
        date_start=time.start,
        date_end=time.end,
        date_precision=time.precision,
        date_basis=time.basis,
        date_text=time.text,
    )
