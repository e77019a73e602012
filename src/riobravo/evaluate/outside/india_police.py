"""IndiaPoliceEvents: a JSON object a line, one sentence each, in the order of their documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from riobravo.evaluate.outside import units
from riobravo.evaluate.outside.units import Document, Unit


def read(path: Path) -> Iterator[Document]:
    """The documents with their sentences, which are the units.

    Raises:
        RioBravoError: RB-703.
    """
    sentences = _sentences(path)
    for document_id, found in groupby(sentences, key=lambda sentence: sentence[0]):
        yield Document(document_id=document_id, units=tuple(unit for _, unit in found), language="en")


def _sentences(path: Path) -> Iterator[tuple[str, Unit]]:
    for number, line in enumerate(units.text_of(path).split("\n"), start=1):
        if not line.strip():
            continue
        row = units.parsed_json(line, path, number)
        document_id = str(units.value(row, "doc_id", int, path, number))
        sentence_id = units.value(row, "sent_id", int, path, number)
        labels = units.value(row, "sent_labels", list, path, number)
        text = units.value(row, "sent_text", str, path, number)
        yield document_id, Unit(unit_id=f"{document_id}.{sentence_id}", text=text, labels=frozenset(map(str, labels)))
