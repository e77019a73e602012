"""From a coding to mentions: offsets, sentences and ids are found, actors and places looked up; what was coded stays."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from riobravo.errors import RioBravoError
from riobravo.lexicon.text import fold
from riobravo.mentions import gazetteer, ids, resolution
from riobravo.mentions.people.coding import ANNOTATOR, CodedEvent, CodedLink, Coding, Evidence
from riobravo.mentions.rules import sentences
from riobravo.mentions.rules.sentences import Piece
from riobravo.records import Article, Mention, Quantity


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The mentions of a coding, and what it says of their events: by mention_id the entry and the key, and links by key."""

    mentions: tuple[Mention, ...]
    entries: Mapping[str, str]
    keys: Mapping[str, str]
    links: tuple[tuple[str, CodedLink], ...]


def joined(reviews: Iterable[Reviewed]) -> Reviewed:
    """The reviews of several articles as one."""
    every = list(reviews)
    return Reviewed(
        mentions=tuple(mention for review in every for mention in review.mentions),
        entries={name: entry for review in every for name, entry in review.entries.items()},
        keys={name: key for review in every for name, key in review.keys.items()},
        links=tuple(link for review in every for link in review.links),
    )


def mentions(coding: Coding, article: Article) -> Reviewed:
    """The mentions of the coding, in order of their evidence.

    Raises:
        RioBravoError: RB-412 for evidence that is not found once within one sentence, RB-413 for a text that was edited
            since, RB-411 for a quantity of another form.
    """
    if not coding.is_of(article):
        raise RioBravoError(code="RB-413", found="another title or text", where=coding.article_id)
    pieces = sentences.split(article)
    made: list[tuple[Mention, str, str | None]] = []
    for number, event in enumerate(coding.events, 1):
        where = f"{coding.article_id}, event {number}"
        entry = f"{coding.article_id}#{number}"
        made += [(_mention(article, pieces, event, item, where), entry, event.event_key) for item in event.evidence]
    made.sort(key=lambda item: ids.position(item[0]))
    named = ids.numbered(mention for mention, _, _ in made)
    marked = [(mention.mention_id, entry, key) for mention, (_, entry, key) in zip(named, made, strict=True)]
    return Reviewed(
        mentions=tuple(named),
        entries={mention_id: entry for mention_id, entry, _ in marked},
        keys={mention_id: key for mention_id, _, key in marked if key is not None},
        links=tuple((event.event_key, link) for event in coding.events if event.event_key for link in event.links),
    )


def _mention(article: Article, pieces: Sequence[Piece], event: CodedEvent, evidence: Evidence, where: str) -> Mention:
    start, end, index = _spot(article, pieces, evidence, where)
    columns = {**event.columns, **evidence.columns}
    if "quantities" in columns:
        columns["quantities"] = tuple(_quantity(item, where) for item in columns["quantities"])
    return Mention(
        mention_id="",
        article_id=article.article_id,
        **{"event_subtype": None, **columns, **_actors(columns, article), **_place(columns)},
        evidence_in=evidence.evidence_in,
        sentence_index=index,
        evidence_start=start,
        evidence_end=end,
        evidence=(article.title if evidence.evidence_in == "title" else article.text)[start:end],
        confidence=1.0,
        annotator=ANNOTATOR,
        annotator_version="",
    )


def _spot(article: Article, pieces: Sequence[Piece], evidence: Evidence, where: str) -> tuple[int, int, int]:
    """Offsets of the quotation, and the number of the one sentence it lies in."""
    within = article.title if evidence.evidence_in == "title" else article.text
    if isinstance(evidence.quote, str):
        start = within.find(evidence.quote)
        end = start + len(evidence.quote)
        is_once = start >= 0 and within.find(evidence.quote, start + 1) < 0
    else:
        start, end = evidence.quote
        is_once = end <= len(within)
    if not is_once:
        found = f"{'there twice' if 0 <= start < len(within) else 'not there'}: {evidence.quote}"
        raise RioBravoError(code="RB-412", found=found, where=f"{where}, {evidence.evidence_in}")
    touched = {
        piece.sentence_index
        for piece in pieces
        if piece.evidence_in == evidence.evidence_in and piece.start < end and start < piece.end
    }
    if len(touched) > 1:
        found = f"{len(touched)} sentences: {evidence.quote}"
        raise RioBravoError(code="RB-412", found=found, where=f"{where}, {evidence.evidence_in}")
    return start, end, touched.pop() if touched else 0


def _quantity(item: Any, where: str) -> Quantity:
    parts = [field.name for field in dataclasses.fields(Quantity)]
    if not isinstance(item, dict) or set(item) - set(parts) or not {"unit", "modifier", "text"} <= set(item):
        raise RioBravoError(code="RB-411", found=f"quantities: {item}", allowed=", ".join(parts), where=where)
    values: dict[str, Any] = {part: item.get(part) for part in parts}
    return Quantity(**values)


def _actors(columns: Mapping[str, Any], article: Article) -> dict[str, str]:
    """The ids of source and target where their names are spellings of an actor on the day of the article."""
    found = {}
    for side in ("source", "target"):
        name, country = columns.get(f"{side}_name"), columns.get(f"{side}_country")
        actor_id = resolution.resolve(name, country, article.published_on).actor_id if name else None
        if actor_id is not None:
            found[f"{side}_actor_id"] = actor_id
    return found


def _place(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Coordinates, state and GeoNames number of the place where name, country and state leave one answer."""
    name = columns.get("place_name")
    if name is None:
        return {}
    known = gazetteer.places_named(name)
    country, admin1 = columns.get("place_country"), columns.get("place_admin1")
    fits = [
        place
        for place in known
        if place.country == country
        and (admin1 is None or place.admin1 is None or fold(place.admin1) == fold(admin1))
        and columns.get("place_precision") in (None, place.precision)
    ]
    if not fits:
        return {}
    best = max(fits, key=lambda place: place.population)
    return {
        "place_admin1": admin1 or best.admin1,
        "place_precision": best.precision,
        "place_lat": best.latitude,
        "place_lon": best.longitude,
        "geoname_id": best.geoname_id,
    }
