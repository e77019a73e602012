"""What a coding depends on beside its article, as one fingerprint: code, words, declarations, models, libraries.

A coding that was kept under one fingerprint is never taken under another. So nothing is picked by hand here: of the package
every file counts but those of the stages after the annotators (which these cannot import: tests/test_layers.py), and every
library that is installed counts, used or not.
"""

from __future__ import annotations

import hashlib
import importlib.util
import platform
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from riobravo import models, resources

LATER: Final = frozenset(
    "corpus events release peers remote.py data.py counting.py plot evaluate review exchange cli _bundle".split()
)
"""What of the package no annotator can see: later layers, and what a wheel carries (its declarations count by themselves)."""

_GAZETTEER: Final = ("actors.yaml", "places.yaml")


def fingerprint(later: frozenset[str] = LATER) -> str:
    """The state of all that decides a coding, in hexadecimal digits; what stands ``later`` of the package is left out."""
    digest = hashlib.sha256()
    for part in _parts(later):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()


def _parts(later: frozenset[str]) -> Iterator[str]:
    yield f"python {sys.version} {platform.machine()}"
    yield from _contents(_of_package(later), resources.PACKAGE)
    yield from _contents(sorted(resources.schemas_dir().rglob("*.yaml")), resources.schemas_dir())
    yield from _contents([resources.gazetteer_dir() / name for name in _GAZETTEER], resources.gazetteer_dir())
    for language in sorted(models.PACKAGES):
        yield from _model(language)
    yield from sorted({f"{library.name} {library.version}" for library in metadata.distributions()})


def _of_package(later: frozenset[str]) -> list[Path]:
    files = (path for path in resources.PACKAGE.rglob("*") if path.is_file())
    parts = ((path, path.relative_to(resources.PACKAGE).parts) for path in files)
    return sorted(path for path, names in parts if names[0] not in later and "__pycache__" not in names)


def _contents(paths: Iterable[Path], beside: Path) -> Iterator[str]:
    for path in paths:
        yield f"{path.relative_to(beside).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _model(language: str) -> Iterator[str]:
    """The model of a language by the names, sizes and times of its files: they are hundreds of megabytes with some models."""
    model = models.installed(language)
    yield f"{language} {model}"
    found = importlib.util.find_spec(model.package) if model else None
    if found is None or found.origin is None:
        return
    folder = Path(found.origin).parent
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            status = path.stat()
            yield f"{path.relative_to(folder).as_posix()} {status.st_size} {status.st_mtime_ns}"
