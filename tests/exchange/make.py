"""Codings of every kind, for the law that a round trip loses nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from riobravo import ontology
from riobravo.mentions.people import coding
from riobravo.mentions.people.coding import Coding
from riobravo.records import Article
from riobravo.tables import model

_ODD = "=+-@'\"\t\r\n\x0b\x1c\x85\u2028\u2029\\;,|🐍🇲🇽é\u0301ñ 一\ufeff{}[]#"
"""What tools count, cut, run or end lines by."""

CHARACTERS = st.one_of(st.sampled_from(_ODD), st.sampled_from("ab 1.\n"), st.characters(exclude_categories=["Cs"]))
WORDS = st.text(CHARACTERS, min_size=1, max_size=12)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article of odd text."""
    return Article(
        article_id=draw(st.sampled_from(["2025-02-28-plain", "Odd id/🐍"])),
        title=draw(st.text(CHARACTERS, max_size=15)),
        text=draw(st.text(CHARACTERS, min_size=2, max_size=60)) + "end",
        language="en",
        published_on=date(2025, 2, 28),
    )


@st.composite
def codings(draw: st.DrawFn, article: Article) -> Coding:
    """A coding of it: events of any columns, whose lines overlap as they like."""
    content = {
        "article_id": article.article_id,
        "sha256": coding.digest(article),
        "coder": draw(WORDS),
        "events": draw(st.lists(_event(article), max_size=3)),
    }
    return coding.parse(content, "made")


@st.composite
def _event(draw: st.DrawFn, article: Article) -> dict[str, Any]:
    types = ontology.load().types
    event_type = draw(st.sampled_from(list(types)))
    columns: dict[str, Any] = {
        "event_type": event_type,
        "status": draw(st.sampled_from(list(ontology.load().statuses))),
    }
    if subtype := draw(st.none() | st.sampled_from(list(types[event_type].subtypes))):
        columns["event_subtype"] = subtype
    fields = model.load_fields()
    others = [name for name in model.load().coded_columns if name not in {*columns, "event_subtype"}]
    for name in draw(st.lists(st.sampled_from(others), unique=True, max_size=6)):
        columns[name] = draw(_value(fields[name]))
    key = {"event_key": draw(WORDS)} if draw(st.booleans()) else {}
    relation = st.sampled_from(list(ontology.load().relations))
    links = draw(st.lists(st.fixed_dictionaries({"to": WORDS, "relation": relation}), max_size=2)) if key else []
    evidence = draw(st.lists(_line(article), min_size=1, max_size=3))
    return {**columns, "evidence": evidence, **key, **({"links": links} if links else {})}


def _value(field: model.Field) -> st.SearchStrategy[Any]:
    if field.fields:
        parts = {part.name: _value(part) for part in field.fields}
        return st.lists(st.fixed_dictionaries(parts), min_size=1, max_size=2)
    if field.is_coded:
        return st.sampled_from(field.allowed)
    return {
        "string": WORDS,
        "boolean": st.booleans(),
        "date": st.dates(),
        "number": st.integers(0, 10**9) | st.floats(0, 1e12),
    }[field.type]


@st.composite
def _line(draw: st.DrawFn, article: Article) -> dict[str, Any]:
    part = draw(st.sampled_from(["title", "text"] if article.title.strip("\n") else ["text"]))
    within: str = getattr(article, part)
    places = [
        (start, end)
        for start in range(len(within))
        for end in range(start + 1, len(within) + 1)
        if within[start:end].strip("\n")
    ]
    start, end = draw(st.sampled_from(places))
    words = within[start:end]
    is_one = words == words.strip() and words and within.find(words, within.find(words) + 1) < 0
    quote: Any = words if is_one and draw(st.booleans()) else [start, end]
    own = draw(
        st.fixed_dictionaries(
            {}, optional={"status": st.sampled_from(list(ontology.load().statuses)), "is_hedged": st.booleans()}
        )
    )
    return {part: quote, **own}
