"""Charts to files, and the outline under the map: all of it offline."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

import riobravo
from riobravo import plot
from riobravo.errors import RioBravoError
from riobravo.plot import places, style


def test_a_chart_is_saved_as_picture_and_page(tmp_path: Path) -> None:
    """PNG, SVG, JSON, and an HTML page that holds its scripts: no tag of it loads anything from elsewhere."""
    chart = plot.map("deployment", connection=riobravo.connect())
    plot.save(chart, *(tmp_path / f"f{ending}" for ending in (".png", ".svg", ".json")))
    plot.save(chart, str(tmp_path / "f.html"))
    assert (tmp_path / "f.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "f.svg").read_text(encoding="utf-8")
    assert "vconcat" in json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    page = (tmp_path / "f.html").read_text(encoding="utf-8")
    assert "vegaEmbed" in page
    assert len(page) > 500_000
    assert re.findall(r"<(?:script|link)[^>]*(?:src|href)=|(?:src|href)=[\"']?(?:https?:)?//", page) == []
    assert re.findall(r"(?:import\(|@import|importScripts\()\s*[\"']?https?:", page) == []


def test_a_text_of_the_data_stays_text(tmp_path: Path) -> None:
    """A name that looks like a tag ends no script of the page, and is read back as it was."""
    evil = "</script><script>alert('Ñ < 1')</script><!--"
    chart = style.altair().Chart(style.rows(pl.DataFrame({"name": [evil]}))).mark_text().encode(text="name:N")
    plot.save(chart, tmp_path / "f.html", tmp_path / "f.svg")
    page = (tmp_path / "f.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<script" not in (tmp_path / "f.svg").read_text(encoding="utf-8")
    (spec,) = re.findall(r"const spec = (.*);\n", page)
    assert json.loads(spec)["data"]["values"] == [{"name": evil}]


@pytest.mark.parametrize(
    ("name", "code"), [("chart.gif", "RB-631"), ("chart", "RB-631"), ("no/such/folder/chart.png", "RB-606")]
)
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, name: str, code: str) -> None:
    """Another ending, and a folder that is not there."""
    with pytest.raises(RioBravoError, match=code):
        plot.save(plot.timeline("threat", by="year"), tmp_path / name)


def test_the_outline_is_whole() -> None:
    """It says where it is from; every ring is closed, and lies on the globe."""
    outline = json.loads(places.OUTLINE.read_text(encoding="utf-8"))
    assert "Natural Earth" in outline["source"]
    assert "this permission notice" in outline["licence"]
    (sx, sy), (tx, ty) = outline["transform"]["scale"], outline["transform"]["translate"]
    arcs = []
    for arc in outline["arcs"]:
        x, y, points = 0, 0, []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x, y))
        arcs.append(points)
    rings = [ring for polygon in outline["objects"]["countries"]["arcs"] for ring in polygon]
    assert len(rings) > 20
    for ring in rings:
        lines = [arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring]
        assert all(before[-1] == after[0] for before, after in pairwise([*lines, lines[0]]))
    assert all(abs(x * sx + tx) <= 180 and abs(y * sy + ty) <= 90 for points in arcs for x, y in points)
