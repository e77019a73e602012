"""The check of built pages finds what leads nowhere and what comes from elsewhere, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import loaded

links = loaded("links")

TARGET = '<h2 id="there">Here</h2>'


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<a href="other.html">a</a>', []),
        ('<a href="other.html#there">a</a>', []),
        ('<a href="#mine">a</a><p id="mine">', []),
        ('<a href="#top">a</a><a href="#">b</a>', []),
        ('<a href="https://example.org/x#y">out</a><a href="mailto:a@example.org">m</a>', []),
        ('<img src="data:image/png;base64,AA==">', []),
        ('<a href="gone.html">a</a>', ["page.html: leads nowhere: gone.html"]),
        ('<a href="other.html#gone">a</a>', ["page.html: leads nowhere: other.html#gone"]),
        ('<a href="#gone">a</a>', ["page.html: leads nowhere: #gone"]),
        ('<img src="gone.png">', ["page.html: leads nowhere: gone.png"]),
        ('<script src="https://example.org/x.js"></script>', ["page.html: loads https://example.org/x.js"]),
        ('<link rel="stylesheet" href="//example.org/x.css">', ["page.html: loads //example.org/x.css"]),
    ],
)
def test_what_is_wrong_with_a_page_is_named(page: str, found: list[str], tmp_path: Path) -> None:
    """Links and anchors within the pages must lead somewhere; nothing may be loaded from another host."""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "other.html").write_text(TARGET, encoding="utf-8")
    assert list(links.faults(tmp_path)) == found


@pytest.mark.parametrize(
    "sheet",
    ["@import 'fonts.css';", "a { background: url(https://example.org/x.png) }", "b { src: url(//example.org/f) }"],
)
def test_a_style_sheet_loads_nothing_from_elsewhere(sheet: str, tmp_path: Path) -> None:
    """Fonts and pictures of a sheet lie beside it."""
    (tmp_path / "page.html").write_text(TARGET, encoding="utf-8")
    (tmp_path / "own.css").write_text("a { background: url(x.png) }", encoding="utf-8")
    (tmp_path / "page.css").write_text(sheet, encoding="utf-8")
    assert list(links.faults(tmp_path)) == ["page.css: loads from elsewhere"]


def test_no_page_at_all_is_a_fault(tmp_path: Path) -> None:
    """A check of nothing does not pass."""
    assert list(links.faults(tmp_path)) == [f"{tmp_path}: no page"]
