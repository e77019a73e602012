"""brat standoff: ``ID.txt`` and ``ID.ann`` an article, with ``annotation.conf`` for the collection.

A span is a text-bound annotation, tied to others by Equiv; columns with a closed list are attributes, all others stand in the
span's note as JSON. The format is one annotation a line and knows no line break in a span: such a span is written in pieces,
and characters that would end a line are spaces in both files, one for one, so that offsets stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from riobravo import ontology
from riobravo.articles.ids import safe_file_name
from riobravo.errors import RioBravoError
from riobravo.exchange.spans import Document, Span, codes_of, field_names

CONFIGURATION: Final = "annotation.conf"
ABOUT: Final = "riobravo.json"
"""Which article a file is of, and which text was coded by whom: brat has no place for it."""

_PLAIN: Final = str.maketrans(dict.fromkeys("\t\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))
_IN_NOTES: Final = str.maketrans({char: f"\\u{ord(char):04x}" for char in "\x7f\x85\u2028\u2029"})
_EXACT: Final = "exact"
"""In a note: where a span begins and ends, and the pieces it was written in, where those are shorter."""


def files(documents: Sequence[Document]) -> dict[str, str]:
    """The files of a collection."""
    found = {CONFIGURATION: configuration()}
    about = {}
    for document in documents:
        name = safe_file_name(document.article_id)
        found[f"{name}.txt"] = document.text.translate(_PLAIN)
        found[f"{name}.ann"] = "".join(f"{line}\n" for line in _lines(document))
        about[name] = {"article_id": document.article_id, "sha256": document.sha256, "coder": document.coder}
    found[ABOUT] = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    return found


def _lines(document: Document) -> Iterator[str]:
    text = document.text.translate(_PLAIN)
    groups: dict[str, list[str]] = {}
    n_attributes = 0
    for number, span in enumerate(document.spans, 1):
        name = f"T{number}"
        groups.setdefault(span.group, []).append(name)
        pieces = _pieces(text, span.start, span.end)
        if not pieces:
            raise RioBravoError(code="RB-911", found=f"a blank span at {span.start}", where=document.article_id)
        places = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"{name}\t{span.label} {places}\t{' '.join(text[start:end] for start, end in pieces)}"
        note: dict[str, Any] = {}
        for field, cell in span.fields.items():
            if codes_of(field):
                n_attributes += 1
                yield f"A{n_attributes}\t{field} {name} {cell}"
            else:
                note[field] = cell
        if (pieces[0][0], pieces[-1][1]) != (span.start, span.end):
            note[_EXACT] = [span.start, span.end, pieces[0][0], pieces[-1][1]]
        if note:
            yield f"#{number}\tAnnotatorNotes {name}\t{json.dumps(note, ensure_ascii=False).translate(_IN_NOTES)}"
    for members in groups.values():
        if len(members) > 1:
            yield f"*\tEquiv {' '.join(members)}"


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + found.start(), start + found.end()) for found in re.finditer(r"[^\n]+", text[start:end])]


def configuration() -> str:
    """The types, what ties spans, and the attributes with their values."""
    attributes = [name for name in field_names() if codes_of(name)]
    return "\n".join(
        [
            "[entities]", *ontology.load().types, "",
            "[relations]",
            "Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive",
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "",
            "[events]", "",
            "[attributes]", *(f"{name}\tArg:<ENTITY>, Value:{'|'.join(codes_of(name))}" for name in attributes), "",
        ]
    )  # fmt: skip


# ── back ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read(path: Path) -> Iterator[Document | RioBravoError]:
    """The annotations of a collection, article by article.

    Raises:
        RioBravoError: RB-910 for a folder that riobravo export did not make.
    """
    try:
        about = json.loads((path / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RioBravoError(code="RB-910", found=error, allowed=f"a folder with {ABOUT}", where=path) from error
    for name, head in about.items():
        try:
            annotations = (path / f"{name}.ann").read_text(encoding="utf-8")
            text = (path / f"{name}.txt").read_text(encoding="utf-8")
            yield _document(head, text, annotations.split("\n"), f"{name}.ann")
        except RioBravoError as error:
            yield error
        except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
            yield RioBravoError(code="RB-910", found=f"{type(error).__name__}: {error}", where=f"{name}.ann")


def _document(head: Mapping[str, str], text: str, lines: Iterable[str], where: str) -> Document:
    found: dict[str, tuple[str, int, int]] = {}
    fields: dict[str, dict[str, Any]] = {}
    group: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        name, _, rest = line.partition("\t")
        data, _, tail = rest.partition("\t")
        match name[:1], data.split():
            case "T", [label, *places]:
                bounds = [int(bound) for bound in re.split(r"[ ;]", " ".join(places))]
                found[name] = (label, bounds[0], bounds[-1])
                group[name] = name
            case "A" | "M", [attribute, target, *value]:
                fields.setdefault(target, {})[attribute] = " ".join(value) or "true"
            case "#", ["AnnotatorNotes", target]:
                fields[target] = {**json.loads(tail), **fields.get(target, {})}
            case "*", ["Equiv", first, *others]:
                gone = {group[other] for other in others}
                group = {member: group[first] if own in gone else own for member, own in group.items()}
            case "", _:
                pass
            case _:
                raise RioBravoError(
                    code="RB-910", found=line, allowed="T, A, # and * lines", where=f"{where}, line {number}"
                )
    spans = tuple(
        Span(start=start, end=end, label=label, fields=own, group=group[name])
        for name, (label, start, end, own) in ((name, _exact(*found[name], fields.get(name, {}))) for name in found)
    )
    return Document(article_id=head["article_id"], sha256=head["sha256"], coder=head["coder"], text=text, spans=spans)


def _exact(label: str, start: int, end: int, fields: Mapping[str, Any]) -> tuple[str, int, int, dict[str, str]]:
    """The span with the bounds it had before it was cut into pieces, where it was not moved since."""
    own = dict(fields)
    exact = own.pop(_EXACT, None)
    if exact is not None and exact[2:] == [start, end]:
        start, end = exact[:2]
    return label, start, end, own
