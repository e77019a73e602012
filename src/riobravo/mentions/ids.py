"""Identifiers of mentions: made of where the evidence stands and of what it asserts, so that they stay from build to build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from riobravo.records import Mention

_ORDER = {"title": 0, "text": 1}


def position(mention: Mention) -> tuple[int, int, int]:
    """Where the evidence stands: what mentions of an article are sorted by."""
    return _ORDER[mention.evidence_in], mention.evidence_start, mention.evidence_end


def numbered(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions of an article with their ids, in order of evidence; what would be equal is told apart by its rank.

    Two annotators who code the same words as the same act give the mention the same id.
    """
    seen: dict[tuple[object, ...], int] = {}
    done = []
    for mention in sorted(mentions, key=position):
        spot = (
            mention.evidence_in,
            mention.evidence_start,
            mention.evidence_end,
            mention.event_type,
            mention.event_subtype,
        )
        rank = seen[spot] = seen.get(spot, -1) + 1
        digest = hashlib.sha256("\x1f".join(map(str, (*spot, rank))).encode()).hexdigest()
        done.append(replace(mention, mention_id=f"{mention.article_id}.{digest[:10]}"))
    return done
