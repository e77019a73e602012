"""One file or a folder of files to articles: which reader reads what, in which order, and the one place that quarantines."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from riobravo.articles import compose, html, jsonl, language, markdown, parquet, plain, table_rows
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


@dataclass(frozen=True, slots=True)
class Item:
    """What one place of a file holds: an article, or why it cannot be read. ``position`` is the line or row in ``origin``."""

    origin: str
    position: int | None
    content: Article | Quarantined


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
    return each_id_once(read_items(files_of(Path(path)), published=published, default_language=language))


def read_items(
    files: Iterable[tuple[Path, str]],
    *,
    published: date | None = None,
    default_language: str | None = None,
    detect: compose.Detect = language.detect,
) -> Iterator[Item]:
    """What files hold, each with its name, one at a time in their order; an id may come twice.

    ``detect`` tells the language of a text; whoever will ask for it later may have a quicker answer.

    Raises:
        RioBravoError: at once, RB-209 and RB-218 for a wrong default.
    """
    if published is not None:
        compose.check_date(published)
    known = language.coded(default_language) if default_language is not None else None
    return _read(files, lambda raw: compose.article(raw, published=published, default_language=known, detect=detect))


def id_twice(article_id: str, origin: str, position: int | None, first: tuple[str, int | None]) -> Quarantined:
    """The refusal of an article whose id stands at an earlier place too."""
    error = RioBravoError(code="RB-212", found=f"{article_id!r}, first in {_place(*first)}")
    return refused(error, origin=origin, position=position, article_id=article_id)


def each_id_once(items: Iterable[Item]) -> Iterator[Article | Quarantined]:
    """The articles and refusals; of two articles with one id the later is refused."""
    first_seen: dict[str, tuple[str, int | None]] = {}
    for item in items:
        if isinstance(item.content, Quarantined):
            yield item.content
            continue
        here = (item.origin, item.position)
        earlier = first_seen.setdefault(item.content.article_id, here)
        yield item.content if earlier is here else id_twice(item.content.article_id, *here, earlier)


def _place(origin: str, position: int | None) -> str:
    return origin if position is None else f"{origin}, {position}"


def files_of(path: Path) -> list[tuple[Path, str]]:
    """The files at a path, each with the name that tells where an article stands, in the order they are read in.

    Raises:
        RioBravoError: RB-201 for no such path or an empty folder, RB-203 for a file of an unknown kind.
    """
    if path.is_dir():
        files = sorted(_walk(path), key=lambda file: order_of(file[1]))
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


def order_of(origin: str) -> list[str]:
    """Sorts the names of files in the order they are read in: a folder with all in it before the next."""
    return origin.split("/")


def _read(files: Iterable[tuple[Path, str]], made: Callable[[Raw], Article]) -> Iterator[Item]:
    for path, origin in files:
        for item in _items(path, origin):
            if isinstance(item, Quarantined):
                yield Item(origin, item.position, item)
                continue
            try:
                content: Article | Quarantined = made(item)
            except RioBravoError as error:
                article_id = item.values.get("id", item.default_id)
                content = refused(error, origin=origin, position=item.position, article_id=article_id)
            yield Item(origin, item.position, content)


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


def _unknown_kind(path: Path, where: object = "") -> RioBravoError:
    found = f"the ending {path.suffix!r}" if path.suffix else "a name without an ending"
    return RioBravoError(code="RB-203", found=found, allowed=", ".join(READERS), where=where)
