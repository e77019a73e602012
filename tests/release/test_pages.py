"""HTML of Markdown: links lead to their headings, and nothing in a text is obeyed."""

from __future__ import annotations

import re

import pytest

from riobravo import ontology
from riobravo.release import codebook, pages
from riobravo.tables import model


def test_the_codebook_keeps_its_links_and_tables() -> None:
    """Every link within the page has its heading; each table of Markdown is one of HTML."""
    markdown = codebook.render(ontology.load(), model.load().released)
    page = pages.page(markdown, "The codebook")
    ids = re.findall(r'<h\d id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert page.count("<table>") == len(re.findall(r"^\| --- ", markdown, re.MULTILINE))
    assert "<!--" not in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("so <img src=x onerror=alert(1)> it", "&lt;img"),
        ("<!-- a note -->", None),
        ("[x](javascript:alert(1))", "[x]("),
        ("a | b < c", "a | b &lt; c"),
    ],
)
def test_html_in_a_text_is_shown_and_not_obeyed(text: str, shown: str | None) -> None:
    """Words of articles are data."""
    body = pages.page(text, "<T>").partition("<body>")[2]
    assert not re.search(r"<(script|img|!--)|href=.javascript", body)
    assert shown is None or shown in body


def test_the_title_is_escaped() -> None:
    """Also in the page that leads on."""
    assert "<title>&lt;T&gt;</title>" in pages.page("", "<T>")
    assert 'href="&quot;"' in pages.leads_on('"', "T")
