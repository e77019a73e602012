"""Annotators by name, all of one signature (`riobravo.records.Annotator`); each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from riobravo.errors import RioBravoError
from riobravo.records import Annotator, Article, Mention, Quarantined

_MODULES = {"rules": "riobravo.mentions.rules.annotator"}


def get(name: str = "rules") -> Annotator:
    """The annotator of that name.

    Raises:
        RioBravoError: RB-401 for a name that is none.
    """
    if name not in _MODULES:
        raise RioBravoError(code="RB-401", found=name, allowed=", ".join(_MODULES))
    annotator: Annotator = import_module(_MODULES[name]).annotate
    return annotator


def annotate_all(
    articles: Iterable[Article], annotator: Annotator, on_progress: Callable[[], None] = lambda: None
) -> Iterator[tuple[Article, list[Mention] | Quarantined]]:
    """Each article with its mentions, or with the reason why it could not be coded; one article never stops the rest."""
    for article in articles:
        try:
            yield article, list(annotator(article))
        except RioBravoError as error:
            yield article, Quarantined(article.article_id, None, article.article_id, error.code, str(error))
        except (ValueError, IndexError, KeyError, RecursionError, MemoryError) as error:
            yield (
                article,
                Quarantined(article.article_id, None, article.article_id, "RB-410", f"{type(error).__name__}: {error}"),
            )
        on_progress()
