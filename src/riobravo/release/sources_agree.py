"""Whether tables agree with what lies beside them in git: the codings that people signed, and the registry of event ids.

A text that is edited together with its hash still holds to itself; the coding that was made of the old text gives it away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from riobravo.mentions.people import coding
from riobravo.release import registry
from riobravo.tables.problems import Gate, Problem

Tables = Mapping[str, pl.DataFrame]


def problems(tables: Tables, dataset: Path) -> Iterator[Problem]:
    """What does not agree with ``annotations`` and ``event_ids.csv`` of the folder; nothing where they are not there.

    Raises:
        RioBravoError: for codings or a registry that cannot be read.
    """
    if (dataset / coding.FOLDER).is_dir():
        yield from signatures(tables, coding.read_folder(dataset / coding.FOLDER))
    if (dataset / registry.FILE).is_file():
        yield from event_ids(tables, registry.read(dataset / registry.FILE))


def signatures(tables: Tables, signed: Mapping[str, coding.Coding]) -> Iterator[Problem]:
    """Articles whose title or text is not the one that was coded, and reviewed mentions that nobody signed."""
    if not _has(tables, "articles", "title", "text") or not _has(tables, "mentions", "annotator"):
        return
    by_people = tables["mentions"].filter(pl.col("annotator") == coding.ANNOTATOR)["article_id"].unique()
    asked = tables["articles"].filter(pl.col("text").is_not_null())
    for article_id, title, text in asked.select("article_id", "title", "text").sort("article_id").iter_rows():
        given, read = signed.get(article_id), coding.digest_of(title, text)
        if given is not None and given.sha256 != read:
            row, allowed = f"article_id={article_id}", f"{given.sha256}, as coded"
            yield _problem(("articles", "text"), "signed", row, found=read, allowed=allowed)
    for article_id in sorted(set(by_people.to_list()) - signed.keys()):
        row = f"article_id={article_id}"
        yield _problem(("mentions", "annotator"), "signed", row, found="no coding", allowed="a coding by people")


def event_ids(tables: Tables, ids: pl.DataFrame) -> Iterator[Problem]:
    """Events without a living id in the registry, and events that do not hold the mention on which their id stands."""
    if not _has(tables, "events", "event_id") or not _has(tables, "event_mentions", "event_id", "mention_id"):
        return
    anchors = {row[0]: row[1] for row in ids.filter(pl.col("retired_into").is_null()).iter_rows()}
    members = set(tables["event_mentions"].select("event_id", "mention_id").iter_rows())
    for event_id in tables["events"]["event_id"].drop_nulls().unique().sort():
        row = f"event_id={event_id}"
        if event_id not in anchors:
            allowed = f"a living id of {registry.FILE}"
            yield _problem(("events", "event_id"), "registered", row, found="none", allowed=allowed)
        elif (event_id, anchors[event_id]) not in members:
            found, allowed = "not the mention that its id stands on", anchors[event_id]
            yield _problem(("events", "event_id"), "anchored", row, found=found, allowed=allowed)


def _has(tables: Tables, name: str, *columns: str) -> bool:
    return name in tables and set(columns) <= set(tables[name].columns)


def _problem(place: tuple[str, str], check: str, row: str, *, found: str, allowed: str) -> Problem:
    table, column = place
    return Problem(gate=Gate.SOURCES, table=table, column=column, check=check, row=row, found=found, allowed=allowed)
