"""Articles like the dataset's briefs, as many as one asks for: briefs retold with other names, numbers and years (seeded)."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from riobravo import resources
from riobravo.articles.read import read_articles
from riobravo.records import Article

SEED = 20260630
YEARS = range(2006, 2026)
"""Years that an article may be moved to; the dataset covers them whole."""

COMMON = 0.01
"""Words with a capital that more than this share of briefs have are kept: countries, months, offices."""

SHORTEST = 5
"""Letters of a word that counts as a name: shorter ones are initials and months cut short."""

LEFT_OUT = 0.1
"""The share of sentences that a retelling leaves out."""

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Briefs:
    """What articles are made from: the briefs, and by language the names that few of them share."""

    articles: Sequence[Article]
    names: dict[str, list[str]]
    rare: frozenset[str]


def briefs() -> Briefs:
    """Those of this checkout."""
    found = [item for item in read_articles(resources.dataset_dir() / "articles") if isinstance(item, Article)]
    counts: dict[str, Counter[str]] = {}
    for article in found:
        words = {word for word in _WORD.findall(article.text) if word[0].isupper() and len(word) >= SHORTEST}
        counts.setdefault(article.language, Counter()).update(words)
    most = COMMON * len(found)
    names = {language: sorted(word for word, n in c.items() if 1 < n <= most) for language, c in counts.items()}
    return Briefs(found, names, frozenset(word for words in names.values() for word in words))


def articles(count: int, of: Briefs | None = None, *, seed: int = SEED) -> Iterator[Article]:
    """So many articles; the first ones are the same whatever the count."""
    made = of or briefs()
    for number in range(count):
        draw = random.Random(f"{seed} {number}")
        yield _retold(draw.choice(made.articles), number, draw, made)


def _retold(article: Article, number: int, draw: random.Random, of: Briefs) -> Article:
    years = draw.choice(YEARS) - article.published_on.year
    factor = draw.choice((0.5, 0.7, 1.0, 1.3, 2.0, 3.0))
    names: dict[str, str] = {}

    def word(found: re.Match[str]) -> str:
        text = found.group()
        if _YEAR.fullmatch(text):
            return str(int(text) + years)
        if text.isdecimal() and int(text) > 31:
            return str(round(int(text) * factor))
        if text in of.rare:
            return names.setdefault(text, draw.choice(of.names[article.language]))
        return text

    paragraphs = [_SENTENCE.split(paragraph) for paragraph in article.text.split("\n\n")]
    kept = [" ".join(one for one in told if draw.random() >= LEFT_OUT) for told in paragraphs]
    text = "\n\n".join(paragraph for paragraph in kept if paragraph) or article.text
    day = _moved(article.published_on, years)
    return Article(
        article_id=f"{day}-{number:07d}",
        title=_WORD.sub(word, article.title),
        text=_WORD.sub(word, text),
        language=article.language,
        published_on=day,
        publisher=article.publisher,
        sources=article.sources,
        licence=article.licence,
    )


def _moved(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


def brief(article: Article) -> str:
    """The file of an article as a brief."""
    front = {
        "id": article.article_id,
        "title": article.title,
        "language": article.language,
        "published": article.published_on,
        "sources": [{"publisher": one.publisher, "url": one.url} for one in article.sources],
    }
    return f"---\n{resources.dump_yaml(front)}---\n{article.text}\n"


def write(articles: Iterator[Article], folder: Path) -> None:
    """The articles as briefs below a folder, by year."""
    for article in articles:
        path = folder / f"{article.published_on.year}" / f"{article.article_id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(brief(article), encoding="utf-8")
