"""The file of a brief: its text form, and the skeleton that `riobravo add` makes of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from riobravo import resources
from riobravo.articles import language
from riobravo.errors import RioBravoError
from riobravo.records import Article, Source

BLANK: Final = "FILL-IN"
"""Stands wherever a skeleton waits for its author; the linter refuses a brief that still holds it."""

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG: Final = 70


def id_of(published: date, slug: str) -> str:
    """The id of the brief of that day and slug, which is also the name of its file.

    Raises:
        RioBravoError: RB-221 for a slug that is not short, in ASCII and hyphenated.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        allowed = f"small letters a to z and digits, words joined by hyphens, at most {_LONGEST_SLUG} characters"
        raise RioBravoError(code="RB-221", found=f"the slug {slug!r}", allowed=allowed)
    return f"{published}-{slug}"


def file_of(article_id: str, published: date) -> str:
    """Where the brief lies below ``dataset/articles``."""
    return f"{published.year:04}/{article_id}.md"


def skeleton(*, published: date, slug: str, title: str, language_code: str) -> Article:
    """A brief with its head filled in and the rest left blank.

    Raises:
        RioBravoError: RB-218 for a language that is not coded, RB-221 for the slug.
    """
    code = language.coded(language_code)
    return Article(
        article_id=id_of(published, slug),
        title=title,
        text=f"{BLANK}: the report, in your own words.",
        language=code,
        published_on=published,
        sources=(Source(BLANK, f"https://{BLANK}.example/page", published, code),),
    )


def render(article: Article) -> str:
    """The file of a brief: front matter, then the text."""
    head = {
        "id": article.article_id,
        "title": article.title,
        "language": article.language,
        "published": article.published_on,
        "sources": [_given(source) for source in article.sources],
    }
    front = resources.dump_yaml(head)
    return f"---\n{front}---\n{article.text}\n"


def _given(source: Source) -> dict[str, Any]:
    values = {
        "publisher": source.publisher,
        "url": source.url,
        "published_on": source.published_on,
        "language": source.language,
    }
    return {key: value for key, value in values.items() if value is not None}
