"""``riobravo publish``: a released version to a folder or to any place that fsspec knows, whole or not at all.

The order is what keeps a broken upload out of sight. Where folders can be renamed (a disk), the files go into a hidden folder
that takes its name when it is complete. Elsewhere (object stores) they go to their places, and SHA256SUMS, without which no
reader takes a version for one, goes last. Every file is read back before that. ``latest`` is switched at the very end.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from riobravo.errors import RioBravoError
from riobravo.release import layout, make, manifest, read, validate
from riobravo.tables import model
from riobravo.tables.bounds import Bounds

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_PARTIAL: Final = ".partial-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published where; ``is_new`` is false if that version stood there already, byte for byte."""

    version: str
    place: str
    latest: str
    n_files: int
    is_new: bool


def publish(folder: Path, to: str, *, filesystem: AbstractFileSystem | None = None) -> Published:
    """Uploads the version in ``folder`` to ``to``/releases and points latest to the newest version there.

    ``to`` is a folder or an address of fsspec's, such as ``s3://bucket/riobravo`` (with the library that it needs); with a
    ``filesystem`` a path in it.

    Raises:
        RioBravoError: RB-640 for a folder that is no whole, valid version, RB-641 if that version was published with other
            content, RB-642 for an upload that broke off (nothing is visible then; publish again), RB-105 without fsspec.
    """
    version, sums = _checked(folder)
    place = _Place.of(to, filesystem)
    try:
        pointer = place.pointer()
        is_new = not place.holds(version, sums)
        if is_new:
            place.upload(folder, version, sums)
        switched = pointer.with_version(version) if pointer else layout.of_versions([version])
        place.point_to(switched)
    except (OSError, RuntimeError, ValueError) as error:
        raise RioBravoError(code="RB-642", found=str(error) or type(error).__name__, where=to) from error
    n_files = len(sums) + 3  # SHA256SUMS, and the database with its own
    return Published(version=version, place=place.releases, latest=switched.version, n_files=n_files, is_new=is_new)


def _checked(folder: Path) -> tuple[str, dict[str, str]]:
    """The version and the checksums of a folder that is whole and valid."""
    try:
        sums = layout.read_checksums((folder / layout.CHECKSUMS).read_text(encoding="utf-8"))
        version = json.loads((folder / manifest.DATAPACKAGE).read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError) as error:
        raise RioBravoError(code="RB-640", found=error, where=folder) from error
    expected = {*sums, layout.CHECKSUMS, layout.DATABASE, layout.DATABASE_CHECKSUM}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if there != expected:
        raise RioBravoError(
            code="RB-640", found=f"missing or too many: {', '.join(sorted(there ^ expected))}", where=folder
        )
    for name in (layout.CHECKSUMS, layout.DATABASE_CHECKSUM):
        for problem in manifest.problems(folder, name):
            raise RioBravoError(code="RB-640", found=problem, where=folder)
    if not layout.is_version(version) or folder.name != version:
        raise RioBravoError(code="RB-640", found=f"version {version}", allowed="the name of the folder", where=folder)
    _validate(folder)
    return version, sums


def _validate(folder: Path) -> None:
    declared = model.load()
    tables = read.read_tables(folder / "tables", declared.released)
    missing = [name for name in declared.released if name not in tables]
    if missing:
        raise RioBravoError(code="RB-640", found=f"no {', '.join(missing)}", where=folder)
    of_dataset = {name: tables[name] for name in declared.tables}
    problems = validate.problems_of(of_dataset, declared, Bounds(declared.coverage.data_through, {}))
    problems += make.problems_of(tables, declared)
    for problem in problems:
        raise RioBravoError(code="RB-640", found=f"{problem} ({len(problems)} in all)", where=folder)


@dataclass(frozen=True, slots=True)
class _Place:
    """The folder of releases somewhere."""

    files: AbstractFileSystem
    releases: str

    @classmethod
    def of(cls, to: str, filesystem: AbstractFileSystem | None) -> _Place:
        try:
            from fsspec.core import url_to_fs  # comes with the extra `publish`
        except ModuleNotFoundError as error:
            raise RioBravoError(
                code="RB-105", found=error.name, where="riobravo publish", todo="pip install 'riobravo[publish]'"
            ) from error
        try:
            files, root = (filesystem, to) if filesystem is not None else url_to_fs(to)
        except (ImportError, ValueError) as error:  # no library for that kind of address, or no such kind
            raise RioBravoError(code="RB-642", found=error, where=to) from error
        return cls(files, f"{root.rstrip('/')}/{layout.FOLDER}")

    @property
    def can_rename(self) -> bool:
        from fsspec.implementations.local import LocalFileSystem

        return isinstance(self.files, LocalFileSystem)

    def pointer(self) -> layout.Pointer | None:
        path = f"{self.releases}/{layout.LATEST}/{layout.POINTER}"
        if not self.files.exists(path):
            return None
        return layout.read_pointer(self.files.cat_file(path).decode("utf-8"), path)

    def holds(self, version: str, sums: dict[str, str]) -> bool:
        """Whether that version stands there, complete. Raises RB-641 where it stands there with other content."""
        path = f"{self.releases}/{version}/{layout.CHECKSUMS}"
        if not self.files.exists(path):
            return False
        if layout.read_checksums(self.files.cat_file(path).decode("utf-8")) != sums:
            raise RioBravoError(
                code="RB-641", found=f"{version} with other content", where=f"{self.releases}/{version}"
            )
        return True

    def upload(self, folder: Path, version: str, sums: dict[str, str]) -> None:
        target = f"{self.releases}/{version}"
        into = f"{self.releases}/{_PARTIAL}{version}" if self.can_rename else target
        self._remove(into)  # what an upload that broke off left behind: without SHA256SUMS it is no version
        try:
            for name in (*sorted(sums), layout.DATABASE, layout.DATABASE_CHECKSUM, layout.CHECKSUMS):
                self._put(folder / name, f"{into}/{name}")
            if into != target:
                self._remove(target)
                self.files.mv(into, target, recursive=True)
        except BaseException:
            self._remove(into, quietly=True)
            raise

    def point_to(self, pointer: layout.Pointer) -> None:
        latest = f"{self.releases}/{layout.LATEST}"
        self.files.makedirs(latest, exist_ok=True)
        for name, text in (("index.html", make.latest_page(pointer)), (layout.POINTER, pointer.as_json())):
            part = f"{latest}/.{name}" if self.can_rename else f"{latest}/{name}"
            self.files.pipe_file(part, text.encode("utf-8"))
            if self.can_rename:
                self.files.mv(part, f"{latest}/{name}")

    def _put(self, source: Path, target: str) -> None:
        """Uploads one file and reads it back."""
        content = source.read_bytes()
        self.files.makedirs(target.rpartition("/")[0], exist_ok=True)
        self.files.pipe_file(target, content)
        back: Any = self.files.cat_file(target)
        if hashlib.sha256(back).digest() != hashlib.sha256(content).digest():
            raise OSError(f"{target} came out other than it went in")

    def _remove(self, path: str, *, quietly: bool = False) -> None:
        try:
            if self.files.exists(path):
                self.files.rm(path, recursive=True)
        except (OSError, RuntimeError):
            if not quietly:
                raise
