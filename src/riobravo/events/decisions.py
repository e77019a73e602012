"""What people decided of events: which mentions are one event, and which event leads to which. It stands above every rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DecidedLink:
    """A link from the event of one key to the earlier event of another."""

    from_key: str
    to_key: str
    relation: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of people, by mention_id.

    Mentions of one ``entries`` value are one event (an entry of a coding; its mentions stand in one article), and two entries
    of an article are two. ``keys`` name events across articles: mentions of one key are one event, of two keys two. A mention
    without a key may still be joined to others by rule.
    """

    entries: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    links: tuple[DecidedLink, ...] = ()


UNDECIDED = Decisions()
"""Nobody has read anything: rules alone decide."""
