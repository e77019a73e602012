"""What a mention leaves open and its article answers: dates told elsewhere, and the country of a party that is not named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from riobravo.lexicon import load as load_lexicon
from riobravo.mentions.rules import when
from riobravo.mentions.rules.dates import When
from riobravo.mentions.rules.found import Memory
from riobravo.records import Article, Mention

LEAD_SENTENCES = 3
"""Sentences at the head of a text whose undated events are taken for the news of the day."""


def completed(article: Article, found: Sequence[Mention], memory: Memory) -> list[Mention]:
    """The mentions with what the rest of the article tells of them."""
    rules = load_lexicon(article.language).inferred_country
    done = []
    for mention in found:
        known = mention
        if known.date_start is None:
            known = replace(known, **_undated(article, known, found))
        for side, other in (("source", "target"), ("target", "source")):
            known = replace(known, **_country(known, side, other, rules.get(known.event_type, {}), memory))
        done.append(known)
    return done


def _country(
    mention: Mention, side: str, other: str, rules: Mapping[str, tuple[str, ...]], memory: Memory
) -> dict[str, Any]:
    if getattr(mention, f"{side}_country") is not None:
        return {}
    beside = getattr(mention, f"{other}_country")
    known = {
        "place": mention.place_country,
        "party": beside,
        "other": memory.other_country(beside),
        "main": memory.other_country(None),
    }
    country = next((known[name] for name in rules.get(side, ()) if known[name] is not None), None)
    if country is None:
        return {}
    is_named = getattr(mention, f"{side}_name") is not None
    return {f"{side}_country": country, f"is_{side}_inferred": not is_named or getattr(mention, f"is_{side}_inferred")}


def _undated(article: Article, mention: Mention, found: Sequence[Mention]) -> dict[str, Any]:
    for other in found:
        if other.date_start is not None and other.date_basis != "context" and _same_event(mention, other):
            time = When(other.date_start, other.date_end, other.date_precision, "context")
            break
    else:
        fresh = mention.evidence_in == "title" or (mention.sentence_index or 0) < LEAD_SENTENCES
        ahead = mention.status in ("planned", "hypothetical")
        time = when.by_publication(article.published_on) if fresh and not ahead else When(None, None, "unknown", None)
    return {"date_start": time.start, "date_end": time.end, "date_precision": time.precision, "date_basis": time.basis}


def _same_event(one: Mention, other: Mention) -> bool:
    same = one.event_type == other.event_type and one.status == other.status
    counts = one.quantity_best is None or other.quantity_best is None or one.quantity_best == other.quantity_best
    return (
        same
        and counts
        and (one.event_subtype == other.event_subtype or one.evidence_in == "title" or other.evidence_in == "title")
    )
