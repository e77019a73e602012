"""What an earlier build found: the tables are the same with it and without, whatever came, went or changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riobravo.events import agreed, components, known, merge
from riobravo.events.cluster import clusters
from riobravo.events.decisions import UNDECIDED, Decisions
from riobravo.events.known import Known
from riobravo.events.policy import Policy
from riobravo.events.reports import Report
from riobravo.events.resolve import Resolution, resolve
from riobravo.events.rows import MentionRow, row_of
from riobravo.ontology import Ontology
from riobravo.records import Mention
from tests.events.make import (
    ARREST,
    ASSAULT,
    DAY,
    DEPLOYMENT,
    HAND_OVER,
    NO_REGISTRY,
    ONTOLOGY,
    POLICY,
    THREAT,
    article,
    article_frame,
    columns_of,
    count,
    mention,
    mention_frame,
    on,
    place,
)

TABLES = ("events", "event_mentions", "event_links", "registry")
NAMES = "abcdef"
ARTICLES = article_frame([article(name) for name in NAMES])
CARO: dict[str, Any] = {"object_name": "Rafael Caro Quintero", **count(1)}
TREVINO: dict[str, Any] = {"object_name": "Miguel Ángel Treviño", **count(1)}

_PARTS = st.tuples(
    st.sampled_from([HAND_OVER, HAND_OVER, DEPLOYMENT, ARREST, THREAT, ASSAULT]),
    st.sampled_from([CARO, TREVINO, count(29), count(37), count(3), {}]),
    st.sampled_from([{}, {"status": "planned"}, {"status": "negated"}]),
    st.sampled_from([{}, place("Culiacán", "Sinaloa"), {"target_country": None}]),
    st.one_of(
        st.integers(0, 9).map(lambda days: on(DAY + timedelta(days=days))),
        st.just({"date_start": None, "date_end": None, "date_precision": "unknown", "date_basis": None}),
    ),
)
_CORPUS = st.lists(_PARTS, max_size=14).map(
    lambda drawn: [mention(f"{NAMES[index % 6]}.{index:02d}", *parts) for index, parts in enumerate(drawn)]
)


@st.composite
def _decided(draw: st.DrawFn, mentions: Sequence[Mention]) -> Decisions:
    """Some mentions have a key, those of one type only."""
    asked = [one for one in mentions if draw(st.booleans())]
    return Decisions(keys={one.mention_id: f"{one.event_type}-{draw(st.integers(0, 1))}" for one in asked})


def _resolved(
    mentions: Sequence[Mention],
    before: Known | None = None,
    decisions: Decisions = UNDECIDED,
    articles: pl.DataFrame = ARTICLES,
    registry: pl.DataFrame = NO_REGISTRY,
) -> Resolution:
    return resolve(mention_frame(mentions), articles, registry, decisions, before)


def _is_same(found: Resolution, wanted: Resolution) -> bool:
    return all(getattr(found, name).equals(getattr(wanted, name)) for name in TABLES)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), earlier=_CORPUS, later=_CORPUS)
def test_the_result_is_that_of_a_build_that_knows_nothing(
    data: st.DataObject, earlier: list[Mention], later: list[Mention]
) -> None:
    """Mentions that stay, come, go or say something else under the same id, and decisions that people change."""
    stays = data.draw(st.lists(st.sampled_from(earlier), unique_by=lambda one: one.mention_id)) if earlier else []
    now = list({one.mention_id: one for one in (*later, *stays)}.values())
    decisions = data.draw(_decided(now))
    before = _resolved(earlier, known.nothing(), data.draw(_decided(earlier)))
    plain = _resolved(now, decisions=decisions, registry=before.registry)
    again = _resolved(now, before.known, decisions, registry=before.registry)
    assert _is_same(again, plain)
    fresh = _resolved(now, known.nothing(), decisions, registry=before.registry)
    for one in fields(Known):
        kept, wanted = (getattr(found.known, one.name) for found in (again, fresh))
        assert kept.sort(kept.columns[:3]).equals(wanted.sort(kept.columns[:3])), one.name


@settings(max_examples=60, deadline=None)
@given(mentions=_CORPUS)
def test_component_by_component_is_all_at_once(mentions: list[Mention]) -> None:
    """The events are the groups that one look at all mentions gives, with the same reasons."""
    days = dict(ARTICLES.select("article_id", "published_on").iter_rows())
    rows = [row_of(columns_of(one), days[one.article_id], POLICY, ONTOLOGY) for one in mentions]
    wanted = {
        (member.mention_id, group.members[0].mention_id, reason)
        for group in clusters(rows, POLICY)
        for member, reason in zip(group.members, group.reasons, strict=True)
    }
    found = _resolved(mentions, known.nothing()).known
    assert found is not None
    assert set(found.members.select("mention_id", "first", "reason").iter_rows()) == wanted


CORPUS = [
    mention("a.1", HAND_OVER, count(29), evidence_in="title"),
    mention("a.2", HAND_OVER, CARO),
    mention("b.1", HAND_OVER, count(29)),
    mention("c.1", THREAT),
    mention("d.1", ARREST, CARO),
    mention("e.1", ASSAULT, count(5), place("Culiacán", "Sinaloa")),
]
MORE = mention("f.1", ASSAULT, count(5), place("Culiacán", "Sinaloa"))


def test_only_what_is_new_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """After one more mention: its own pairs, and the event that it joins; after none, nothing."""
    n_windows: list[int] = []
    merged: list[list[str]] = []
    asked, event = agreed.asked, merge.event

    def counted(windows: pl.DataFrame, rows: Mapping[int, MentionRow], policy: Policy) -> pl.DataFrame:
        n_windows.append(windows.height)
        return asked(windows, rows, policy)

    def noted(reports: Sequence[Report], policy: Policy, ontology: Ontology) -> dict[str, Any]:
        merged.append(sorted(report.row.mention_id for report in reports))
        return event(reports, policy, ontology)

    monkeypatch.setattr(agreed, "asked", counted)
    monkeypatch.setattr(merge, "event", noted)
    before = _resolved(CORPUS, known.nothing())
    assert (sum(n_windows) > 1, len(merged)) == (True, before.events.height)
    for mentions, n_asked, joined in ((CORPUS, 0, []), ([*CORPUS, MORE], 1, [["e.1", "f.1"]])):
        n_windows.clear()
        merged.clear()
        _resolved(mentions, before.known)
        assert sum(n_windows) == n_asked
        assert merged == joined


@pytest.mark.parametrize(
    "change", [{"title": "Another title"}, {"publisher": "Another"}, {"sources": ()}, {"published_on": DAY}], ids=str
)
def test_an_article_that_changed_is_read_anew(change: dict[str, Any]) -> None:
    """What events take from an article, beside its mentions, counts as well."""
    changed = article_frame([article(name, **change) if name == "a" else article(name) for name in NAMES])
    before = _resolved(CORPUS, known.nothing())
    assert _is_same(_resolved(CORPUS, before.known, articles=changed), _resolved(CORPUS, articles=changed))


@pytest.mark.parametrize("part", [one.name for one in fields(Known)])
def test_answers_of_which_a_part_was_lost_are_of_use(part: str) -> None:
    """Each part may be lost alone: what it held is found anew."""
    before = _resolved(CORPUS, known.nothing()).known
    assert before is not None
    lost = replace(before, **{part: getattr(before, part).clear()})
    assert _is_same(_resolved([*CORPUS, MORE], lost), _resolved([*CORPUS, MORE]))


def test_whole_components_are_dealt_out() -> None:
    """Batches hold whole components, as many as there is room for, and one that has no room is alone."""
    sizes = [1, 2, 5, 1, 1, 1]
    members = pl.DataFrame({"component": [name for name, size in enumerate(sizes) for _ in range(size)]})
    found = [batch["component"].unique().sort().to_list() for batch in components.batches(members, 3)]
    assert found == [[0, 1], [2], [3, 4, 5]]
    assert list(components.batches(members.clear(), 3)) == []
