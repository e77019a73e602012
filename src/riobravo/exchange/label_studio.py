"""Label Studio: tasks with pre-annotations and the labelling interface out, its JSON export in.

Offsets are code points, as the tool has counted since October 2021. Before, it counted UTF-16 units; what it exported then is
told by the words that it exports beside them (HumanSignal/label-studio, issues 1008 and 1347).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.exchange.spans import LABEL, Document, Span, codes_of, field_names, of_utf16

TASKS: Final = "tasks.json"
INTERFACE: Final = "label_config.xml"
_SAME: Final = "same_event"
_SUBTYPE: Final = "event_subtype"


def files(documents: Sequence[Document]) -> dict[str, str]:
    """The files to import: the tasks, and the interface to set up the project with."""
    tasks = json.dumps([_task(document) for document in documents], ensure_ascii=False, indent=1)
    return {TASKS: f"{tasks}\n", INTERFACE: interface()}


def _task(document: Document) -> dict[str, Any]:
    about = {"article_id": document.article_id, "sha256": document.sha256, "coder": document.coder}
    prediction = {"model_version": document.coder, "result": list(_results(document))}
    return {"data": {"text": document.text, **about}, "predictions": [prediction]}


def _results(document: Document) -> Iterator[dict[str, Any]]:
    first: dict[str, str] = {}
    for number, span in enumerate(document.spans, 1):
        region = f"span-{number}"
        place = {"start": span.start, "end": span.end}
        words = document.text[span.start : span.end]
        yield _result(region, LABEL, "labels", {**place, "text": words, "labels": [span.label]})
        for name, cell in span.fields.items():
            if codes_of(name):
                yield _result(region, _control(name, span.label), "choices", {**place, "choices": [cell]})
            else:
                yield _result(region, name, "textarea", {**place, "text": [cell]})
        leader = first.setdefault(span.group, region)
        if leader != region:
            yield {"type": "relation", "from_id": leader, "to_id": region, "direction": "bi", "labels": [_SAME]}


def _result(region: str, control: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": region, "from_name": control, "to_name": "text", "type": kind, "value": dict(value)}


def _control(name: str, label: str) -> str:
    """Subtypes have a control for each type, which shows when a span of that type is chosen."""
    return f"{_SUBTYPE}_{label}" if name == _SUBTYPE else name


def interface() -> str:
    """The labelling interface: types as labels, every column as a field of the chosen span."""
    types = ontology.load().types
    lines = ["<View>", '  <Text name="text" value="$text" granularity="symbol"/>']
    lines += [
        f'  <Labels name="{LABEL}" toName="text">',
        *(f'    <Label value="{name}"/>' for name in types),
        "  </Labels>",
    ]
    lines += ["  <Relations>", f'    <Relation value="{_SAME}"/>', "  </Relations>"]
    for name in field_names():
        if name == _SUBTYPE:
            for label, found in types.items():
                shown = f' whenTagName="{LABEL}" whenLabelValue="{label}"'
                lines += _choices(_control(name, label), name, list(found.subtypes), shown)
        elif codes_of(name):
            lines += _choices(name, name, codes_of(name))
        else:
            lines.append(
                f'  <Header value={quoteattr(name)} size="5"/>\n'
                f'  <TextArea name="{name}" toName="text" perRegion="true" editable="true" maxSubmissions="1"/>'
            )
    return "\n".join([*lines, "</View>"]) + "\n"


def _choices(control: str, title: str, codes: Iterable[str], shown: str = "") -> list[str]:
    head = (
        f'  <Choices name="{control}" toName="text" perRegion="true" choice="single-radio" layout="select" '
        f'visibleWhen="region-selected"{shown}>'
    )
    return [
        f'  <Header value={quoteattr(title)} size="5"/>',
        head,
        *(f'    <Choice value="{c}"/>' for c in codes),
        "  </Choices>",
    ]


# ── back ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read(path: Path) -> Iterator[Document | RioBravoError]:
    """What people annotated, from the tool's JSON export (not JSON-MIN); a task without an annotation is told.

    Raises:
        RioBravoError: RB-910 for a file that is no such export.
    """
    file = path / TASKS if path.is_dir() else path
    try:
        tasks = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RioBravoError(code="RB-910", found=error, where=file) from error
    if not isinstance(tasks, list):
        raise RioBravoError(code="RB-910", found=type(tasks).__name__, allowed="a list of tasks", where=file)
    for number, task in enumerate(tasks, 1):
        where = f"{file.name}, task {number}"
        try:
            yield _document(task, where)
        except RioBravoError as error:
            yield error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield RioBravoError(code="RB-910", found=f"{type(error).__name__}: {error}", where=where)


def _document(task: Mapping[str, Any], where: str) -> Document:
    done = [one for one in task.get("annotations", ()) if not one.get("was_cancelled")]
    if not done:
        raise RioBravoError(code="RB-912", found=str(task["data"].get("article_id")), where=where)
    data, results = task["data"], done[-1]["result"]
    text = data["text"]
    fields: dict[str, dict[str, str]] = {}
    labelled: dict[str, tuple[int, int, str]] = {}
    for one in results:
        if one["type"] == "relation":
            continue
        value, control = one["value"], one["from_name"]
        if one["type"] == "labels":
            labelled[one["id"]] = (*_offsets(text, value, where), value["labels"][0])
        elif control.startswith(_SUBTYPE) and value["choices"]:
            fields.setdefault(one["id"], {})[control] = value["choices"][0]
        elif value.get("choices") or value.get("text"):
            fields.setdefault(one["id"], {})[control] = (value.get("choices") or _listed(value["text"]))[0]
    group = _groups(labelled, [one for one in results if one["type"] == "relation"])
    return Document(
        article_id=data["article_id"],
        sha256=data["sha256"],
        coder=data["coder"],
        text=text,
        spans=tuple(
            Span(
                start=start, end=end, label=label, fields=_of_label(fields.get(region, {}), label), group=group[region]
            )
            for region, (start, end, label) in labelled.items()
        ),
    )


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _of_label(fields: Mapping[str, str], label: str) -> dict[str, str]:
    """The fields of a span; a subtype that was chosen under another type before is none of it."""
    kept = {name: cell for name, cell in fields.items() if not name.startswith(_SUBTYPE)}
    subtype = fields.get(_control(_SUBTYPE, label))
    return kept if subtype is None else {_SUBTYPE: subtype, **kept}


def _groups(regions: Iterable[str], relations: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The group of every region: those that relations tie are one."""
    group = {region: region for region in regions}
    for one in relations:
        if one["from_id"] in group and one["to_id"] in group:
            kept, gone = group[one["from_id"]], group[one["to_id"]]
            group = {region: kept if own == gone else own for region, own in group.items()}
    return group


def _offsets(text: str, value: Mapping[str, Any], where: str) -> tuple[int, int]:
    """The span in code points, whichever way the export counts; the words that it gives decide."""
    start, end = int(value["start"]), int(value["end"])
    words = value.get("text")
    if not isinstance(words, str) or _alike(text[start:end], words):
        return start, end
    start, end = of_utf16(text, start), of_utf16(text, end)
    if _alike(text[start:end], words):
        return start, end
    raise RioBravoError(code="RB-911", found=f"{words!r} at {value['start']} to {value['end']}", where=where)


def _alike(one: str, other: str) -> bool:
    """Whether the words are the same; the tool writes line breaks as backslash and n."""
    return one.replace("\\n", " ").split() == other.replace("\\n", " ").split()
