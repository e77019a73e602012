"""Figures from matchings: what counts, what stands apart, intervals, columns, confusions."""

from __future__ import annotations

import pytest

from riobravo.evaluate import score
from riobravo.evaluate.agreement import agreement
from riobravo.evaluate.claims import Claim
from tests.evaluate.make import claim

Articles = dict[str, list[Claim]]


def _row(gold: Articles, predicted: Articles, event_type: str = "all", status: str = "actual+planned") -> score.Score:
    languages = dict.fromkeys(gold, "en")
    rows = score.evaluate(gold, predicted, languages).scores
    return next(r for r in rows if (r.event_type, r.language, r.status) == (event_type, "all", status))


CASES: dict[str, tuple[Articles, Articles, str, str, tuple[int, int, int]]] = {
    # gold, predicted, type, status, (gold, predicted, matched)
    "a hit": ({"a": [claim("arrest", 1)]}, {"a": [claim("arrest", 1)]}, "all", "actual+planned", (1, 1, 1)),
    "planned counts": (
        {"a": [claim("arrest", 1, status="planned")]},
        {"a": [claim("arrest", 1)]},
        "all",
        "actual+planned",
        (1, 1, 1),
    ),
    "a possibility is not counted": (
        {"a": [claim("arrest", 1, status="hypothetical")]},
        {"a": [claim("arrest", 1, status="hypothetical")]},
        "all",
        "actual+planned",
        (0, 0, 0),
    ),
    "a possibility told as fact is wrong": (
        {"a": [claim("arrest", 1, status="hypothetical")]},
        {"a": [claim("arrest", 1)]},
        "all",
        "actual+planned",
        (0, 1, 0),
    ),
    "possibilities have their own row": (
        {"a": [claim("arrest", 1, status="hypothetical")]},
        {"a": [claim("arrest", 1, status="hypothetical")]},
        "all",
        "hypothetical",
        (1, 1, 1),
    ),
    "other stands apart": ({"a": [claim("other", 1)]}, {"a": []}, "all", "actual+planned", (0, 0, 0)),
    "other has its row": ({"a": [claim("other", 1)]}, {"a": []}, "other", "actual+planned", (1, 0, 0)),
    "headline types": (
        {"a": [claim("threat", 1), claim("arrest", 2)]},
        {"a": [claim("threat", 1)]},
        "headline",
        "actual+planned",
        (1, 1, 1),
    ),
    "articles nobody coded are not looked at": (
        {"a": []},
        {"a": [], "b": [claim("arrest", 1, article="b")]},
        "all",
        "actual+planned",
        (0, 0, 0),
    ),
    "an article without a prediction": ({"a": [claim("arrest", 1)]}, {}, "all", "actual+planned", (1, 0, 0)),
}


@pytest.mark.parametrize("name", CASES)
def test_what_counts(name: str) -> None:
    """Gold, predicted and matched events of a row."""
    gold, predicted, event_type, status, expected = CASES[name]
    row = _row(gold, predicted, event_type, status)
    assert (row.n_gold, row.n_predicted, row.n_matched) == expected


def test_figures_and_their_intervals() -> None:
    """Two of four found, one made up; the interval holds the figure and is the same each time."""
    gold = {name: [claim("arrest", 1, article=name)] for name in "abcd"}
    predicted = {name: [claim("arrest", 1, article=name)] for name in "ab"} | {"c": [claim("threat", 1, article="c")]}
    row = _row(gold, predicted)
    assert (row.precision, row.recall, row.f1) == (0.667, 0.5, 0.571)
    assert row.f1_interval is not None
    assert row.f1_interval[0] <= 0.571 <= row.f1_interval[1]
    assert row == _row(gold, predicted)


def test_a_figure_without_a_denominator_is_null() -> None:
    """No prediction has no precision."""
    row = _row({"a": [claim("arrest", 1)]}, {})
    assert (row.precision, row.recall, row.f1) == (None, 0.0, 0.0)


def test_columns_of_matched_events() -> None:
    """A column is judged where the gold says something; dates within their precision."""
    gold = {"a": [claim("arrest", 1, quantity_best=3.0, quantity_unit="persons", place_country="MEX")]}
    predicted = {"a": [claim("arrest", 1, quantity_best=3.0, quantity_unit="persons", source_country="USA")]}
    rows = {r.attribute: r for r in score.evaluate(gold, predicted, {"a": "en"}).accuracies if r.language == "all"}
    judged = {name: (row.n, row.n_right) for name, row in rows.items()}
    assert judged["quantity"] == (1, 1)
    assert judged["source country"] == (1, 0)
    assert judged["place country"] == (1, 0)
    assert judged["date"] == (1, 1)
    assert judged["subtype"] == (0, 0)


def test_confusions_name_what_stood_in_the_sentence() -> None:
    """A missed event is laid beside an unmatched prediction of its sentence."""
    gold = {"a": [claim("arrest", 1), claim("threat", 2)]}
    predicted = {"a": [claim("judicial", 1), claim("aid", 5)]}
    found = score.evaluate(gold, predicted, {"a": "en"}).confusions
    assert set(found) == {("arrest", "judicial", 1), ("threat", "", 1), ("", "aid", 1)}


@pytest.mark.parametrize(
    ("right", "n", "low", "high"), [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (5, 10, 0.237, 0.763)]
)
def test_wilson(right: int, n: int, low: float, high: float) -> None:
    """Values of the literature."""
    assert score.wilson(right, n) == (low, high)


def test_two_readers() -> None:
    """F1 of the articles both coded; alpha falls with differences and is null where nothing varies."""
    first = {
        "a": [claim("arrest", 1, status="planned"), claim("threat", 2, quantity_best=25.0)],
        "b": [claim("arrest", 1, article="b"), claim("aid", 2, article="b")],
    }
    second = {
        "a": [claim("arrest", 1, status="planned"), claim("threat", 2, quantity_best=25.0, status="planned")],
        "b": [claim("arrest", 1, article="b")],
        "c": [claim("aid", 1, article="c")],
    }
    found = agreement(first, second, {"a": "en", "b": "es"})
    overall = next(row for row in found.scores if (row.event_type, row.language) == ("all", "all"))
    assert (found.n_articles, overall.f1) == (2, 0.857)
    fields = {row.column: row for row in found.fields}
    assert (fields["status"].n, fields["status"].share) == (3, 0.667)
    assert fields["status"].alpha is not None
    assert 0 < fields["status"].alpha < 1
    assert (fields["is_hedged"].share, fields["is_hedged"].alpha) == (1.0, None)
    assert fields["quantity_best"].n == 1
