"""The real stages of the chain. They need the extra ``annotate``, so they load when they are asked for, not before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from riobravo.errors import RioBravoError
from riobravo.release import event_cache, mention_cache
from riobravo.release.chain import Progress, Review, Stages, nobody

if TYPE_CHECKING:
    from pathlib import Path

    from riobravo.mentions.annotators import OfMany
    from riobravo.mentions.llm.annotator import LanguageModel
    from riobravo.mentions.llm.settings import Settings
    from riobravo.records import Annotator, Article, Mention, Quarantined
    from riobravo.release.article_cache import ArticleCache
    from riobravo.release.kept import Kept
    from riobravo.release.mention_cache import MentionCache

RULES = "rules"


def rules(
    progress: Progress,
    annotations: Path | None = None,
    *,
    cache: MentionCache | None = None,
    articles: ArticleCache | None = None,
    events: Kept | None = None,
) -> Stages:
    """The stages with the rule annotator, which tells how many articles are done, and the codings of people in a folder.

    What is in the ``cache`` is not coded again, nor are its articles sketched or its ``events`` told apart again.

    Raises:
        RioBravoError: RB-105 without the libraries; RB-411, RB-103, RB-104 for a file that is no coding.
    """
    with _needing_the_extra():
        from riobravo.articles.duplicates import story_ids
        from riobravo.events.resolve import resolve

    if cache is None:
        rule_annotator()  # a library that is missing is told before anything is read
    annotate = partial(_annotated, _Counted(progress))
    return Stages(
        annotate=annotate if cache is None else mention_cache.remembering(annotate, cache),
        resolve=resolve if events is None else event_cache.remembering(resolve, events),
        story_ids=story_ids if articles is None else articles.story_ids,
        review=_by_people(annotations) if annotations is not None else nobody,
    )


def language_model(settings: Settings, replies: Path) -> LanguageModel:
    """A language model as annotator, with the folder of its replies.

    Raises:
        RioBravoError: RB-105 without the libraries.
    """
    with _needing_the_extra("the language model", "annotate,llm"):
        from riobravo.mentions.llm.annotator import LanguageModel
        from riobravo.mentions.llm.replies import Replies

    return LanguageModel(settings, Replies(replies))


def with_model(stages: Stages, names: Sequence[str], model: OfMany, progress: Progress) -> Stages:
    """The stages with the annotators named in place of the rules, a language model among them."""
    from riobravo.mentions import annotators

    annotate = partial(annotators.annotate_by, names, model=model, on_progress=_Counted(progress))
    return replace(stages, annotate=annotate)


def _annotated(
    told: Callable[[], None], articles: Iterable[Article]
) -> Iterator[tuple[Article, Sequence[Mention] | Quarantined]]:
    """By the rules, which load when the first article needs them: with a cache there may be none."""
    with _needing_the_extra():
        from riobravo.mentions import annotators

        annotators.get()
    return annotators.by_rules(articles, on_progress=told)


@dataclass(slots=True)
class _Counted:
    """Tells how many articles are done. Unlike a function within a function it can be sent to another process."""

    progress: Progress
    n_done: int = 0

    def __call__(self) -> None:
        self.n_done += 1
        self.progress("coding articles", self.n_done)


def _by_people(annotations: Path) -> Review:
    from riobravo.mentions.people import annotate, coding

    codings = coding.read_folder(annotations)

    def review(article: Article) -> annotate.Reviewed | None:
        found = codings.get(article.article_id)
        return annotate.mentions(found, article) if found is not None else None

    return review


def rule_annotator() -> Annotator:
    """The rule annotator alone.

    Raises:
        RioBravoError: RB-105 without the libraries.
    """
    with _needing_the_extra():
        from riobravo.mentions import annotators

        return annotators.get(RULES)


@contextmanager
def _needing_the_extra(where: str = "the rule annotator", extra: str = "annotate") -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("riobravo"):
            raise  # a fault of ours, not a library that was left out
        raise RioBravoError(
            code="RB-105", found=error.name, where=where, todo=f"pip install 'riobravo[{extra}]'"
        ) from error
