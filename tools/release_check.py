"""Makes the release twice, from two clean copies of the sources, and prints what differs: ``make release-check``.

The copies hold what git knows of, as it is in the working tree, so that nothing built or forgotten helps. The two runs
differ in what a result must not depend on: folder, hash seed, time zone, language. Files are compared byte by byte, the
database by what is in it, because DuckDB writes the same rows into other bytes each time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb

ROOT: Final = Path(__file__).resolve().parents[1]
WORK: Final = ROOT / "build" / "release-check"
RUNS: Final[Mapping[str, Mapping[str, str]]] = {
    "one": {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    "two": {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
}

_DATABASE: Final = ".duckdb"
_OF_DATABASE: Final = f"{_DATABASE}.sha256"
_OBJECTS: Final = """
select 'table', table_name, sql, comment from duckdb_tables() where not internal
union all select 'view', view_name, sql, comment from duckdb_views() where not internal
union all select 'macro', function_name, macro_definition, comment from duckdb_functions() where not internal
union all select 'column', table_name || '.' || column_name, data_type, comment from duckdb_columns() where not internal
order by all
"""


def differences(one: Path, two: Path) -> Iterator[str]:
    """What is not the same in two folders, file by file; the checksum of a database is left to the database."""
    files = [
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} for folder in (one, two)
    ]
    for name in sorted(files[0] | files[1]):
        if name not in files[0] or name not in files[1]:
            yield f"{name}: only in {one if name in files[0] else two}"
        elif name.endswith(_DATABASE):
            yield from (f"{name}: {found}" for found in _databases(one / name, two / name))
        elif not name.endswith(_OF_DATABASE) and (one / name).read_bytes() != (two / name).read_bytes():
            yield f"{name}: {_first_difference((one / name).read_bytes(), (two / name).read_bytes())}"


def copy_sources(target: Path) -> None:
    """Copies what git tracks, as it stands in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():  # a file that was deleted and not yet committed is not
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def main() -> int:
    """Runs both releases side by side and compares them; 1 if anything differs."""
    shutil.rmtree(WORK, ignore_errors=True)
    for name in RUNS:
        copy_sources(WORK / name)
    started = {name: _start(WORK / name, environment) for name, environment in RUNS.items()}
    codes = [process.wait() for process in started.values()]  # of both, also where the first fails
    if any(codes):
        return 2
    found = [f"dist/{line}" for line in differences(WORK / "one" / "dist", WORK / "two" / "dist")]
    found += [f"dataset/{line}" for line in differences(WORK / "one" / "dataset", WORK / "two" / "dataset")]
    sys.stdout.write("".join(f"{line}\n" for line in found) or "two releases from clean copies: the same\n")
    return 1 if found else 0


def _start(folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = Path(sys.executable).with_name("riobravo")
    script = 'set -e; "$0" build > build.log; "$0" release > release.log'
    return subprocess.Popen(
        ["sh", "-c", script, str(command)],
        cwd=folder,
        env={**os.environ, **environment, "PYTHONPATH": str(folder / "src")},
    )


def _databases(one: Path, two: Path) -> Iterator[str]:
    contents = [dict(_contents(path)) for path in (one, two)]
    for name in sorted(contents[0].keys() | contents[1].keys()):
        if contents[0].get(name) != contents[1].get(name):
            yield f"{name} differs"


def _contents(path: Path) -> Iterator[tuple[str, Any]]:
    """Each object of a database with its definition, and each table with a hash of its rows in their order."""
    with duckdb.connect(str(path), read_only=True) as connection:
        objects = connection.execute(_OBJECTS).fetchall()
        for kind, name, *rest in objects:
            yield f"{kind} {name}", rest
            if kind == "table":
                rows = connection.execute(f'from "{name}"').fetchall()
                yield f"rows of {name}", hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest()


def _first_difference(one: bytes, two: bytes) -> str:
    place = next(
        (place for place, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), min(len(one), len(two))
    )
    around = slice(max(place - 40, 0), place + 40)
    return f"byte {place:,} of {len(one):,} and {len(two):,}: {one[around]!r} and {two[around]!r}"


if __name__ == "__main__":
    sys.exit(main())
