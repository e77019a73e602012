"""How large, how old and how deep an input may be: every bound of the readers, declared once."""

from __future__ import annotations

from datetime import date
from typing import Final

FILE_BYTES: Final = 5_000_000
"""A file that holds one article (.md, .txt, .html)."""

LINE_BYTES: Final = 16_000_000
"""A line of a file that holds many articles; a text of `TEXT` code points fits in even when every one is escaped."""

UNPACKED_BYTES: Final = 64_000_000
UNPACKED_TIMES: Final = 1_000
"""A part of a compressed file that unpacks to more bytes than the first and more times its size than the second is a bomb."""

TEXT: Final = 1_000_000
"""Code points of a text, spaCy's own bound; a news story has some 5,000."""

WORD: Final = 2_000
"""Code points without a space between them: the time that a tokenizer takes grows with their square, and no language coded here
has such words. What has is an image or a key written out as text.
"""

TITLE: Final = 2_000
"""Code points of a title."""

NAME: Final = 2_000
"""Code points of a publisher, a licence or a URL."""

ID: Final = 500
"""Code points of an id; long enough for most URLs, which many corpora use as ids."""

FRONT_MATTER: Final = 100_000
"""Code points of the front matter of a brief."""

SOURCES: Final = 200
"""Sources of one article."""

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2099, 12, 31)
"""Publication dates outside these are slips. They are declared, for nothing may depend on the day it runs."""

HTML_DEPTH: Final = 256
"""Nested elements of a page; real pages stay far below 100."""

HTML_ELEMENTS: Final = 50_000
"""Elements of a page: the extraction slows down faster than pages grow."""

WORDS: Final = range(60, 251)
"""Words of a brief. Shorter ones tell no event with its circumstances; longer ones are for newspapers."""

QUOTED_WORDS: Final = 12
"""Words of a brief that may be quoted in one piece: it is a report of its own, not an excerpt of somebody's."""
