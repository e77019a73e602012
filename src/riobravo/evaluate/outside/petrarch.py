"""The Spanish validation files of UniversalPETRARCH: XML, one sentence and any number of CAMEO codes a record.

A label is the root of a CAMEO code (its first two digits). 18, 19 and 20 are one label, as their authors score them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from lxml import etree

from riobravo.evaluate.outside import units
from riobravo.evaluate.outside.units import Document, Unit

_VIOLENCE: Final = ("18", "19", "20")
_HEAD: Final = re.compile(r"\A\d{8}\s+\S+ \| ")
"""A date and the name of a note, which one of the files writes before each sentence."""


def read(path: Path) -> Iterator[Document]:
    """The records that their authors evaluate, each a document of its own.

    Raises:
        RioBravoError: RB-703.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        raise units.broken(error, path) from error
    except etree.XMLSyntaxError as error:
        raise units.broken(error.msg, path, error.lineno) from error
    sentences = root.findall("Sentences/Sentence")
    if not sentences:
        raise units.broken("no element Sentences/Sentence", path)
    for sentence in sentences:
        if sentence.get("evaluate") == "true":
            yield _document(sentence, path)


def _document(sentence: Any, path: Path) -> Document:
    text, name = sentence.findtext("Text"), sentence.get("id")
    if not text or not text.strip() or not name:
        raise units.broken("a Sentence without id or Text", path, sentence.sourceline)
    codes = (coding.get("eventcode") or "" for coding in sentence.findall("EventCoding"))
    unit = Unit(
        unit_id=name,
        text=" ".join(_HEAD.sub("", text.strip()).split()),
        labels=frozenset(_root(code) for code in codes if code[:2].isdecimal()),
    )
    return Document(document_id=name, units=(unit,), published_on=_day(sentence, path), language="es")


def _root(code: str) -> str:
    return "/".join(_VIOLENCE) if code[:2] in _VIOLENCE else code[:2]


def _day(sentence: Any, path: Path) -> date:
    given = sentence.get("date") or ""
    try:
        return date(int(given[:4]), int(given[4:6]), int(given[6:8]))
    except ValueError as error:
        raise units.broken(f"the date {given!r}", path, sentence.sourceline) from error
