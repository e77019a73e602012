"""Web pages (.html): the article in them, by trafilatura; title, date, publisher and address from the page's metadata.

The page is first streamed through a parser that builds nothing and only counts, so that a bomb of nested tags costs no
more than its own length.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from riobravo.articles import decode, limits
from riobravo.articles.plain import name_of
from riobravo.articles.raw import Raw
from riobravo.errors import RioBravoError

_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_HEAD_BYTES: Final = 4_096
_CHUNK: Final = 65_536
_LATIN_1: Final = frozenset({"iso-8859-1", "latin-1", "latin1", "iso8859-1", "us-ascii", "ascii"})
"""Names under which pages are in truth Windows-1252 (so the WHATWG encoding standard reads them)."""


def read(path: Path, origin: str) -> Iterator[Raw]:
    """Yield the one article of the page.

    Raises:
        RioBravoError: RB-219 for a page nested too deeply, RB-204 for one of too many elements, RB-220 for one in which
            no article is found.
    """
    data = decode.read_bytes(path)
    page = decode.text_of(data, declared=_declared_encoding(data))
    if page.strip():
        _check_shape(page)
    yield Raw(origin, None, _extracted(page) if page.strip() else {}, default_id=name_of(origin))


def _declared_encoding(data: bytes) -> str | None:
    match = _CHARSET.search(data[:_HEAD_BYTES])
    if match is None:
        return None
    name = match.group(1).decode("ascii").lower()
    return "cp1252" if name in _LATIN_1 else name


class _Shape:
    """A parser target that keeps two numbers and stops at the bounds."""

    def __init__(self) -> None:
        self.depth = self.elements = 0

    def start(self, tag: str, attributes: object) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > limits.HTML_DEPTH:
            found, allowed = f"more than {limits.HTML_DEPTH} levels", f"at most {limits.HTML_DEPTH} levels"
            raise RioBravoError(code="RB-219", found=found, allowed=allowed)
        if self.elements > limits.HTML_ELEMENTS:
            found, allowed = (
                f"more than {limits.HTML_ELEMENTS:,} elements",
                f"at most {limits.HTML_ELEMENTS:,} elements",
            )
            raise RioBravoError(code="RB-204", found=found, allowed=allowed)

    def end(self, tag: str) -> None:
        self.depth -= 1

    def close(self) -> None:
        """Asked for by lxml."""


def _check_shape(page: str) -> None:
    from lxml import etree  # heavy, and needed for pages only

    parser = etree.HTMLParser(target=_Shape(), encoding="utf-8")
    data = page.encode("utf-8")
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except etree.LxmlError as error:
        raise RioBravoError(code="RB-220", found=error) from error


def _extracted(page: str) -> dict[str, object]:
    try:
        with warnings.catch_warnings(action="ignore"):  # of time zones that dateutil does not know, for example
            found = _extractor()(
                page,
                with_metadata=True,
                include_comments=False,
                include_tables=False,
                date_extraction_params={
                    "extensive_search": False,
                    "original_date": True,
                    "min_date": limits.EARLIEST.isoformat(),
                    "max_date": limits.LATEST.isoformat(),
                },
            )
    except Exception as error:  # whatever a reader of the web's broken pages raises is about this page
        raise RioBravoError(code="RB-220", found=f"{type(error).__name__} while looking for it") from error
    if found is None or not (found.text or "").strip():
        raise RioBravoError(code="RB-220", found="a page without a readable article", allowed="a page with paragraphs")
    return {
        "title": found.title,
        "text": found.text,
        "published": found.date,
        "publisher": found.sitename,
        "url": found.url,
    }


@lru_cache(maxsize=1)
def _extractor() -> Any:
    """The extraction of trafilatura. Its log would print on the terminal what we put into quarantine, so it is kept silent."""
    from trafilatura import bare_extraction  # heavy, and needed for pages only

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return bare_extraction
