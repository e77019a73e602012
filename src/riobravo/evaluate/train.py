"""The precision model: fitted on the candidates of reviewed articles, measured by cross-validation, written as plain weights.

A candidate is right if a gold event of its type is asserted by its word (in its sentence, where the gold's words are none of
the lexicon's). Fitted too are practice texts (`practice`), which are many more than people coded; the good and bad examples of
the codebook, so that the machine holds to the plain sentences that define its types; and texts on other matters
(``unrelated``), in which nothing is right. How good the model is, only what people coded says. The second look is fitted on
what the first one says of articles that it was not fitted on. Everything is deterministic: the same codings give the same file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from riobravo import ontology, resources
from riobravo.evaluate import practice
from riobravo.evaluate.claims import Claim, Spot, told_in
from riobravo.mentions.rules import annotator, features, second_look
from riobravo.mentions.rules.found import Considered, Found
from riobravo.mentions.rules.second_look import Glance
from riobravo.records import Article

_LEAST_ARTICLES: Final = 3
_LEAST_OF_WORD: Final = 8
"""Articles in which a feature must occur, and one that names a word: what one story has is no feature."""

_LEAST_WEIGHT: Final = 0.03
"""Weights of features nearer to zero are left out of the file: together they change no figure."""

_STRENGTH: Final = 0.15
_STRENGTH_OF_SECOND: Final = 0.05
"""Inverse of the ridge penalty of each look, chosen by cross-validation on dev."""

THRESHOLD: Final = 0.35
DOUBTLESS: Final = 0.12
"""Of any candidate, and of one that meets every condition. By cross-validation on dev, after Platt's step, F1 of types in
sentences is 0.647, 0.649, 0.642, 0.637 and 0.625 at 0.25, 0.3, 0.35, 0.4 and 0.45. Newspapers' own articles tell more that is
no event, so it stands a step above the best; on those that were read for error work precision is above recall at 0.4."""

OFF_MATTER: Final = 0.75
"""Of any candidate in an article on other matters, of which reviewed articles and the newspapers' have next to none."""

UNASSERTED: Final = 0.55
"""Of what the sentence says may happen or did not: of such candidates few are events, and plain ones are likelier than that."""

_FOLDS: Final = 5
_DIGITS: Final = 4

_OF_CODEBOOK: Final = 3.0
_OF_UNRELATED: Final = 3.0
"""Weight of a candidate in an example of the codebook, and in a text on other matters: both stand for many more."""

_OF_PRACTICE: Final = 1.0
"""Weight of a candidate in a practice text; by cross-validation on dev."""

_DAY: Final = date(2025, 2, 28)

_UNRELATED: Final = Path(__file__).with_name("unrelated")

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate: where it stands, what the first look sees of it, and whether it is right."""

    glance: Glance
    features: frozenset[str]
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The candidates of one text. ``is_gold``: people coded it, so that it may say how good the model is."""

    article_id: str
    matter: tuple[bool, ...]
    examples: tuple[Example, ...]
    weight: float = 1.0
    is_gold: bool = False


def of_codebook() -> list[Text]:
    """The examples of the ontology; the candidates of a bad example are right for the type that it is instead."""
    entries_told: list[tuple[str, str, str | None]] = []
    for kind in ontology.load().types.values():
        entries = [
            (kind.example, kind.bad_example),
            *((sub.example, sub.bad_example) for sub in kind.subtypes.values()),
        ]
        for good, bad in entries:
            entries_told += [(language, text, kind.name) for language, text in good.items()]
            entries_told.append(("en", bad.text, bad.instead.split("/")[0] if bad.instead else None))
    found = []
    for language, text, event_type in entries_told:
        article = Article(article_id=f"codebook: {text}", title="", text=text, language=language, published_on=_DAY)
        found.append(
            _read(article, partial(_everywhere, told=[(event_type, None)] if event_type else ()), weight=_OF_CODEBOOK)
        )
    return found


def of_unrelated() -> list[Text]:
    """Texts on sport, cooking, software and the like, written for this project with the words of its lexicon: nothing is right.

    Raises:
        RioBravoError: RB-103 for a broken file.
    """
    found = []
    for language in sorted(ontology.load().languages):
        for number, entry in enumerate(resources.load_yaml(_UNRELATED / f"{language}.yaml"), 1):
            name = f"unrelated: {language} {number}"
            article = Article(
                article_id=name, title=entry["title"], text=entry["text"], language=language, published_on=_DAY
            )
            found.append(_read(article, partial(_everywhere, told=()), weight=_OF_UNRELATED))
    return found


