"""The values of a file to an `Article`: every field checked, none repaired. Missing ones take the caller's defaults."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from riobravo.articles import decode, ids, language, limits
from riobravo.articles.raw import Raw
from riobravo.errors import RioBravoError
from riobravo.records import Article, Source

_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?", re.DOTALL)
_CODE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_WEB: Final = re.compile(r"https?://[^\s/]+\S*")
_LONG_WORD: Final = re.compile(rf"\S{{{limits.WORD + 1},}}")
_SOURCE_KEYS: Final = ("publisher", "url", "published_on", "language")


Detect = Callable[[str], str]
"""Tells the language of a text; it raises RB-218 for one that is not coded."""


def article(
    raw: Raw, *, published: date | None = None, default_language: str | None = None, detect: Detect = language.detect
) -> Article:
    """The article of ``raw``; ``published`` and ``default_language`` stand in where it gives none, else ``detect``.

    Raises:
        RioBravoError: with a code of the range RB-204 to RB-218.
    """
    values = raw.values
    given_id = values.get("id")
    article_id = ids.checked(raw.default_id if given_id is None else given_id)
    text = _text(values.get("text"))
    published_on = _date("published", values.get("published")) or published
    if published_on is None:
        raise RioBravoError(code="RB-208", found="none")
    title = _line("title", values.get("title"), limits.TITLE) or ""
    given_language = _line("language", values.get("language"), limits.NAME) or default_language
    return Article(
        article_id=article_id,
        title=title,
        text=text,
        language=language.coded(given_language) if given_language else detect(text),
        published_on=published_on,
        publisher=_line("publisher", values.get("publisher"), limits.NAME),
        url=_line("url", values.get("url"), limits.NAME),
        sources=_sources(values.get("sources")),
        licence=_line("licence", values.get("licence"), limits.NAME),
    )


def check_date(day: date, *, name: str = "published") -> date:
    """``day`` itself, if it lies within the declared range.

    Raises:
        RioBravoError: RB-209.
    """
    if not limits.EARLIEST <= day <= limits.LATEST:
        raise RioBravoError(code="RB-209", found=f"{name} {day}", allowed=f"{limits.EARLIEST} to {limits.LATEST}")
    return day


def _text(value: object) -> str:
    if value is None:
        raise RioBravoError(code="RB-207", found="none")
    if not isinstance(value, str):
        raise RioBravoError(code="RB-214", found=f"text: a {type(value).__name__}", allowed="a text")
    if len(value) > limits.TEXT:
        found, allowed = f"a text of {len(value):,} characters", f"at most {limits.TEXT:,} characters"
        raise RioBravoError(code="RB-204", found=found, allowed=allowed)
    decode.check_characters(value)
    if long := _LONG_WORD.search(value):
        found, allowed = (
            f"{long.end() - long.start():,} characters without a space at {long.start():,}",
            f"at most {limits.WORD:,}",
        )
        raise RioBravoError(code="RB-204", found=found, allowed=allowed)
    if not any(char.isalpha() for char in value):
        raise RioBravoError(code="RB-207", found=f"{len(value):,} characters without a letter")
    return value


def _line(name: str, value: object, longest: int) -> str | None:
    """A short text as given; None where it is missing or blank."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise RioBravoError(code="RB-214", found=f"{name}: {value!r} ({type(value).__name__})", allowed="a text")
    if len(value) > longest:
        found, allowed = f"{name}: {len(value):,} characters", f"at most {longest:,} characters"
        raise RioBravoError(code="RB-214", found=found, allowed=allowed)
    decode.check_characters(value)
    return value if value.strip() else None


def _date(name: str, value: object) -> date | None:
    """A day, from a date, a moment (its day as written) or ISO text."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        return check_date(value.date(), name=name)
    if isinstance(value, date):
        return check_date(value, name=name)
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise RioBravoError(code="RB-209", found=f"{name} {value!r}", allowed="a day such as 2025-01-31")
    try:
        return check_date(date.fromisoformat(match.group(1)), name=name)
    except ValueError as error:
        raise RioBravoError(code="RB-209", found=f"{name} {value!r}: {error}") from error


def _sources(value: object) -> tuple[Source, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not value:
        raise RioBravoError(code="RB-214", found=f"sources: a {type(value).__name__}", allowed="a list of sources")
    if len(value) > limits.SOURCES:
        raise RioBravoError(code="RB-214", found=f"{len(value):,} sources", allowed=f"at most {limits.SOURCES}")
    return tuple(_source(number, item) for number, item in enumerate(value, start=1))


def _source(number: int, item: object) -> Source:
    where = f"source {number}"
    if not isinstance(item, Mapping):
        raise RioBravoError(code="RB-214", found=f"{where}: {item!r}", allowed=f"keys {', '.join(_SOURCE_KEYS)}")
    odd = [key for key in item if key not in _SOURCE_KEYS]
    if odd:
        raise RioBravoError(code="RB-214", found=f"{where}: the key {odd[0]!r}", allowed=", ".join(_SOURCE_KEYS))
    publisher = _line(f"{where}: publisher", item.get("publisher"), limits.NAME)
    url = _line(f"{where}: url", item.get("url"), limits.NAME)
    code = _line(f"{where}: language", item.get("language"), limits.NAME)
    if publisher is None or url is None:
        raise RioBravoError(code="RB-214", found=f"{where}: no {'url' if publisher else 'publisher'}", allowed="both")
    if not _WEB.fullmatch(url):
        raise RioBravoError(code="RB-214", found=f"{where}: url {url!r}", allowed="an address with http:// or https://")
    if code is not None and not _CODE.fullmatch(code):
        raise RioBravoError(code="RB-214", found=f"{where}: language {code!r}", allowed="a code such as en or es")
    return Source(publisher, url, _date(f"{where}: published_on", item.get("published_on")), code)
