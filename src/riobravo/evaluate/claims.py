"""The unit of comparison: one event as one coding of one article tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from riobravo import ontology


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mention stands: part of the article, number of the sentence where known, offsets in code points."""

    part: str
    sentence: int | None
    start: int
    end: int

    def meets(self, other: Spot) -> bool:
        """Whether both stand in one sentence."""
        if self.part != other.part:
            return False
        is_one = self.sentence is not None and self.sentence == other.sentence
        return is_one or (self.start < other.end and other.start < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One event in one article: where it is told, and what is coded of it (columns of mentions, by name)."""

    article_id: str
    spots: tuple[Spot, ...]
    columns: Mapping[str, Any]
    mention_ids: tuple[str, ...]

    @property
    def event_type(self) -> str:
        """The type, which no claim lacks."""
        return str(self.columns["event_type"])

    @property
    def status(self) -> str:
        """The status, which no claim lacks."""
        return str(self.columns["status"])

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last possible day, None where it is not dated."""
        start, end = self.columns.get("date_start"), self.columns.get("date_end")
        return (start, end or start) if start is not None else None

    @property
    def number(self) -> float | None:
        """The number that stands for the quantity: best, else low, else high."""
        names = ("quantity_best", "quantity_low", "quantity_high")
        return next((self.columns[name] for name in names if self.columns.get(name) is not None), None)

    @property
    def countries(self) -> tuple[str, ...]:
        """Source and target country, "" for none; sorted where the type has no direction."""
        pair = (self.columns.get("source_country") or "", self.columns.get("target_country") or "")
        is_symmetric = ontology.load().type(self.event_type).is_symmetric
        return tuple(sorted(pair)) if is_symmetric else pair

    def is_told_with(self, other: Claim) -> bool:
        """Whether a sentence tells both."""
        return any(one.meets(another) for one in self.spots for another in other.spots)


def told_in(spot: Spot, found: Sequence[Claim]) -> list[Claim]:
    """The claims that the sentence of a spot tells."""
    return [claim for claim in found if any(spot.meets(own) for own in claim.spots)]


def claims(mentions: pl.DataFrame, groups: Mapping[str, str] | None = None) -> dict[str, list[Claim]]:
    """The claims of a table of mentions by article, in order of evidence.

    ``groups`` says which mentions are one event (mention_id → any name); without it each mention is a claim of its own. The
    columns of a claim are those of its mention with the furthest status, the earliest first.
    """
    order = list(ontology.load().statuses)
    gathered: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in mentions.sort("article_id", "evidence_in", "evidence_start", "mention_id").iter_rows(named=True):
        group = (groups or {}).get(row["mention_id"], row["mention_id"])
        gathered.setdefault((row["article_id"], group), []).append(row)
    found: dict[str, list[Claim]] = {}
    for (article_id, _), rows in gathered.items():
        rows.sort(key=lambda row: (row["evidence_in"] != "title", row["evidence_start"]))
        best = min(rows, key=lambda row: order.index(row["status"]))
        spots = tuple(
            Spot(row["evidence_in"], row["sentence_index"], row["evidence_start"], row["evidence_end"]) for row in rows
        )
        ids = tuple(row["mention_id"] for row in rows)
        found.setdefault(article_id, []).append(
            Claim(article_id=article_id, spots=spots, columns=best, mention_ids=ids)
        )
    return found
