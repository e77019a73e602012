"""One file or a folder of files to articles: which reader reads what, in which order, and the one place that quarantines."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from riobravo.articles import compose, html, jsonl, markdown, parquet, plain, table_rows
from riobravo.articles.language import coded
from riobravo.articles.raw import Raw, refused
from riobravo.errors import RioBravoError
from riobravo.records import Article, Quarantined

Reader = Callable[[Path, str], Iterator[Raw | Quarantined]]
"""What every reader is: a file and its name in, its articles out; it raises RioBravoError when it can read no further."""

READERS: Final[Mapping[str, Reader]] = {
    ".csv": table_rows.read,
    ".htm": html.read,
    ".html": html.read,
    ".jsonl": jsonl.read,
    ".markdown": markdown.read,
    ".md": markdown.read,
    ".ndjson": jsonl.read,
    ".parquet": parquet.read,
    ".tsv": table_rows.read,
    ".txt": plain.read,
}
"""Ending of a file → its reader."""


def read_articles(
    path: Path | str, *, published: date | None = None, language: str | None = None
) -> Iterator[Article | Quarantined]:
    """Read a file or a folder (all its files, in the order of their paths; hidden ones are passed over).

    ``published`` and ``language`` stand in for articles that give none; without a language it is detected. The first
    article of an id is kept, later ones go to quarantine. Articles come one at a time: a corpus need not fit in memory.

    Raises:
        RioBravoError: at once, for what no article can come of: RB-201 for no such path, RB-203 for a file of an unknown
            kind, RB-209 and RB-218 for a wrong default. Bad content raises nothing; it is yielded as `Quarantined`.
    """
    path = Path(path)
    files = _files(path)
    if published is not None:
        compose.check_date(published)
    default_language = coded(language) if language is not None else None
    return _read(files, published=published, default_language=default_language)


def _files(path: Path) -> list[tuple[Path, str]]:
    if path.is_dir():
        files = sorted(_walk(path), key=lambda file: file[1].split("/"))
        if not files:
            raise RioBravoError(code="RB-201", found="an empty folder", where=path, allowed="files of articles")
        return files
    if not path.exists():
        raise RioBravoError(code="RB-201", found="nothing", where=path)
    if path.suffix.lower() not in READERS:
        raise _unknown_kind(path, where=path)
    return [(path, _printable(path.name))]


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                file = Path(place, name)
                yield file, _printable(file.relative_to(folder).as_posix())


def _printable(name: str) -> str:
    """A file name need not be valid text; what a table holds must be."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _read(
    files: list[tuple[Path, str]], *, published: date | None, default_language: str | None
) -> Iterator[Article | Quarantined]:
    first_seen: dict[str, str] = {}
    for path, origin in files:
        for item in _items(path, origin):
            if isinstance(item, Quarantined):
                yield item
                continue
            try:
                article = compose.article(item, published=published, default_language=default_language)
                _check_new(article.article_id, item, first_seen)
            except RioBravoError as error:
                article_id = item.values.get("id", item.default_id)
                yield refused(error, origin=origin, position=item.position, article_id=article_id)
            else:
                yield article


def _items(path: Path, origin: str) -> Iterator[Raw | Quarantined]:
    try:
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            raise _unknown_kind(path)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would keep us waiting for ever
            raise RioBravoError(code="RB-202", found="no regular file")
        if status.st_size == 0:
            raise RioBravoError(code="RB-207", found="an empty file")
        yield from reader(path, origin)
    except RioBravoError as error:
        yield refused(error, origin=origin)
    except OSError as error:
        problem = RioBravoError(code="RB-202", found=error.strerror or type(error).__name__)
        yield refused(problem, origin=origin)


def _check_new(article_id: str, item: Raw, first_seen: dict[str, str]) -> None:
    here = item.origin if item.position is None else f"{item.origin}, {item.position}"
    earlier = first_seen.setdefault(article_id, here)
    if earlier is not here:
        raise RioBravoError(code="RB-212", found=f"{article_id!r}, first in {earlier}")


def _unknown_kind(path: Path, where: object = "") -> RioBravoError:
    found = f"the ending {path.suffix!r}" if path.suffix else "a name without an ending"
    return RioBravoError(code="RB-203", found=found, allowed=", ".join(READERS), where=where)
