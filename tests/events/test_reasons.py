"""The words by which a table of memberships says why a mention is in its event: what is written is read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.events import reasons
from riobravo.events.cluster import clusters
from riobravo.events.reasons import Reason
from tests.events.make import HAND_OVER, POLICY, count, row

IDS = st.text(min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("reason", "members", "expected"),
    [
        (reasons.ALONE, {"a.1"}, Reason(reasons.ALONE)),
        ("decided by people: key x: y", {"a.1"}, Reason("decided by people: key x: y", decided_by="key x: y")),
        ("with b.1: one event; for: x", {"a.1", "b.1"}, Reason("one event; for: x", with_mention="b.1")),
        ("with b: c.1: one event", {"b: c.1"}, Reason("one event", with_mention="b: c.1")),
        ("with b.1: one event", {"a.1"}, Reason("with b.1: one event")),
        ("with b.1", {"b.1"}, Reason("with b.1")),
        ("", set(), Reason("")),
        ("merged by hand", {"a.1"}, Reason("merged by hand")),
    ],
)
def test_a_reason_is_read(reason: str, members: set[str], expected: Reason) -> None:
    """What follows no form, or names a mention that the event does not have, is kept as it is."""
    assert reasons.read(reason, members) == expected


@given(mention_id=IDS, verdict=st.text(max_size=30))
def test_what_is_written_is_read(mention_id: str, verdict: str) -> None:
    """Whatever an id and a verdict hold: of a person's article, the id may be any text."""
    assert reasons.read(reasons.joined(mention_id, verdict), {mention_id}).with_mention == mention_id
    assert reasons.read(reasons.joined(mention_id, verdict), {mention_id}).says == verdict
    assert reasons.read(reasons.decided(verdict), {mention_id}).decided_by == verdict


def test_clusters_write_such_reasons() -> None:
    """A reason of the events stage names a mention of its own event."""
    (found,) = clusters([row("a.1", HAND_OVER, count(29)), row("b.1", HAND_OVER, count(29))], POLICY)
    read = [reasons.read(reason, {"a.1", "b.1"}) for reason in found.reasons]
    assert [reason.with_mention for reason in read] == ["b.1", "a.1"]
    assert all(reason.says.startswith("one event; for: ") for reason in read)
