"""Why a mention is in its event, as ``event_mentions.reason`` says it: how it is written, and how it is read again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

ALONE = "the only mention"
_DECIDED = "decided by people: "
_WITH = "with "
_BETWEEN = ": "


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that was read: ``decided_by`` people, and by which key or entry; or by rule ``with_mention``; or neither.

    ``says`` are the words beside that, of a rule those of the verdict.
    """

    says: str
    decided_by: str | None = None
    with_mention: str | None = None


def decided(by: str) -> str:
    """The reason of a mention that people put into its event."""
    return f"{_DECIDED}{by}"


def joined(mention_id: str, verdict: str) -> str:
    """The reason of a mention that a rule joined to another one."""
    return f"{_WITH}{mention_id}{_BETWEEN}{verdict}"


def read(reason: str, members: Collection[str]) -> Reason:
    """What a reason says, given the ids of the event's mentions: an id may hold anything, so it is known by being one."""
    if reason.startswith(_DECIDED):
        return Reason(reason, decided_by=reason.removeprefix(_DECIDED))
    if reason.startswith(_WITH):
        parts = reason.removeprefix(_WITH).split(_BETWEEN)
        for n_parts in range(1, len(parts)):
            mention_id = _BETWEEN.join(parts[:n_parts])
            if mention_id in members:
                return Reason(_BETWEEN.join(parts[n_parts:]), with_mention=mention_id)
    return Reason(reason)
