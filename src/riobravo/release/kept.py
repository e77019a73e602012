"""Frames kept from build to build, of answers that are found by the name of all they rest on.

    <folder>/<state>/<frame>-<sha256 of the file>.parquet

A state is that of code and declarations: below another one nothing is found. A file is named by the hash of its bytes: one
that was cut or altered does not have its name, is thrown away, and what it held is found anew. A build replaces what the one
before it left: of old answers none stays that the last build did not use.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from riobravo.errors import RioBravoError
from riobravo.release import coder_state, write

STATES: Final = 3
"""States that are kept, the last used ones: who switches between two branches needs both."""


@dataclass(slots=True)
class Kept:
    """The frames of one state, each with the columns of its schema.

    ``trouble`` says what of them could not be read or written; a build goes on without it. Nothing is written once the state
    ``is_current`` no more: somebody edits a rule while a build runs.
    """

    folder: Path
    schemas: Mapping[str, pl.Schema]
    is_current: Callable[[], bool] = lambda: True
    trouble: list[str] = field(default_factory=list)

    def read(self) -> dict[str, pl.DataFrame]:
        """The frames that are there whole; the others are empty."""
        found = {}
        for name, schema in self.schemas.items():
            found[name] = pl.DataFrame(schema=schema)
            for path in sorted(self.folder.glob(f"{name}-*.parquet")):
                try:
                    found[name] = _unpacked(path, schema)
                except (OSError, pa.ArrowException, ValueError, pl.exceptions.PolarsError) as error:
                    self.trouble.append(f"{path}: {error}; thrown away")
                    _throw_away(path)
        return found

    def replace(self, frames: Mapping[str, pl.DataFrame]) -> None:
        """Keeps these frames in place of those that are there; one that did not change is not written."""
        if not self.is_current():
            self.trouble.append("code or declarations were edited while it ran: what was found is not kept")
            return
        for name, frame in frames.items():
            content = _packed(frame)
            path = self.folder / f"{name}-{hashlib.sha256(content).hexdigest()}.parquet"
            try:
                if not path.is_file():
                    write.write_bytes(content, path)
            except RioBravoError as error:
                self.trouble.append(str(error))
                continue
            for old in set(self.folder.glob(f"{name}-*.parquet")) - {path}:
                _throw_away(old)


def opened(folder: Path, schemas: Mapping[str, pl.Schema], later: frozenset[str] = coder_state.LATER) -> Kept:
    """What a folder keeps of the state as it is now; made where there is none, while those not used for longest go.

    What stands ``later`` in the package is no part of the state.
    """
    state = coder_state.fingerprint(later)
    of_state = folder / state
    kept = Kept(of_state, schemas, lambda: coder_state.fingerprint(later) == state)
    try:
        of_state.mkdir(parents=True, exist_ok=True)
        of_state.touch()
        states = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    except OSError as error:
        kept.trouble.append(f"{of_state}: {error.strerror or error}")
        return kept
    for old in states[STATES:]:
        shutil.rmtree(old, ignore_errors=True)
    return kept


def _packed(frame: pl.DataFrame) -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(frame.sort(frame.columns[:3]).to_arrow(), out, compression="zstd")
    return bytes(out.getvalue())


def _unpacked(path: Path, schema: pl.Schema) -> pl.DataFrame:
    content = path.read_bytes()
    if path.stem.rpartition("-")[2] != hashlib.sha256(content).hexdigest():
        raise ValueError("its bytes are not those that were written")
    found = pl.DataFrame(pq.read_table(pa.BufferReader(content)))
    if found.schema != schema:
        raise ValueError("it has other columns")
    return found


def _throw_away(path: Path) -> None:
    """What cannot be taken away stays; it is only ever found unreadable again."""
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
