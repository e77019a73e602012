"""What people decided of events stands above what rules would join or hold apart."""

from __future__ import annotations

import pytest

from riobravo.events.cluster import clusters
from riobravo.events.decisions import DecidedLink, Decisions
from riobravo.events.links import decided_links
from tests.events.make import DAY, HAND_OVER, POLICY, THREAT, count, on, row

SAME = [row("a.1", HAND_OVER, on(DAY), count(29)), row("b.1", HAND_OVER, on(DAY), count(29))]
"""Two reports that rules join."""

OTHERS = [row("a.1", HAND_OVER, on(DAY), count(29)), row("b.1", HAND_OVER, on(DAY.replace(year=2020)), count(3))]
"""Two reports that rules hold apart."""

CASES = {
    "rules alone join": (SAME, Decisions(), [["a.1", "b.1"]]),
    "two keys hold apart": (SAME, Decisions(keys={"a.1": "x", "b.1": "y"}), [["a.1"], ["b.1"]]),
    "one key joins what contradicts": (OTHERS, Decisions(keys={"a.1": "x", "b.1": "x"}), [["a.1", "b.1"]]),
    "a key and none: rules decide": (SAME, Decisions(keys={"a.1": "x"}), [["a.1", "b.1"]]),
    "two entries of an article": (
        [row("a.1", HAND_OVER, on(DAY), count(29)), row("a.2", HAND_OVER, on(DAY), count(29))],
        Decisions(entries={"a.1": "a#1", "a.2": "a#2"}),
        [["a.1"], ["a.2"]],
    ),
    "one entry of an article": (
        [row("a.1", THREAT, on(DAY)), row("a.2", THREAT, on(DAY.replace(year=2020)))],
        Decisions(entries={"a.1": "a#1", "a.2": "a#1"}),
        [["a.1", "a.2"]],
    ),
    "no bridge between two keys": (
        [*SAME, row("c.1", HAND_OVER, on(DAY), count(29))],
        Decisions(keys={"a.1": "x", "b.1": "y"}),
        [["a.1", "c.1"], ["b.1"]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_groups(name: str) -> None:
    """The partition, whatever the order of the rows."""
    rows, decisions, expected = CASES[name]
    for ordered in (rows, rows[::-1]):
        found = clusters(ordered, POLICY, decisions)
        assert [[member.mention_id for member in group.members] for group in found] == expected


def test_a_decided_group_says_so() -> None:
    """The reason names the key."""
    (found,) = clusters(OTHERS, POLICY, Decisions(keys={"a.1": "x", "b.1": "x"}))
    assert set(found.reasons) == {"decided by people: key x"}


def test_links_lead_between_the_events_of_their_keys() -> None:
    """A link whose key no event holds is left out."""
    decisions = Decisions(
        keys={"a.1": "act", "b.1": "pledge"},
        links=(DecidedLink("act", "pledge", "fulfils"), DecidedLink("act", "nowhere", "fulfils")),
    )
    (link,) = decided_links(["rb-1", "rb-2"], [["a.1"], ["b.1"]], decisions)
    assert (link.from_event_id, link.to_event_id, link.relation) == ("rb-1", "rb-2", "fulfils")
