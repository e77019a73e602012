"""Small articles, and what the rule annotator makes of them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import spacy

from riobravo import models, resources
from riobravo.articles.read import read_articles
from riobravo.mentions.rules.annotator import annotate
from riobravo.mentions.rules.parsed import Doc, copied
from riobravo.records import Article, Mention

FRIDAY = date(2025, 2, 28)
"""The day of publication of every article here, a Friday."""


def article(text: str, language: str = "en", *, title: str = "", article_id: str = "a", day: date = FRIDAY) -> Article:
    return Article(article_id=article_id, title=title, text=text, language=language, published_on=day)


def coded(text: str, language: str = "en", *, title: str = "", day: date = FRIDAY) -> list[Mention]:
    """The mentions of an article of that text."""
    return annotate(article(text, language, title=title, day=day))


def only(text: str, language: str = "en", *, title: str = "", day: date = FRIDAY) -> Mention:
    """The one mention that an article of that text gives."""
    mentions = coded(text, language, title=title, day=day)
    assert 1 == len(mentions), [(m.event_type, m.event_subtype, m.status) for m in mentions]
    return mentions[0]


@lru_cache(maxsize=256)
def parsed(text: str, language: str) -> Doc:
    """A sentence with its parse, as the rules read it."""
    nlp: spacy.language.Language = models.load(language)
    return copied(nlp(text))


@lru_cache(maxsize=1)
def _all_briefs() -> tuple[Article, ...]:
    found = read_articles(resources.dataset_dir() / "articles", published=None, language=None)
    return tuple(item for item in found if isinstance(item, Article))


def briefs(n: int) -> tuple[Article, ...]:
    """About ``n`` of the repository's own articles, spread over all years."""
    found = _all_briefs()
    return found[:: max(1, len(found) // n)]
