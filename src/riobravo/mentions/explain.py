"""A text with what was coded in it, and why: on a terminal, or as a page that needs nothing beside itself.

Both show the same pieces of text and the same rows. Everything that an article holds is shown as text: no markup of it is
obeyed, neither by a terminal nor by a browser. Colours follow from a type's position in the ontology.
"""

from __future__ import annotations

import colorsys
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from riobravo import ontology
from riobravo.mentions.explain_rows import shown, table_of
from riobravo.ontology import EventType
from riobravo.records import Article, Mention

_GOLDEN_ANGLE = 137.508
"""Degrees between the hues of neighbours: however many types there are, those that follow each other differ most."""

_NOTHING = "No event was found."


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same mentions (by number, from 1); ``begin`` are those whose evidence starts here."""

    text: str
    numbers: tuple[int, ...]
    begin: tuple[int, ...]


def pieces(text: str, evidence_in: str, mentions: Sequence[Mention]) -> list[Piece]:
    """``text`` cut wherever the evidence of a mention starts or ends; joined again, the pieces are the text."""
    here = [
        (number, max(0, m.evidence_start), min(len(text), m.evidence_end))
        for number, m in enumerate(mentions, start=1)
        if m.evidence_in == evidence_in and m.evidence_start < min(len(text), m.evidence_end)
    ]
    cuts = sorted({0, len(text), *(start for _, start, _ in here), *(end for _, _, end in here)})
    return [
        Piece(
            text[start:end],
            tuple(number for number, first, last in here if first <= start and end <= last),
            tuple(number for number, first, _ in here if first == start),
        )
        for start, end in itertools.pairwise(cuts)
    ]


def to_terminal(article: Article, mentions: Sequence[Mention], console: Console) -> None:
    """Print the article with its evidence coloured, the legend, and the table of mentions."""
    title = _coloured(article.title, "title", mentions)
    title.stylize("bold")
    console.print(title)
    console.print(Text(_line_of(article), style="dim"))
    console.print(_coloured(article.text, "text", mentions))
    console.print()
    if not mentions:
        console.print(Text(_NOTHING))
        return
    legend = Text("  ").join(
        Text(f" {event_type.name} ", style=_style(event_type)) for event_type in _types_of(mentions)
    )
    console.print(legend)
    headings, rows = table_of(mentions, article.published_on)
    table = Table(show_lines=True)
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for mention, row in zip(mentions, rows, strict=True):
        number, what, *others = row
        style = _style(ontology.load().type(mention.event_type))
        table.add_row(Text(number), Text(what, style=style), *map(Text, others))
    console.print(table)


def to_html(article: Article, mentions: Sequence[Mention]) -> str:
    """A page of the article with its evidence marked, the legend, and the table of mentions: no script, no other file."""
    headings, rows = table_of(mentions, article.published_on)
    head = "".join(f"<th scope='col'>{_html(heading)}</th>" for heading in headings)
    body = "\n".join(
        f"<tr id='m{number}'>" + "".join(f"<td>{_html(cell)}</td>" for cell in row) + "</tr>"
        for number, row in enumerate(rows, start=1)
    )
    legend = " ".join(
        f"<li><span class='{_css_class(event_type)}' title='{_html(event_type.definition)}'>{_html(event_type.name)}</span></li>"  # noqa: E501
        for event_type in _types_of(mentions)
    )
    table = f"<ul>{legend}</ul>\n<div class='wide'><table>\n<tr>{head}</tr>\n{body}\n</table></div>"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_html(article.title or article.article_id)}</title>
<style>
{_CSS}{_css_of_types()}</style>
</head>
<body>
<article lang="{_html(article.language)}">
<h1>{_marked(article.title, "title", mentions)}</h1>
<p class="about">{_html(_line_of(article))}</p>
<div class="text">{_marked(article.text, "text", mentions)}</div>
</article>
<section>
<h2>Mentions</h2>
{table if mentions else f"<p>{_html(_NOTHING)}</p>"}
</section>
</body>
</html>
"""


