"""What `riobravo explain` shows: the text with its evidence marked, the rows, and never markup that a text brought along."""

from __future__ import annotations

import io
import itertools
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from riobravo import ontology
from riobravo.mentions import explain
from riobravo.mentions.explain_rows import shown
from riobravo.records import Article, Mention, Quantity
from tests.mentions.make import article

TEXT = "Mexico sent 29 men north. Nothing else happened."
END = TEXT.index(" Nothing")
TYPES = list(ontology.load().types)


def mention(event_type: str = TYPES[0], start: int = 0, end: int = END, **values: object) -> Mention:
    given_values: dict[str, object] = {
        "mention_id": "a.1",
        "article_id": "a",
        "event_type": event_type,
        "event_subtype": None,
        "status": "actual",
        "evidence_start": start,
        "evidence_end": end,
        **values,
    }
    return Mention(**given_values)  # type: ignore[arg-type]


FULL = mention(
    event_subtype="extradited",
    is_hedged=True,
    is_aggregate=True,
    status="planned",
    status_cue="will",
    source_name="Mexico",
    source_country="MEX",
    source_sector="GOV",
    source_actor_id="state-mex",
    target_name="Trump",
    target_country="USA",
    target_actor_id="us-president",
    is_target_inferred=True,
    acting_name="a judge",
    object_name="29 men",
    date_start=date(2025, 2, 27),
    date_end=date(2025, 2, 28),
    date_precision="day",
    date_basis="relative",
    date_text="on Thursday",
    quantity_low=10_000.0,
    quantity_best=10_000.0,
    quantity_unit="persons",
    quantity_modifier="at_least",
    quantity_text="more than 10,000",
    quantities=(Quantity(2.5, 2.5, 2.5, "kg", "exact", "2.5 kilos"),),
    place_name="Tijuana",
    place_country="MEX",
    place_precision="municipality",
    condition="if asked",
    attribution="officials",
    rule="en.x.1",
    trigger="sent",
    confidence=0.5,
)
CELLS = (
    "extradited", "hedged, aggregate", "planned (“will”)", "Mexico (MEX, GOV) → Trump (USA, inferred)",
    "source: state-mex (a name of the actor)",
    "target: us-president (who held the office on that day: Donald Trump, 2025-01-20 to now)", "a judge", "29 men",
    "2025-02-27 to 2025-02-28 (day, relative, “on Thursday”)", "10,000/10,000/none persons (at_least, “more than 10,000”)",
    "2.5 kg (exact, “2.5 kilos”)", "Tijuana (MEX, municipality)", "if asked", "officials", "en.x.1 (“sent”)", "0.50",
)  # fmt: skip


def on_terminal(an_article: Article, mentions: list[Mention], *, colours: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=1000, force_terminal=colours, color_system="truecolor" if colours else None)
    explain.to_terminal(an_article, mentions, console)
    return stream.getvalue()


