"""The real stages of the chain. They need the extra ``annotate``, so they load when they are asked for, not before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from riobravo.errors import RioBravoError
from riobravo.release.chain import Progress, Stages

if TYPE_CHECKING:
    from riobravo.records import Annotator


def rules(progress: Progress) -> Stages:
    """The stages with the rule annotator, which tells how many articles are done.

    Raises:
        RioBravoError: RB-105 without the libraries.
    """
    with _needing_the_extra():
        from riobravo.articles.duplicates import story_ids
        from riobravo.events.resolve import resolve
        from riobravo.mentions import annotators

    annotator = rule_annotator()
    done = count(1)
    return Stages(
        annotate=lambda articles: annotators.annotate_all(
            articles, annotator, on_progress=lambda: progress("coding articles", next(done))
        ),
        resolve=resolve,
        story_ids=story_ids,
    )


def rule_annotator() -> Annotator:
    """The rule annotator alone.

    Raises:
        RioBravoError: RB-105 without the libraries.
    """
    with _needing_the_extra():
        from riobravo.mentions import annotators

        return annotators.get("rules")


@contextmanager
def _needing_the_extra() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("riobravo"):
            raise  # a fault of ours, not a library that was left out
        raise RioBravoError(
            code="RB-105", found=error.name, where="the rule annotator", todo="pip install 'riobravo[annotate]'"
        ) from error
