"""What pages take from elsewhere is all there: every command, every error code, every step of the flow."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer

from riobravo import resources
from riobravo.cli.app import app
from riobravo.errors import PROBLEMS
from tests.source import ROOT
from tests.tools import loaded

flow = loaded("flow")
pages = loaded("pages")

FLOW = resources.load_yaml(ROOT / "docs" / "figures" / "flow.yaml")


def test_every_code_has_its_chapter() -> None:
    """Each row of the table of problems is told, with what to do where the table says so."""
    chapters = dict(re.findall(r"^## (RB-\d+)$(.*?)(?=^## |\Z)", pages.errors(), re.MULTILINE | re.DOTALL))
    assert list(chapters) == sorted(PROBLEMS)
    assert [code for code in chapters if ("- To do:" in chapters[code]) != bool(PROBLEMS[code].todo)] == []


def test_every_command_has_its_chapter() -> None:
    """Commands of a group go by both names; a group is no command."""
    told = re.findall(r"^## riobravo (.+)$", pages.commands(), re.MULTILINE)
    groups = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    expected = [
        f"{name} {below}".rstrip() for name, command in groups.items() for below in getattr(command, "commands", [""])
    ]
    assert sorted(told) == sorted(expected)


def test_an_option_is_told_with_what_it_does() -> None:
    """The rows are those of --help."""
    chapter = pages.commands().partition("## riobravo annotate\n")[2].partition("\n## ")[0]
    assert "\n    riobravo annotate [OPTIONS] " in chapter
    assert "\n| `--strict` | Exit with 1 if anything was quarantined. |" in chapter
    assert "\n| `IN` | A file (" in chapter


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("a\n<!-- nothing -->\nb", "a\n<!-- nothing -->\nb"),
        ("a <!-- errors --> b", "a <!-- errors --> b"),
        ("a\n\n<!-- errors -->\n", None),
    ],
)
def test_marks_are_filled_in(text: str, filled: str | None) -> None:
    """A mark stands on a line of its own and names a part; any other comment stays."""
    assert pages.fill(text) == (filled or f"a\n\n{pages.errors()}\n")


def test_links_to_folders_become_text(tmp_path: Path) -> None:
    """Git shows a folder, the pages have none; links to files, anchors and other hosts stay."""
    (tmp_path / "here").mkdir()
    text = "[a](here) [b](here/) [c](gone.md) [d](#here) [e](https://example.org/here)"
    told = "a b [c](gone.md) [d](#here) [e](https://example.org/here)"
    assert pages.without_links_to_folders(text, tmp_path) == told


def test_the_figure_tells_every_step() -> None:
    """It is sound XML with a title and a description for those who do not see it, and no colour of its own."""
    drawn = ElementTree.fromstring(flow.svg(FLOW))
    words = " ".join(" ".join(drawn.itertext()).split())
    for step in FLOW["steps"]:
        assert step["name"] in words
        assert all(word in words for key in ("what", "from", "by") for word in step.get(key, "").split())
    assert drawn.get("aria-labelledby") == "flow-title flow-description"
    assert {fill for node in drawn.iter() if (fill := node.get("fill"))} <= {"currentColor", "none"}


def test_words_of_the_figure_stay_in_their_boxes() -> None:
    """A long text makes a box taller, and the boxes below it move down; none lies on another."""
    steps = [
        {"name": "One", "what": "many words " * 20},
        {"name": "Two", "by": "then", "what": "few", "from": "a hand " * 9},
    ]
    drawn = ElementTree.fromstring(flow.svg({"title": "t", "description": "d", "steps": steps}))
    boxes = [node for node in drawn.iter("rect") if node.get("class") == "flow-box"]
    spans = [(float(box.attrib["y"]), float(box.attrib["y"]) + float(box.attrib["height"])) for box in boxes]
    assert spans[0][1] < spans[1][0]
    lines = [float(node.attrib["y"]) for node in drawn.iter("tspan") if (node.text or "").startswith(("many", "words"))]
    assert len(lines) > 5
    assert spans[0][0] < min(lines)
    assert max(lines) < spans[0][1]
