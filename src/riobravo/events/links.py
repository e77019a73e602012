"""Links between events, from the later to the earlier, by the rules declared in identity.yaml.

A rule says which types it joins and what the two must share. Of the earlier events that fit, the nearest is linked; where
that is not certain (two events of one day that both fit), none is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from riobravo.events import names
from riobravo.events.decisions import Decisions
from riobravo.events.policy import LinkRule, Policy


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One link: ``from_event_id`` is the later event."""

    from_event_id: str
    to_event_id: str
    relation: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Event:
    event_id: str
    kind: str
    subtype: str
    status: str
    day: date
    first: date
    last: date
    source: str | None
    target: str | None
    number: float | None
    unit: str | None
    persons: tuple[names.Name, ...]

    @property
    def kinds(self) -> tuple[str, str]:
        """How rules may name it: its type, and type with subtype."""
        return self.kind, f"{self.kind}/{self.subtype}"


LINKED_BY = (
    "event_id", "event_type", "event_subtype", "status", "is_aggregate", "date_start", "date_end", "first_reported_on",
    "source_country", "target_country", "quantity_best", "quantity_low", "quantity_high", "quantity_unit",
)  # fmt: skip
"""The columns of an event that the rules look at."""

SAME_PERSON = "same_person"
Need = Callable[[_Event, _Event, Policy], bool]


def links(
    events: Iterable[Mapping[str, Any]],
    named: Mapping[str, Collection[names.Name]],
    policy: Policy,
    decided: Sequence[Link] = (),
) -> list[Link]:
    """All links among events, sorted; each pair once.

    Args:
        events: The columns of each event (those of `LINKED_BY`), by name.
        named: The persons that the mentions of an event name, by event_id: of a group hand-over, its named members.
        policy: The rules.
        decided: Links that people made; of a pair that they linked, no rule speaks.
    """
    usable = [made for event in events if (made := _event(event, named, policy)) is not None]
    by_kind: dict[str, list[_Event]] = {}
    for event in sorted(usable, key=lambda event: (event.day, event.event_id)):
        for kind in event.kinds:
            by_kind.setdefault(kind, []).append(event)
    found = {(link.from_event_id, link.to_event_id): link for link in decided}
    linked = found.keys() | {pair[::-1] for pair in found}
    for rule in policy.links:
        for link in _by_rule(rule, by_kind, policy):
            # One relation a pair: the first rule that joins them says which.
            pair = link.from_event_id, link.to_event_id
            if pair not in linked:
                found.setdefault(pair, link)
    return sorted(found.values())


def decided_links(event_ids: Sequence[str], members: Sequence[Sequence[str]], decisions: Decisions) -> list[Link]:
    """The links that people made between keys, as links between the events that hold these keys."""
    event_of = {
        decisions.keys[mention_id]: event_id
        for event_id, group in zip(event_ids, members, strict=True)
        for mention_id in group
        if mention_id in decisions.keys
    }
    return [
        Link(event_of[link.from_key], event_of[link.to_key], link.relation, "decided by people")
        for link in decisions.links
        if link.from_key in event_of and link.to_key in event_of and link.from_key != link.to_key
    ]


def _by_rule(rule: LinkRule, by_kind: Mapping[str, Sequence[_Event]], policy: Policy) -> Iterator[Link]:
    earlier = _Index(rule, [event for kind in rule.earlier for event in by_kind.get(kind, ())], policy)
    for kind in rule.later:
        for event in by_kind.get(kind, ()):
            if rule.later_status and event.status not in rule.later_status:
                continue
            for asked in _asked(event, rule):
                nearest = earlier.nearest(asked)
                if nearest is not None:
                    relation = rule.instead.get(nearest.kinds[1], rule.relation)
                    yield Link(event.event_id, nearest.event_id, relation, _reason(rule, asked, nearest))


def _asked(event: _Event, rule: LinkRule) -> list[_Event]:
    """The event, or, where a rule follows persons, the event as it concerns each of them."""
    return [replace(event, persons=(name,)) for name in event.persons] if SAME_PERSON in rule.needs else [event]


def _reason(rule: LinkRule, later: _Event, earlier: _Event) -> str:
    shared = [need.replace("_", " ") for need in rule.needs]
    who = f" {' '.join(later.persons[0].parts)}" if SAME_PERSON in rule.needs else ""
    return f"{', '.join(shared)}{who}; {(later.day - earlier.day).days} days after {earlier.kinds[1]}"


