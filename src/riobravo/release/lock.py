"""One writer a folder: who comes second waits, and is refused after a while. The lock of a process that dies is free."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from riobravo.errors import RioBravoError

FILE: Final = ".build.lock"
WAITING: Final = "waiting for another build of this folder to end"
"""What is told while one waits, whoever listens."""

PATIENCE: Final = 600.0
"""Seconds that a second build waits for the first one."""


@contextmanager
def alone(folder: Path, *, patience: float = PATIENCE, waits: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Holds the lock of a folder; ``waits`` is called once if another process holds it.

    Raises:
        RioBravoError: RB-611 when the other one is not done within ``patience`` seconds, RB-606 for a folder that cannot be
            written, RB-105 without filelock.
    """
    try:
        from filelock import FileLock, Timeout  # of the extra `annotate`, as all that builds
    except ModuleNotFoundError as error:
        raise RioBravoError(
            code="RB-105", found=error.name, where=__name__, todo="pip install 'riobravo[annotate]'"
        ) from error

    lock = FileLock(folder / FILE)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waits()
            lock.acquire(timeout=patience)
    except Timeout as error:
        raise RioBravoError(code="RB-611", found=f"{patience:,.0f} seconds of waiting", where=folder) from error
    except OSError as error:
        raise RioBravoError(code="RB-606", found=error.strerror or error, where=folder) from error
    try:
        yield
    finally:
        lock.release()
