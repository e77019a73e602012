"""Whether the codings of people hold: their form, their evidence, and the tables that would be made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.events.decisions import UNDECIDED, Decisions
from riobravo.mentions.people import coding
from riobravo.release import derived, registry, splits, validate
from riobravo.tables import as_pandera, frames

if TYPE_CHECKING:
    from riobravo.mentions.people.coding import Coding
    from riobravo.records import Article, Mention
    from riobravo.tables.model import Declarations

FOLDER: Final = coding.FOLDER


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with codings, in words, and how many events they hold."""

    problems: tuple[str, ...]
    n_events: int


def check(files: Sequence[Path], articles: Mapping[str, Article], declared: Declarations) -> Checked:
    """Reads the codings in the files and holds them to their articles, to the ontology and to the checks of the tables."""
    from riobravo.mentions.people import annotate

    told: list[str] = []
    made: list[Mention] = []
    coded: list[Coding] = []
    for path in files:
        try:
            found = coding.read(path)
            if found.article_id not in articles:
                raise RioBravoError(code="RB-414", found=found.article_id, where=path.name)
            reviewed = annotate.mentions(found, articles[found.article_id])
            frames.frame(reviewed.mentions, declared.tables["mentions"])
        except RioBravoError as error:
            told.append(str(error))
            continue
        coded.append(found)
        made += reviewed.mentions
    told += _of_keys(coded)
    told += _of_tables(made, [articles[item.article_id] for item in coded], declared)
    return Checked(tuple(told), sum(len(item.events) for item in coded))


def problems_of(found: Coding, article: Article, declared: Declarations) -> tuple[str, ...]:
    """What is wrong with one coding of an article, apart from keys that other codings give."""
    from riobravo.mentions.people import annotate

    try:
        reviewed = annotate.mentions(found, article)
        frames.frame(reviewed.mentions, declared.tables["mentions"])
    except RioBravoError as error:
        return (str(error),)
    return tuple(_of_tables(reviewed.mentions, [article], declared))


def sides(
    files: Sequence[Path], articles: Mapping[str, Article], given: Mapping[str, str], declared: Declarations
) -> dict[str, str]:
    """The split of every coded article: those given, and for the others the side of what they share an event or story with.

    Raises:
        RioBravoError: for the first coding that does not hold (see `check`).
    """
    from riobravo.articles.duplicates import story_ids
    from riobravo.mentions.people import annotate

    codings = [coding.read(path) for path in files]
    reviewed = annotate.joined(annotate.mentions(found, articles[found.article_id]) for found in codings)
    read = [articles[found.article_id] for found in codings]
    mentions = frames.frame(reviewed.mentions, declared.tables["mentions"])
    rows = derived.articles(read, story_ids(read), declared.tables["articles"])
    members = _resolved(mentions, rows, Decisions(reviewed.entries, reviewed.keys))["event_mentions"]
    return splits.assign(splits.neighbours(mentions, members, rows), given)


def _of_keys(codings: Sequence[Coding]) -> Iterator[str]:
    """One key is one type, and a link leads to a key that some coding gives."""
    types: dict[str, str] = {}
    for event in (event for item in codings for event in item.events):
        if event.event_key is not None:
            types.setdefault(event.event_key, event.columns["event_type"])
    for item in codings:
        for number, event in enumerate(item.events, 1):
            where = f"{item.article_id}, event {number}"
            kind = event.columns["event_type"]
            if event.event_key is not None and types[event.event_key] != kind:
                found = f"{kind} under the key {event.event_key}"
                yield str(RioBravoError(code="RB-411", found=found, allowed=types[event.event_key], where=where))
            for link in event.links:
                if link.to not in types:
                    yield str(
                        RioBravoError(code="RB-411", found=f"a link to {link.to}", allowed="a known key", where=where)
                    )


def _of_tables(made: Sequence[Mention], read: Sequence[Article], declared: Declarations) -> Iterator[str]:
    """The problems of the tables, told by article and evidence instead of by mention_id."""
    tables = {
        "articles": derived.articles(
            read, {article.article_id: article.article_id for article in read}, declared.tables["articles"]
        ),
        "mentions": frames.frame(made, declared.tables["mentions"]),
    }
    found = list(as_pandera.problems(tables["mentions"], declared.tables["mentions"]))
    if not found:  # what follows needs values that are allowed
        tables |= _resolved(tables["mentions"], tables["articles"])
        found = list(validate.problems_of(tables, declared, None))
    by_id = {mention.mention_id: mention for mention in made}
    for problem in found:
        mention = next((by_id[part] for part in problem.row.replace("=", " ").split() if part in by_id), None)
        where = f"{mention.article_id}, {mention.event_type}: {mention.evidence[:60]!r}: " if mention else ""
        yield f"{where}{problem}"


def _resolved(
    mentions: pl.DataFrame, articles: pl.DataFrame, decisions: Decisions = UNDECIDED
) -> dict[str, pl.DataFrame]:
    from riobravo.events.resolve import resolve

    resolved = resolve(mentions, articles, pl.DataFrame(schema=registry.SCHEMA), decisions)
    return {
        "events": resolved.events,
        "event_mentions": resolved.event_mentions,
        "event_links": resolved.event_links,
    }
