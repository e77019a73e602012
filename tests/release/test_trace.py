"""What stands behind an event: of tables as they should be, and of tables as they come."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riobravo.errors import RioBravoError
from riobravo.events.decisions import DecidedLink, Decisions
from riobravo.events.resolve import resolve
from riobravo.records import Mention
from riobravo.release import derived, registry
from riobravo.release import trace as module
from riobravo.release.trace import trace
from riobravo.release.traced import Trace
from riobravo.tables.model import load_tables
from tests.events.make import DAY, HAND_OVER, THREAT, article, count, mention, mention_frame, on

Tables = dict[str, pl.DataFrame]
Change = Callable[[Tables], Tables]
NO_IDS = pl.DataFrame(schema=registry.SCHEMA)

GROUP = [
    mention("a.1", HAND_OVER, count(29), evidence="Mexico sent 29 prisoners to the United States."),
    mention("a.2", HAND_OVER, count(29), evidence="The 29 left on Thursday."),
    mention("b.1", HAND_OVER, count(29), {"object_name": "29 men"}, evidence="Mexico handed over 29 men."),
    mention("c.1", HAND_OVER, count(29), evidence="Entregan a 29."),
    mention("c.2", THREAT, on(DAY - timedelta(days=9)), evidence="Trump threatened tariffs."),
]
"""Four mentions of a hand-over in three articles, and a threat."""

CONTRADICTING = [mention("a.1", HAND_OVER, count(29)), mention("b.1", HAND_OVER, count(3), on(date(2020, 1, 1)))]


def tables_of(mentions: Sequence[Mention], decisions: Decisions | None = None) -> Tables:
    """The tables of a corpus; an article for what stands before the point of each mention_id."""
    names = sorted({one.article_id for one in mentions})
    articles = [
        article(name, DAY + timedelta(days=1 + place), text=f"{name} {place}") for place, name in enumerate(names)
    ]
    rows = derived.articles(articles, {name: name for name in names}, load_tables()["articles"])
    found = resolve(mention_frame(mentions), rows, NO_IDS, decisions or Decisions())
    return {
        "articles": rows,
        "mentions": mention_frame(mentions),
        "events": found.events,
        "event_mentions": found.event_mentions,
        "event_links": found.event_links,
    }


def event_of(tables: Tables, mention_id: str) -> str:
    """The event of a mention."""
    return str(tables["event_mentions"].filter(mention_id=mention_id)["event_id"].item())


def traced(tables: Tables, mention_id: str = "a.1", ids: pl.DataFrame = NO_IDS) -> Trace:
    """The trace of a mention's event."""
    return trace(event_of(tables, mention_id), {name: data.lazy() for name, data in tables.items()}, ids)


def by_key(*mention_ids: str) -> Decisions:
    """People's decision that these are one event."""
    return Decisions(keys=dict.fromkeys(mention_ids, "x"))


# ── why they are one event ───────────────────────────────────────────────────────────────────────────────────────────────


def test_mentions_stand_in_the_order_of_publication_with_their_articles() -> None:
    """Each with all its columns and the public sources of its article, whose text is not repeated."""
    found = traced(tables_of(GROUP))
    assert [member.mention_id for member in found.members] == ["a.1", "a.2", "b.1", "c.1"]
    assert [one["article_id"] for one in found.articles] == ["a", "b", "c"]
    assert found.articles[0]["sources"][0]["url"] == "https://example.org/a"
    assert found.members[2].mention["evidence"] == "Mexico handed over 29 men."
    assert not any("text" in one for one in found.articles)
    assert found.notes == ()


def test_pairs_joined_by_rule_have_the_verdict_with_its_evidence() -> None:
    """Base and evidence add up to the score, and the verdict is the one that the table of memberships records."""
    found = traced(tables_of(GROUP))
    assert (found.n_pairs, len(found.pairs)) == (6, 6)
    recorded = {member.reason.says for member in found.members if member.reason.with_mention}
    assert {pair.verdict for pair in found.pairs if pair.joins} >= recorded
    assert len(recorded) > 1
    for pair in found.pairs:
        assert pair.base + sum(piece.score for piece in pair.evidence) == pytest.approx(pair.score)
        assert all(piece.says in pair.verdict for piece in pair.evidence if piece.speaks != "neutral")


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from([3, 29, 37]), min_size=2, max_size=9))
def test_the_pairs_that_join_hold_the_event_together(numbers: list[int]) -> None:
    """From each mention every other one is reached, by one pair fewer than there are mentions."""
    tables = tables_of([mention(f"m{place}.1", HAND_OVER, count(n)) for place, n in enumerate(numbers)])
    found = traced(tables, "m0.1")
    joining = [pair for pair in found.pairs if pair.joins]
    reached = {"m0.1"}
    for _ in joining:
        reached.update(*(pair.mention_ids for pair in joining if reached & set(pair.mention_ids)))
    assert reached == {member.mention_id for member in found.members}
    assert len(joining) == len(found.members) - 1
    assert list(found.pairs[: len(joining)]) == joining


