"""Groups of mentions: the same whatever the order, each mention in one, no contradiction inside any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from riobravo.events import blocks
from riobravo.events.cluster import clusters, contradicting
from riobravo.events.rows import MentionRow
from riobravo.events.same import Scores, contradictions, same
from tests.events.make import ARREST, ASSAULT, DAY, DEPLOYMENT, HAND_OVER, POLICY, THREAT, count, on, place, row

Entry = dict[str, Any]
CARO: Entry = {"object_name": "Rafael Caro Quintero", **count(1)}
TREVINO: Entry = {"object_name": "Miguel Ángel Treviño", **count(1)}
ZAMBADA: Entry = {"object_name": "Vicente Zambada", **count(1)}


def _partition(rows: Sequence[MentionRow]) -> list[list[str]]:
    return [[member.mention_id for member in group.members] for group in clusters(rows, POLICY)]


def test_members_of_a_reported_group_are_one_event() -> None:
    """Two named men exclude each other, until a mention says that 29 were handed over that day."""
    caro, trevino = row("a.1", HAND_OVER, CARO), row("b.1", HAND_OVER, TREVINO)
    whole = row("c.1", HAND_OVER, count(29))
    assert _partition([caro, trevino]) == [["a.1"], ["b.1"]]
    assert _partition([caro, trevino, whole]) == [["a.1", "b.1", "c.1"]]


def test_a_third_mention_does_not_join_what_excludes_itself() -> None:
    """A report without a name fits two hand-overs of a day; it joins one of them, and the two stay apart."""
    rows = [row("a.1", HAND_OVER, CARO), row("b.1", HAND_OVER, TREVINO), row("c.1", HAND_OVER, count(1))]
    groups = _partition(rows)
    assert sum("c.1" in group for group in groups) == 1
    assert not any({"a.1", "b.1"} <= set(group) for group in groups)


def test_each_mention_says_why_it_is_there() -> None:
    """Joined mentions name the mention they were joined with; one alone says so."""
    rows = [row("a.1", HAND_OVER, count(29)), row("b.1", HAND_OVER, count(29)), row("c.1", THREAT)]
    reasons = {
        member.mention_id: reason
        for group in clusters(rows, POLICY)
        for member, reason in zip(group.members, group.reasons, strict=True)
    }
    assert reasons["a.1"].startswith("with b.1: one event; for: ")
    assert reasons["b.1"].startswith("with a.1: one event; for: ")
    assert reasons["c.1"] == "the only mention"


def test_no_mentions_make_no_events() -> None:
    """An empty corpus is no error."""
    assert clusters([], POLICY) == []


_PARTS = st.tuples(
    st.sampled_from([HAND_OVER, DEPLOYMENT, ARREST, THREAT, ASSAULT]),
    st.sampled_from([CARO, TREVINO, ZAMBADA, count(29), count(37), count(3), {}, {"is_aggregate": True, **count(78)}]),
    st.sampled_from([{}, {"status": "planned"}, {"status": "negated"}, {"status": "hypothetical"}]),
    st.sampled_from([{}, place("Culiacán", "Sinaloa"), place("Ciudad Juárez", "Chihuahua"), {"target_country": None}]),
    st.one_of(
        st.one_of(st.integers(0, 6), st.integers(0, 40)).map(lambda days: on(DAY + timedelta(days=days))),
        st.just({"date_start": None, "date_end": None, "date_precision": "unknown", "date_basis": None}),
        st.just(on(DAY.replace(day=1), "month", days=28)),
    ),
)
_ROWS = st.lists(_PARTS, min_size=1, max_size=14).map(
    lambda drawn: [row(f"{'abcd'[index % 4]}.{index:02d}", *parts) for index, parts in enumerate(drawn)]
)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), rows=_ROWS)
def test_the_order_of_the_mentions_does_not_matter(data: st.DataObject, rows: list[MentionRow]) -> None:
    """Any order gives the same partition with the same reasons."""
    shuffled = data.draw(st.permutations(rows))
    assert clusters(shuffled, POLICY) == clusters(rows, POLICY)


@settings(max_examples=150, deadline=None)
@given(rows=_ROWS)
def test_every_mention_lands_in_one_group_without_contradiction(rows: list[MentionRow]) -> None:
    """Nothing is lost, nothing is twice, and no group holds two mentions that exclude each other."""
    groups = clusters(rows, POLICY)
    landed = sorted(member.mention_id for group in groups for member in group.members)
    assert landed == sorted(member.mention_id for member in rows)
    assert [contradicting(group.members, POLICY) for group in groups] == [[] for _ in groups]


@settings(max_examples=150, deadline=None)
@given(rows=_ROWS)
def test_what_is_asked_of_many_pairs_is_what_is_asked_of_one(rows: list[MentionRow]) -> None:
    """The short ways, which skip what cannot matter, answer as the whole comparison does."""
    scores = Scores(dict(enumerate(rows)), POLICY)
    for first, second in permutations(range(len(rows)), 2):
        verdict = same(rows[first], rows[second], POLICY)
        assert scores.of(first, second) == (verdict.score if verdict.is_same else None)
        assert contradictions(rows[first], rows[second], POLICY) == verdict.contradictions


def _asked(n: int, days: int) -> int:
    """Questions asked of ``n`` deployments spread over so many days."""
    rows = [row(f"a{i}.1", DEPLOYMENT, on(DAY + timedelta(days=i % days)), count(i + 3)) for i in range(n)]
    return sum(1 for _ in blocks.pairs(rows, POLICY))


def test_questions_grow_with_the_mentions_and_not_with_their_square() -> None:
    """Ten times the mentions over ten times the days ask about ten times as much."""
    assert _asked(2000, days=700) < 12 * _asked(200, days=70)


def test_a_crowded_day_is_bounded() -> None:
    """However many mentions fall on one day, each meets a bounded number of others."""
    assert _asked(1000, days=1) <= 1000 * POLICY.search.neighbours


def test_what_is_alike_stands_together_on_a_crowded_day() -> None:
    """Two reports of one place and number find each other among many more than are compared."""
    crowd = [row(f"m{i:04d}.1", DEPLOYMENT, place(f"Town {i}", f"State {i}")) for i in range(500)]
    first, last = row("a.1", DEPLOYMENT, place("Town", "Sonora")), row("z.1", DEPLOYMENT, place("Town", "Sonora"))
    assert (0, 501) in set(blocks.pairs([first, *crowd, last], POLICY))
