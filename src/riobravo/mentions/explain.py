"""A text with what was coded in it, and why: on a terminal, or as a page that needs nothing beside itself.

Both show the same pieces of text and the same rows. Everything that an article holds is shown as text: no markup of it is
obeyed, neither by a terminal nor by a browser. Colours follow from a type's position in the ontology.
"""

from __future__ import annotations

import colorsys
import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from riobravo import ontology
from riobravo.ontology import EventType
from riobravo.records import Article, Mention, Quantity

_GOLDEN_ANGLE = 137.508
"""Degrees between the hues of neighbours: however many types there are, those that follow each other differ most."""

_BIDI_CONTROLS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})

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
    headings, rows = _table_of(mentions)
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
    headings, rows = _table_of(mentions)
    head = "".join(f"<th scope='col'>{_html(heading)}</th>" for heading in headings)
    body = "\n".join(
        f"<tr id='m{number}'>" + "".join(f"<td>{_html(cell)}</td>" for cell in row) + "</tr>"
        for number, row in enumerate(rows, start=1)
    )
    legend = " ".join(
        f"<li><span class='{_css_class(event_type)}' title='{_html(event_type.definition)}'>{_html(event_type.name)}</span></li>"
        for event_type in _types_of(mentions)
    )
    table = f"<ul>{legend}</ul>\n<div class='wide'><table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
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


def shown(text: str) -> str:
    """``text`` with what a terminal or browser would obey (controls, direction overrides) spelled out; lines stay lines."""
    return "".join(
        char.encode("unicode_escape", "surrogatepass").decode("ascii") if _is_obeyed(char) else char for char in text
    )


def _is_obeyed(char: str) -> bool:
    if char in "\n\t":
        return False
    return unicodedata.category(char) in _UNSAFE_CATEGORIES or unicodedata.bidirectional(char) in _BIDI_CONTROLS


def _line_of(article: Article) -> str:
    parts = (article.article_id, article.published_on.isoformat(), article.language, article.publisher, article.url)
    return shown(" · ".join(part for part in parts if part))


def _types_of(mentions: Sequence[Mention]) -> list[EventType]:
    """The types that occur, in the order of the ontology."""
    met = {mention.event_type for mention in mentions}
    return [event_type for name, event_type in ontology.load().types.items() if name in met]


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _table_of(mentions: Sequence[Mention]) -> tuple[list[str], list[list[str]]]:
    """Headings and cells; a column that no mention fills is left out."""
    rows = [_row(number, mention) for number, mention in enumerate(mentions, start=1)]
    kept = [heading for heading in (rows[0] if rows else ()) if any(row[heading] for row in rows)]
    return kept, [[shown(row[heading]) for heading in kept] for row in rows]


def _row(number: int, m: Mention) -> dict[str, str]:
    marks = [mark for mark, is_set in (("hedged", m.is_hedged), ("aggregate", m.is_aggregate)) if is_set]
    source = _party(m.source_name, m.source_country, m.source_sector, is_inferred=m.is_source_inferred)
    target = _party(m.target_name, m.target_country, m.target_sector, is_inferred=m.is_target_inferred)
    return {
        "no.": str(number),
        "event": "\n".join(filter(None, (f"{m.event_type}/{m.event_subtype or '-'}", ", ".join(marks)))),
        "status": _with(m.status, _quoted(m.status_cue)),
        "source → target": f"{source or '-'} → {target or '-'}" if source or target else "",
        "acting": m.acting_name or "",
        "object": m.object_name or "",
        "date": _date(m),
        "quantity": "\n".join(filter(None, (_leading_quantity(m), *map(_quantity, m.quantities)))),
        "place": _with(
            m.place_name or "", ", ".join(filter(None, (m.place_admin1, m.place_country, m.place_precision)))
        ),
        "condition": m.condition or "",
        "attribution": m.attribution or "",
        "rule": _with(m.rule or "", _quoted(m.trigger)),
        "confidence": "" if m.confidence is None else f"{m.confidence:.2f}",
    }


def _party(name: str | None, country: str | None, sector: str | None, *, is_inferred: bool) -> str:
    return _with(name or "", ", ".join(filter(None, (country, sector, "inferred" if is_inferred else None))))


def _date(m: Mention) -> str:
    days = [day.isoformat() for day in (m.date_start, m.date_end) if day is not None]
    span = " to ".join(dict.fromkeys(days))
    return _with(span, ", ".join(filter(None, (m.date_precision, m.date_basis, _quoted(m.date_text)))))


def _leading_quantity(m: Mention) -> str:
    if m.quantity_unit is None and m.quantity_text is None:
        return ""
    return _quantity(
        Quantity(
            low=m.quantity_low,
            best=m.quantity_best,
            high=m.quantity_high,
            unit=m.quantity_unit or "",
            modifier=m.quantity_modifier or "",
            text=m.quantity_text or "",
        )
    )


def _quantity(q: Quantity) -> str:
    bounds = [_number(value) for value in (q.low, q.best, q.high)]
    value = bounds[0] if len(set(bounds)) == 1 else "/".join(bounds)
    return _with(f"{value} {q.unit}".strip(), ", ".join(filter(None, (q.modifier, _quoted(q.text)))))


def _number(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:,.0f}" if value == round(value) else f"{value:,}"


def _with(what: str, more: str) -> str:
    return f"{what} ({more})".strip() if more else what


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else ""


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
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border: 1px solid color-mix(in srgb, currentColor 30%, transparent);
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
