"""The log of decisions: one JSON line a decision, appended and synced before anything else happens, never rewritten.

A decision that was acknowledged is on disk. A line that a killed process left half written was not acknowledged; it is set
aside beside the log when the log is next opened. While a process holds the log, no other can open it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from riobravo.errors import RioBravoError

FILE: Final = "decisions.jsonl"
TORN: Final = "decisions.torn"
"""Where half-written lines are kept, should anyone want to look."""


class Journal:
    """The log in a folder, open and locked until `close`."""

    def __init__(self, folder: Path) -> None:
        """Opens the log, or begins one.

        Raises:
            RioBravoError: RB-901 where another process has it open, RB-902 for a line that is no decision, RB-606.
        """
        self.path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        except OSError as error:
            raise RioBravoError(code="RB-606", found=error.strerror, where=self.path) from error
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise RioBravoError(code="RB-901", found=self.path, where=folder) from error
        self._set_torn_line_aside()

    def read(self) -> Iterator[Mapping[str, Any]]:
        """The decisions, in order.

        Raises:
            RioBravoError: RB-902.
        """
        for number, line in enumerate(self.path.read_bytes().splitlines(), 1):
            try:
                found = json.loads(line)
            except ValueError as error:
                raise RioBravoError(code="RB-902", found=error, where=f"{self.path}, line {number}") from error
            if not isinstance(found, dict) or "changes" not in found:
                raise RioBravoError(code="RB-902", found=found, where=f"{self.path}, line {number}")
            yield found

    def append(self, decision: Mapping[str, Any]) -> None:
        """Writes a decision; when this returns, it is on disk.

        Raises:
            RioBravoError: RB-606 where it cannot be written; then nothing of it remains.
        """
        line = json.dumps(decision, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
        size = os.fstat(self._handle).st_size
        try:
            written = os.write(self._handle, line)
            if written != len(line):
                raise OSError(0, "the disk took only part of it")
            os.fsync(self._handle)
        except OSError as error:
            os.truncate(self._handle, size)
            raise RioBravoError(code="RB-606", found=error.strerror, where=self.path) from error

    def close(self) -> None:
        """Lets others open it."""
        os.close(self._handle)

    def __enter__(self) -> Self:
        """The journal itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    def _set_torn_line_aside(self) -> None:
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole == len(content):
            return
        with self.path.with_name(TORN).open("ab") as torn:
            torn.write(content[whole:] + b"\n")
            os.fsync(torn.fileno())
        os.truncate(self._handle, whole)
        os.fsync(self._handle)


if sys.platform == "win32":  # it locks bytes: one far behind the end, which readers never ask for
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 1 << 40, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
