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
    are retired into it. A group without any gets a new id. An id whose anchor is in no group stays in the registry as it is:
    it is never given again, and comes back when its mention does.

    Args:
        groups: The mention ids of each event; no mention in two groups.
        reported_on: Publication date of each mention.
        registry: All ids given before.

    Raises:
        RioBravoError: RB-501 for a registry that gives one id twice, or retires an id into one it does not hold.
    """
    known = _checked(registry)
    living = {entry.anchor_mention_id: entry for entry in known.values() if entry.retired_into is None}
    new = dict(known)
    event_ids = [""] * len(groups)
    # In the order of their content, so that the result ignores the order of the groups.
    for index in sorted(range(len(groups)), key=lambda index: min(groups[index])):
        ages = sorted((reported_on[mention], mention) for mention in groups[index])
        held = [living[mention] for _, mention in ages if mention in living]
        event_ids[index] = held[0].event_id if held else _new_id(ages[0][1], new)
        if not held:
            new[event_ids[index]] = Registered(event_ids[index], ages[0][1])
        for younger in held[1:]:
            new[younger.event_id] = Registered(younger.event_id, younger.anchor_mention_id, event_ids[index])
    return Assigned(tuple(event_ids), _settled(new))


def _new_id(anchor: str, taken: Mapping[str, Registered]) -> str:
    """An id made of the anchor's id; a number is added for as long as the id was given before."""
    attempt, event_id = 1, _hashed(anchor)
    while event_id in taken:
        attempt += 1
        event_id = _hashed(f"{anchor}#{attempt}")
    return event_id


def _hashed(text: str) -> str:
    return PREFIX + sha256(text.encode("utf-8")).hexdigest()[:DIGITS]


def _settled(entries: Mapping[str, Registered]) -> tuple[Registered, ...]:
    """Sorted, with every alias pointing at a living id, never at another alias."""
    settled = []
    for event_id in sorted(entries):
        entry = entries[event_id]
        target = entry.retired_into
        while target is not None and (further := entries[target].retired_into) is not None:
            target = further
        settled.append(Registered(entry.event_id, entry.anchor_mention_id, target))
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
