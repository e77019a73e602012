"""Identifiers of events: kept while the anchor stands, retired when two prove to be one, never given twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.errors import RioBravoError
from riobravo.events.ids import Registered, assign

REPORTED = {"a.1": date(2025, 1, 1), "b.1": date(2025, 1, 2), "c.1": date(2025, 1, 3), "d.1": date(2025, 1, 4)}
ONE = assign([["a.1"]], REPORTED, []).event_ids[0]
TWO = assign([["b.1"]], REPORTED, []).event_ids[0]


def test_an_id_is_made_of_the_earliest_mention() -> None:
    """Two builds agree on an id without a registry, and it has the declared form."""
    assigned = assign([["b.1", "a.1"]], REPORTED, [])
    assert assigned.event_ids == (ONE,)
    assert assigned.registry == (Registered(ONE, "a.1"),)
    assert len(ONE) == len("rb-") + 10
    assert set(ONE[3:]) <= set("0123456789abcdef")


def test_an_earlier_mention_found_later_does_not_move_the_id() -> None:
    """The event keeps its id and its anchor when a mention joins that was published before."""
    before = assign([["b.1"]], REPORTED, [])
    after = assign([["a.1", "b.1"]], REPORTED, before.registry)
    assert after.event_ids == (TWO,)
    assert after.registry == before.registry


def test_when_two_events_prove_to_be_one_the_younger_becomes_an_alias() -> None:
    """The event whose anchor was reported first survives; the other is retired into it."""
    before = assign([["a.1"], ["b.1"]], REPORTED, [])
    after = assign([["a.1", "b.1"]], REPORTED, before.registry)
    assert after.event_ids == (ONE,)
    assert set(after.registry) == {Registered(ONE, "a.1"), Registered(TWO, "b.1", ONE)}


def test_aliases_point_at_living_events() -> None:
    """An alias of an event that is itself retired points at the survivor."""
    registry = assign([["a.1"], ["b.1"], ["c.1"]], REPORTED, []).registry
    registry = assign([["a.1"], ["b.1", "c.1"]], REPORTED, registry).registry
    registry = assign([["a.1", "b.1", "c.1"]], REPORTED, registry).registry
    assert {entry.retired_into for entry in registry} == {None, ONE}


def test_an_event_that_is_taken_apart_again_gets_a_new_id() -> None:
    """The survivor keeps its id; the part that was retired is not raised from the dead, but leads to its mention's event."""
    registry = assign([["a.1"], ["b.1"]], REPORTED, []).registry
    registry = assign([["a.1", "b.1"]], REPORTED, registry).registry
    apart = assign([["a.1"], ["b.1"]], REPORTED, registry)
    assert apart.event_ids[0] == ONE
    assert apart.event_ids[1] not in {ONE, TWO}
    assert Registered(TWO, "b.1", apart.event_ids[1]) in apart.registry


def test_an_id_whose_anchor_is_gone_waits_for_it() -> None:
    """It stays in the registry, is given to nobody else, and comes back with its mention."""
    registry = assign([["a.1", "b.1"]], REPORTED, []).registry
    without = assign([["b.1"]], REPORTED, registry)
    assert without.event_ids == (TWO,)
    assert Registered(ONE, "a.1") in without.registry
    assert assign([["a.1"], ["b.1"]], REPORTED, without.registry).event_ids == (ONE, TWO)


@pytest.mark.parametrize(
    "registry",
    [
        [Registered("rb-1", "a.1"), Registered("rb-1", "b.1")],
        [Registered("rb-1", "a.1", "rb-9")],
        [Registered("rb-1", "a.1", "rb-2"), Registered("rb-2", "b.1", "rb-1")],
    ],
    ids=["an id twice", "an alias of nothing", "a circle"],
)
def test_a_broken_registry_stops_the_build(registry: list[Registered]) -> None:
    """A registry edited by hand is told where it is wrong."""
    with pytest.raises(RioBravoError, match="rb-1") as caught:
        assign([["a.1"]], REPORTED, registry)
    assert caught.value.code == "RB-501"


_GROUPINGS = st.lists(st.none() | st.integers(0, 3), min_size=4, max_size=4)
"""The group of each mention; none while its article is not there."""


def _groups(labels: list[int | None]) -> list[list[str]]:
    groups: dict[int, list[str]] = {}
    for mention, label in zip(sorted(REPORTED), labels, strict=True):
        if label is not None:
            groups.setdefault(label, []).append(mention)
    return list(groups.values())


@given(history=st.lists(_GROUPINGS, min_size=1, max_size=5))
def test_no_id_is_lost_or_given_twice(history: list[list[int | None]]) -> None:
    """Through any history of groupings: ids of one build differ, old ids stay and lead to their anchor."""
    registry: tuple[Registered, ...] = ()
    for labels in history:
        groups = _groups(labels)
        assigned = assign(groups, REPORTED, registry)
        known = {entry.event_id: entry for entry in assigned.registry}
        living = {entry.event_id for entry in assigned.registry if entry.retired_into is None}
        assert len(set(assigned.event_ids)) == len(groups)
        assert set(assigned.event_ids) <= living
        assert all(entry.retired_into is None or entry.retired_into in living for entry in assigned.registry)
        holders = {name: event_id for event_id, group in zip(assigned.event_ids, groups, strict=True) for name in group}
        for entry in assigned.registry:
            leads_to = entry.retired_into or entry.event_id
            assert holders.get(entry.anchor_mention_id, leads_to) == leads_to
        assert all(known[old.event_id].anchor_mention_id == old.anchor_mention_id for old in registry)
        assert assign(groups, REPORTED, assigned.registry) == assigned, "a second build changes nothing"
        assert assign(groups[::-1], REPORTED, registry).registry == assigned.registry
        registry = assigned.registry
