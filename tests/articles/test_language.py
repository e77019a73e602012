"""The language of a text, and of the passages in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.articles.language import coded, detect, passages
from riobravo.errors import RioBravoError
from tests.articles.corpus import ENGLISH, FRENCH, SPANISH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH, "en"),
        (SPANISH, "es"),
        ("Asesinan a dos agentes en Sinaloa", "es"),
        ("Troops leave Juarez", "en"),
        ("MÉXICO ENTREGÓ A 29 PERSONAS A ESTADOS UNIDOS", "es"),
        (f"{ENGLISH} {ENGLISH} «{SPANISH}»", "en"),
    ],
)
def test_the_language_of_a_text(text: str, expected: str) -> None:
    """Short texts and shouted ones are told as well; the greater part decides."""
    assert expected == detect(text)


@pytest.mark.parametrize(
    "text", [FRENCH, "O governo do México entregou 29 pessoas aos Estados Unidos na quinta-feira.", "12345", ""]
)
def test_other_languages_are_refused(text: str) -> None:
    """Neither a kindred language nor a text that is none passes for a coded one."""
    with pytest.raises(RioBravoError) as caught:
        detect(text)
    assert caught.value.code == "RB-218"


@pytest.mark.parametrize(("code", "expected"), [("en", "en"), ("ES", "es"), ("es-MX", "es"), ("en_US", "en")])
def test_a_given_code_is_taken_by_its_first_part(code: str, expected: str) -> None:
    """Regions do not matter to the coding."""
    assert expected == coded(code)


QUOTED = "amenazó a jefes militares de México durante una llamada al decir que tomaría medidas"
PARTS: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("one language", "en", [(ENGLISH, "en")]),
    ("a quotation", "en", [("He said, ", "en"), (f"“El jefe {QUOTED},”", "es"), (" according to the paper.", "en")]),
    ("straight quotes", "en", [("He said, ", "en"), (f'"El jefe {QUOTED}"', "es"), (" according to the paper.", "en")]),
    ("guillemets", "es", [("Dijo: ", "es"), ("«We will act alone if they do not stop this»", "en"), (", según él.", "es")]),
    ("a sentence", "en", [(f"{ENGLISH} ", "en"), (f"{SPANISH} ", "es"), (ENGLISH, "en")]),
    ("paragraphs", "es", [(f"{SPANISH}\n\n", "es"), (f"{ENGLISH}\n\n", "en"), (SPANISH, "es")]),
    ("names do not vote", "en", [("The Secretaría de la Defensa Nacional and the Guardia Nacional sent men.", "en")]),
    ("names do not vote, again", "es", [("La Drug Enforcement Administration y el Homeland Security llegaron.", "es")]),
    ("a short quotation", "en", [("He called it “abrazos, no balazos” and went home with all of his men.", "en")]),
    ("an open quote", "en", [("He said “no to all of that and went home.\nThe others stayed where they were.", "en")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "parts"), [case[1:] for case in PARTS], ids=[case[0] for case in PARTS])
def test_passages(language: str, parts: list[tuple[str, str]]) -> None:
    """A quotation or a sentence in the other language is a passage of its own; names and snippets are none."""
    text = "".join(part for part, _ in parts)
    found = [(text[passage.start : passage.end], passage.language) for passage in passages(text, language)]
    assert parts == found


@given(st.text(alphabet='aé ñ.“”"«»!?\n😀A', max_size=80))
def test_passages_cover_the_text(text: str) -> None:
    """Whatever the text, passages follow each other without gap or overlap, from its first code point to its last."""
    found = passages(text, "en")
    assert text == "".join(text[passage.start : passage.end] for passage in found)
    assert all(passage.start < passage.end for passage in found)
