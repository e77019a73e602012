"""Everything that one version holds, written into a folder: tables, database, CSV, metadata, pages, checksums."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from riobravo import generated, ontology, resources
from riobravo.errors import RioBravoError
from riobravo.release import (
    changes,
    codebook,
    content,
    database,
    fingerprints,
    last_release,
    layout,
    manifest,
    metadata,
    pages,
    read,
    registry,
    scorecard,
    wide,
    write,
)
from riobravo.tables import as_csv, frames

if TYPE_CHECKING:
    from riobravo.tables.model import Declarations

_COPIED: Final = {"LICENSE-DATA": "LICENSE-DATA", "dataset/CHANGELOG.md": "CHANGELOG.md"}
"""File of the repository → its name in a release."""

QUALITY: Final = Path("docs") / "quality.json"

_ROWS_A_GROUP: Final = 2_000


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """What the tables of a release are made from: the folder and tables of the dataset, and the hash of its content."""

    dataset: Path
    tables: Mapping[str, pl.DataFrame]
    declared: Declarations
    content_sha256: str


def made_from(dataset: Path, declared: Declarations) -> Made:
    """What is made from the dataset in a folder.

    Raises:
        RioBravoError: RB-603 for a file that is not Parquet.
    """
    tables = read.read_tables(dataset / "tables", declared.tables)
    return Made(dataset, tables, declared, content.sha256(tables))


def _release(made: Made) -> pl.DataFrame:
    row = {
        "version": made.declared.version,
        "data_through": made.declared.coverage.data_through,
        "content_sha256": made.content_sha256,
    }
    return frames.frame([row], made.declared.release_tables["release"])


def _changes(made: Made) -> pl.DataFrame:
    """Against the kept release; before the first one nothing has changed."""
    kept = made.dataset / last_release.FOLDER
    new = fingerprints.of_tables(made.tables, made.declared.tables)
    old = last_release.read_fingerprints(kept, made.declared.tables) if last_release.is_one(kept) else new
    retired = registry.retired(registry.read(made.dataset / registry.FILE))
    return changes.between(old, new, made.declared.tables, made.declared.release_tables[changes.TABLE], retired)


MAKERS: Final[Mapping[str, Callable[[Made], pl.DataFrame]]] = {
    "changes": _changes,
    "events_wide": lambda made: wide.events_wide(made.tables),
    "release": _release,
}
"""Table of ``release_tables`` in tables.yaml → what makes it. A new one is a row here."""


def released_tables(made: Made) -> dict[str, pl.DataFrame]:
    """Every table of the release, typed and sorted as declared."""
    tables = {**made.tables, **{name: make(made) for name, make in MAKERS.items()}}
    declared = made.declared.released
    return {name: frames.sort(frames.conform(tables[name], table), table) for name, table in declared.items()}


def write_version(folder: Path, root: Path, made: Made, released: Mapping[str, pl.DataFrame]) -> None:
    """Writes a version into an empty folder: its tables, and the pages of the repository at ``root``.

    Raises:
        RioBravoError: RB-603 for pages that cannot be read, RB-606 for a place that cannot be written.
    """
    declared = made.declared
    said = {"version": declared.version, "content_sha256": made.content_sha256, "license": manifest.LICENCE["name"]}
    write.write_tables(released, declared.released, folder / "tables", form=form(said))
    (folder / "csv").mkdir()
    for name, data in released.items():
        write.write_text(as_csv.render(data, declared.released[name]), folder / "csv" / f"{name}.csv")
    database.write_database(
        folder / layout.DATABASE, folder / "tables", dataclasses.replace(declared, tables=declared.released)
    )
    for name, text in _texts(folder, root, made).items():
        write.write_text(text, folder / name)
    for source, name in _COPIED.items():
        shutil.copyfile(root / source, folder / name)
    write.write_text(manifest.checksums(folder, [layout.DATABASE]), folder / layout.DATABASE_CHECKSUM)
    write.write_text(
        pages.page(_contents(folder, made), f"{manifest.ABOUT['title']}, {declared.version}"), folder / "index.html"
    )
    write.write_text(manifest.checksums(folder, _checked(folder)), folder / layout.CHECKSUMS)


def form(said: Mapping[str, str]) -> write.Form:
    """How the Parquet files of a release are cut."""
    return write.Form(rows_a_group=_ROWS_A_GROUP, has_page_index=True, said=said)


def _texts(folder: Path, root: Path, made: Made) -> dict[str, str]:
    declared, sha256 = made.declared, made.content_sha256
    card = {"version": declared.version, **scorecard.scorecard(_quality(root), ontology.load().headline_types)}
    citation = resources.load_yaml(root / metadata.CITATION)
    book = codebook.render(ontology.load(), declared.released)
    return {
        manifest.DATAPACKAGE: metadata.datapackage(folder, declared, sha256, card),
        metadata.CROISSANT: metadata.croissant(folder, declared, sha256, card, citation),
        metadata.SCHEMA: metadata.json_schema(declared, sha256),
        metadata.CITATION: metadata.citation_of(citation, declared, sha256),
        scorecard.FILE: manifest.as_json(card),
        "CODEBOOK.md": book,
        "CODEBOOK.html": pages.page(book, ontology.load().title),
    }


def _quality(root: Path) -> Any:
    path = root / QUALITY
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RioBravoError(code="RB-603", found=error, where=path, todo="run: make quality") from error


def _checked(folder: Path) -> list[str]:
    """Every file that is there, but for the database."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [name for name in names if name not in (layout.DATABASE, layout.DATABASE_CHECKSUM)]


def _contents(folder: Path, made: Made) -> str:
    """The page of a version: what is in it, with size and hash."""
    rows = [
        (f"[{name}]({name})", f"{(folder / name).stat().st_size:,}", f"`{manifest.sha256(folder / name)}`")
        for name in _checked(folder)
    ]
    rows.insert(
        0, (f"[{layout.DATABASE}]({layout.DATABASE})", "", f"[{layout.DATABASE_CHECKSUM}]({layout.DATABASE_CHECKSUM})")
    )
    lines = [
        f"# {manifest.ABOUT['title']}",
        "",
        manifest.ABOUT["description"],
        "",
        f"Version {made.declared.version}, with data through {made.declared.coverage.data_through}; "
        f"SHA-256 of the content: `{made.content_sha256}`. Licence: [{manifest.LICENCE['name']}]({manifest.LICENCE['path']}). "
        "What each table and column means: [codebook](CODEBOOK.html).",
        "",
        *generated.table(("file", "bytes", "SHA-256"), rows),
    ]
    return "\n".join(lines) + "\n"
