"""Where a cluster finds articles and leaves parts: a path that all its machines share, or an address that fsspec knows.

An address has a scheme (``s3://bucket/news``); everything else is a path. A file at an address is copied to the machine that
reads it, so that the readers, which know files only, find in it what they would find here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from riobravo.articles.read import READERS, files_of, order_of
from riobravo.corpus import parts
from riobravo.corpus.parts import Counts
from riobravo.errors import RioBravoError

File = tuple[str, str, int]
"""A file of articles: where it is, the name by which articles in it are told, and its bytes."""


def is_address(place: Path | str) -> bool:
    """Whether it is an address, not a path."""
    return "://" in str(place)


def files_at(place: Path | str) -> list[File]:
    """The files at a path or an address, in the order they are read in. Raises as `files_of`."""
    if not is_address(place):
        return [(str(path.absolute()), origin, _size(path)) for path, origin in files_of(Path(place))]
    system, root = _system(str(place))
    found = {name: int(info["size"] or 0) for name, info in system.find(root, detail=True).items()}
    if not found:
        raise RioBravoError(code="RB-201", found="nothing", where=place)
    if list(found) == [root]:
        if PurePosixPath(root).suffix.lower() not in READERS:
            raise RioBravoError(code="RB-203", found=PurePosixPath(root).name, allowed=", ".join(READERS), where=place)
        return [(system.unstrip_protocol(root), PurePosixPath(root).name, found[root])]
    named = [(system.unstrip_protocol(name), name.removeprefix(root).lstrip("/"), size) for name, size in found.items()]
    seen = [file for file in named if not any(part.startswith(".") for part in file[1].split("/"))]
    return sorted(seen, key=lambda file: order_of(file[1]))


def state_of(file: File) -> str:
    """What changes when the file does, without reading it: its bytes, and what its store says of its version."""
    location, origin, size = file
    system, path = _system(location) if is_address(location) else _system(f"file://{location}")
    return f"{origin} {size} {system.ukey(path)}"


@contextmanager
def opened(location: str) -> Iterator[Path]:
    """The file as one of this machine, for as long as it is read."""
    if not is_address(location):
        yield Path(location)
        return
    system, path = _system(location)
    with tempfile.TemporaryDirectory(prefix="riobravo-") as folder:
        copy = Path(folder) / PurePosixPath(path).name
        system.get_file(path, str(copy))
        yield copy


def part_of(folder: str, key: str) -> tuple[str, Counts] | None:
    """The name of the part of a batch in a folder, and what it holds; None where there is none, or one that is damaged."""
    if not is_address(folder):
        name = parts.by_key(path.name for path in Path(folder).glob(f"part-{key}-*.parquet")).get(key)
        found = parts.whole_at(Path(folder) / name) if name else None
        return (name, found) if name and found else None
    system, root = _system(folder)
    for name in (PurePosixPath(path).name for path in sorted(system.glob(f"{root}/part-{key}-*.parquet"))):
        try:
            counts = parts.whole(system.cat_file(f"{root}/{name}"), name)
        except OSError:
            continue
        if counts is not None:
            return name, counts
    return None


def save(part: bytes, folder: str, name: str) -> None:
    """Puts a part into a folder, whole or not at all: stores at addresses show a file when it is complete.

    Raises:
        RioBravoError: RB-606.
    """
    if not is_address(folder):
        parts.save(part, Path(folder) / name)
        return
    system, root = _system(folder)
    try:
        system.makedirs(root, exist_ok=True)
        system.pipe_file(f"{root}/{name}", part)
    except OSError as error:
        raise RioBravoError(code="RB-606", found=error.strerror or error, where=folder) from error


def take(folder: str, names: list[str], here: Path) -> None:
    """Copies parts from an address into a folder here, those that it does not hold whole already."""
    system, root = _system(folder)
    for name in names:
        if parts.whole_at(here / name) is None:
            system.get_file(f"{root}/{name}", str(here / name))


def put(file: Path, folder: str) -> None:
    """Copies a file to an address."""
    system, root = _system(folder)
    system.makedirs(root, exist_ok=True)
    system.put_file(str(file), f"{root}/{file.name}")


def remove(folder: str) -> None:
    """Removes a folder at an address with all in it."""
    system, root = _system(folder)
    if system.exists(root):
        system.rm(root, recursive=True)


def _system(address: str) -> tuple[Any, str]:
    try:
        import fsspec  # comes with the extra
    except ImportError as error:
        raise RioBravoError(code="RB-105", found="fsspec", todo="pip install 'riobravo[cluster]'") from error
    try:
        system, root = fsspec.core.url_to_fs(address)
    except (ValueError, ImportError) as error:  # a scheme that nobody knows, or whose library is not there
        raise RioBravoError(code="RB-201", found=error, where=address) from error
    return system, str(root).rstrip("/")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