class Page(HTMLParser):
    """The elements of a page, and its text as a reader sees it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marks: list[str] = []
        self.cells: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("mark", "td"):
            self._inside = tag
            (self.marks if tag == "mark" else self.cells).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._inside == "mark":
            self.marks[-1] += data
        elif self._inside == "td":
            self.cells[-1] += data

    def names(self) -> set[str]:
        return {tag for tag, _ in self.tags}


@pytest.mark.parametrize("cell", CELLS)
def test_every_field_that_a_coder_would_check_is_shown(cell: str) -> None:
    """Terminal and page show the same cells: what was coded, on what cue, by which rule."""
    an_article = article(TEXT)
    assert cell in on_terminal(an_article, [FULL])
    assert cell in Page(explain.to_html(an_article, [FULL])).text


def test_a_column_without_values_is_left_out() -> None:
    """A row of one plain mention has no empty columns; number, event, status and date always stand."""
    page = Page(explain.to_html(article(TEXT), [mention()]))
    assert ["1", f"{TYPES[0]}/-", "actual", "(unknown)"] == page.cells


@pytest.mark.parametrize("event_type", ontology.load().headline_types)
def test_headline_types_are_told_apart(event_type: str) -> None:
    """No other type has the colour of a headline type, and headline types are marked beyond colour."""
    declared = ontology.load().types
    style = explain._style(declared[event_type])
    assert style.bold
    assert "headline" in explain._css_class(declared[event_type])
    assert all(explain._style(other).bgcolor != style.bgcolor for name, other in declared.items() if name != event_type)


def test_every_type_has_its_own_hue() -> None:
    """As many hues as types, at least ten degrees apart."""
    hues = sorted(explain._hue(event_type) for event_type in ontology.load().types.values())
    assert all(later - earlier >= 10 for earlier, later in itertools.pairwise(hues)), hues


def test_the_evidence_is_marked_where_it_stands() -> None:
    """The mark holds the evidence and no more; its badge leads to the row."""
    page = Page(explain.to_html(article(TEXT), [mention()]))
    assert [f"1 {TYPES[0]}{TEXT[:END]}"] == page.marks
    assert ("a", {"href": "#m1"}) in page.tags
    assert any(tag == "tr" and attributes.get("id") == "m1" for tag, attributes in page.tags)
    assert any(tag == "mark" and attributes["title"] == f"1 {TYPES[0]}, actual" for tag, attributes in page.tags)


def test_evidence_in_the_title_is_marked_in_the_title() -> None:
    """Offsets count in the part that the mention names."""
    page = explain.to_html(article(TEXT, title="Mexico sends men"), [mention(start=0, end=16, evidence_in="title")])
    assert "Mexico sends men</mark></h1>" in page
    assert 1 == page.count("<mark")


def test_several_mentions_of_one_sentence_share_a_mark() -> None:
    """One mark with two badges, and two rows."""
    page = explain.to_html(article(TEXT), [mention(TYPES[0]), mention(TYPES[3])])
    assert 1 == page.count("<mark")
    assert 1 == page.count(f"<a href='#m1'>1 {TYPES[0]}</a><a href='#m2'>2 {TYPES[3]}</a>")
    assert f"[1][2]{TEXT[:END]}" in on_terminal(article(TEXT), [mention(TYPES[0]), mention(TYPES[3])])


def test_overlapping_evidence_is_cut_where_it_overlaps() -> None:
    """Three pieces; the middle one belongs to both, and each badge stands where its evidence begins."""
    overlapping = [mention(start=0, end=10), mention(start=5, end=15)]
    found = [(p.text, p.numbers, p.begin) for p in explain.pieces(TEXT, "text", overlapping)]
    assert [
        (TEXT[:5], (1,), (1,)),
        (TEXT[5:10], (1, 2), (2,)),
        (TEXT[10:15], (2,), ()),
        (TEXT[15:], (), ()),
    ] == found


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=5),
)
@settings(max_examples=60, deadline=None)
def test_cutting_loses_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    """Whatever the offsets, the pieces joined are the text."""
    found = explain.pieces(text, "text", [mention(start=start, end=end) for start, end in spans])
    assert text == "".join(piece.text for piece in found)


HOSTILE = [
    "<script>alert(1)</script>",
    "</mark></article><img src=x onerror=alert(1)>",
    "\"'><svg onload='x'>",
    "&lt;b&gt; &amp;",
    "[red]warning[/red] [link=https://evil.example]x[/link] [/]",
    ":smiley: [[1]]",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_an_article_is_text(text: str) -> None:
    """Shown as it was written, in title, text and every field; no element, no style, no emoji comes of it."""
    named = mention(end=len(text), source_name=text, object_name=text, condition=text, status_cue=text, rule=text)
    hostile = Article(
        article_id=text, title=text, text=text, language=text, published_on=date(2025, 1, 1), publisher=text, url=text
    )
    page = Page(explain.to_html(hostile, [named]))
    plain = Page(explain.to_html(article(TEXT, title="x"), [FULL]))
    assert plain.names() >= page.names()
    assert {key for _, attributes in plain.tags for key in attributes} >= {key for _, a in page.tags for key in a}
    assert text in page.text
    assert any(text in cell for cell in page.cells)
    printed = on_terminal(hostile, [named])
    assert printed.count(text) >= 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x1b[31mb\x07", r"a\x1b[31mb\x07"),
        ("a\x00\x9b2Jb\x7f", r"a\x00\x9b2Jb\x7f"),
        ("a\u202eb\u2066c", r"a\u202eb\u2066c"),
        ("a\u2028b\r", r"a\u2028b\r"),
        ("a\ud800b", r"a\ud800b"),
        ("line\nline\ttab", "line\nline\ttab"),
        ("👩‍👩‍👧 ñ שלום \u200f", "👩‍👩‍👧 ñ שלום \u200f"),
    ],
)
def test_what_a_terminal_would_obey_is_spelled_out(text: str, expected: str) -> None:
    """Escape sequences, direction overrides and half characters are shown by their codes; all other letters stay."""
    assert expected == shown(text)
    page = explain.to_html(article(text, title=text), [])
    assert 2 <= page.count(expected)
    page.encode("utf-8")
    printed = on_terminal(article(text, title=text), [])
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_the_page_needs_nothing_beside_itself() -> None:
    """No script, no link, no address to load from, and a policy that would refuse them; colours for light and dark."""
    page = explain.to_html(article(TEXT, title="A title"), [FULL])
    assert not {"script", "link", "img", "iframe", "object", "form"} & Page(page).names()
    assert "http://" not in page
    assert "https://" not in page
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page


@pytest.mark.parametrize("colours", [False, True])
def test_an_article_without_events_says_so(colours: bool) -> None:
    """No empty table: a sentence, in both forms."""
    assert "No event was found." in on_terminal(article(TEXT), [], colours=colours)
    page = Page(explain.to_html(article(TEXT), []))
    assert "No event was found." in page.text
    assert not {"table", "mark"} & page.names()


def test_the_terminal_colours_the_evidence_and_the_legend() -> None:
    """The colour of the type stands in the text, in the legend and in the row."""
    background = explain._style(ontology.load().types[TYPES[1]]).bgcolor
    assert background is not None
    assert background.triplet is not None
    code = "48;2;" + ";".join(map(str, background.triplet))
    assert 3 <= on_terminal(article(TEXT), [mention(TYPES[1])], colours=True).count(code)


REASONS = [
    ({"source_name": "gunmen", "source_country": "MEX"}, "source: none (no actor of the table has that name)"),
    (
        {"source_name": "Salvador Cienfuegos", "source_country": "MEX"},
        "source: none (a name or title of an actor, but not on that day)",
    ),
    (
        {"source_name": "he", "source_country": "MEX", "source_actor_id": "mx-president"},
        "source: mx-president (by what the article says)",
    ),
    (
        {"target_name": "US ambassador", "target_country": "USA", "target_actor_id": "us-amb-mexico"},
        "target: us-amb-mexico (a title of the office on that day: Mark Coolidge Johnson, 2025-01-07 to 2025-05-19)",
    ),
]


@pytest.mark.parametrize(("parties", "told"), REASONS)
def test_whom_a_party_is_taken_for_is_told_with_the_reason(parties: dict[str, Any], told: str) -> None:
    """Also why it is none."""
    assert told in on_terminal(article(TEXT), [mention(**parties)])
