"""JSONL, an article a line, as doccano and as spaCy's tools (Prodigy, DocBin) have it.

spaCy counts code points; doccano's page counts UTF-16 units (its annotator takes offsets of JavaScript texts as they are), as
long as the project does not count grapheme clusters. doccano's spans have no fields: these travel beside them and are found
again by the place and label of the span; a span that was moved takes those of the span of its label that it overlaps most.
spaCy's spans carry theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.exchange.spans import Document, Span, of_utf16, to_utf16

DOCCANO: Final = "doccano.jsonl"
DOCCANO_LABELS: Final = "doccano_labels.json"
DOCCANO_RELATIONS: Final = "doccano_relations.json"
SPACY: Final = "spacy.jsonl"
_SAME: Final = "same_event"
_FIELDS: Final = "riobravo_spans"


def doccano_files(documents: Sequence[Document]) -> dict[str, str]:
    """The articles, and the types of spans and relations to set up the project with."""
    labels = [{"text": name} for name in ontology.load().types]
    return {
        DOCCANO: _jsonl(_doccano(document) for document in documents),
        DOCCANO_LABELS: json.dumps(labels, indent=1) + "\n",
        DOCCANO_RELATIONS: json.dumps([{"text": _SAME}], indent=1) + "\n",
    }


def spacy_files(documents: Sequence[Document]) -> dict[str, str]:
    """The articles."""
    return {SPACY: _jsonl(_spacy(document) for document in documents)}


def _doccano(document: Document) -> dict[str, Any]:
    first: dict[str, int] = {}
    relations: list[dict[str, Any]] = []
    for number, span in enumerate(document.spans):
        leader = first.setdefault(span.group, number)
        if leader != number:
            relations.append({"id": len(relations), "from_id": leader, "to_id": number, "type": _SAME})
    kept = [[span.start, span.end, span.label, dict(span.fields)] for span in document.spans]
    return {
        "text": document.text,
        "entities": [
            {"id": number, "label": span.label, **_units(document.text, span)}
            for number, span in enumerate(document.spans)
        ],
        "relations": relations,
        **_head(document),
        _FIELDS: json.dumps(kept, ensure_ascii=False),
    }


def _units(text: str, span: Span) -> dict[str, int]:
    return {"start_offset": to_utf16(text, span.start), "end_offset": to_utf16(text, span.end)}


def _spacy(document: Document) -> dict[str, Any]:
    return {
        "text": document.text,
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "label": span.label,
                "fields": dict(span.fields),
                "event": span.group,
            }
            for span in document.spans
        ],
        "meta": _head(document),
    }


def _head(document: Document) -> dict[str, str]:
    return {"article_id": document.article_id, "sha256": document.sha256, "coder": document.coder}


def _jsonl(rows: Iterator[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


# ── back ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_doccano(path: Path) -> Iterator[Document | RioBravoError]:
    """Articles from doccano's JSONL export, with or without relations. Raises RB-910 for a file that cannot be read."""
    return _read(path / DOCCANO if path.is_dir() else path, _of_doccano)


def read_spacy(path: Path) -> Iterator[Document | RioBravoError]:
    """Articles from JSONL with spans. Raises RB-910 for a file that cannot be read."""
    return _read(path / SPACY if path.is_dir() else path, _of_spacy)


def _read(file: Path, of_row: Callable[[Any], Document]) -> Iterator[Document | RioBravoError]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RioBravoError(code="RB-910", found=error, where=file) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield of_row(json.loads(line))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            found = f"{type(error).__name__}: {error}"
            yield RioBravoError(code="RB-910", found=found, where=f"{file.name}, line {number}")


def _of_doccano(row: Mapping[str, Any]) -> Document:
    head = {**row.get("meta", {}), **row.get("metadata", {}), **row}
    kept = [(int(start), int(end), str(label), fields) for start, end, label, fields in json.loads(head[_FIELDS])]
    found = [
        (one["id"], one["start_offset"], one["end_offset"], one["label"])
        if isinstance(one, Mapping)
        else (number, *one)
        for number, one in enumerate(row.get("entities") or row.get("label") or row.get("labels") or ())
    ]
    group = {name: str(name) for name, *_ in found}
    for one in row.get("relations", ()):
        gone = group[one["to_id"]]
        group = {name: group[one["from_id"]] if own == gone else own for name, own in group.items()}
    text = row["text"]
    found = [(name, of_utf16(text, start), of_utf16(text, end), label) for name, start, end, label in found]
    fields = _given_back([(start, end, label) for _, start, end, label in found], kept)
    return _document(
        text,
        head,
        [
            Span(start=start, end=end, label=label, fields=own, group=group[name])
            for (name, start, end, label), own in zip(found, fields, strict=True)
        ],
    )


Kept = tuple[int, int, str, Mapping[str, str]]


def _given_back(spans: Sequence[tuple[int, int, str]], kept: Sequence[Kept]) -> list[Mapping[str, str]]:
    """The fields of each span: those kept for its place and label, else for the place it overlaps most; each once."""
    left = list(kept)
    found: list[Mapping[str, str]] = [{}] * len(spans)
    for is_moved in (False, True):
        for number, (start, end, label) in enumerate(spans):
            if found[number]:
                continue
            fits = [one for one in left if one[2] == label and min(end, one[1]) > max(start, one[0])]
            if not is_moved:
                fits = [one for one in fits if one[:2] == (start, end)]
            if fits:
                best = max(fits, key=lambda one: min(end, one[1]) - max(start, one[0]))
                left.remove(best)
                found[number] = best[3]
    return found


def _of_spacy(row: Mapping[str, Any]) -> Document:
    spans = [
        Span(
            start=int(one["start"]), end=int(one["end"]), label=str(one["label"]),
            fields=dict(one.get("fields", {})), group=str(one.get("event", f"span {number}")),
        )
        for number, one in enumerate(row["spans"])
    ]  # fmt: skip
    return _document(row["text"], row["meta"], spans)


def _document(text: str, head: Mapping[str, Any], spans: Sequence[Span]) -> Document:
    return Document(
        article_id=head["article_id"], sha256=head["sha256"], coder=head["coder"], text=text, spans=tuple(spans)
    )
