"""The choice of dates: fitted on the events of reviewed articles, measured by cross-validation, written as plain weights.

An example is an event that a gold claim of its type tells in its sentence; right is every option that is the gold's days or,
where none is, that meets them. The weights maximise the probability of right options (a conditional logit, McFadden 1974)
under a ridge penalty. Everything is deterministic: the same codings give the same file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold

from riobravo.evaluate.claims import Claim, Spot, told_in
from riobravo.lexicon.text import fold
from riobravo.mentions.rules import annotator, date_choice, date_options, judge
from riobravo.mentions.rules.date_options import Option
from riobravo.mentions.rules.dates import When
from riobravo.mentions.rules.found import Found, Told
from riobravo.records import Article

_LEAST_ARTICLES: Final = 8
"""Articles in which a feature must occur: what one story has is no feature."""

_PENALTY: Final = 6.0
_OF_PAIR: Final = 0.5
"""The ridge penalty, and how much less each further part of a compound feature weighs; by cross-validation on dev."""

_FOLDS: Final = 5
_DIGITS: Final = 3

Days = tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Example:
    """One event: its article, its options, and the days that the gold gives it (None for no date)."""

    article_id: str
    month: str
    options: tuple[Option, ...]
    days: Days


def examples(
    articles: Sequence[Article], gold: Mapping[str, Sequence[Claim]], on_article: Callable[[], None]
) -> list[Example]:
    """Every gold event of the articles that a candidate in its sentence tells, too weak ones included."""
    found: list[Example] = []
    for article in articles:
        found += _of_article(article, gold[article.article_id])
        on_article()
    return found


def _of_article(article: Article, claims: Sequence[Claim]) -> list[Example]:
    considered = annotator.consider(article)
    sentences = [item.sentence for item in considered]
    told = [Told(sentence, event) for sentence, events, _ in judge.judged(considered) for event in events]
    found = []
    for item in considered:
        sentence = item.sentence
        piece = sentence.piece
        spot = Spot(piece.evidence_in, piece.sentence_index, piece.start, piece.end)
        here = told_in(spot, claims)
        for claim in here:
            event = _teller(item.possible, claim, here)
            if event is not None:
                options = date_options.options(Told(sentence, event), sentences, told)
                found.append(Example(article.article_id, f"{article.published_on:%Y-%m}", tuple(options), claim.span))
    return found


def _teller(possible: Sequence[Found], claim: Claim, rivals: Sequence[Claim]) -> Found | None:
    """The candidate of the claim's type at the claim's own trigger, or the only one whose dates are not in question."""
    alike = [event for event in possible if event.candidate.trigger.event_type == claim.event_type]
    words = set(fold(claim.columns.get("trigger") or "").split())
    named = [event for event in alike if fold(event.candidate.token.text) in words]
    if named:
        return named[0]
    same = {rival.span for rival in rivals if rival.event_type == claim.event_type}
    return alike[0] if alike and len(same) == 1 else None


def fit(rows: Sequence[Example]) -> dict[str, Any]:
    """The content of the model's file: the weights for all rows, and how often the choice is right in left-out folds.

    The folds keep the stories of a month together.
    """
    groups = [row.month for row in rows]
    right = 0
    for train, test in GroupKFold(_FOLDS).split(rows, groups=groups):
        weights = _weights([rows[number] for number in train])
        right += sum(is_right(date_choice.chosen(rows[n].options, weights), rows[n].days) for n in test)
    return {
        "made_by": "make model",
        "n_examples": len(rows),
        "accuracy": round(right / len(rows), 3),
        "weights": _weights(rows),
    }


def is_right(when: When, days: Days) -> bool:
    """Both undated, or both dated and overlapping (as ``score`` counts it)."""
    if when.start is None or when.end is None or days is None:
        return when.start is None and days is None
    return when.start <= days[1] and days[0] <= when.end


def _right(row: Example) -> list[bool]:
    exact = [(option.when.start, option.when.end) == (row.days or (None, None)) for option in row.options]
    return exact if any(exact) else [is_right(option.when, row.days) for option in row.options]


def _weights(rows: Sequence[Example]) -> dict[str, float]:
    """The weights of the features, without those that say next to nothing."""
    articles: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for option in row.options:
            for name in option.features:
                articles[name].add(row.article_id)
    names = sorted(name for name, spread in articles.items() if len(spread) >= _LEAST_ARTICLES)
    scale = np.array([_OF_PAIR ** name.count(", ") for name in names])
    labelled = [(row.options, right) for row in rows if any(right := _right(row))]
    fitted = _fitted(labelled, {name: number for number, name in enumerate(names)}, scale)
    rounded = ((name, round(float(weight), _DIGITS)) for name, weight in zip(names, fitted * scale, strict=True))
    return {name: weight for name, weight in rounded if weight}


def _fitted(
    labelled: Sequence[tuple[Sequence[Option], Sequence[bool]]], columns: Mapping[str, int], scale: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    every = [option for options, _ in labelled for option in options]
    known = [[columns[name] for name in sorted(option.features) if name in columns] for option in every]
    ends = np.cumsum([0, *(len(row) for row in known)])
    indices = np.array([column for row in known for column in row], dtype=np.int64)
    matrix = csr_matrix((scale[indices], indices, ends), shape=(len(every), len(columns)))
    sizes = np.array([len(options) for options, _ in labelled])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    is_right = np.array([value for _, right in labelled for value in right])

    def loss(weights: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        sums = matrix @ weights
        total, of_all = _shares(sums, starts, sizes)
        hit, of_right = _shares(np.where(is_right, sums, -np.inf), starts, sizes)
        value = (total - hit).sum() + _PENALTY / 2 * (weights @ weights)
        return float(value), matrix.T @ (of_all - of_right) + _PENALTY * weights

    start = np.zeros(len(columns))
    found: np.ndarray[Any, Any] = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return found


def _shares(
    sums: np.ndarray[Any, Any], starts: np.ndarray[Any, Any], sizes: np.ndarray[Any, Any]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The logarithm of each event's summed weights, and the share of every option in it."""
    top = np.maximum.reduceat(sums, starts)
    parts = np.exp(sums - np.repeat(top, sizes))
    whole = np.add.reduceat(parts, starts)
    return top + np.log(whole), parts / np.repeat(whole, sizes)
