"""Annotators by name, alone or several together; each is imported when it is asked for.

The rules are of the signature `riobravo.records.Annotator`. A language model is asked for many articles at once and may leave
out a part of what it found, with the reason; so it codes a stream of articles, and is handed in (`riobravo.mentions.llm`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Final, Protocol

from riobravo.errors import RioBravoError
from riobravo.mentions import merged
from riobravo.records import Annotator, Article, Mention, Quarantined

_MODULES = {"rules": "riobravo.mentions.rules.annotator"}

RULES: Final = "rules"
MODEL: Final = "llm"

Coded = list[Mention | Quarantined] | Quarantined
"""The mentions of an article with what was left out of it, or the reason why it could not be coded."""


class OfMany(Protocol):
    """What codes many articles at once, as a language model does."""

    def annotate_all(
        self, articles: Iterable[Article], on_progress: Callable[[], None] = ...
    ) -> Iterator[tuple[Article, Coded]]:
        """Each article, in order, with its coding."""


def get(name: str = RULES) -> Annotator:
    """The annotator of that name.

    Raises:
        RioBravoError: RB-401 for a name that is none.
    """
    if name not in _MODULES:
        raise RioBravoError(code="RB-401", found=name, allowed=", ".join(_MODULES))
    annotator: Annotator = import_module(_MODULES[name]).annotate
    return annotator


def named(text: str) -> tuple[str, ...]:
    """The annotators that a text like ``rules,llm`` names, each once, in its order.

    Raises:
        RioBravoError: RB-401 for a name that is none.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in (*_MODULES, MODEL):
            raise RioBravoError(
                code="RB-401", found=name, allowed=", ".join((*_MODULES, MODEL)), todo="name one of those"
            )
    return names


def annotate_all(
    articles: Iterable[Article], annotator: Annotator, on_progress: Callable[[], None] = lambda: None
) -> Iterator[tuple[Article, list[Mention] | Quarantined]]:
    """Each article with its mentions, or with the reason why it could not be coded; one article never stops the rest."""
    for article in articles:
        yield article, _coded(article, annotator)
        on_progress()


def by_rules(
    articles: Iterable[Article], on_progress: Callable[[], None] = lambda: None
) -> Iterator[tuple[Article, list[Mention] | Quarantined]]:
    """As `annotate_all` by the rules, which code many articles faster than one by one."""
    rules = import_module(_MODULES[RULES])
    remaining = iter(articles)
    while group := list(islice(remaining, rules.AT_ONCE)):
        for article, found in zip(group, rules.annotate_many(group), strict=True):
            yield article, found if isinstance(found, list) else _refused(article, found)
            on_progress()


def annotate_by(
    names: Sequence[str], articles: Iterable[Article], model: OfMany, on_progress: Callable[[], None] = lambda: None
) -> Iterator[tuple[Article, Coded]]:
    """As `annotate_all`, by the annotators named, the language model among them, whose codings are merged (`merged`).

    What one of them could not code is in quarantine, and the coding of the others stands.
    """
    for article, by_model in model.annotate_all(articles, on_progress):
        codings = {MODEL: by_model} | {name: _coded(article, get(name)) for name in names if name != MODEL}
        yield article, together([codings[name] for name in names])


def together(codings: Sequence[list[Mention] | Coded]) -> Coded:
    """The codings of an article as one; those named earlier go before."""
    if len(codings) == 1 and isinstance(codings[0], Quarantined):
        return codings[0]
    parts = [[coding] if isinstance(coding, Quarantined) else coding for coding in codings]
    mentions = merged.merge([item for item in part if isinstance(item, Mention)] for part in parts)
    left_out = {(i.position, i.reason): i for part in parts for i in part if isinstance(i, Quarantined)}
    return [*mentions, *left_out.values()]


def _coded(article: Article, annotator: Annotator) -> list[Mention] | Quarantined:
    try:
        return list(annotator(article))
    except (RioBravoError, ValueError, IndexError, KeyError, RecursionError, MemoryError) as error:
        return _refused(article, error)


def _refused(article: Article, error: Exception) -> Quarantined:
    code = error.code if isinstance(error, RioBravoError) else "RB-410"
    found = str(error) if isinstance(error, RioBravoError) else f"{type(error).__name__}: {error}"
    return Quarantined(article.article_id, None, article.article_id, code, found)
