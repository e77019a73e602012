"""The figure of the flow: an SVG drawn from docs/figures/flow.yaml, in the colour of the text around it.

Steps stand below one another, so that the figure can be read on a phone. A step may be entered from a side, by what
is kept by hand.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

WIDTH = 380
_SIDE = 118
_GAP = 34
_LINE = 16
_PADDING = 12
_CHARACTER = 6.7
"""Width of a character of 12 units of height, on the safe side: which font is there is known to the reader's browser only."""


def svg(declared: Mapping[str, Any]) -> str:
    """The figure of the declared steps: `title`, `description`, and `steps` of `name`, `what`, and if they have it `from`."""
    parts, top = [], 1
    steps: Sequence[Mapping[str, Any]] = declared["steps"]
    for number, step in enumerate(steps):
        height = _height(step)
        if number:
            parts.append(_arrow(_middle(), top - _GAP, _middle(), top - 2))
            parts.append(_text(_middle() + 8, top - _GAP / 2 + 4, [step["by"]], "flow-by"))
        parts.extend(_step(step, top, height))
        top += height + _GAP
    height = top - _GAP + 1
    return "\n".join(
        [
            f'<svg class="flow" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="flow-title flow-description">',
            f'<title id="flow-title">{escape(declared["title"])}</title>',
            f'<desc id="flow-description">{escape(" ".join(declared["description"].split()))}</desc>',
            '<defs><marker id="flow-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0,0 L8,4 L0,8 z" fill="currentColor"/></marker></defs>',
            *parts,
            "</svg>",
        ]
    )


def _step(step: Mapping[str, Any], top: float, height: float) -> Iterator[str]:
    left = _SIDE + 24
    yield _box(left, top, WIDTH - left - 1, height, "flow-box")
    lines = _lines(step["what"], WIDTH - left)
    yield _text(left + _PADDING, top + _PADDING + 11, [step["name"]], "flow-name")
    yield _text(left + _PADDING, top + _PADDING + 11 + _LINE + 2, lines, "flow-what")
    if "from" in step:
        words = _lines(step["from"], _SIDE)
        tall = len(words) * _LINE + 2 * _PADDING - 4
        side_top = top + (height - tall) / 2
        yield _box(1, side_top, _SIDE - 1, tall, "flow-side")
        yield _text(1 + _PADDING, side_top + _PADDING + 9, words, "flow-what")
        yield _arrow(_SIDE, top + height / 2, left - 2, top + height / 2)


def _height(step: Mapping[str, Any]) -> float:
    main = (1 + len(_lines(step["what"], WIDTH - _SIDE - 24))) * _LINE + 2 * _PADDING
    side = len(_lines(step["from"], _SIDE)) * _LINE + 2 * _PADDING if "from" in step else 0
    return max(main, side)


def _lines(text: str, width: float) -> list[str]:
    return textwrap.wrap(text, int((width - 2 * _PADDING) / _CHARACTER), break_long_words=False)


def _middle() -> float:
    return (_SIDE + 24 + WIDTH) / 2


def _box(left: float, top: float, width: float, height: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="5"/>'


def _text(left: float, top: float, lines: Sequence[str], kind: str) -> str:
    spans = "".join(
        f'<tspan x="{left:g}" y="{top + number * _LINE:g}">{escape(line)}</tspan>' for number, line in enumerate(lines)
    )
    return f'<text class="{kind}">{spans}</text>'


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="flow-arrow" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" marker-end="url(#flow-tip)"/>'
