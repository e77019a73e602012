"""The precision model: fitted on the candidates of reviewed articles, measured by cross-validation, written as plain weights.

A candidate is right if a gold event of its type stands in its sentence. The good and bad examples of the codebook are fitted
too, so that the machine holds to the plain sentences that define its types. Everything is deterministic: the same codings give
the same file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from riobravo import ontology
from riobravo.evaluate.claims import Claim, Spot
from riobravo.mentions.rules import annotator, features
from riobravo.records import Article

_LEAST_ARTICLES: Final = 3
"""Articles in which a feature must occur: what one story has is no feature."""

_STRENGTH: Final = 0.15
"""Inverse of the ridge penalty, chosen by cross-validation on dev."""

THRESHOLD: Final = 0.45
DOUBTLESS: Final = 0.05
"""Where cross-validation on dev has its best F1 of events: of any candidate, and of one that meets every condition."""

_FOLDS: Final = 5
_DIGITS: Final = 4

_OF_CODEBOOK: Final = 3.0
"""Weight of a candidate in an example of the codebook, which stands for many plain sentences."""

_DAY: Final = date(2025, 2, 28)


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate: what the model sees of it, whether it is right, and its article."""

    article_id: str
    features: frozenset[str]
    is_right: bool
    weight: float = 1.0


def of_codebook() -> list[Example]:
    """Every candidate in the examples of the ontology; those of a bad example are right for the type that it is instead."""
    told: list[tuple[str, str, str | None]] = []
    for kind in ontology.load().types.values():
        entries = [
            (kind.example, kind.bad_example),
            *((sub.example, sub.bad_example) for sub in kind.subtypes.values()),
        ]
        for good, bad in entries:
            told += [(language, text, kind.name) for language, text in good.items()]
            told.append(("en", bad.text, bad.instead.split("/")[0] if bad.instead else None))
    found: list[Example] = []
    for language, text, event_type in told:
        article = Article(article_id=f"codebook: {text}", title="", text=text, language=language, published_on=_DAY)
        found += _of_article(article, partial(_anywhere, types={event_type}), _OF_CODEBOOK)
    return found


def examples(
    articles: Sequence[Article], gold: Mapping[str, Sequence[Claim]], on_article: Callable[[], None]
) -> list[Example]:
    """Every candidate of the articles with its label."""
    found: list[Example] = []
    for article in articles:
        found += _of_article(article, partial(_types_at, claims=gold[article.article_id]))
        on_article()
    return found


def _anywhere(spot: Spot, types: Collection[str | None]) -> Collection[str | None]:
    return types


def _types_at(spot: Spot, claims: Sequence[Claim]) -> set[str]:
    return {claim.event_type for claim in claims if any(spot.meets(own) for own in claim.spots)}


def _of_article(
    article: Article, types_at: Callable[[Spot], Collection[str | None]], weight: float = 1.0
) -> Iterator[Example]:
    for sentence in annotator.read_sentences(article):
        possible, _ = annotator.candidates(sentence)
        piece = sentence.piece
        types = types_at(Spot(piece.evidence_in, piece.sentence_index, piece.start, piece.end))
        for event in possible:
            is_right = event.candidate.trigger.event_type in types
            yield Example(article.article_id, features.features(sentence, event, possible), is_right, weight)


def fit(rows: Sequence[Example]) -> dict[str, Any]:
    """The content of the model's file: the weights for all rows, and how they do in cross-validation.

    Its folds keep the candidates of an article together. ``brier`` is the score of the probabilities of left-out folds;
    ``reliability`` says for each tenth of probability what was said, how often it was right, and of how many.
    """
    spread = Counter(name for names in _names_by_article(rows).values() for name in names)
    kept = [{name: 1.0 for name in sorted(row.features) if spread[name] >= _LEAST_ARTICLES} for row in rows]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept)
    right = np.array([row.is_right for row in rows])
    weights_of = np.array([row.weight for row in rows])
    together = [row.article_id for row in rows]
    held_out = np.zeros(len(rows))
    for train, test in GroupKFold(_FOLDS).split(matrix, right, together):
        fitted = _regression().fit(matrix[train], right[train], sample_weight=weights_of[train])
        held_out[test] = fitted.predict_proba(matrix[test])[:, 1]
    whole = _regression().fit(matrix, right, sample_weight=weights_of)
    names = vectorizer.get_feature_names_out()
    weights = {
        str(name): round(float(weight), _DIGITS)
        for name, weight in zip(names, whole.coef_[0], strict=True)
        if round(float(weight), _DIGITS)
    }
    reliability = [
        [round(float(held_out[chosen].mean()), 3), round(float(right[chosen].mean()), 3), int(chosen.sum())]
        for chosen in (np.digitize(held_out, np.linspace(0.1, 0.9, 9)) == step for step in range(10))
        if chosen.any()
    ]
    return {
        "made_by": "make model",
        "n_examples": len(rows),
        "n_right": int(right.sum()),
        "threshold": THRESHOLD,
        "doubtless": DOUBTLESS,
        "intercept": round(float(whole.intercept_[0]), _DIGITS),
        "weights": weights,
        "brier": round(float(((held_out - right) ** 2).mean()), 4),
        "reliability": reliability,
    }


def as_json(content: Mapping[str, Any]) -> str:
    """The file of the model."""
    return json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def _regression() -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=2_000, solver="lbfgs", tol=1e-6)


def _names_by_article(rows: Sequence[Example]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.article_id, set()).update(row.features)
    return found