def of_gold(
    articles: Sequence[Article], gold: Mapping[str, Sequence[Claim]], on_article: Callable[[], None]
) -> list[Text]:
    """The articles that people coded; a candidate is right if they found an event of its type at its word."""
    found: list[Text] = []
    for article in articles:
        found.append(_read(article, partial(_told_at, claims=gold[article.article_id]), is_gold=True))
        on_article()
    return found


def of_practice(folder: Path, on_text: Callable[[], None]) -> list[Text]:
    """The practice texts of a folder; a candidate is right if it stands at a mark of its type.

    Raises:
        RioBravoError: RB-103, RB-711 for a broken file.
    """
    found = []
    for text in practice.read(folder):
        article = Article(
            article_id=text.name, title=text.title, text=text.text, language=text.language, published_on=_DAY
        )
        found.append(_read(article, text.told_at, weight=_OF_PRACTICE))
        on_text()
    return found


_Told = Sequence[tuple[str, str | None]]
"""The events that a sentence tells: their types, and the words that assert them where known."""


def _everywhere(spot: Spot, told: _Told) -> _Told:
    return told


def _told_at(spot: Spot, claims: Sequence[Claim]) -> _Told:
    return [(claim.event_type, claim.columns.get("trigger")) for claim in told_in(spot, claims)]


def _read(article: Article, told_at: Callable[[Spot], _Told], *, weight: float = 1.0, is_gold: bool = False) -> Text:
    considered = annotator.consider(article)
    seen: list[tuple[frozenset[str], bool]] = []
    for item in considered:
        piece = item.sentence.piece
        told = told_at(Spot(piece.evidence_in, piece.sentence_index, piece.start, piece.end))
        right = _right(item, told)
        for number, event in enumerate(item.possible):
            seen.append((features.features(item.sentence, event, item.possible), number in right))
    return Text(
        article_id=article.article_id,
        matter=tuple(second_look.matter(considered)),
        examples=tuple(Example(g, *row) for g, row in zip(second_look.glances(considered), seen, strict=True)),
        weight=weight,
        is_gold=is_gold,
    )


def _right(item: Considered, told: _Told) -> set[int]:
    """The candidates that stand for an event of the gold: those of its type at its trigger, or else all of its type."""
    right: set[int] = set()
    for event_type, trigger in told:
        of_type = {n: e for n, e in enumerate(item.possible) if e.candidate.trigger.event_type == event_type}
        at_trigger = {n for n, e in of_type.items() if trigger and _overlaps(item.sentence.doc.text, trigger, e)}
        right |= at_trigger or of_type.keys()
    return right


def _overlaps(text: str, words: str, event: Found) -> bool:
    start = text.casefold().find(words.casefold())
    end = start + len(words)
    return start >= 0 and any(start < w.idx + len(w) and w.idx < end for w in event.candidate.words)


def fit(texts: Sequence[Text]) -> dict[str, Any]:
    """The content of the model's file: the weights for all texts, and how they do in cross-validation.

    Its folds keep the candidates of a text together. ``brier`` is the score of the probabilities of left-out folds on the
    texts that people coded; ``reliability`` says for each tenth of probability what was said, how often it was right, and of
    how many.
    """
    rows = [example for text in texts for example in text.examples]
    right = np.array([row.is_right for row in rows])
    weights = np.array([text.weight for text in texts for _ in text.examples])
    folds = _folds([text.article_id for text in texts for _ in text.examples])

    names = _common(texts)
    seen = [dict.fromkeys(sorted(row.features & names), 1.0) for row in rows]
    first, odds = _cross_fitted(seen, right, weights, folds, _STRENGTH, is_scaled=False)
    values, of_row = _second(texts, odds)
    second, held_out = _cross_fitted(
        values, right[of_row], weights[of_row], folds[of_row], _STRENGTH_OF_SECOND, is_scaled=True
    )
    final = held_out[: len(rows)]

    gold = np.array([text.is_gold for text in texts for _ in text.examples])
    slope, shift = _platt(final[gold], right[gold])
    said, was = 1 / (1 + np.exp(-(slope * final[gold] + shift))), right[gold]
    return {
        "made_by": "make model",
        "n_examples": len(rows),
        "n_practice": sum(text.article_id.startswith(practice.PREFIX) for text in texts),
        "n_right": int(right.sum()),
        "threshold": THRESHOLD,
        "doubtless": DOUBTLESS,
        "off_matter": OFF_MATTER,
        "unasserted": UNASSERTED,
        "first": first,
        "second": _scaled(second, slope, shift),
        "brier": round(float(((said - was) ** 2).mean()), 4),
        "reliability": _reliability(said, was),
    }


