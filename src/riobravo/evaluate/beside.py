"""Several annotators, and what they give together, scored side by side against the articles that people coded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from riobravo.evaluate import score
from riobravo.evaluate.claims import Claim, claims
from riobravo.evaluate.score import Score, Scores
from riobravo.mentions import annotators
from riobravo.mentions.annotators import Coded, OfMany
from riobravo.records import Article, Mention, Quarantined
from riobravo.tables import frames, model

Claims = Mapping[str, Sequence[Claim]]

_NOT_ASKED = "RB-428"
_FIGURES = ("precision", "recall", "f1")


def names(coders: Iterable[str]) -> set[str]:
    """All annotators that the coders (``rules``, ``llm``, ``rules,llm``) are made of. Raises RB-401 for a name that is none."""
    return {name for coder in coders for name in annotators.named(coder)}


def codings(
    coders: Sequence[str], articles: Sequence[Article], language_model: OfMany | None, on_article: Callable[[], None]
) -> dict[str, Claims]:
    """What each coder codes of the articles; each annotator codes them once, alone or with others.

    Articles that the language model was not asked about (``--max-articles``, ``--max-cost``) are left out for every coder.
    """
    coded: dict[str, list[Coded]] = {}
    wanted = names(coders)
    if annotators.MODEL in wanted and language_model is not None:
        coded[annotators.MODEL] = [found for _, found in language_model.annotate_all(articles, on_article)]
    for name in sorted(wanted - {annotators.MODEL}):
        by_name = annotators.annotate_all(articles, annotators.get(name), on_article)
        coded[name] = [_every(found) for _, found in by_name]
    asked = [n for n in range(len(articles)) if not any(_was_not_asked(found[n]) for found in coded.values())]
    kept = [articles[n] for n in asked]
    by_asked = {name: [found[n] for n in asked] for name, found in coded.items()}
    return {coder: _claims(kept, [by_asked[name] for name in annotators.named(coder)]) for coder in coders}


def scores(gold: Claims, coded: Mapping[str, Claims], languages: Mapping[str, str]) -> dict[str, Scores]:
    """The scores of each coder against the gold, on the articles that it codes."""
    return {
        coder: score.evaluate({name: gold[name] for name in found}, found, languages) for coder, found in coded.items()
    }


def columns(coders: Iterable[str]) -> tuple[str, ...]:
    """The head of the table."""
    return ("type", "language", "n_gold", *(f"{coder} {figure}" for coder in coders for figure in ("P", "R", "F1")))


def rows(found: Mapping[str, Scores]) -> list[tuple[Any, ...]]:
    """The table: a row a type and language of which there are events, with the figures of each coder beside each other."""
    of_coders = [[row for row in scored.scores if row.status == "+".join(score.COUNTED)] for scored in found.values()]
    return [
        (*_head(same[0]), *(getattr(row, name) for row in same for name in _FIGURES))
        for same in zip(*of_coders, strict=True)
        if any(row.n_gold + row.n_predicted for row in same)
    ]


def _head(row: Score) -> tuple[str, str, int]:
    return row.event_type, row.language, row.n_gold


def _was_not_asked(found: Coded) -> bool:
    return isinstance(found, Quarantined) and found.reason == _NOT_ASKED


def _every(found: list[Mention] | Quarantined) -> Coded:
    return found if isinstance(found, Quarantined) else list(found)


def _claims(articles: Sequence[Article], coded: Sequence[Sequence[Coded]]) -> Claims:
    """The claims of every article, of the codings of each annotator put together; none where nobody could code it."""
    mentions: list[Mention] = []
    for of_article in zip(*coded, strict=True):
        found = annotators.together(of_article)
        mentions += [] if isinstance(found, Quarantined) else [item for item in found if isinstance(item, Mention)]
    made = claims(frames.frame(mentions, model.load_tables()["mentions"]))
    return {article.article_id: made.get(article.article_id, []) for article in articles}
