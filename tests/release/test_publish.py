"""Uploading a release: a version never changes, latest comes last, and what broke off is never seen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from riobravo.errors import RioBravoError
from riobravo.release import layout, manifest, validate
from riobravo.release.publish import publish
from riobravo.tables import model
from tests.release import repository

VERSION = model.load().version


class FailingDisk(LocalFileSystem):  # type: ignore[misc]
    """A disk that fails at one of its writes; with ``spoils`` it says nothing and writes something else."""

    cachable = False

    def __init__(self, *, fails_at: int, spoils: bool = False) -> None:
        super().__init__()
        self.fails_at, self.spoils, self.n_writes = fails_at, spoils, 0

    def pipe_file(self, path: str, value: bytes, **more: Any) -> None:
        """As the real one, until it fails."""
        _write(self, super().pipe_file, path, value, **more)


class FailingStore(MemoryFileSystem):  # type: ignore[misc]
    """An object store that fails in the same way; what was written before stays."""

    cachable = False

    def __init__(self, *, fails_at: int, spoils: bool = False) -> None:
        super().__init__()
        self.store: dict[str, Any] = {}
        self.pseudo_dirs = [""]
        self.fails_at, self.spoils, self.n_writes = fails_at, spoils, 0

    def pipe_file(self, path: str, value: bytes, **more: Any) -> None:
        """As the real one, until it fails."""
        _write(self, super().pipe_file, path, value, **more)


def _write(files: Any, real: Any, path: str, value: bytes, **more: Any) -> None:
    files.n_writes += 1
    if files.n_writes == files.fails_at and not files.spoils:
        raise ConnectionResetError(104, "Connection reset by peer")
    real(path, value[:-1] if files.n_writes == files.fails_at else value, **more)


@pytest.fixture(autouse=True)
def _valid(monkeypatch: pytest.MonkeyPatch) -> None:
    """The release is valid, and validating it each time takes longer than all else here; one test below does not skip it."""
    monkeypatch.setattr(validate, "problems_of", lambda *_: ())


@pytest.fixture
def store() -> FailingStore:
    return FailingStore(fails_at=0)


def _as_version(folder: Path, version: str, target: Path) -> Path:
    """A copy of a release under another version (of its tables only SHA256SUMS and data package matter here)."""
    copy = target / version
    shutil.copytree(folder, copy)
    path = copy / manifest.DATAPACKAGE
    path.write_text(path.read_text("utf-8").replace(VERSION, version), encoding="utf-8")
    sums = layout.read_checksums((copy / layout.CHECKSUMS).read_text("utf-8"))
    (copy / layout.CHECKSUMS).write_text(manifest.checksums(copy, list(sums)), encoding="utf-8")
    return copy


def _names(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _pointer(files: Any, root: str) -> layout.Pointer:
    path = f"{root}/{layout.FOLDER}/{layout.LATEST}/{layout.POINTER}"
    return layout.read_pointer(files.cat_file(path).decode(), path)


def test_a_folder_gets_the_files_as_they_are(small_release: Path, tmp_path: Path) -> None:
    """Every file of the version, the pointer to it, and no scraps."""
    done = publish(small_release, str(tmp_path))
    assert (done.version, done.latest, done.is_new) == (VERSION, VERSION, True)
    assert _names(tmp_path / layout.FOLDER / VERSION) == _names(small_release)
    assert len(_names(small_release)) == done.n_files
    assert sorted(path.name for path in (tmp_path / layout.FOLDER).iterdir()) == sorted([VERSION, layout.LATEST])
    assert sorted(path.name for path in (tmp_path / layout.FOLDER / layout.LATEST).iterdir()) == [
        "index.html",
        "release.json",
    ]


def test_an_object_store_gets_the_files_as_they_are(small_release: Path) -> None:
    """As a folder does, by fsspec's address."""
    MemoryFileSystem.store.clear()
    publish(small_release, "memory://bucket/riobravo")
    files = MemoryFileSystem()
    assert _pointer(files, "/bucket/riobravo").version == VERSION
    for name, content in _names(small_release).items():
        assert files.cat_file(f"/bucket/riobravo/{layout.FOLDER}/{VERSION}/{name}") == content
    MemoryFileSystem.store.clear()


def test_a_published_version_is_never_overwritten(small_release: Path, tmp_path: Path) -> None:
    """Other content under the same version is refused, and changes nothing; the same content is told to be there."""
    publish(small_release, str(tmp_path / "to"))
    before = _names(tmp_path / "to")
    assert not publish(small_release, str(tmp_path / "to")).is_new
    other = tmp_path / "other" / VERSION
    shutil.copytree(small_release, other)
    (other / "CHANGELOG.md").write_text("other", encoding="utf-8")
    sums = layout.read_checksums((other / layout.CHECKSUMS).read_text("utf-8"))
    (other / layout.CHECKSUMS).write_text(manifest.checksums(other, list(sums)), encoding="utf-8")
    with pytest.raises(RioBravoError, match=rf"RB-641.*{VERSION}.*raise version"):
        publish(other, str(tmp_path / "to"))
    assert _names(tmp_path / "to") == before