def _common(texts: Sequence[Text]) -> set[str]:
    """The features that enough texts have."""
    spread = Counter(name for text in texts for name in {name for row in text.examples for name in row.features})
    return {name for name, number in spread.items() if number >= _least(name)}


def _least(name: str) -> int:
    return _LEAST_OF_WORD if name.startswith(features.OF_WORD) else _LEAST_ARTICLES


def _folds(groups: Sequence[str]) -> NDArray[np.int64]:
    """The number of each row's fold."""
    folds = np.zeros(len(groups), dtype=np.int64)
    for number, (_, rows) in enumerate(GroupKFold(_FOLDS).split(groups, groups=groups)):
        folds[rows] = number
    return folds


def _second(texts: Sequence[Text], odds: Values) -> tuple[list[dict[str, float]], NDArray[np.int64]]:
    """What the second look sees, and of which row: text by text, then each sentence of the gold as a text of its own.

    A lone sentence has no other that could confirm it; without such examples the model would hold that against it.
    """
    ends = np.cumsum([0, *(len(text.examples) for text in texts)])
    whole = [(text, list(range(*span))) for text, span in zip(texts, pairwise(ends), strict=True)]
    alone = [part for text, rows in whole if text.is_gold for part in _alone(text, rows)]
    found: list[dict[str, float]] = []
    for text, rows in (*whole, *alone):
        found += second_look.features([row.glance for row in text.examples], odds[rows].tolist(), text.matter)
    return found, np.array([row for _, rows in (*whole, *alone) for row in rows])


def _alone(text: Text, rows: Sequence[int]) -> Iterator[tuple[Text, list[int]]]:
    """The sentences of a text as texts, with their rows."""
    by_sentence: dict[int, list[int]] = {}
    for place, row in enumerate(text.examples):
        by_sentence.setdefault(row.glance.sentence, []).append(place)
    for number, places in by_sentence.items():
        examples = tuple(text.examples[place] for place in places)
        yield replace(text, examples=examples, matter=(text.matter[number],)), [rows[place] for place in places]


def _cross_fitted(
    seen: Sequence[Mapping[str, float]],
    right: NDArray[np.bool_],
    weights: Values,
    folds: NDArray[np.int64],
    strength: float,
    *,
    is_scaled: bool,
) -> tuple[dict[str, Any], Values]:
    """A regression on all rows, and the log-odds of each row by one that was not fitted on its fold."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(seen).tocsr()
    scaler = StandardScaler(with_mean=False).fit(matrix) if is_scaled else None
    scaled = matrix if scaler is None else scaler.transform(matrix)
    held_out = np.zeros(len(seen))
    for number in range(_FOLDS):
        train, test = np.flatnonzero(folds != number), np.flatnonzero(folds == number)
        fitted = _regression(strength).fit(scaled[train], right[train], sample_weight=weights[train])
        held_out[test] = fitted.decision_function(scaled[test])
    whole = _regression(strength).fit(scaled, right, sample_weight=weights)
    slopes = whole.coef_[0] if scaler is None else whole.coef_[0] / scaler.scale_
    weighted = zip(vectorizer.get_feature_names_out(), slopes, strict=True)
    rounded = {str(name): round(float(weight), _DIGITS) for name, weight in weighted}
    kept = {name: weight for name, weight in rounded.items() if weight and (is_scaled or abs(weight) >= _LEAST_WEIGHT)}
    return {"intercept": round(float(whole.intercept_[0]), _DIGITS), "weights": kept}, held_out


def _platt(odds: Values, right: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and shift that make log-odds true on the gold (Platt 1999): examples and other matter bend them a little."""
    fitted = LogisticRegression(C=np.inf).fit(odds.reshape(-1, 1), right)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _scaled(look: Mapping[str, Any], slope: float, shift: float) -> dict[str, Any]:
    weights = {name: round(slope * weight, _DIGITS) for name, weight in look["weights"].items()}
    return {"intercept": round(slope * look["intercept"] + shift, _DIGITS), "weights": weights}


def _reliability(said: Values, was: NDArray[np.bool_]) -> list[list[float]]:
    tenths = np.digitize(said, np.linspace(0.1, 0.9, 9))
    return [
        [round(float(said[chosen].mean()), 3), round(float(was[chosen].mean()), 3), int(chosen.sum())]
        for chosen in (tenths == step for step in range(10))
        if chosen.any()
    ]


def as_json(content: Mapping[str, Any]) -> str:
    """The file of the model."""
    return json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=2_000, solver="lbfgs", tol=1e-6)
