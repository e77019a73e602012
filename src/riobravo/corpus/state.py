"""What a run keeps in its output folder to go on from: ``.work`` with a lock, the parts, and how far it is.

OUT/.work/lock          held by the process that writes
OUT/.work/run.json      how far the run of which fingerprint is; replaced as a whole
OUT/.work/parts/*       the coded batches; they go when the tables are written, unless they are to be kept
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from riobravo.errors import RioBravoError

CODING: Final = "coding"
CODED: Final = "coded"
DONE: Final = "done"

_FORM: Final = 1
"""Raised when a file of an older form says something else than one of this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How far a run is. ``parts`` are the keys of its parts in order, once all are there; ``tables`` what it wrote."""

    fingerprint: str
    state: str
    form: int = _FORM
    parts: Sequence[str] = ()
    tables: Mapping[str, Mapping[str, int | str]] = field(default_factory=dict)


def work_of(output: Path) -> Path:
    """The folder of what a run keeps."""
    return output / ".work"


def parts_of(output: Path) -> Path:
    """The folder of its parts."""
    return work_of(output) / "parts"


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """The output folder, made where it is missing, for this process alone. It is free again however the process ends.

    Raises:
        RioBravoError: RB-615 where another run holds it, RB-606 where nothing can be written, RB-105 without filelock.
    """
    try:
        from filelock import FileLock, Timeout  # comes with the extra
    except ImportError as error:
        raise RioBravoError(code="RB-105", found="filelock", todo="pip install 'riobravo[annotate]'") from error

    if output.exists() and not output.is_dir():
        raise RioBravoError(code="RB-606", found="a file, not a folder", where=output)
    try:
        parts_of(output).mkdir(parents=True, exist_ok=True)
        lock = FileLock(work_of(output) / "lock", blocking=False)
        lock.acquire()
    except Timeout as error:
        raise RioBravoError(code="RB-615", found="its lock", where=output) from error
    except OSError as error:
        raise RioBravoError(code="RB-606", found=error.strerror or error, where=output) from error
    try:
        yield
    finally:
        lock.release()


def read(output: Path) -> Run | None:
    """How far the last run is; None where there was none, or its file says nothing that we know."""
    try:
        found = json.loads((work_of(output) / "run.json").read_text("utf-8"))
        run = Run(**found)
    except (OSError, ValueError, TypeError):
        return None
    return run if run.form == _FORM else None


def write(run: Run, output: Path) -> None:
    """Replaces what is known of the run.

    Raises:
        RioBravoError: RB-606.
    """
    path = work_of(output) / "run.json"
    unfinished = path.with_suffix(".tmp")
    try:
        unfinished.write_text(json.dumps(asdict(run), indent=1) + "\n", encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise RioBravoError(code="RB-606", found=error.strerror or error, where=path) from error


def remove_parts(output: Path, *, but: Sequence[str] = ()) -> None:
    """Removes the parts, but for those of the given names: of earlier runs, and unfinished ones."""
    if not but:
        shutil.rmtree(parts_of(output), ignore_errors=True)
        return
    kept = set(but)
    for path in parts_of(output).iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)
