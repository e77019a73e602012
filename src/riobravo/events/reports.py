"""One mention with its article, as the merging of a group sees it, and the one way in which a group votes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What of an article counts for its events. ``publishers`` are those of its sources, else its own."""

    article_id: str
    title: str
    language: str
    published_on: date
    publishers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Report:
    """One mention: its columns by name, what was read from them, and its article."""

    row: MentionRow
    mention: Mapping[str, Any]
    article: ArticleInfo

    def is_by_people(self, policy: Policy) -> bool:
        """Whether a person coded it."""
        return self.mention["annotator"] in policy.merging.reviewers


def best_first(reports: Iterable[Report], policy: Policy) -> list[Report]:
    """People before machines, what is done before what is planned, flat before hedged, then by date of report and id."""
    order = policy.statuses.order

    def rank(report: Report) -> tuple[bool, int, bool, date, str]:
        mention = report.mention
        status = order.index(mention["status"])
        is_hedged = bool(mention.get("is_hedged"))
        return not report.is_by_people(policy), status, is_hedged, report.row.published_on, report.row.mention_id

    return sorted(reports, key=rank)


def vote(reports: Sequence[Report], value_of: Callable[[Report], Value | None]) -> Value | None:
    """The value that most articles give; of equals the one of the best report. None where nobody gives one."""
    ranked = tally(reports, value_of)
    return ranked[0] if ranked else None


def tally(reports: Sequence[Report], value_of: Callable[[Report], Value | None]) -> list[Value]:
    """The distinct values given, the one of most articles first; of equals the one of the best report first."""
    articles: dict[Value, set[str]] = {}
    for report in reports:
        value = value_of(report)
        if value is not None:
            articles.setdefault(value, set()).add(report.article.article_id)
    # dicts keep the order of first sight and sorting is stable: that order is the order of the reports.
    return sorted(articles, key=lambda value: -len(articles[value]))
