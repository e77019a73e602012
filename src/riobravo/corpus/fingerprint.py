"""What the result of a run depends on, as hashes: the files of articles, the annotator with its words and models, the options.

Where they are the same there is nothing to do; where the annotator is another, every article is coded anew.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from riobravo import models, resources, version
from riobravo.corpus import places
from riobravo.corpus.coding import AnnotateAll

_CODED_BY: Final = ("articles", "corpus/coding.py", "corpus/schema.py", "lexicon", "mentions", "ontology", "tables")
"""What of the package decides how an article is coded."""

_A_LINE: Final = frozenset({".jsonl", ".ndjson", ".csv", ".tsv"})
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """The files of articles: how many, their bytes, their content as one hash, and how many articles
    they seem to hold, where that is known.
    """

    n_files: int
    n_bytes: int
    sha256: str
    n_articles: int | None


def of_input(files: Iterable[tuple[Path, str]]) -> Input:
    """The fingerprint of files with their names. One that cannot be read counts as it is: the run will say why."""
    digest = hashlib.sha256()
    n_files = n_bytes = n_articles = 0
    for path, origin in files:
        size, content, held = _of_file(path)
        digest.update(json.dumps([origin, size, content]).encode())
        n_files, n_bytes, n_articles = n_files + 1, n_bytes + size, n_articles + held
    return Input(n_files, n_bytes, digest.hexdigest(), n_articles)


def of_files_at(files: Sequence[places.File]) -> Input:
    """As `of_input`, of files at an address: what their store tells of them, so that they are not fetched to be compared."""
    told = _hash([places.state_of(file) for file in files])
    return Input(len(files), sum(size for *_, size in files), told, None)


def of_annotator(annotate_all: AnnotateAll, version: str | None = None) -> str:
    """The fingerprint of an annotator: which function it is (or its ``version``, where that is given), and what it rests on."""
    return _hash([version or _name(annotate_all), _of_package()])


def of_run(given: Input, annotator: str, options: object) -> str:
    """The fingerprint of a run."""
    return _hash([{**asdict(given), "n_articles": None}, annotator, options])


def _of_file(path: Path) -> tuple[int, str, int]:
    """Size, hash and number of articles."""
    digest = hashlib.sha256()
    size = n_lines = 0
    try:
        if not path.is_file():
            return 0, "", 1
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                n_lines += chunk.count(b"\n")
    except OSError:
        return size, "", 1
    return size, digest.hexdigest(), _n_articles(path, n_lines)


def _n_articles(path: Path, n_lines: int) -> int:
    if path.suffix.lower() in _A_LINE:
        return n_lines
    if path.suffix.lower() != ".parquet":
        return 1
    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        return 1


def _name(annotate_all: AnnotateAll) -> str:
    """A name under which the same annotator is known again; a new one for a function within a function, which has none."""
    try:
        return hashlib.sha256(pickle.dumps(annotate_all)).hexdigest()
    except (pickle.PicklingError, AttributeError, TypeError):
        return uuid4().hex


@cache
def _of_package() -> str:
    found = [[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in _decisive()]
    of_models = [str(models.installed(language)) for language in sorted(models.PACKAGES)]
    return _hash([version.version(), of_models, found])


def _decisive() -> Iterator[Path]:
    folders = [resources.PACKAGE / name for name in _CODED_BY]
    for place in (*folders, resources.PACKAGE / "models.py", resources.schemas_dir()):
        yield from sorted(place.rglob("*.*")) if place.is_dir() else [place]
    yield from (resources.gazetteer_dir() / name for name in ("actors.yaml", "places.yaml"))


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()
