"""The lines of a file, each bounded: a line of 50 MB is told of and skipped, never held."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from riobravo.articles import limits
from riobravo.errors import RioBravoError


def bounded(file: BinaryIO, *, longest: int = limits.LINE_BYTES) -> Iterator[tuple[int, bytes | RioBravoError]]:
    """Yield line number (from 1) and the line with its end, or the error RB-204 in place of a line that is too long.

    A UTF-8 byte order mark at the start is left out.
    """
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) <= longest:
            yield number, line
            continue
        length = len(line)
        while not line.endswith(b"\n") and (line := file.readline(longest)):
            length += len(line)
        found = f"a line of {length:,} bytes"
        yield number, RioBravoError(code="RB-204", found=found, allowed=f"lines of at most {longest:,} bytes")
