"""Newspapers' own articles, coded by hand: how the machine does on them.

Their texts belong to their publishers and are not kept. ``dataset/real_news`` holds the codings, evidence as offsets, and
``articles.csv``: where each article stands and the SHA-256 of the text that was read. Whoever has the texts can score the
machine on them. One half was read for error work; nobody looked at the misses of the other.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from riobravo.errors import RioBravoError
from riobravo.evaluate import quality, score, shown
from riobravo.evaluate.match import Matching
from riobravo.evaluate.quality import Gold
from riobravo.mentions.people import coding
from riobravo.records import Article

FOLDER: Final = "real_news"
LIST: Final = "articles.csv"
FILE: Final = "real_news.json"
ALL: Final = "all"
HEADLINE: Final = "headline"

Figures = Mapping[str, Mapping[str, Any]]
"""Run → half → scores."""

HALVES: Final = ("read", "aside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the list. ``half`` is "read" or "aside"."""

    article_id: str
    half: str
    language: str
    published_on: str
    publisher: str
    kind: str
    url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """The articles whose text is at hand with what people coded of them, by half, and what is wrong with the others."""

    gold: Gold
    halves: Mapping[str, str]
    problems: tuple[RioBravoError, ...]


def entries(folder: Path) -> list[Entry]:
    """The list of the articles.

    Raises:
        RioBravoError: RB-705 for a list of another form.
    """
    path = folder / LIST
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, strict=True))
        return [_entry(row) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error, TypeError, ValueError) as error:
        raise RioBravoError(code="RB-705", found=error, where=path) from error


def _entry(row: dict[str, Any]) -> Entry:
    entry = Entry(**row)
    date.fromisoformat(entry.published_on)
    if entry.half not in HALVES or any(getattr(entry, field.name) is None for field in fields(Entry)):
        raise ValueError(f"{entry.article_id}: {entry.half}")
    return entry


def read(folder: Path, texts: Path) -> Found:
    """The codings of those articles of which ``texts`` holds the text: ID.txt, with title, empty line and text.

    A text that is missing, or is not the one that was coded, is a problem (RB-706), and its article is left out.

    Raises:
        RioBravoError: RB-705, and what `coding.read` raises.
    """
    known, articles, problems = entries(folder), {}, []
    for entry in known:
        try:
            articles[entry.article_id] = _article(entry, texts)
        except RioBravoError as problem:
            problems.append(problem)
    halves = {entry.article_id: entry.half for entry in known}
    return Found(quality.gold(articles, folder), halves, tuple(problems))


def _article(entry: Entry, texts: Path) -> Article:
    path = texts / f"{entry.article_id}.txt"
    try:
        title, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RioBravoError(code="RB-706", found=error, where=path) from error
    article = Article(
        article_id=entry.article_id,
        title=title.strip(),
        text=text.strip(),
        language=entry.language,
        published_on=date.fromisoformat(entry.published_on),
    )
    if coding.digest(article) != entry.sha256:
        raise RioBravoError(code="RB-706", found="another title or text", where=path)
    return article


def by_machine(found: Found, on_article: Callable[[], None]) -> quality.Claims:
    """What the annotator codes of the articles at hand."""
    return quality.by_machine(found.gold.articles.values(), on_article)


def scores(found: Found, machine: quality.Claims) -> dict[str, score.Scores]:
    """The scores of the machine, by half."""
    return {half: score.evaluate(*_sides(found, machine, half)) for half in HALVES}


def matched_of_read(found: Found, machine: quality.Claims) -> dict[str, Matching]:
    """What matched and what did not, of the half that may be read."""
    return score.matchings(*_sides(found, machine, HALVES[0])[:2])


def _sides(found: Found, machine: quality.Claims, half: str) -> tuple[quality.Claims, quality.Claims, dict[str, str]]:
    names = [name for name in sorted(found.gold.claims) if found.halves[name] == half]
    languages = found.gold.languages
    return (
        {name: found.gold.claims[name] for name in names},
        {name: machine[name] for name in names},
        {name: languages[name] for name in names},
    )


def joined(known: Figures, run: str, of_run: Mapping[str, score.Scores]) -> Figures:
    """The figures with one run new or renewed."""
    return {**known, run: {half: of_half.as_json() for half, of_half in of_run.items()}}


def lines(found: Figures) -> Iterator[str]:
    """The chapter of ``docs/quality.md``; nothing where nothing was measured."""
    if not found:
        return
    yield from ("## On newspapers' own articles", "", _INTRODUCTION, "")
    head = ("half", "language", "events of", *(f"{run} run" for run in found), "gold, articles")
    yield from shown.table(head, _rows(found))
    last = found[list(found)[-1]]["aside"]
    counted = [row for row in last["scores"] if "+" in row["status"] and row["language"] == ALL]
    yield from ("By type, last run, the half that nobody read:", "")
    yield from shown.scores([row for row in counted if row["n_gold"] + row["n_predicted"]], "event_type", "type")


def _rows(found: Figures) -> Iterator[tuple[object, ...]]:
    runs = [{half: _by_kind(of_run[half]) for half in HALVES} for of_run in found.values()]
    for half in HALVES:
        for language, kind in runs[-1][half]:
            if kind in (HEADLINE, ALL):
                cells = [run[half].get((language, kind)) for run in runs]
                last = runs[-1][half][language, kind]
                shares = [shown.figure(row["f1"], row["f1_interval"]) if row else "" for row in cells]
                yield half, language, kind, *shares, f"{last['n_gold']}, {last['n_articles']}"


def _by_kind(scores: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(row["language"], row["event_type"]): row for row in scores["scores"] if "+" in row["status"]}


_INTRODUCTION: Final = """\
Articles of newspapers, broadcasters, agencies and governments, found in public repositories and coded by hand (by sessions of
a large language model, under the codebook, blind to the machine). Codings and addresses are in `dataset/real_news`, the texts
are not ours to keep: `riobravo real-news TEXTS` scores whoever has them. The first run is that of the machine before any
of them was read; then the misses of one half were read and classes of error mended, and nobody looked at those of the other.
F1 of events, with 95 % intervals by bootstrap over articles."""
