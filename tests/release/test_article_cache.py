"""The cache of articles: what comes out of it is what a reader would have read, whatever changed among the files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from riobravo.articles import duplicates, read
from riobravo.records import Article, Source
from riobravo.release import article_cache, coder_state

BRIEF = """---
id: {id}
title: '29 men: "señores"'
published: 2025-02-28
language: en
sources:
  - {{publisher: A Paper, url: "https://example.org/a", published_on: 2025-02-27, language: es}}
  - {{publisher: Another, url: "https://example.org/b"}}
---
Mexico sent 29 men to the United States. {id} ñ 🐍
"""


@pytest.fixture
def briefs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three briefs, one that cannot be read, and one whose id stands twice."""
    monkeypatch.setattr(coder_state, "fingerprint", lambda *_: "state")
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, brief in {"a": "a", "b": "b", "c": "c", "z": "a"}.items():
        (folder / f"{name}.md").write_text(BRIEF.format(id=brief), encoding="utf-8")
    (folder / "broken.md").write_text("---\nno end", encoding="utf-8")
    return folder


def _edit(folder: Path) -> None:
    (folder / "b.md").write_text(BRIEF.format(id="b") + "More.", encoding="utf-8")


def _swap(folder: Path) -> None:
    first, second = folder / "a.md", folder / "b.md"
    texts = first.read_text(encoding="utf-8"), second.read_text(encoding="utf-8")
    first.write_text(texts[1], encoding="utf-8")
    second.write_text(texts[0], encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda folder: None,
    "an edit": _edit,
    "one gone": lambda folder: (folder / "a.md").unlink(),
    "one renamed": lambda folder: (folder / "b.md").rename(folder / "b2.md"),
    "two swapped": _swap,
    "one that cannot be read": lambda folder: (folder / "c.md").write_bytes(b"---\n\xff"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_articles_are_those_of_the_files(tmp_path: Path, briefs: Path, change: str) -> None:
    """Every field of every article, every refusal, in order; stories as well."""
    for _ in range(2):
        cache = article_cache.opened(tmp_path / "cache")
        articles = [one for one in cache.read(briefs) if isinstance(one, Article)]
        cache.story_ids(articles)
    CHANGES[change](briefs)
    wanted = list(read.read_articles(briefs))
    cache = article_cache.opened(tmp_path / "cache")
    assert list(cache.read(briefs)) == wanted
    articles = [one for one in wanted if isinstance(one, Article)]
    assert cache.story_ids(articles) == duplicates.story_ids(articles)
    assert cache.kept.trouble == []


def test_only_what_changed_is_read_and_sketched(tmp_path: Path, briefs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the edited brief that is what was refused; an id that stands twice is read and refused as before."""
    cache = article_cache.opened(tmp_path / "cache")
    cache.story_ids([one for one in cache.read(briefs) if isinstance(one, Article)])
    _edit(briefs)
    asked: list[str] = []
    real_items, real_sketch = read.read_items, duplicates.sketch

    def items(files: list[tuple[Path, str]]) -> object:
        asked.extend(origin for _, origin in files)
        return real_items(files)

    def sketch(text: str) -> bytes:
        asked.append(text[-5:])
        return real_sketch(text)

    monkeypatch.setattr(read, "read_items", items)
    monkeypatch.setattr(duplicates, "sketch", sketch)
    again = article_cache.opened(tmp_path / "cache")
    again.story_ids([one for one in again.read(briefs) if isinstance(one, Article)])
    assert asked == ["b.md", "broken.md", "More."]


def test_an_article_comes_back_as_it_was(tmp_path: Path, briefs: Path) -> None:
    """With its sources, those without a day or a language among them."""
    for _ in range(2):
        first, *_ = article_cache.opened(tmp_path / "cache").read(briefs)
    assert isinstance(first, Article)
    paper = Source("A Paper", "https://example.org/a", date(2025, 2, 27), "es")
    assert first.sources == (paper, Source("Another", "https://example.org/b"))
