"""The files that the web page in site/ reads: what its first screen shows, the events, all behind each event, the downloads.

The page computes no count of its own: which events count, and in which month, is asked of the views. What is not needed at
once is cut into small files by the last two letters of an id or hash, so that a reader fetches what is looked at::

    site.json           declared types and codes, months of the headline types, downloads, how to cite
    events.json         every event, one list a column, and the names of the actors
    schema.json         tables and views with their columns, for the console and the labels of an event's page
    events/<xx>.json    event_id: its row, mentions with reasons, articles, links; or the id it was retired into
    texts/<xx>.json     article_id: text, by the last letters of the article's text_sha256
    outline.json        the countries under the map
    downloads/          the files that SHA256SUMS vouches for, and the DuckDB file
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo import lexicon, ontology, resources
from riobravo.errors import RioBravoError
from riobravo.release import database, layout, manifest, queries, read, registry, viewbook, write
from riobravo.release.site_events import Row, Tables, counted_in, events, index, texts
from riobravo.tables import model

if TYPE_CHECKING:
    import duckdb

    from riobravo.ontology import Ontology
    from riobravo.tables.model import Declarations

FRONT: Final = "site.json"
DOWNLOADS: Final = "downloads"

_COUNTRIES: Final = ("source_country", "target_country", "place_country")

_MONTHS: Final = """
select event_type, month, n_events
from events_by_month
where event_type in (select unnest(?))
order by event_type, month
"""


def export(dataset: Path, output: Path, *, outline: Path, citation: Path) -> int:
    """Writes all files of the page's data into ``output``, in place of those there, and gives their bytes.

    Args:
        dataset: The folder ``dataset`` of a checkout, built.
        output: A folder of its own: one that is missing, empty, or was written by this function.
        outline: The countries under the map (TopoJSON).
        citation: CITATION.cff.

    Raises:
        RioBravoError: RB-602 and RB-603 for tables that are missing or cannot be read, RB-605 where files are not those of
            SHA256SUMS, RB-606 for a place that cannot be written or holds something else.
    """
    wrong = list(manifest.problems(dataset))
    if wrong:
        raise RioBravoError(code="RB-605", found=", ".join(problem.table for problem in wrong), where=dataset)
    if output.is_dir() and any(output.iterdir()) and not (output / FRONT).is_file():
        raise RioBravoError(code="RB-606", found="a folder with other files", where=output)
    declared = model.load()
    tables = read.read_tables(read.tables_folder(dataset), declared.tables)
    retired = registry.retired(registry.read(dataset / registry.FILE))
    with write.staging(output.parent) as staged:
        staged.chmod(0o755)
        downloads = _download(dataset, staged / DOWNLOADS, declared)
        with database.in_memory(tables, declared) as connection:
            counted = counted_in(connection)
            pages = {
                FRONT: {
                    **front(ontology.load(), declared, tables, connection),
                    "downloads": downloads,
                    "citation": resources.load_yaml(citation),
                },
                "events.json": index(tables, counted),
                "schema.json": schema(declared, connection),
                **{f"events/{key}.json": page for key, page in events(tables, counted, retired).items()},
                **{f"texts/{key}.json": page for key, page in texts(tables["articles"]).items()},
            }
        for name, page in pages.items():
            (staged / name).parent.mkdir(exist_ok=True)
            write.write_text(json.dumps(page, ensure_ascii=False, separators=(",", ":"), default=_text), staged / name)
        shutil.copyfile(outline, staged / "outline.json")
        n_bytes = sum(path.stat().st_size for path in staged.rglob("*") if path.is_file())
        write.replace_folder(staged, output)
    return n_bytes


# ── the first screen ─────────────────────────────────────────────────────────────────────────────────────────────────────


def front(words: Ontology, declared: Declarations, tables: Tables, connection: duckdb.DuckDBPyConnection) -> Row:
    """What the page shows before anything is asked: declarations, totals, and events by month of each headline type.

    ``months`` has one number a month from ``covers_from`` to ``data_through`` for every headline type.
    """
    coverage = declared.coverage
    counted: dict[str, dict[date, int]] = {name: {} for name in words.headline_types}
    for name, month, n_events in connection.execute(_MONTHS, [list(words.headline_types)]).fetchall():
        counted[name][month] = n_events
    months = pl.date_range(coverage.covers_from.replace(day=1), coverage.data_through, "1mo", eager=True).to_list()
    return {
        "version": declared.version,
        "covers_from": coverage.covers_from,
        "data_through": coverage.data_through,
        "totals": {name: data.height for name, data in tables.items()},
        "n_counted": _number(connection, "select count(*) from events_counted"),
        "n_sources": tables["articles"].explode("sources").unnest("sources", separator=".")["sources.url"].n_unique(),
        "languages": dict(tables["articles"].group_by("language").len().sort("language").iter_rows()),
        "types": [
            {
                "name": event_type.name,
                "is_headline": event_type.is_headline,
                "definition": event_type.definition,
                "subtypes": {subtype.name: subtype.definition for subtype in event_type.subtypes.values()},
            }
            for event_type in words.types.values()
        ],
        "codes": {name: dict(words.codes(name)) for name in words.lists},
        "countries": _countries(words, tables),
        "months": {name: [of_type.get(month, 0) for month in months] for name, of_type in counted.items()},
    }


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    ((found,),) = connection.execute(sql).fetchall()
    return int(found)


def _countries(words: Ontology, tables: Tables) -> dict[str, dict[str, str]]:
    """The first name that the lexicons give to each country of the events, by language."""
    used = {code for column in _COUNTRIES for code in tables["events"][column].drop_nulls().unique()}
    names = {language: lexicon.load(language).countries for language in words.languages}
    return {
        code: {language: of[code]["names"][0] for language, of in names.items() if code in of} for code in sorted(used)
    }


# ── the console and the downloads ────────────────────────────────────────────────────────────────────────────────────────


def schema(declared: Declarations, connection: duckdb.DuckDBPyConnection) -> Row:
    """Tables with their declared columns, and views with the columns they give and their examples."""
    return {
        "tables": [
            {
                "name": table.name,
                "description": table.description,
                "grain": table.grain,
                "columns": [
                    {"name": field.name, "type": field.type, "description": field.description, "codes": field.codes}
                    for field in table.fields
                ],
            }
            for table in declared.tables.values()
        ],
        "views": [
            {
                "name": query.signature,
                "title": query.title,
                "grain": query.grain,
                "counts": query.counts,
                "example": query.example,
                "columns": [name for name, _ in viewbook.columns(query, connection)],
            }
            for query in queries.view_queries()
        ],
    }


def _download(dataset: Path, folder: Path, declared: Declarations) -> list[Row]:
    """Copies what SHA256SUMS names, makes the DuckDB file, and lists all of it: path, bytes, sha256, and the table's rows."""
    names = list(layout.read_checksums((dataset / manifest.CHECKSUMS).read_text(encoding="utf-8")))
    n_rows = manifest.last_row_counts(dataset)
    for name in [*names, manifest.CHECKSUMS]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(dataset / name, folder / name)
    database.write_database(folder / layout.DATABASE, read.tables_folder(dataset), declared)
    return [
        {
            "path": name,
            "bytes": (folder / name).stat().st_size,
            "sha256": digest,
            "rows": n_rows.get(Path(name).stem) if name.endswith(".parquet") else None,
        }
        for name, digest in ((name, manifest.sha256(folder / name)) for name in (layout.DATABASE, *names))
    ]


def _text(value: object) -> str:
    """Days as YYYY-MM-DD. Raises TypeError for what JSON cannot say."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
