"""``riobravo build``: the dataset from its sources, whole or not at all.

The stages compute; this module reads the sources, asks them in order, and writes what they gave. Nothing in ``dataset/``
changes before all tables have passed validation.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from riobravo import ontology, resources
from riobravo.errors import RioBravoError
from riobravo.release import (
    card,
    chain,
    codebook,
    codings,
    database,
    derived,
    event_cache,
    layout,
    lock,
    manifest,
    mention_cache,
    registry,
    scope,
    sources_agree,
    splits,
    stages,
    validate,
    write,
)
from riobravo.tables import frames, model
from riobravo.tables.problems import counted

if TYPE_CHECKING:
    from riobravo.release.article_cache import ArticleCache
    from riobravo.release.chain import Progress
    from riobravo.release.kept import Kept
    from riobravo.release.mention_cache import MentionCache
    from riobravo.tables.model import Declarations
    from riobravo.tables.problems import Problem

CODEBOOK = "CODEBOOK.md"

_LAST = (manifest.DATAPACKAGE, manifest.CHECKSUMS)


class NotValidError(RioBravoError):
    """The tables do not hold to what is declared; ``problems`` says how. Nothing was published."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """From what validation found."""
        super().__init__(code="RB-605", found=counted(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did: rows a table, counted events by headline type and year, what was kept out, and how long it took.

    ``n_coded`` articles were coded anew, those of others were in the cache; ``trouble`` is what of the cache was of no use.
    """

    rows: Mapping[str, int]
    events_by_year: Mapping[int, Mapping[str, int]]
    n_quarantined: int
    n_out_of_scope: int
    seconds: float
    n_coded: int | None = None
    trouble: Sequence[str] = ()


def build(
    dataset: Path,
    *,
    progress: Progress | None = None,
    given: chain.Stages | None = None,
    cache: Path | None = None,
    patience: float = lock.PATIENCE,
) -> BuildReport:
    """Builds everything in ``dataset`` from its articles, actors, places and event ids.

    The stages are those of the rule annotator unless others are ``given``; what these have coded before is taken from the
    folder ``cache`` if one is named, with the same result to the last bit. One build works in a folder at a time; a second
    one waits for ``patience`` seconds.

    Raises:
        NotValidError: RB-605; nothing in the folder has changed then.
        RioBravoError: for sources that cannot be read (RB-1xx, RB-2xx, RB-603), places that cannot be written (RB-606) and
            another build that does not end (RB-611).
    """
    tell = progress or chain.silent
    with lock.alone(dataset, patience=patience, waits=lambda: tell(lock.WAITING, 0)):
        write.sweep(dataset)
        return _build(dataset, tell, given, cache)


def _build(dataset: Path, tell: Progress, given: chain.Stages | None, cache: Path | None) -> BuildReport:
    started = time.monotonic()
    declared = model.load()
    validate.check_declarations()
    sources = _sources(dataset, declared)
    folder = cache if given is None else None
    caches = _Caches.opened(folder) if folder is not None else _Caches()
    coded = _coded(dataset, declared, given or _stages(dataset, tell, caches), caches)
    tell("filtering", 0)
    tables = published(coded, sources, declared, splits.read(dataset / splits.FILE))
    tell("validating", 0)
    problems = validate.problems_of(tables, declared, manifest.bounds(dataset, declared.coverage))
    problems += tuple(sources_agree.event_ids(tables, coded.registry))
    if problems:
        raise NotValidError(problems)
    tell("writing", 0)
    _write(dataset, tables, coded.registry, declared)
    return BuildReport(
        rows={name: data.height for name, data in tables.items()},
        events_by_year=_by_year(tables["events"]),
        n_quarantined=tables["quarantine"].height,
        n_out_of_scope=coded.tables["events"].height - tables["events"].height,
        seconds=time.monotonic() - started,
        n_coded=caches.mentions.coded if caches.mentions else None,
        trouble=caches.trouble,
    )


