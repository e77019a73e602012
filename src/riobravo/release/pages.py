"""Pages of a release as HTML: one file each, with nothing to fetch and nothing to run."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from riobravo.errors import RioBravoError
from riobravo.generated import anchor

if TYPE_CHECKING:
    from markdown_it.token import Token

_STYLE: Final = """\
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid #8886; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: normal; }
code { font-size: .9em; }
"""

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
{body}</body>
</html>
"""

_LEADS_ON: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={to}">
<title>{title}</title>
</head>
<body><p><a href="{to}">{title}</a></p></body>
</html>
"""


def page(markdown: str, title: str, *, language: str = "en") -> str:
    """A Markdown page (CommonMark with tables) as an HTML page. HTML in it is shown or, as a comment, left out; never obeyed.

    Raises:
        RioBravoError: RB-105 without markdown-it-py.
    """
    body = _rendered(markdown)
    return _PAGE.format(language=language, title=html.escape(title), style=_STYLE, body=body)


def leads_on(to: str, title: str) -> str:
    """A page that leads to another address."""
    return _LEADS_ON.format(to=html.escape(to), title=html.escape(title))


def _rendered(markdown: str) -> str:
    try:
        from markdown_it import MarkdownIt  # comes with the extra `publish`
    except ModuleNotFoundError as error:
        raise RioBravoError(
            code="RB-105", found=error.name, where=__name__, todo="pip install 'riobravo[publish]'"
        ) from error
    reader: Any = MarkdownIt("commonmark").enable("table")
    reader.add_render_rule("html_block", _html)
    reader.add_render_rule("html_inline", _html)
    tokens = reader.parse(markdown)
    _name_headings(tokens)
    return str(reader.renderer.render(tokens, reader.options, {}))


def _html(_renderer: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    content = tokens[index].content
    return "" if content.strip().startswith("<!--") else html.escape(content)


def _name_headings(tokens: Sequence[Token]) -> None:
    for opening, content in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", anchor(content.content))
