"""What a trace is made of: members, pairs with their evidence, links. How it is found: `trace.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riobravo.events.reasons import Reason
    from riobravo.release.lookup import Row


@dataclass(frozen=True, slots=True)
class Member:
    """One mention of the event (the columns of the table) and why it is in it."""

    mention: Row
    reason: Reason

    @property
    def mention_id(self) -> str:
        """The id of the mention."""
        return str(self.mention["mention_id"])


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: ``speaks`` for, against or neutral; ``needs_strong`` asks for strong evidence beside it."""

    kind: str
    speaks: str
    says: str
    score: float
    needs_strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What the rules say of two mentions of the event that people did not put together.

    ``base`` and the scores of the evidence add up to ``score``. ``joins`` marks the pairs that hold the event together: those
    that the table of memberships gives as reasons, and of the others the strongest that connect what these leave apart.
    Two that are not ``is_same`` by themselves are in one event through others.
    """

    mention_ids: tuple[str, str]
    joins: bool
    is_same: bool
    verdict: str
    base: float
    score: float
    evidence: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A link of the event to another one, which is ``earlier`` or ``later``; of an unknown one only the id is there."""

    direction: str
    relation: str
    reason: str
    event: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All about one event; rows hold all declared columns but for the text of articles.

    ``asked`` differs from ``event_id`` where that id was retired. Members and articles stand in the order of publication,
    pairs with those that join mentions first, then the strongest. ``n_pairs`` counts the pairs that rules decide on,
    ``threshold`` is the score from which they join. ``notes`` say what could not be told, and why.
    """

    asked: str
    event_id: str
    event: Row
    articles: tuple[Row, ...]
    members: tuple[Member, ...]
    threshold: float
    n_pairs: int
    pairs: tuple[Pair, ...]
    links: tuple[Linked, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """All of it as plain values; days as YYYY-MM-DD."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
