"""Evidence that rests on reports rather than on columns: their days, their words, the matter of their articles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from riobravo.events import evidence
from riobravo.events.rows import MentionRow, with_matter
from tests.events.make import DAY, POLICY

NAMES = frozenset({"one", "two", "three", "four"})


def row(name: str, published_on: date = DAY, **columns: Any) -> MentionRow:
    """An undated mention of an article of its own."""
    return MentionRow(
        mention_id=f"{name}.1",
        article_id=name,
        published_on=published_on,
        event_type="threat",
        event_subtype="tariff",
        status="actual",
        **columns,
    )


@pytest.mark.parametrize(("later", "needs_strong"), [(0, False), (1, True)])
def test_what_is_undated_is_of_the_days_of_its_report(later: int, needs_strong: bool) -> None:
    """Reports up to the bound apart tell of the same days; beyond it only strong evidence joins."""
    other = row("b", DAY + timedelta(days=POLICY.dates.undated_days + later))
    found = evidence.dates(row("a"), other, POLICY, is_same_person=False)
    assert (found.needs_strong, found.contradicts) == (needs_strong, False)


def test_words_that_begin_alike() -> None:
    """All of the shorter sentence's beginnings add the whole score; of too short a sentence nothing is said."""
    (short, long) = (row("a", stems=NAMES), row("b", stems=NAMES | {"five"}))
    found = evidence.stems(short, long, POLICY)
    assert found is not None
    assert found.score == POLICY.stems.score
    assert evidence.stems(row("a", stems=frozenset({"one"})), long, POLICY) is None


@pytest.mark.parametrize(("names", "score"), [(NAMES, "shared"), (frozenset({"5", "6", "7", "8"}), "other")])
def test_articles_on_one_matter(names: frozenset[str], score: str) -> None:
    """Articles that share all names, and such that share none."""
    found = evidence.matter(row("a", matter=NAMES), row("b", matter=names), POLICY)
    assert found is not None
    assert found.score == POLICY.matter.scores[score]


def test_an_article_tells_nothing_of_itself() -> None:
    """Two mentions of one article have its matter both."""
    assert evidence.matter(row("a", matter=NAMES), row("a", matter=NAMES), POLICY) is None


def test_the_matter_is_what_all_mentions_of_the_article_name() -> None:
    """And of no other article."""
    rows = [row("a", words=frozenset({"one"})), row("a", words=frozenset({"two"})), row("b", words=frozenset({"x"}))]
    assert [item.matter for item in with_matter(rows)] == [{"one", "two"}, {"one", "two"}, {"x"}]