class _Index:
    """The earlier events of a rule, by what the two must share, in the order of time."""

    def __init__(self, rule: LinkRule, events: Sequence[_Event], policy: Policy) -> None:
        self._rule = rule
        self._policy = policy
        self._by_key: dict[object, list[_Event]] = {}
        for event in sorted(set(events), key=lambda event: (event.day, event.event_id)):
            if not rule.earlier_status or event.status in rule.earlier_status:
                for key in self._keys(event, is_later=False):
                    self._by_key.setdefault(key, []).append(event)

    def nearest(self, later: _Event) -> _Event | None:
        """The one earlier event that fits and is nearest; None if none fits, or two of one day do."""
        fits: set[_Event] = set()
        most = self._rule.days
        for key in self._keys(later, is_later=True):
            events = self._by_key.get(key, ())
            # From the day of the later event backwards, up to the newest day on which one fits.
            for place in range(bisect_right(events, later.day, key=_day) - 1, -1, -1):
                event = events[place]
                days = (later.day - event.day).days
                if days > most:
                    break
                if self._fits(later, event):
                    fits = {*fits, event} if days == most else {event}
                    most = days
        return fits.pop() if len(fits) == 1 else None

    def _keys(self, event: _Event, *, is_later: bool) -> set[object]:
        if SAME_PERSON in self._rule.needs:
            return {part for name in event.persons for part in (*name.parts, *name.nickname)}
        if "mirrored" in self._rule.needs and is_later:
            return {(event.target, event.source)}
        if "mirrored" in self._rule.needs:
            return {(event.source, event.target)}
        return {event.source}

    def _fits(self, later: _Event, earlier: _Event) -> bool:
        days = (later.day - earlier.day).days
        is_same_kind = later.kinds == earlier.kinds
        if later.event_id == earlier.event_id or not 0 <= days <= self._rule.days or (is_same_kind and days == 0):
            return False
        if earlier.first > later.last and not self._rule.earlier_may_lie_ahead:
            return False
        return all(NEEDS[need](later, earlier, self._policy) for need in self._rule.needs)


def _day(event: _Event) -> date:
    return event.day


def _event(event: Mapping[str, Any], named: Mapping[str, Collection[names.Name]], policy: Policy) -> _Event | None:
    """What the rules look at; None for what is never linked: totals, undated, and what did not happen."""
    if event["is_aggregate"] or event["date_start"] is None or event["status"] in policy.unlinked:
        return None
    number = event["quantity_best"] if event["quantity_best"] is not None else event["quantity_low"]
    return _Event(
        event_id=event["event_id"],
        kind=event["event_type"],
        subtype=event["event_subtype"] or "",
        status=event["status"],
        # What is postponed, withdrawn or executed lay ahead of the day on which it was told.
        day=min(event["date_start"], event.get("first_reported_on") or event["date_start"]),
        first=event["date_start"],
        last=event.get("date_end") or event["date_start"],
        source=event["source_country"],
        target=event["target_country"],
        number=number if number is not None else event["quantity_high"],
        unit=event["quantity_unit"],
        persons=tuple(named.get(event["event_id"], ())),
    )


def _same_person(later: _Event, earlier: _Event, policy: Policy) -> bool:
    pairs = ((x, y) for x in later.persons for y in earlier.persons)
    return any(names.compare(x, y, policy.persons) is names.Likeness.SAME for x, y in pairs)


def _same_source(later: _Event, earlier: _Event, policy: Policy) -> bool:
    return later.source is not None and later.source == earlier.source


def _same_target(later: _Event, earlier: _Event, policy: Policy) -> bool:
    return later.target is not None and later.target == earlier.target


def _same_subtype(later: _Event, earlier: _Event, policy: Policy) -> bool:
    if not later.subtype or not earlier.subtype:
        return False
    return policy.stages_of(later.kind).are_one(later.subtype, earlier.subtype)


def _same_unit(later: _Event, earlier: _Event, policy: Policy) -> bool:
    """Both count the same thing, and the numbers are near enough to be of one matter."""
    if later.number is None or earlier.number is None or later.unit is None or later.unit != earlier.unit:
        return False
    low, high = sorted((later.number, earlier.number))
    return high <= low * policy.quantities.apart


def _mirrored(later: _Event, earlier: _Event, policy: Policy) -> bool:
    """The one who was addressed acts on the one who spoke; within one country that tells nothing."""
    if later.source is None or later.target is None or later.source == later.target:
        return False
    return later.source == earlier.target and later.target == earlier.source


NEEDS: Mapping[str, Need] = {
    SAME_PERSON: _same_person,
    "same_source": _same_source,
    "same_target": _same_target,
    "same_subtype": _same_subtype,
    "same_unit": _same_unit,
    "mirrored": _mirrored,
}
"""What a rule may ask two events to share, by its name in identity.yaml."""