def published(
    coded: chain.Coded,
    sources: Mapping[str, pl.DataFrame],
    declared: Declarations,
    sides: Mapping[str, str],
) -> dict[str, pl.DataFrame]:
    """The tables as they are published, in declared order: in scope, with open texts only, typed and sorted."""
    kept = scope.restrict(coded.tables, declared.scope)
    kept["mentions_machine"] = coded.machine
    kept["articles"] = splits.marked(kept["articles"], sides)
    kept["articles"] = scope.withhold_texts(kept["articles"], declared.open_licences)
    kept |= {**sources, **derived.of_declarations(ontology.load(), declared)}
    return {name: frames.sort(frames.conform(kept[name], table), table) for name, table in declared.tables.items()}


@dataclass(frozen=True, slots=True)
class _Caches:
    """What earlier builds left, if anything."""

    mentions: MentionCache | None = None
    articles: ArticleCache | None = None
    events: Kept | None = None

    @classmethod
    def opened(cls, folder: Path) -> _Caches:
        from riobravo.release import article_cache  # needs the extra `annotate`

        mentions = mention_cache.opened(folder, stages.RULES)
        return cls(mentions, article_cache.opened(folder), event_cache.opened(folder))

    @property
    def trouble(self) -> tuple[str, ...]:
        kept = (self.mentions, self.articles and self.articles.kept, self.events)
        return tuple(told for one in kept if one for told in one.trouble)


def _stages(dataset: Path, tell: Progress, caches: _Caches) -> chain.Stages:
    return stages.rules(
        tell, dataset / codings.FOLDER, cache=caches.mentions, articles=caches.articles, events=caches.events
    )


def _coded(dataset: Path, declared: Declarations, with_stages: chain.Stages, caches: _Caches) -> chain.Coded:
    from riobravo.articles.read import read_articles  # needs the extra `annotate`

    folder = dataset / "articles"
    items = caches.articles.read(folder) if caches.articles else read_articles(folder)
    return chain.code(items, registry.read(dataset / registry.FILE), with_stages, declared.tables)


def _sources(dataset: Path, declared: Declarations) -> dict[str, pl.DataFrame]:
    actors = resources.load_yaml(dataset / "actors.yaml")
    places = resources.load_yaml(dataset / "places.yaml")
    return {
        "actors": derived.actors(actors, declared.tables["actors"]),
        "actor_aliases": derived.actor_aliases(actors, declared.tables["actor_aliases"]),
        "places": derived.places(places, declared.tables["places"]),
    }


def _write(dataset: Path, tables: Mapping[str, pl.DataFrame], ids: pl.DataFrame, declared: Declarations) -> None:
    with write.staging(dataset) as staged:
        write.write_tables(tables, declared.tables, staged / "tables")
        write.write_text(registry.render(ids), staged / registry.FILE)
        write.write_text(manifest.row_counts(tables), staged / manifest.ROW_COUNTS)
        page = (dataset / card.FILE).read_text(encoding="utf-8")
        write.write_text(card.with_figures(page, tables, declared), staged / card.FILE)
        write.write_text(codebook.render(ontology.load(), declared.released), staged / CODEBOOK)
        write.write_text(manifest.datapackage(staged, declared), staged / manifest.DATAPACKAGE)
        names = [path.relative_to(staged).as_posix() for path in staged.rglob("*") if path.is_file()]
        write.write_text(manifest.checksums(staged, names), staged / manifest.CHECKSUMS)
        # not in git and not in SHA256SUMS: its bytes depend on the version of DuckDB that wrote it
        database.write_database(staged / layout.DATABASE, staged / "tables", declared)
        write.publish(staged, dataset, last=_LAST)


def _by_year(events: pl.DataFrame) -> dict[int, dict[str, int]]:
    """Counted events of the headline types by year, as ``events_counted.sql`` counts them."""
    with database.in_memory({"events": events}, model.load()) as connection:
        rows = connection.execute(
            "select year, event_type, n_events from events_by_year where is_headline order by year"
        ).fetchall()
    headline = ontology.load().headline_types
    by_year: dict[int, dict[str, int]] = {}
    for year, event_type, n_events in rows:
        by_year.setdefault(year, dict.fromkeys(headline, 0))[event_type] = n_events
    return by_year
