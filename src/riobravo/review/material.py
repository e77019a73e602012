"""What a review begins with: articles, what machines and readers coded of them, and the signs of doubt of each mention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from riobravo import ontology, resources
from riobravo.articles.read import READERS, read_articles
from riobravo.errors import RioBravoError
from riobravo.evaluate.claims import Claim, Spot
from riobravo.evaluate.match import match
from riobravo.evaluate.shown import said
from riobravo.mentions.people import coding
from riobravo.records import Article, Quarantined
from riobravo.release import chain, read, registry, stages
from riobravo.review import draft as drafts
from riobravo.review.doubt import COMPARED, Signs
from riobravo.review.draft import Draft, Entry
from riobravo.tables import model

Rows = Mapping[str, Any]
Place = tuple[str, str, int, int, str]
"""Article, part, start, end and type of a mention: what its id is made of, for readers' lines have none of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Articles by id; by article the events that machines found, each a group of mentions; contradictions by `Place`."""

    articles: Mapping[str, Article]
    groups: Mapping[str, Sequence[Sequence[Rows]]]
    contradictions: Mapping[Place, Mapping[str, Sequence[str]]]
    default_folder: Path
    problems: tuple[str, ...] = ()


def read_material(path: Path | None, progress: chain.Progress = chain.silent) -> Material:
    """What lies at a path: a folder of tables, as `annotate` writes them, or articles, which the rules code first.

    Without a path it is the dataset. Codings go to the folder ``annotations`` beside it where no other is named.

    Raises:
        RioBravoError: RB-2xx for a path nothing can be read from, RB-102 without a checkout, RB-603 for broken tables.
    """
    if path is None:
        dataset = resources.dataset_dir()
        tables = _read_tables(resources.tables_dir())
        return _material(_articles(read_articles(dataset / "articles")), tables, dataset / coding.FOLDER)
    if path.is_dir() and (path / "mentions.parquet").is_file():
        tables = _read_tables(path)
        return _material(_articles(_of_rows(tables["articles"])), tables, path.parent / coding.FOLDER)
    if not path.is_dir() and path.suffix.lower() not in READERS:
        raise RioBravoError(code="RB-203", found=f"the ending {path.suffix!r}", allowed=", ".join(READERS), where=path)
    items = list(read_articles(path))
    none_yet = pl.DataFrame(schema=registry.SCHEMA)
    coded = chain.code(items, none_yet, stages.rules(progress), model.load().tables)
    return _material(_articles(items), dict(coded.tables), path.parent / coding.FOLDER)


def _read_tables(folder: Path) -> dict[str, pl.DataFrame]:
    names = ("articles", "mentions", "mentions_machine", "events", "event_mentions")
    found = {
        name: read.read_table(folder / f"{name}.parquet") for name in names if (folder / f"{name}.parquet").is_file()
    }
    for name in ("articles", "mentions"):
        if name not in found:
            raise RioBravoError(code="RB-602", found=f"no {name}.parquet", where=folder)
    return found


def _articles(items: Iterable[Article | Quarantined]) -> tuple[dict[str, Article], tuple[str, ...]]:
    known, problems = {}, []
    for item in items:
        if isinstance(item, Quarantined):
            problems.append(f"[{item.reason}] {item.origin}: {item.detail}")
        else:
            known[item.article_id] = item
    return known, tuple(problems)


def _of_rows(articles: pl.DataFrame) -> Iterable[Article]:
    """Articles of a table; one whose text the table does not carry cannot be reviewed and is left out."""
    for row in articles.filter(pl.col("text").is_not_null()).iter_rows(named=True):
        yield Article(**{name: row[name] for name in _ARTICLE}, title=row["title"] or "")


_ARTICLE = ("article_id", "text", "language", "published_on", "publisher", "url", "licence")


def _material(
    found: tuple[dict[str, Article], tuple[str, ...]], tables: Mapping[str, pl.DataFrame], folder: Path
) -> Material:
    articles, problems = found
    events = (
        dict(tables["event_mentions"].select("mention_id", "event_id").iter_rows())
        if "event_mentions" in tables
        else {}
    )
    gathered: dict[tuple[str, str], list[Rows]] = {}
    for name in ("mentions", "mentions_machine"):
        if name not in tables:
            continue
        by_machine = tables[name].filter(pl.col("annotator") != coding.ANNOTATOR)
        for row in by_machine.sort("article_id", "evidence_in", "evidence_start", "mention_id").iter_rows(named=True):
            event = events.get(row["mention_id"], row["mention_id"]) if name == "mentions" else row["mention_id"]
            gathered.setdefault((row["article_id"], f"{row['annotator']} {event}"), []).append(row)
    groups: dict[str, list[list[Rows]]] = {}
    for (article_id, _), rows in gathered.items():
        groups.setdefault(article_id, []).append(rows)
    return Material(
        articles=articles,
        groups=groups,
        contradictions=_contradictions(tables, events),
        default_folder=folder,
        problems=problems,
    )


