"""How well the machine tells whom words mean, on phrases drawn by chance and checked by hand, and how many it resolves at all.

A line of `dataset/actors_checked.csv` is a phrase that the machine once took for the source or target of an event, with the
actor of the table that it means, decided from the article before the machine's answer was seen; empty where the table has
none. The machine is asked anew about the same words. Nobody read the errors in articles of test; those in the others were read
to mend classes of error.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.evaluate import shown
from riobravo.evaluate.score import Interval, wilson
from riobravo.mentions import gazetteer
from riobravo.mentions.rules import annotator
from riobravo.mentions.rules.annotator import Phrase
from riobravo.records import Article
from riobravo.release.splits import TEST

FILE: Final = "actors_checked.csv"
ALL: Final = "all"
ROLES: Final = ("source", "target")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One line of the list; ``start`` to ``end`` in code points of title or text."""

    article_id: str
    evidence_in: str
    start: int
    end: int
    role: str
    words: str
    actor_id: str | None
    note: str

    @property
    def phrase(self) -> Phrase:
        """Where the words stand."""
        return Phrase(self.evidence_in, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Of how many phrases the machine says the right actor or rightly none; of those it resolves; of those that it could."""

    split: str
    language: str
    n: int
    n_right: int
    accuracy: float | None
    accuracy_interval: Interval | None
    n_resolved: int
    precision: float | None
    precision_interval: Interval | None
    n_resolvable: int
    recall: float | None
    recall_interval: Interval | None


def read(path: Path, articles: Mapping[str, Article]) -> list[Checked]:
    """The list.

    Raises:
        RioBravoError: RB-707 for a list of another form, or words that no longer stand where it says.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            checked = [_line(row) for row in csv.DictReader(lines, strict=True)]
    except (OSError, UnicodeDecodeError, csv.Error, TypeError, ValueError) as error:
        raise RioBravoError(code="RB-707", found=error, where=path) from error
    for line in checked:
        article = articles.get(line.article_id)
        if article is None or line.phrase.within(article) != line.words:
            raise RioBravoError(code="RB-707", found=line.words, where=f"{path.name}: {line.article_id}")
    return checked


def _line(row: dict[str, Any]) -> Checked:
    if set(row) != {field.name for field in fields(Checked)} or None in row.values() or row["role"] not in ROLES:
        raise ValueError(row)
    actor_id = row["actor_id"] or None
    if actor_id is not None and actor_id not in gazetteer.by_id():
        raise ValueError(f"no actor {actor_id}")
    return Checked(**{**row, "start": int(row["start"]), "end": int(row["end"]), "actor_id": actor_id})


def by_machine(
    checked: Sequence[Checked], articles: Mapping[str, Article], on_article: Callable[[], None]
) -> list[str | None]:
    """The actor that the machine takes each phrase for."""
    answers: dict[tuple[str, Phrase], str | None] = {}
    for name in dict.fromkeys(line.article_id for line in checked):
        phrases = [line.phrase for line in checked if line.article_id == name]
        named = annotator.named(articles[name], phrases)
        answers |= {(name, phrase): who.actor_id for phrase, who in zip(phrases, named, strict=True)}
        on_article()
    return [answers[line.article_id, line.phrase] for line in checked]


def scores(
    checked: Sequence[Checked], answers: Sequence[str | None], articles: Mapping[str, Article], sides: Mapping[str, str]
) -> list[Resolved]:
    """The scores by split and language."""
    of_group: dict[tuple[str, str], list[tuple[str | None, str | None]]] = {}
    for line, answer in zip(checked, answers, strict=True):
        for language in (ALL, articles[line.article_id].language):
            of_group.setdefault((sides[line.article_id], language), []).append((line.actor_id, answer))
    ordered = sorted(of_group, key=lambda group: (group[0] != TEST, *group))
    return [_score(split, language, of_group[split, language]) for split, language in ordered]


def _score(split: str, language: str, pairs: Sequence[tuple[str | None, str | None]]) -> Resolved:
    right = [true == said for true, said in pairs]
    n_hit = sum(true == said and said is not None for true, said in pairs)
    n_resolved = sum(said is not None for _, said in pairs)
    n_resolvable = sum(true is not None for true, _ in pairs)
    return Resolved(
        split=split,
        language=language,
        n=len(pairs),
        n_right=sum(right),
        accuracy=shown.share(sum(right), len(pairs)),
        accuracy_interval=wilson(sum(right), len(pairs)),
        n_resolved=n_resolved,
        precision=shown.share(n_hit, n_resolved),
        precision_interval=wilson(n_hit, n_resolved),
        n_resolvable=n_resolvable,
        recall=shown.share(n_hit, n_resolvable),
        recall_interval=wilson(n_hit, n_resolvable),
    )


def shares(mentions: pl.DataFrame, languages: Mapping[str, str]) -> list[dict[str, Any]]:
    """How many of the sources and targets that the words name are actors of the table, by language.

    Args:
        mentions: A table of mentions.
        languages: The language of every article.
    """
    spoken = mentions["article_id"].cast(pl.String).replace_strict(languages, return_dtype=pl.String)
    rows = []
    for language in (ALL, *sorted(set(languages.values()))):
        of_language = mentions if language == ALL else mentions.filter(spoken == language)
        for role in ROLES:
            named = of_language.filter(pl.col(f"{role}_name").is_not_null() & (pl.col(f"{role}_name") != ""))
            n_resolved = named[f"{role}_actor_id"].drop_nulls().len()
            rows.append(
                {
                    "language": language,
                    "role": role,
                    "n_named": named.height,
                    "n_resolved": n_resolved,
                    "share": shown.share(n_resolved, named.height),
                }
            )
    return rows


def as_json(
    resolved: Iterable[Resolved], of_people: pl.DataFrame, of_machine: pl.DataFrame, languages: Mapping[str, str]
) -> dict[str, Any]:
    """All figures as plain values, in a fixed order."""
    return {
        "checked": [asdict(row) for row in resolved],
        "shares": {"people": shares(of_people, languages), "machine": shares(of_machine, languages)},
    }


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The chapter of ``docs/quality.md``."""
    yield from ("## Whom do the words mean?", "", _INTRODUCTION, "")
    head = ("articles", "language", "phrases", "right", "resolved", "precision", "resolvable", "recall")
    yield from shown.table(head, [_row(row) for row in found["checked"]])
    yield from ("### How many are resolved", "", _ON_SHARES, "")
    coders = found["shares"]
    keys = [(row["language"], row["role"]) for row in coders["people"]]
    of = {
        coder: {
            (row["language"], row["role"]): f"{row['share']:.2f} ({row['n_named']:,})" for row in rows if row["n_named"]
        }
        for coder, rows in coders.items()
    }
    yield from shown.table(
        ("language", "party", *coders), [(*key, *(of[coder].get(key, "") for coder in coders)) for key in keys]
    )


def _row(row: Mapping[str, Any]) -> tuple[object, ...]:
    figures = (shown.figure(row[name], row[f"{name}_interval"]) for name in ("accuracy", "precision", "recall"))
    accuracy, precision, recall = figures
    counts = (row["n_resolved"], precision, row["n_resolvable"], recall)
    return row["split"], row["language"], row["n"], accuracy, *counts


_INTRODUCTION: Final = """\
200 phrases that the machine took for the source or target of an event, drawn by chance, resolved or not, 50 a language from
test and 50 from the articles apart. Who is meant was decided from the article, by a session of a large language model, before
the machine's answer was seen (`dataset/actors_checked.csv`): by name, by office on that day, by what the article says. Members
who act for a body stand for it, a government for its state; none is meant where the table of actors has none. The errors in the
articles apart were read and classes of them mended, so test is the fair figure. Right is the share of all phrases with the
right actor, or rightly none; precision is that of the phrases that got an actor, recall that of those that have one. In
brackets: Wilson's 95 % intervals."""

_ON_SHARES: Final = """\
The share of the sources and targets named in the words that got an actor of the table, with how many are named, in all reviewed
articles. Most of the others are crowds, bodies and persons that the table does not have: they keep their words, and the country
and sector that these say. Of people's coding only the names are people's; whom they mean is looked up by name, country and
day."""
