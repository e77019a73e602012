"""``riobravo release``: the dataset as it is published, in a folder that any static host can serve; whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from riobravo.release import artifacts, layout, manifest, pages, validate, write
from riobravo.release.build import NotValidError
from riobravo.tables import as_pandera, model

if TYPE_CHECKING:
    from riobravo.tables.model import Declarations
    from riobravo.tables.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A version that was written: its folder and the bytes of each file in it."""

    version: str
    folder: Path
    sizes: dict[str, int]


def release(root: Path, output: Path) -> Released:
    """Writes the declared version from the repository at ``root`` into ``output``/releases, and points latest to it.

    A folder of that version in ``output`` is replaced: what was published is kept by whoever published it (`publish`).

    Raises:
        NotValidError: RB-605; nothing in ``output`` has changed then.
        RioBravoError: RB-602, RB-603 for what cannot be read, RB-606 for a place that cannot be written.
    """
    declared = model.load()
    problems = validate.problems_at(root / "dataset")
    if problems:
        raise NotValidError(problems)
    made = artifacts.made_from(root / "dataset", declared)
    tables = artifacts.released_tables(made)
    problems = problems_of(tables, declared)
    if problems:
        raise NotValidError(problems)
    releases = output / layout.FOLDER
    target = releases / declared.version
    with write.staging(releases) as staged:
        artifacts.write_version(staged, root, made, tables)
        staged.chmod(0o755)
        write.replace_folder(staged, target)
    write_pointer(releases, layout.of_versions([declared.version]))
    sizes = {
        path.relative_to(target).as_posix(): path.stat().st_size for path in sorted(target.rglob("*")) if path.is_file()
    }
    return Released(version=declared.version, folder=target, sizes=sizes)


def problems_of(tables: Mapping[str, pl.DataFrame], declared: Declarations) -> tuple[Problem, ...]:
    """What is wrong with the tables that are made for a release alone; `validate` looks at those of the dataset."""
    of_release = declared.release_tables.items()
    return tuple(problem for name, table in of_release for problem in as_pandera.problems(tables[name], table))


def write_pointer(releases: Path, pointer: layout.Pointer) -> None:
    """Points ``latest`` to a version; what programs read comes last."""
    latest = releases / layout.LATEST
    latest.mkdir(exist_ok=True)
    write.write_text(latest_page(pointer), latest / "index.html")
    write.write_text(pointer.as_json(), latest / layout.POINTER)


def latest_page(pointer: layout.Pointer) -> str:
    """The page that leads a browser to the latest version."""
    return pages.leads_on(f"../{pointer.version}/index.html", f"{manifest.ABOUT['title']}, {pointer.version}")