def _contradictions(tables: Mapping[str, pl.DataFrame], events: Mapping[str, str]) -> dict[Place, dict[str, list[str]]]:
    """The columns that the mentions of its event contradict each other on and that a mention states itself."""
    if "events" not in tables:
        return {}
    of_event = {
        event: {item["field"]: item["values"] for item in found}
        for event, found in tables["events"].select("event_id", "disagreements").iter_rows()
        if found
    }
    stated: dict[Place, dict[str, list[str]]] = {}
    for row in tables["mentions"].iter_rows(named=True):
        columns = of_event.get(events.get(row["mention_id"], ""), {})
        kept = {name: values for name, values in columns.items() if row.get(name) is not None}
        if kept:
            place = ("article_id", "evidence_in", "evidence_start", "evidence_end", "event_type")
            article, part, start, end, event_type = (row[name] for name in place)
            stated[article, part, start, end, event_type] = kept
    return stated


# ── one article ──────────────────────────────────────────────────────────────────────────────────────────────────────


def draft_of(material: Material, article: Article, coded: coding.Coding | None) -> Draft:
    """The draft of an article: what its coding holds, and as proposals what machines found beside it.

    Of an event that several found, the first one's coding is proposed: a reader's, else that of the published mentions.
    """
    if coded is None:
        begun = Draft(
            article_id=article.article_id, sha256=coding.digest(article), coders=(), entries=(), is_coded=False
        )
    else:
        begun = drafts.of_coding(coded, article)
    for rows in _by_annotator(material.groups.get(article.article_id, ())).values():
        theirs = {entry.entry_id: entry for entry in drafts.proposals(rows)}
        found = match([_claim(entry) for entry in begun.entries], [_claim(entry) for entry in theirs.values()])
        begun = begun.with_entries({claim.mention_ids[0]: theirs[claim.mention_ids[0]] for claim in found.wrong})
    return begun


def signs(material: Material, found: Draft) -> dict[str, Signs]:
    """The signs of doubt of every line of a draft."""
    groups = material.groups.get(found.article_id, ())
    told: dict[str, dict[str, Mapping[str, str] | None]] = {}
    coders: dict[str, list[Entry]] = {
        name: list(drafts.proposals(rows)) for name, rows in _by_annotator(groups).items()
    }
    if found.is_coded:
        coders[coding.ANNOTATOR] = [entry for entry in found.entries if _is_of_people(entry)]
    for name, theirs in coders.items():
        own = [entry for entry in found.entries if entry.lines and entry.lines[0].by != name]
        seen = match([_claim(entry) for entry in own], [_claim(entry) for entry in theirs])
        by_id = {entry.entry_id: entry for entry in (*own, *theirs)}
        for entry in own:
            told.setdefault(entry.entry_id, {})[name] = None
        for one, other in seen.pairs:
            ours, them = by_id[one.mention_ids[0]], by_id[other.mention_ids[0]]
            told[ours.entry_id][name] = _differing(ours.columns, them.columns)
    return {
        line.line_id: Signs(
            confidence=line.confidence,
            others=told.get(entry.entry_id, {}),
            contradictions=material.contradictions.get(
                (found.article_id, line.part, line.start, line.end, entry.columns["event_type"]), {}
            ),
        )
        for entry, line in found.lines()
    }


def _by_annotator(groups: Sequence[Sequence[Rows]]) -> dict[str, list[Sequence[Rows]]]:
    by: dict[str, list[Sequence[Rows]]] = {}
    for group in groups:
        by.setdefault(group[0]["annotator"], []).append(group)
    return by


def _is_of_people(entry: Entry) -> bool:
    return any(line.by == coding.ANNOTATOR for line in entry.lines)


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, str]:
    """What the other says on the compared columns where it says something else."""
    return {name: said(other.get(name)) for name in COMPARED if said(one.get(name)) != said(other.get(name))}


def _claim(entry: Entry) -> Claim:
    """An entry as the unit that codings are compared by; its one "mention" is its own id."""
    columns = {**dict.fromkeys(model.load().coded_columns), **drafts.typed(entry.columns)}
    order = list(ontology.load().statuses)
    status = min((entry.of_line(line).get("status", order[0]) for line in entry.lines), key=order.index)
    spots = tuple(Spot(line.part, None, line.start, line.end) for line in entry.lines)
    return Claim(article_id="", spots=spots, columns={**columns, "status": status}, mention_ids=(entry.entry_id,))
