"""Files that the tools' own libraries made of ours, and those libraries themselves where they are installed.

``files/label_studio.json`` was written by the converter of label-studio-sdk 2.1.2, ``files/brat`` by brat's own reader and
writer of standoff (nlplab/brat, commit 44ecd825), both from what `riobravo export` made of the coding of `test_round_trips`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riobravo.exchange import files, label_studio, spans
from riobravo.exchange.spans import Document
from riobravo.mentions.people.coding import Coding
from tests.exchange import test_round_trips as own

FILES = Path(__file__).parent / "files"


def _read(tool: str, path: Path) -> Coding:
    (found,) = files.tool(tool).read(path)
    assert isinstance(found, Document), found
    return spans.coding_of(found, own.ARTICLE)


@pytest.mark.parametrize(("tool", "path"), [("label-studio", "label_studio.json"), ("brat", "brat")])
def test_what_a_tools_library_wrote_is_the_coding(tool: str, path: str) -> None:
    """Emoji, a span over a line break, overlapping spans, an event of two sentences, a status of one line."""
    assert _read(tool, FILES / path) == own.coding_of_article()


def test_the_sdk_of_label_studio_takes_what_we_write(tmp_path: Path) -> None:
    """Its interface finds no fault in the project's set-up nor in a pre-annotation, and its converter's export comes back."""
    objects: Any = pytest.importorskip(
        "label_studio_sdk.label_interface.objects", reason="label-studio-sdk is not installed"
    )
    interface: Any = pytest.importorskip("label_studio_sdk.label_interface")
    converter: Any = pytest.importorskip("label_studio_sdk.converter")
    made = label_studio.files([spans.document(own.coding_of_article(), own.ARTICLE)])
    (task,) = json.loads(made[label_studio.TASKS])
    known = interface.LabelInterface(made[label_studio.INTERFACE])
    known.validate()
    assert known.validate_prediction(task["predictions"][0], return_errors=True) == []
    done = objects.AnnotationValue(completed_by=1, result=task["predictions"][0]["result"]).model_dump()
    source = tmp_path / "source.json"
    source.write_text(
        json.dumps([{"id": 1, "data": task["data"], "annotations": [{"id": 1, **done}]}]), encoding="utf-8"
    )
    tool = converter.Converter(config=made[label_studio.INTERFACE], project_dir=str(tmp_path))
    tool.convert_to_json(str(source), str(tmp_path / "out"), is_dir=False)
    assert _read("label-studio", tmp_path / "out" / "result.json") == own.coding_of_article()
