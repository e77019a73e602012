"""Stable identifiers of events: an event keeps its id while its anchor mention stands, and no id is ever given twice.

Pure: groups of mentions and the old registry give ids and the new registry. The anchor of a new event is its earliest
mention, and the id is made of the anchor's id, so that two builds of the same articles agree without talking.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from riobravo.errors import RioBravoError

PREFIX = "rb-"
DIGITS = 10


@dataclass(frozen=True, slots=True)
class Registered:
    """One id ever given: its anchor mention, and the id it was retired into when two events proved to be one."""

    event_id: str
    anchor_mention_id: str
    retired_into: str | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """The id of each group, in the order of the groups, and the registry to keep (sorted by event_id)."""

    event_ids: tuple[str, ...]
    registry: tuple[Registered, ...]


def assign(
    groups: Sequence[Collection[str]], reported_on: Mapping[str, date], registry: Collection[Registered]
) -> Assigned:
    """Ids for groups of mention ids.

    A group that holds the anchors of several living events keeps the oldest id (the anchor reported first) and the others
    are retired into it. A group without any gets a new id. A retired id leads to the event that holds its anchor, also after
    what it was merged with is taken apart again. An id whose anchor is in no group stays in the registry as it is: it is
    never given again, and comes back when its mention does.

    Args:
        groups: The mention ids of each event; no mention in two groups.
        reported_on: Publication date of each mention.
        registry: All ids given before.

    Raises:
        RioBravoError: RB-501 for a registry that gives one id twice, or retires an id into one it does not hold.
    """
    known = _checked(registry)
    living = {entry.anchor_mention_id: entry.event_id for entry in known.values() if entry.retired_into is None}
    event_ids = [""] * len(groups)
    holders: dict[str, str] = {}
    # In the order of their content, so that the result ignores the order of the groups.
    for index in sorted(range(len(groups)), key=lambda index: min(groups[index])):
        ages = sorted((reported_on[mention], mention) for mention in groups[index])
        event_id = next((living[mention] for _, mention in ages if mention in living), None)
        if event_id is None:
            event_id = _new_id(ages[0][1], known)
            known[event_id] = Registered(event_id, ages[0][1])
        event_ids[index] = event_id
        holders |= dict.fromkeys(groups[index], event_id)
    return Assigned(tuple(event_ids), _settled(known, holders))


def _new_id(anchor: str, taken: Mapping[str, Registered]) -> str:
    """An id made of the anchor's id; a number is added for as long as the id was given before."""
    attempt, event_id = 1, _hashed(anchor)
    while event_id in taken:
        attempt += 1
        event_id = _hashed(f"{anchor}#{attempt}")
    return event_id


def _hashed(text: str) -> str:
    return PREFIX + sha256(text.encode("utf-8")).hexdigest()[:DIGITS]


def _settled(entries: Mapping[str, Registered], holders: Mapping[str, str]) -> tuple[Registered, ...]:
    """Sorted, with every alias pointing at a living id: the one that holds its anchor, else the end of its old way."""
    into = {
        entry.event_id: holders.get(entry.anchor_mention_id, entry.retired_into or entry.event_id)
        for entry in entries.values()
    }
    settled = []
    for event_id in sorted(entries):
        target = into[event_id]
        while into[target] != target:
            target = into[target]
        anchor = entries[event_id].anchor_mention_id
        settled.append(Registered(event_id, anchor, target if target != event_id else None))
    return tuple(settled)


def _checked(registry: Collection[Registered]) -> dict[str, Registered]:
    known: dict[str, Registered] = {}
    for entry in registry:
        if entry.event_id in known:
            raise RioBravoError(code="RB-501", found=f"{entry.event_id} twice", where="event_ids.csv")
        known[entry.event_id] = entry
    for entry in known.values():
        seen = {entry.event_id}
        target = entry.retired_into
        while target is not None:
            if target not in known or target in seen:
                found = f"{entry.event_id} retired into {target}"
                raise RioBravoError(code="RB-501", found=found, where="event_ids.csv")
            seen.add(target)
            target = known[target].retired_into
    return known