@pytest.mark.parametrize(
    ("mentions", "decisions", "decided", "n_pairs"),
    [
        (CONTRADICTING, by_key("a.1", "b.1"), ["a.1", "b.1"], 0),
        (GROUP, by_key("a.1", "b.1"), ["a.1", "b.1"], 5),
        (GROUP, Decisions(entries={"a.1": "a#1", "a.2": "a#1"}), [], 6),
        ([GROUP[0], GROUP[-1]], Decisions(entries={"a.1": "a#1"}), ["a.1"], 0),
    ],
)
def test_what_people_decided_is_said_and_not_judged(
    mentions: list[Mention], decisions: Decisions, decided: list[str], n_pairs: int
) -> None:
    """Two mentions that people put together are no pair for the rules; one of them and another mention are.

    An entry of which a mention was joined to another article gives way, in the table, to that stronger reason.
    """
    found = traced(tables_of(mentions, decisions))
    assert [member.mention_id for member in found.members if member.reason.decided_by is not None] == decided
    assert (found.n_pairs, len(found.pairs)) == (n_pairs, n_pairs)
    assert not any(set(pair.mention_ids) <= set(decided) for pair in found.pairs)


def test_other_mentions_of_the_articles_are_evidence() -> None:
    """Whether two articles are on one matter is told by all that they name, so the other mentions are read too."""
    named = "Rafael Caro Quintero, Miguel Treviño, Vicente Carrillo and Pam Bondi met in Guadalajara, Jalisco."
    others = [mention(f"{name}.9", THREAT, evidence=named) for name in "ab"]
    kinds = [
        {piece.kind for pair in traced(tables_of(mentions)).pairs for piece in pair.evidence}
        for mentions in ([GROUP[0], GROUP[2]], [GROUP[0], GROUP[2], *others])
    ]
    assert ["matter" in found for found in kinds] == [False, True]


