"""Practice texts: how marks are read, and that the texts of the dataset hold to their form."""

from __future__ import annotations

from pathlib import Path

import pytest

from riobravo import ontology
from riobravo.articles.duplicates import story_ids
from riobravo.articles.read import read_articles
from riobravo.errors import RioBravoError
from riobravo.evaluate import practice
from riobravo.evaluate.claims import Spot
from riobravo.records import Article
from riobravo.resources import dataset_dir
from tests.mentions.make import article

FOLDER = dataset_dir() / practice.FOLDER


def _file(folder: Path, title: str, text: str) -> None:
    (folder / "en-a.yaml").write_text(f"- title: {title!r}\n  text: {text!r}\n", encoding="utf-8")


def test_marks_are_taken_out_and_keep_their_place(tmp_path: Path) -> None:
    """A mark is told in its sentence, by its type and words, whatever its status."""
    _file(
        tmp_path, "{arrest: Two held}", "They {arrest: were caught}. Mexico {extradition/planned: will hand} them over."
    )
    (text,) = practice.read(tmp_path)
    assert (text.language, text.title) == ("en", "Two held")
    assert text.text == "They were caught. Mexico will hand them over."
    assert text.told_at(Spot("title", 0, 0, 8)) == [("arrest", "Two held")]
    assert text.told_at(Spot("text", 0, 0, 17)) == [("arrest", "were caught")]
    assert text.told_at(Spot("text", 1, 18, 45)) == [("extradition", "will hand")]


@pytest.mark.parametrize("text", ["a {capture: man}", "a {arrest/maybe: man}", "a {arrest: {arrest: man}}", "a } man"])
def test_a_mark_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    """With the text's place in its file."""
    _file(tmp_path, "t", text)
    with pytest.raises(RioBravoError, match=r"RB-711.*en-a\.yaml: text 1"):
        practice.read(tmp_path)


def test_no_folder_is_no_text(tmp_path: Path) -> None:
    """A fit without practice texts is possible."""
    assert practice.read(tmp_path / "nowhere") == []


def test_the_texts_practise_every_type_in_both_languages() -> None:
    """Each type has 40 marks or more in each language, one text in twenty or more has none, and no text stands there twice."""
    texts = practice.read(FOLDER)
    for language in ontology.load().languages:
        own = [text for text in texts if text.language == language]
        marks = [mark.event_type for text in own for mark in text.marks]
        assert {name: n for name in ontology.load().types if (n := marks.count(name)) < 40} == {}
        assert sum(not text.marks for text in own) >= len(own) / 20
    assert len({text.text for text in texts}) == len(texts)


def test_no_practice_text_is_a_brief() -> None:
    """What is measured on briefs was not practised: no practice text is nearly one of them (MinHash, as for stories)."""
    briefs = [item for item in read_articles(dataset_dir() / "articles") if isinstance(item, Article)]
    own = [article(f"{text.title}. {text.text}", article_id=text.name) for text in practice.read(FOLDER)]
    story = story_ids([*briefs, *own])
    of_briefs = {story[item.article_id] for item in briefs}
    assert [item.article_id for item in own if story[item.article_id] in of_briefs] == []