@pytest.mark.parametrize("kind", [FailingDisk, FailingStore])
@pytest.mark.parametrize(
    ("fails_at", "spoils"),
    [(1, False), (7, False), (7, True), ("last file", False), ("last file", True), ("pointer", False)],
)
def test_an_upload_that_breaks_off_is_never_seen(
    small_release: Path, tmp_path: Path, kind: Any, fails_at: int | str, spoils: bool
) -> None:
    """Latest stays what it was, no half version passes for one, and publishing again mends it."""
    n_files = len(_names(small_release))
    numbers = {"last file": n_files, "pointer": n_files + 2}
    root = str(tmp_path) if kind is FailingDisk else "/bucket"
    files = kind(fails_at=0, spoils=spoils)
    old = _as_version(small_release, "2020.1.0", tmp_path / "old")
    publish(old, root, filesystem=files)
    files.n_writes, files.fails_at = 0, numbers.get(str(fails_at), fails_at)
    with pytest.raises(RioBravoError, match=r"RB-642"):
        publish(small_release, root, filesystem=files)
    assert _pointer(files, root) == layout.Pointer("2020.1.0", ("2020.1.0",))
    is_whole = files.exists(f"{root}/{layout.FOLDER}/{VERSION}/{layout.CHECKSUMS}")
    assert is_whole == (fails_at == "pointer")
    if kind is FailingDisk and not is_whole:
        assert sorted(path.name for path in (tmp_path / layout.FOLDER).iterdir()) == ["2020.1.0", layout.LATEST]
    files.fails_at = 0
    publish(small_release, root, filesystem=files)
    assert _pointer(files, root) == layout.Pointer(VERSION, ("2020.1.0", VERSION))
    for name, content in _names(small_release).items():
        assert files.cat_file(f"{root}/{layout.FOLDER}/{VERSION}/{name}") == content


def test_an_old_version_does_not_become_the_latest(small_release: Path, store: FailingStore, tmp_path: Path) -> None:
    """A version that is published late is listed in its place."""
    publish(small_release, "/bucket", filesystem=store)
    done = publish(_as_version(small_release, "2020.10.0", tmp_path), "/bucket", filesystem=store)
    publish(_as_version(small_release, "2020.9.1", tmp_path), "/bucket", filesystem=store)
    assert (done.version, done.latest) == ("2020.10.0", VERSION)
    assert _pointer(store, "/bucket").versions == ("2020.9.1", "2020.10.0", VERSION)


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda folder: (folder / "CHANGELOG.md").write_text("x"), "CHANGELOG"),
        (lambda folder: (folder / "CHANGELOG.md").unlink(), "CHANGELOG"),
        (lambda folder: (folder / "notes.txt").write_text("x"), "notes.txt"),
        (lambda folder: (folder / layout.DATABASE).write_bytes(b"x"), "riobravo.duckdb"),
        (lambda folder: (folder / layout.CHECKSUMS).unlink(), "SHA256SUMS"),
        (lambda folder: folder.rename(folder.with_name("2020.1.0")), "No such file|no such"),
    ],
    ids=["changed", "missing", "too many", "database", "no checksums", "gone"],
)
def test_what_is_not_whole_is_not_published(small_release: Path, tmp_path: Path, spoil: Any, found: str) -> None:
    """A release that was changed after it was made is refused before anything is uploaded."""
    folder = tmp_path / VERSION
    shutil.copytree(small_release, folder)
    spoil(folder)
    with pytest.raises(RioBravoError, match=rf"RB-640.*({found})"):
        publish(folder, str(tmp_path / "to"))
    assert not (tmp_path / "to").exists()


def test_tables_that_are_not_valid_are_not_published(
    small_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right checksums do not make wrong tables right."""
    monkeypatch.undo()
    folder = tmp_path / VERSION
    shutil.copytree(small_release, folder)
    shutil.copyfile(folder / "tables" / "coverage.parquet", folder / "tables" / "places.parquet")
    sums = layout.read_checksums((folder / layout.CHECKSUMS).read_text("utf-8"))
    (folder / layout.CHECKSUMS).write_text(manifest.checksums(folder, list(sums)), encoding="utf-8")
    with repository.small(), pytest.raises(RioBravoError, match=r"RB-640.*places"):
        publish(folder, str(tmp_path / "to"))
    with repository.small():
        assert publish(small_release, str(tmp_path / "to")).is_new


def test_an_address_that_nobody_understands_is_told(small_release: Path) -> None:
    """No such kind of address, or no library for it, is an error of one line."""
    with pytest.raises(RioBravoError, match=r"RB-642.*nosuch"):
        publish(small_release, "nosuch://bucket")


def test_a_pointer_of_another_form_stops_the_upload(small_release: Path, tmp_path: Path) -> None:
    """What somebody spoilt is told and not overwritten."""
    latest = tmp_path / layout.FOLDER / layout.LATEST
    latest.mkdir(parents=True)
    (latest / layout.POINTER).write_text(json.dumps({"version": "../../etc", "versions": []}), encoding="utf-8")
    with pytest.raises(RioBravoError, match=r"RB-603.*release\.json"):
        publish(small_release, str(tmp_path))
    assert not (tmp_path / layout.FOLDER / VERSION).exists()