def test_of_very_many_pairs_those_are_told_that_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is bounded, and a note says what was left out."""
    monkeypatch.setattr(module, "_MOST_PAIRS", 5)
    found = traced(tables_of(GROUP))
    assert found.n_pairs == 6
    assert 0 < len(found.pairs) < 6
    assert all(pair.joins for pair in found.pairs)
    assert [note for note in found.notes if "of 6 pairs" in note]


def test_a_record_that_the_rules_no_longer_give_is_noted() -> None:
    """Tables may be of another version; the record stands, and it is said that it differs."""
    tables = tables_of(GROUP)
    tables["event_mentions"] = tables["event_mentions"].with_columns(
        pl.col("reason").str.replace("one event; .*", "one event; for: the same smell")
    )
    found = traced(tables)
    assert {member.reason.says for member in found.members} == {"one event; for: the same smell"}
    assert [note for note in found.notes if "in other words today" in note]


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_links_are_told_from_both_ends() -> None:
    """With relation, reason and what the other event is."""
    decisions = Decisions(keys={"a.1": "act", "c.2": "threat"}, links=(DecidedLink("act", "threat", "executes"),))
    tables = tables_of([GROUP[0], GROUP[-1]], decisions)
    (forth,), (back,) = traced(tables, "a.1").links, traced(tables, "c.2").links
    assert (forth.direction, forth.relation, forth.reason) == ("earlier", "executes", "decided by people")
    assert (back.direction, back.relation, back.event["event_id"]) == ("later", "executes", event_of(tables, "a.1"))
    assert forth.event["event_type"] == THREAT["event_type"]
    assert (forth.event["date_precision"], forth.event["date_basis"]) == ("day", "explicit")
    tables["events"] = tables["events"].filter(pl.col("event_id") == event_of(tables, "a.1"))
    assert traced(tables).links[0].event == {"event_id": event_of(tables, "c.2")}


# ── ids ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def ids(*rows: tuple[str, str | None]) -> pl.DataFrame:
    """A registry of ids and what they were retired into."""
    return pl.DataFrame([(one, f"m.{one}", into) for one, into in rows], schema=registry.SCHEMA, orient="row")


@pytest.mark.parametrize("hops", [("rb-old",), ("rb-old", "rb-older"), ("rb-old", "rb-older", "rb-oldest")])
def test_a_retired_id_leads_to_the_event_it_became(hops: tuple[str, ...]) -> None:
    """However often it was retired; and the trace says under which id it was asked for."""
    tables = tables_of(GROUP)
    living = event_of(tables, "a.1")
    chain = ids(*zip(hops, (living, *hops), strict=False))
    found = trace(hops[-1], {name: data.lazy() for name, data in tables.items()}, chain)
    assert (found.asked, found.event_id, found.event["event_id"]) == (hops[-1], living, living)


@pytest.mark.parametrize(
    ("asked", "given_ids", "told"),
    [
        ("rb-ffffffffff", NO_IDS, "riobravo query"),
        ("", NO_IDS, "riobravo query"),
        ("x" * 100_000, NO_IDS, "riobravo query"),
        ("[red]\x1b[2J", NO_IDS, r"\\x1b"),
        ("rb-gone", ids(("rb-gone", None)), "given once"),
        ("rb-old", ids(("rb-old", "rb-gone"), ("rb-gone", None)), "retired into rb-gone"),
        ("rb-old", ids(("rb-old", "rb-new"), ("rb-new", "rb-old")), "retired into rb-new"),
        ("rb-old", ids(("rb-old", "rb-nowhere")), "retired into rb-nowhere"),
        ("rb-retird", ids(("rb-retired", "rb-x")), "did you mean rb-retired"),
    ],
)
def test_an_unknown_id_is_told_with_what_to_do(asked: str, given_ids: pl.DataFrame, told: str) -> None:
    """RB-609: near ids if there are any, else how to list them; an id that was given once is not called unknown."""
    tables = {name: data.lazy() for name, data in tables_of(GROUP).items()}
    with pytest.raises(RioBravoError, match=told) as raised:
        trace(asked, tables, given_ids)
    assert raised.value.code == "RB-609"
    assert len(str(raised.value)) < 1_000


@pytest.mark.parametrize("slip", [lambda one: one[:-1] + "x", lambda one: one[3:], str.upper, lambda one: f" {one}"])
def test_a_slip_in_an_id_is_answered_with_the_id(slip: Callable[[str], str]) -> None:
    """A wrong letter, a lost beginning, capitals, a space."""
    tables = tables_of(GROUP)
    event_id = event_of(tables, "a.1")
    with pytest.raises(RioBravoError, match=f"did you mean {event_id}"):
        trace(slip(event_id), {name: data.lazy() for name, data in tables.items()}, NO_IDS)


# ── tables as they come ──────────────────────────────────────────────────────────────────────────────────────────────────


def _set(table: str, **columns: pl.Expr) -> Change:
    return lambda tables: {**tables, table: tables[table].with_columns(**columns)}


def _without(table: str, column: str) -> Change:
    return lambda tables: {**tables, table: tables[table].drop(column)}


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (lambda tables: {name: tables[name] for name in tables if name != "mentions"}, "RB-602", "mentions"),
        (_without("events", "headline"), "RB-603", "table events: .*no column headline"),
        (_without("event_mentions", "reason"), "RB-603", "no column reason"),
        (_without("articles", "published_on"), "RB-603", "riobravo validate"),
        (_set("mentions", evidence=pl.lit(None, pl.String)), "RB-603", "table mentions, mention_id a.1.*no evidence"),
        (_set("articles", published_on=pl.lit(None, pl.Date)), "RB-603", "article_id a.*no published_on"),
        (_set("event_mentions", event_id=pl.lit(7)), "RB-603", "table event_mentions"),
        (_set("events", date_start=pl.lit("soon")), "RB-303", "events"),
    ],
)
def test_tables_that_lack_something_are_told(change: Change, code: str, told: str) -> None:
    """Which table, which column, which row, and what to do."""
    tables = tables_of(GROUP)
    event_id = event_of(tables, "a.1")
    with pytest.raises(RioBravoError, match=told) as raised:
        trace(event_id, {name: data.lazy() for name, data in change(tables).items()}, NO_IDS)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("change", "note", "n_members", "n_pairs"),
    [
        (lambda tables: {**tables, "mentions": tables["mentions"][1:]}, "1 of the event's mentions are not", 3, 3),
        (lambda tables: {**tables, "articles": tables["articles"][1:]}, "1 of the event's articles are not", 4, 1),
        (lambda tables: {**tables, "event_mentions": tables["event_mentions"][:0]}, "no mention of the event", 0, 0),
        (_set("mentions", event_type=pl.lit("party")), "the pairs cannot be compared: .*RB-302.*party", 4, 0),
        (_without("mentions", "source_country"), "in other words today", 4, 6),
    ],
)
def test_what_is_not_there_is_noted_and_the_rest_is_told(
    change: Change, note: str, n_members: int, n_pairs: int
) -> None:
    """Rows that should be there, types of another ontology, columns that may be empty: nothing is guessed instead."""
    tables = tables_of(GROUP)
    event_id = event_of(tables, "a.1")
    found = trace(event_id, {name: data.lazy() for name, data in change(tables).items()}, NO_IDS)
    assert (len(found.members), len(found.pairs)) == (n_members, n_pairs)
    assert [one for one in found.notes if pl.Series([one]).str.contains(note).item()]


def test_the_order_of_rows_does_not_matter() -> None:
    """Tables that are sorted in another way give the same trace."""
    tables = tables_of(GROUP)
    turned = {name: data.reverse() for name, data in tables.items()}
    assert traced(turned) == traced(tables)


def test_the_trace_is_plain_json() -> None:
    """It is what JSON can hold, also where a table holds no number, and loads as what it was."""
    tables = _set("mentions", confidence=pl.lit(math.nan), place_lat=pl.lit(math.inf))(tables_of(GROUP))
    found = traced(tables).as_json()
    text = json.dumps(found, allow_nan=False)
    loaded: dict[str, Any] = json.loads(text)
    assert loaded == found
    assert loaded["event"]["date_start"] == DAY.isoformat()
    assert [member["mention"]["confidence"] for member in loaded["members"]] == [None] * 4
    assert loaded["pairs"][0]["evidence"][0]["speaks"] in ("for", "against", "neutral")
