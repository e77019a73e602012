"""An outside set coded by the annotator and scored: what `docs/outside.json` holds of it, and where the two sides differ.

Labels are sets: a label that a unit has twice counts once. Precision, recall and F1 are of labels over units (or documents:
the union of their units' labels), "all" is their micro-average; intervals are by bootstrap over documents, as for our own
gold (`evaluate.score`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import numpy as np

from riobravo.errors import RioBravoError
from riobravo.evaluate import score
from riobravo.evaluate.outside import labels
from riobravo.evaluate.outside.clean import clean
from riobravo.evaluate.outside.declared import Measure, Set
from riobravo.evaluate.outside.units import Document, Unit
from riobravo.mentions import annotators
from riobravo.mentions.rules import sentences
from riobravo.records import Annotator, Article, Mention, Quarantined

ALL: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A document with its mentions, unit by unit, and how many sentences the annotator read in it."""

    document: Document
    mentions: Sequence[Sequence[Mention]]
    n_sentences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A label that one side has and the other has not; of one we made up, the words that made it and the confidence."""

    measure: str
    unit_id: str
    label: str
    is_missed: bool
    trigger: str
    confidence: float | None
    evidence: str


def coded(
    kind: Set, documents: Iterable[Document], annotator: Annotator, on_document: Callable[[], None] = lambda: None
) -> Iterator[Coded]:
    """The documents, mended as declared and coded.

    Raises:
        RioBravoError: RB-410 for a text that the annotator does not stand.
    """
    mended = _cleaned(kind, list(documents))
    articles = [_article(kind, document) for document in mended]
    found = annotators.annotate_all(articles, annotator, on_document)
    for document, (article, mentions) in zip(mended, found, strict=True):
        if isinstance(mentions, Quarantined):
            raise RioBravoError(code="RB-410", found=mentions.detail, where=article.article_id)
        n_sentences = len({(piece.evidence_in, piece.sentence_index) for piece in sentences.split(article)})
        yield Coded(document=document, mentions=labels.by_unit(document, mentions), n_sentences=n_sentences)


def entry(kind: Set, found: Sequence[Coded]) -> dict[str, Any]:
    """All figures of a set, as plain values in a fixed order."""
    kept = _scored(kind, found)
    n_units = sum(len(one.document.units) for one in found)
    versions = {mention.annotator_version for one in found for unit in one.mentions for mention in unit}
    return {
        "annotator_version": ", ".join(sorted(versions)),
        "n_documents": len(found),
        "n_units": n_units,
        "n_units_left_out": n_units - sum(len(one.document.units) for one in kept),
        "measures": [
            _of_labels(measure, kept) if measure.labels else _of_mentions(measure, kept) for measure in kind.measures
        ],
    }


def differences(kind: Set, found: Sequence[Coded]) -> Iterator[Difference]:
    """Unit by unit (or document by document) what one side has and the other has not."""
    kept = _scored(kind, found)
    for measure in kind.measures:
        for one in kept:
            for unit, mentions in _at_level(measure, one):
                yield from _differences(measure, unit, mentions)


def _differences(measure: Measure, unit: Unit, mentions: Sequence[Mention]) -> Iterator[Difference]:
    wanted, made = _sides(measure, unit, mentions)
    for label in sorted(wanted - made):
        yield Difference(
            measure=measure.name,
            unit_id=unit.unit_id,
            label=label,
            is_missed=True,
            trigger="",
            confidence=None,
            evidence=unit.text,
        )
    for mention in mentions:
        name = f"{mention.event_type}/{mention.event_subtype}"
        for label in sorted(labels.ours(measure, mention) & (made - wanted)) if measure.labels else [name]:
            yield Difference(
                measure=measure.name,
                unit_id=unit.unit_id,
                label=label if label == name else f"{label}: {name}",
                is_missed=False,
                trigger=mention.trigger or "",
                confidence=mention.confidence,
                evidence=mention.evidence,
            )


def _sides(measure: Measure, unit: Unit, mentions: Sequence[Mention]) -> tuple[frozenset[str], frozenset[str]]:
    """The labels that the gold wants, and those that we made, without what is optional."""
    wanted, optional = labels.gold(measure, unit.labels), labels.gold(measure, unit.optional)
    made = frozenset(label for mention in mentions for label in labels.ours(measure, mention))
    return wanted, made - (optional - wanted)


# ── labels ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_labels(measure: Measure, found: Sequence[Coded]) -> dict[str, Any]:
    names = [label.name for label in measure.labels]
    counts = np.array([_counts(measure, one, names) for one in found], dtype=float).reshape(-1, len(names), 3)
    rows = [{"label": ALL, **score.measured(counts.sum(axis=1))}]
    rows += [{"label": name, **score.measured(counts[:, position])} for position, name in enumerate(names)]
    done: dict[str, Any] = {"name": measure.name, "level": measure.level, "labels": rows}
    if measure.has_numbers:
        done["numbers"] = _numbers(measure, found)
    return done


def _counts(measure: Measure, one: Coded, names: Sequence[str]) -> list[list[int]]:
    """Of each label: in how many units both sides have it, the gold has it, we have it."""
    sides = [_sides(measure, unit, mentions) for unit, mentions in _at_level(measure, one)]
    return [
        [
            sum(name in wanted and name in made for wanted, made in sides),
            sum(name in wanted for wanted, _ in sides),
            sum(name in made for _, made in sides),
        ]
        for name in names
    ]


def _numbers(measure: Measure, found: Sequence[Coded]) -> dict[str, Any]:
    """Of the numbers that the gold gives for a label we have too: how many one of our mentions of that label carries."""
    right = n = 0
    for unit, mentions in chain.from_iterable(_at_level(measure, one) for one in found):
        for own, numbers in sorted(unit.numbers.items()):
            wanted = labels.gold(measure, {own})
            alike = [mention for mention in mentions if wanted & labels.ours(measure, mention)]
            if alike:
                n += len(numbers)
                right += sum(any(number == mention.quantity_best for mention in alike) for number in numbers)
    share = round(right / n, 3) if n else None
    return {"n": n, "n_right": right, "share": share, "interval": score.wilson(right, n)}


# ── mentions where there should be none ──────────────────────────────────────────────────────────────────────────────


def _of_mentions(measure: Measure, found: Sequence[Coded]) -> dict[str, Any]:
    languages = sorted({one.document.language for one in found})
    return {"name": measure.name, "level": measure.level, "rates": [_rate(measure, found, name) for name in languages]}


def _rate(measure: Measure, found: Sequence[Coded], language: str) -> dict[str, Any]:
    of_language = [one for one in found if one.document.language == language]
    mentions = [sum(m.status in measure.statuses for m in chain.from_iterable(one.mentions)) for one in of_language]
    n_sentences = [one.n_sentences for one in of_language]
    low, high = score.bootstrap(np.array([mentions, n_sentences], dtype=float).T, _per_thousand)[0] or (None, None)
    return {
        "language": language,
        "n_documents": len(of_language),
        "n_sentences": sum(n_sentences),
        "n_mentions": sum(mentions),
        "per_1000": round(1_000 * sum(mentions) / sum(n_sentences), 2),
        "interval": None if low is None else (low, high),
    }


def _per_thousand(sums: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    rates: np.ndarray[Any, Any] = 1_000 * sums[:, :1] / sums[:, 1:]
    return rates


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _at_level(measure: Measure, one: Coded) -> list[tuple[Unit, Sequence[Mention]]]:
    """What is scored of a document: its units, or all of them as one."""
    units = one.document.units
    if measure.level == "unit" or len(units) < 2:
        return list(zip(units, one.mentions, strict=True))
    whole = Unit(
        unit_id=one.document.document_id,
        text=labels.joined(one.document),
        labels=frozenset().union(*(unit.labels for unit in units)),
        optional=frozenset().union(*(unit.optional for unit in units)),
    )
    return [(whole, list(chain.from_iterable(one.mentions)))]


def _scored(kind: Set, found: Sequence[Coded]) -> list[Coded]:
    """The documents without the units that are declared to drop out."""
    dropping = frozenset(left.label for left in kind.left_out if left.drops)
    return [_without(one, dropping) for one in found]


def _without(one: Coded, dropping: frozenset[str]) -> Coded:
    pairs = [
        (unit, mentions)
        for unit, mentions in zip(one.document.units, one.mentions, strict=True)
        if not labels.is_dropped(unit, dropping)
    ]
    document = replace(one.document, units=tuple(unit for unit, _ in pairs))
    return replace(one, document=document, mentions=[mentions for _, mentions in pairs])


def _cleaned(kind: Set, documents: Sequence[Document]) -> list[Document]:
    texts: dict[str, list[str]] = {}
    for document in documents:
        texts.setdefault(document.language, []).extend(unit.text for unit in document.units)
    mended = {language: iter(clean(found, language, kind.clean)) for language, found in texts.items()}
    return [document.with_texts([next(mended[document.language]) for _ in document.units]) for document in documents]


def _article(kind: Set, document: Document) -> Article:
    return Article(
        article_id=document.document_id,
        title="",
        text=labels.joined(document),
        language=document.language,
        published_on=document.published_on or kind.published_on,
    )
