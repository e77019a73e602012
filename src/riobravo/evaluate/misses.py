"""What a coding missed and what it made up, beside the text, as one page to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import polars as pl

from riobravo.evaluate.claims import Claim
from riobravo.evaluate.match import Matching

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #222 }
article { display: grid; grid-template-columns: 3fr 2fr; gap: 1rem 2rem; border-top: 1px solid #ccc; padding: 1rem 0 }
h2 { font-size: 1rem; margin: 0; grid-column: 1 / -1 } p { margin: 0 0 .6rem; white-space: pre-line }
li { margin-bottom: .4rem } .missed { color: #a40000 } .wrong { color: #7a4b00 } small { color: #666 }
"""


def page(matched: Mapping[str, Matching], articles: pl.DataFrame, title: str) -> str:
    """An HTML page of the articles in which something was missed or wrong, in their order; texts that are null are left out."""
    rows = {row["article_id"]: row for row in articles.iter_rows(named=True)}
    parts = [part for name, found in sorted(matched.items()) for part in _article(rows[name], found)]
    n_missed = sum(len(found.missed) for found in matched.values())
    n_wrong = sum(len(found.wrong) for found in matched.values())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"<h1>{escape(title)}</h1><p>{n_missed} missed, {n_wrong} wrong, in {len(matched)} articles.</p>"
        f"{''.join(parts)}</html>\n"
    )


def _article(row: Mapping[str, object], found: Matching) -> Iterator[str]:
    if not found.missed and not found.wrong:
        return
    name, title, text = (escape(str(row[column] or "")) for column in ("article_id", "title", "text"))
    yield f"<article><h2>{name}: {title}</h2><p>{text}</p><ul>"
    yield from _items("missed", found.missed)
    yield from _items("wrong", found.wrong)
    yield "</ul></article>"


def _items(kind: str, claims: Sequence[Claim]) -> Iterator[str]:
    for claim in claims:
        what = "/".join(str(claim.columns[name]) for name in ("event_type", "event_subtype") if claim.columns[name])
        evidence = escape(str(claim.columns["evidence"]))
        yield f'<li class="{kind}">{kind}: {escape(what)}, {escape(claim.status)}<br><small>{evidence}</small></li>'