def _line_of(article: Article) -> str:
    parts = (article.article_id, article.published_on.isoformat(), article.language, article.publisher, article.url)
    return shown(" · ".join(part for part in parts if part))


def _types_of(mentions: Sequence[Mention]) -> list[EventType]:
    """The types that occur, in the order of the ontology."""
    met = {mention.event_type for mention in mentions}
    return [event_type for name, event_type in ontology.load().types.items() if name in met]


# ── colours ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _hue(event_type: EventType) -> float:
    return list(ontology.load().types).index(event_type.name) * _GOLDEN_ANGLE % 360


def _style(event_type: EventType) -> Style:
    """Black on the type's colour, which is readable on light and dark terminals; headline types are strong and bold."""
    lightness, saturation = (0.62, 0.95) if event_type.is_headline else (0.80, 0.45)
    red, green, blue = (
        round(255 * part) for part in colorsys.hls_to_rgb(_hue(event_type) / 360, lightness, saturation)
    )
    return Style(color="#000000", bgcolor=f"#{red:02x}{green:02x}{blue:02x}", bold=event_type.is_headline)


def _coloured(text: str, evidence_in: str, mentions: Sequence[Mention]) -> Text:
    """Each piece in the colour of its first mention, behind the numbers of those that begin with it."""
    result = Text()
    types = ontology.load().types
    for piece in pieces(text, evidence_in, mentions):
        style = _style(types[mentions[piece.numbers[0] - 1].event_type]) if piece.numbers else Style()
        for number in piece.begin:
            result.append(f"[{number}]", style=_style(types[mentions[number - 1].event_type]))
        result.append(shown(piece.text), style=style)
    return result


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_CSS = """:root { color-scheme: light dark; --saturation: 70%; --lightness: 84%; }
@media (prefers-color-scheme: dark) { :root { --saturation: 55%; --lightness: 26%; } }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 45rem; }
.about { opacity: .75; overflow-wrap: anywhere; }
mark, li span { color: inherit; padding: .1em .2em; border-radius: .2em; unicode-bidi: isolate; }
mark a { color: inherit; font-size: .75em; margin-right: .3em; padding: 0 .3em; border: 1px solid; border-radius: .6em; }
.headline { font-weight: 600; border-bottom: .2em solid; }
ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
  border: 1px solid #8888;
  white-space: pre-line; }
tr:target { outline: 2px solid; }
"""


def _css_of_types() -> str:
    return "".join(
        f".t{position} {{ background: hsl({_hue(event_type):.0f} var(--saturation) var(--lightness)); }}\n"
        for position, event_type in enumerate(ontology.load().types.values())
    )


def _css_class(event_type: EventType) -> str:
    position = list(ontology.load().types).index(event_type.name)
    return f"t{position} headline" if event_type.is_headline else f"t{position}"


def _marked(text: str, evidence_in: str, mentions: Sequence[Mention]) -> str:
    """Each piece under mentions is one mark; those that begin with it stand in front as badges that lead to their rows."""
    types = ontology.load().types
    done = []
    for piece in pieces(text, evidence_in, mentions):
        if not piece.numbers:
            done.append(_html(shown(piece.text)))
            continue
        over = [mentions[number - 1] for number in piece.numbers]
        badges = "".join(
            f"<a href='#m{number}'>{number} {_html(_name(mentions[number - 1]))}</a>" for number in piece.begin
        )
        title = "; ".join(f"{number} {_name(m)}, {m.status}" for number, m in zip(piece.numbers, over, strict=True))
        css_class = _css_class(types[over[0].event_type])
        done.append(f"<mark class='{css_class}' title='{_html(title)}'>{badges}{_html(shown(piece.text))}</mark>")
    return "".join(done)


def _name(mention: Mention) -> str:
    return f"{mention.event_type}/{mention.event_subtype}" if mention.event_subtype else mention.event_type


def _html(text: str) -> str:
    return escape(shown(text), quote=True)
