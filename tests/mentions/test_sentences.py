"""Where sentences begin and end: by rule, with offsets that cut exactly what they name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riobravo.mentions.rules import sentences
from riobravo.records import Article
from tests.mentions.make import article, briefs


def _cut(an_article: Article) -> list[str]:
    parts = {"title": an_article.title, "text": an_article.text}
    return [parts[piece.evidence_in][piece.start : piece.end] for piece in sentences.split(an_article)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("MEXICO CITY — Troops left. They went home.", "en", ["Troops left.", "They went home."]),
        ("CIUDAD JUÁREZ (AP) — Troops left.", "en", ["Troops left."]),
        ("CULIACÁN, Sin. — Las tropas salieron.", "es", ["Las tropas salieron."]),
        ("Troops left — and came back.", "en", ["Troops left — and came back."]),
    ],
)
def test_a_dateline_is_no_part_of_a_sentence(text: str, language: str, expected: list[str]) -> None:
    """Where a text was written is not where anything happened; a dash within a sentence is no dateline."""
    assert expected == _cut(article(text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gov. Greg Abbott sent 500 troops to the border on Feb. 3.", "en"),
        ("Mr. Trump and Gen. Guillot met Lt. Col. Smith.", "en"),
        ("The U.S. Army sent troops.", "en"),
        ("El Gral. Sandoval viajó a EE.UU. el lunes.", "es"),
        ("El Lic. Gómez y la Dra. Ruiz viajaron a Cd. Juárez.", "es"),
        ("They seized 2.5 tons at 3 p.m. on Monday.", "en"),
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str, language: str) -> None:
    """The abbreviations of the lexicon are kept whole."""
    assert [text] == _cut(article(text, language))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Troops left. Trump spoke! Why? Nobody knows.",
            "en",
            ["Troops left.", "Trump spoke!", "Why?", "Nobody knows."],
        ),
        ("Troops left\nTrump spoke", "en", ["Troops left", "Trump spoke"]),
        ("\n\n  Troops left.  \n\n", "en", ["Troops left."]),
        ("¿Salieron las tropas? Sí. Volverán.", "es", ["¿Salieron las tropas?", "Sí.", "Volverán."]),
        ("", "en", []),
        (" \n\t ", "en", []),
    ],
)
def test_punctuation_and_lines_end_sentences(text: str, language: str, expected: list[str]) -> None:
    """Blank space belongs to none."""
    assert expected == _cut(article(text, language))


def test_the_title_comes_first() -> None:
    """Its pieces are told apart from those of the text, and each part counts its own sentences."""
    found = sentences.split(article("Troops left. They came back.", title="Troops leave"))
    assert [("title", 0), ("text", 0), ("text", 1)] == [(p.evidence_in, p.sentence_index) for p in found]


def test_a_sentence_of_no_end_is_cut() -> None:
    """Parsing grows with length; nothing is lost by the cut."""
    text = "a" * 5_000
    found = _cut(article(text))
    assert text == "".join(found)
    assert max(map(len, found)) <= 2_000


@given(
    st.text(alphabet=st.sampled_from("aé. \n\t!?«»“”—-\u200f\u202e😀\x00ÑU"), max_size=120),
    st.sampled_from(["en", "es"]),
)
@settings(max_examples=80, deadline=None)
def test_pieces_follow_each_other_and_lose_only_blank_space(text: str, language: str) -> None:
    """In order, none empty, none overlapping; what no piece holds is blank (or a dateline, at the head)."""
    found = sentences.split(article(text, language))
    position = None
    for piece in found:
        assert piece.sentence_start <= piece.start < piece.end <= piece.sentence_end
        if position is not None:
            assert not text[position : piece.start].strip()
            assert position <= piece.start
        position = piece.end
    assert not text[position or len(text) :].strip()


def test_the_briefs_are_cut_without_loss() -> None:
    """Of a sample of the repository's own briefs: between one piece and the next there is blank space and nothing else."""
    assert briefs(200)
    for brief in briefs(200):
        pieces = [p for p in sentences.split(brief) if p.evidence_in == "text"]
        for earlier, later in pairwise(pieces):
            assert not brief.text[earlier.end : later.start].strip(), brief.article_id
        assert not brief.text[pieces[-1].end :].strip(), brief.article_id
