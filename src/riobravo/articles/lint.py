"""What a brief of this project must hold to, rule by rule. The readers take far more; these rules are for dataset/articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from riobravo.articles import brief, compose, language, markdown
from riobravo.articles.limits import QUOTED_WORDS, WORDS
from riobravo.errors import RioBravoError
from riobravo.records import Article
from riobravo.tables.model import Coverage

_SENTENCE_WORDS: Final = 5
"""Shorter sentences ("No one was hurt.") may be written twice by chance."""

_END: Final = re.compile(r"(?<!\b\w)[.!?…]+[\"”»’)\]]*\s+|\n+")
"""Ends of sentences; the point after a single letter (an initial, "v.") is none."""

_WORD: Final = re.compile(r"\w+")
_HOST: Final = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]{2,}", re.IGNORECASE)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Brief:
    """An article and the file it came from, relative to the folder of articles."""

    file: str
    article: Article


def files_in(folder: Path) -> list[Path]:
    """Every file below the folder but hidden ones, in the order of their paths.

    Raises:
        RioBravoError: RB-201 where there is none.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    if not files:
        raise RioBravoError(code="RB-201", found="no file", where=folder, allowed="a folder of briefs")
    return files


def read(folder: Path, files: Sequence[Path]) -> tuple[list[Brief], list[RioBravoError]]:
    """The briefs in the files, which lie in ``folder``, and what kept the others from being read."""
    briefs: list[Brief] = []
    refused: list[RioBravoError] = []
    for path in files:
        name = path.relative_to(folder).as_posix()
        try:
            briefs.append(Brief(name, _article(path, name)))
        except RioBravoError as error:
            found, allowed, todo = error.found, error.allowed, error.todo
            refused.append(RioBravoError(code=error.code, found=found, allowed=allowed, where=name, todo=todo))
    return briefs, refused


def problems(briefs: Sequence[Brief], coverage: Coverage) -> list[RioBravoError]:
    """Everything that is wrong with the briefs, each by itself and all together."""
    return [*(found for item in briefs for found in problems_of(item, coverage)), *_shared_sentences(briefs)]


def problems_of(item: Brief, coverage: Coverage) -> Iterator[RioBravoError]:
    """Everything that is wrong with one brief by itself."""
    article = item.article
    for rule in _RULES:
        for code, found, allowed in rule(item, coverage):
            yield RioBravoError(code=code, found=found, allowed=allowed, where=item.file)
        if rule is _finished and brief.BLANK in brief.render(article):
            return  # what else is wrong with a skeleton is no news


def _article(path: Path, name: str) -> Article:
    if path.suffix != ".md":
        raise RioBravoError(code="RB-203", found=f"the ending {path.suffix!r}", allowed=".md")
    try:
        raw = next(markdown.read(path, name))
    except OSError as error:
        raise RioBravoError(code="RB-202", found=error.strerror or error) from error
    return compose.article(raw, published=None, default_language=None)


# ── rules: each yields the code of a problem, what was found, and what is allowed (None: as the code's row says) ────────

_Found = Iterator[tuple[str, str, str | None]]
_Rule = Callable[[Brief, Coverage], _Found]


def _finished(item: Brief, _: Coverage) -> _Found:
    if brief.BLANK in brief.render(item.article):
        yield "RB-230", brief.BLANK, None


def _named(item: Brief, _: Coverage) -> _Found:
    article = item.article
    slug = article.article_id.removeprefix(f"{article.published_on}-")
    try:
        expected = brief.file_of(brief.id_of(article.published_on, slug), article.published_on)
    except RioBravoError as error:
        yield "RB-221", f"the id {article.article_id!r}", f"{article.published_on}- and a slug of {error.allowed}"
        return
    if item.file != expected:
        yield "RB-221", f"the file {item.file}", expected
    if not article.title.strip():
        yield "RB-214", "no title", "a headline"


def _dated(item: Brief, coverage: Coverage) -> _Found:
    published = item.article.published_on
    if not coverage.covers_from <= published <= coverage.data_through:
        allowed = f"{coverage.covers_from} to {coverage.data_through}, as schemas/tables.yaml declares"
        yield "RB-223", f"published {published}", allowed
    dated = [source.published_on for source in item.article.sources if source.published_on is not None]
    if dated and published < min(dated):
        yield "RB-223", f"published {published}, its earliest dated source {min(dated)}", f"{min(dated)} or later"


def _sourced(item: Brief, _: Coverage) -> _Found:
    sources = item.article.sources
    if not sources:
        yield "RB-222", "none", None
    for address in (source.url for source in sources):
        if not _is_address(address):
            yield "RB-228", address, None
    for address, count in Counter(source.url for source in sources).items():
        if count > 1:
            yield "RB-228", f"{address} {count} times", "each address once"


def _is_address(url: str) -> bool:
    """Whether the address leads to a named host, without a password and without the port that goes without saying."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    is_host = bool(_HOST.fullmatch(parts.hostname or ""))
    return is_host and "@" not in parts.netloc and port != _DEFAULT_PORTS.get(parts.scheme) and url.isprintable()


def _worded(item: Brief, _: Coverage) -> _Found:
    text = item.article.text
    n_words = len(text.split())
    if n_words not in WORDS:
        yield "RB-225", f"{n_words} words", f"{WORDS.start} to {WORDS.stop - 1} words"
    try:
        detected = language.detect(text)
    except RioBravoError as error:
        detected = error.found
    if detected != item.article.language:
        yield "RB-224", f"language {item.article.language}, the text in {detected}", None


def _little_quoted(item: Brief, _: Coverage) -> _Found:
    for text in (item.article.title, item.article.text):
        for quotation in language.QUOTATION.findall(text):
            n_words = len(quotation.split())
            if n_words > QUOTED_WORDS:
                yield "RB-227", f"{n_words} words: {quotation}", f"at most {QUOTED_WORDS} words in one quotation"


_RULES: Final[tuple[_Rule, ...]] = (_finished, _named, _dated, _sourced, _worded, _little_quoted)


def _shared_sentences(briefs: Sequence[Brief]) -> Iterator[RioBravoError]:
    """Each sentence that stands in an earlier brief, or earlier in this one."""
    first: dict[str, str] = {}
    for item in briefs:
        for sentence in _END.split(item.article.text):
            words = _WORD.findall(sentence.casefold())
            if len(words) < _SENTENCE_WORDS:
                continue
            key = " ".join(words)
            if key in first:
                yield RioBravoError(code="RB-226", found=f"{sentence!r}, first in {first[key]}", where=item.file)
            first.setdefault(key, item.file)
