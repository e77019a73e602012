"""Files of a published version from where it is published, checked and kept: the network is asked once for each.

What a version holds never changes, so a file that is here and has the checksum is used without asking anybody. Only which
version is the latest is asked anew each time.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from riobravo import resources
from riobravo.errors import RioBravoError, did_you_mean
from riobravo.release import layout

URL: Final = "RIOBRAVO_URL"
CACHE: Final = resources.CACHE
"""Names of variables of the environment: the address where releases are, and the folder where fetched files are kept."""


@dataclass(frozen=True, slots=True)
class Version:
    """A published version: its name, its address, the folder where its files are kept, and their checksums by name."""

    name: str
    url: str
    folder: Path
    checksums: dict[str, str]

    def tables(self) -> list[str]:
        """The tables that it has as Parquet."""
        return [Path(name).stem for name in self.checksums if name.startswith("tables/")]

    def table(self, name: str) -> Path:
        """The Parquet file of a table, fetched if it is not here. Raises as `fetch`."""
        return self.fetch(f"tables/{name}.parquet")

    def database(self) -> Path:
        """``riobravo.duckdb``, fetched if it is not here. Raises as `fetch`."""
        own = _text(self.url, layout.DATABASE_CHECKSUM, self.folder)
        return self.fetch(layout.DATABASE, layout.read_checksums(own)[layout.DATABASE])

    def fetch(self, name: str, sha256: str | None = None) -> Path:
        """A file of the version.

        Raises:
            RioBravoError: RB-643 where there is no network, RB-645 for a file that is not what its checksum says.
        """
        return _fetch(f"{self.url}/{name}", self.folder / name, sha256 or self.checksums[name])


def version(name: str | None = None, url: str | None = None) -> Version:
    """The version of that name, or the latest, as it is published at ``url`` (else the address in ``RIOBRAVO_URL``).

    Raises:
        RioBravoError: RB-105 without pooch, RB-643 where there is no network, RB-644 for a version that is not published
            there, RB-646 without an address.
    """
    base = (url or os.environ.get(URL, "")).rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise RioBravoError(code="RB-646", found=base or "nothing", where="riobravo.load")
    releases = f"{base}/{layout.FOLDER}"
    wanted = name or layout.LATEST
    if wanted == layout.LATEST:
        wanted = _pointer(releases).version
    if not layout.is_version(wanted):
        raise _unknown(wanted, releases)
    folder = _cache(releases) / wanted
    try:
        sums = _text(f"{releases}/{wanted}", layout.CHECKSUMS, folder)
    except _NotThereError as error:
        raise _unknown(wanted, releases) from error
    return Version(wanted, f"{releases}/{wanted}", folder, layout.read_checksums(sums))


class _NotThereError(Exception):
    """The host answered that it has no such file."""


def _pointer(releases: str) -> layout.Pointer:
    where = f"{releases}/{layout.LATEST}/{layout.POINTER}"
    try:
        return layout.read_pointer(_get(where).decode("utf-8", "replace"), where)
    except _NotThereError as error:
        raise RioBravoError(code="RB-644", found="no latest version", where=releases) from error


def _unknown(name: str, releases: str) -> RioBravoError:
    known = _pointer(releases).versions
    return RioBravoError(
        code="RB-644",
        found=name,
        allowed=", ".join((layout.LATEST, *known)),
        where=releases,
        todo=f"{did_you_mean(name, known)}name one of those allowed",
    )


def _text(url: str, name: str, folder: Path) -> str:
    """A small text file of a version, from the cache or, once, from its address."""
    path = folder / name
    if not path.is_file():
        content = _get(f"{url}/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{name}.{os.getpid()}")
        part.write_bytes(content)
        part.replace(path)
    return path.read_text(encoding="utf-8")


def _get(url: str) -> bytes:
    _, requests = _libraries()
    try:
        answer = requests.get(url, timeout=30)
    except requests.RequestException as error:
        raise _offline(error, url) from error
    if answer.status_code == 404:
        raise _NotThereError(url)
    if not answer.ok:
        raise _offline(f"HTTP {answer.status_code}", url)
    return bytes(answer.content)


def _fetch(url: str, path: Path, sha256: str) -> Path:
    pooch, requests = _libraries()
    pooch.get_logger().setLevel("ERROR")
    try:
        found: Any = pooch.retrieve(url, f"sha256:{sha256}", fname=path.name, path=path.parent)
    except requests.RequestException as error:
        raise _offline(error, url) from error
    except ValueError as error:
        raise RioBravoError(code="RB-645", found="another checksum", allowed=sha256, where=url) from error
    except OSError as error:
        raise RioBravoError(code="RB-606", found=error.strerror or error, where=path) from error
    return Path(found)


def _offline(found: object, url: str) -> RioBravoError:
    return RioBravoError(code="RB-643", found=found, where=url)


def _cache(releases: str) -> Path:
    """A folder for each address: two of them may hold other files under one version."""
    root = os.environ.get(CACHE) or _libraries()[0].os_cache("riobravo")
    return Path(root) / "".join(char if char.isalnum() or char in ".-" else "_" for char in releases)


def _libraries() -> tuple[ModuleType, ModuleType]:
    """Pooch, and requests, which it fetches with."""
    try:
        import pooch  # both come with the extra `remote`
        import requests
    except ModuleNotFoundError as error:
        raise RioBravoError(
            code="RB-105", found=error.name, where="riobravo.load", todo="pip install 'riobravo[remote]'"
        ) from error
    return pooch, requests
