"""Where things stand in a place that holds releases: a folder for each version, which never changes, and a pointer.

    releases/2026.11.0/    tables/, csv/, riobravo.duckdb, metadata, SHA256SUMS
    releases/latest/       release.json, which names the latest version; index.html, which leads a browser there

``latest`` holds no copy of the data: files are replaced one by one, so that a reader in the middle would take some of each
version. It is one small file, which is switched at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from riobravo.errors import RioBravoError

FOLDER: Final = "releases"
LATEST: Final = "latest"
POINTER: Final = "release.json"
CHECKSUMS: Final = "SHA256SUMS"
DATABASE: Final = "riobravo.duckdb"
DATABASE_CHECKSUM: Final = f"{DATABASE}.sha256"
"""Apart from SHA256SUMS: DuckDB writes the same rows into other bytes each time, and all else can be built again exactly."""

_VERSION: Final = re.compile(r"20[0-9]{2}\.(?:[1-9]|1[0-2])\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``latest/release.json`` says: the latest version, and all versions, oldest first."""

    version: str
    versions: tuple[str, ...]

    def with_version(self, version: str) -> Pointer:
        """As it is after that version was published; an old one that is published late does not become the latest."""
        return of_versions({*self.versions, version})

    def as_json(self) -> str:
        """The file."""
        return json.dumps({"version": self.version, "versions": list(self.versions)}, indent=2) + "\n"


def of_versions(versions: Iterable[str]) -> Pointer:
    """The pointer to the latest of these versions."""
    ordered = tuple(sorted(versions, key=_by_calendar))
    return Pointer(ordered[-1], ordered)


def read_pointer(text: str, where: str) -> Pointer:
    """The pointer from its file.

    Raises:
        RioBravoError: RB-603 for a file of another form.
    """
    try:
        content: Any = json.loads(text)
        found = Pointer(content["version"], tuple(content["versions"]))
    except (ValueError, KeyError, TypeError) as error:
        raise RioBravoError(code="RB-603", found=error, allowed="version and versions", where=where) from error
    wrong = [version for version in (found.version, *found.versions) if not is_version(version)]
    if wrong:
        raise RioBravoError(code="RB-603", found=wrong[0], allowed="versions such as 2026.11.0", where=where)
    return found


def is_version(text: object) -> bool:
    """Whether it has the form of a version: year, month, number within the month."""
    return isinstance(text, str) and _VERSION.fullmatch(text) is not None


def read_checksums(text: str) -> dict[str, str]:
    """Name → SHA-256, from lines as ``sha256sum`` writes them."""
    pairs = [line.partition("  ") for line in text.splitlines()]
    return {name: digest for digest, _, name in pairs if name}


def _by_calendar(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
