"""Codings of newspapers' articles whose texts are not kept: the list, the texts of a reader of this project, the figures."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from riobravo import resources
from riobravo.errors import RioBravoError
from riobravo.evaluate import real_news
from riobravo.mentions.people import coding
from riobravo.records import Article

TITLE, TEXT = "Mexico hands over 29", "Mexico extradited 29 inmates to the United States on Thursday."
OF_EVENT = f"""\
events:
  - event_type: extradition
    event_subtype: extradited
    status: actual
    evidence:
      - text: [0, {len(TEXT)}]
    source_country: MEX
    target_country: USA
    date_precision: unknown
"""


def _folder(folder: Path) -> Path:
    """A list of two articles, of which the second has no text at hand."""
    article = Article(article_id="2025-02-28-a", title=TITLE, text=TEXT, language="en", published_on=date(2025, 2, 28))
    head = ["article_id", "half", "language", "published_on", "publisher", "kind", "url", "sha256"]
    rows = [
        ["2025-02-28-a", "aside", "en", "2025-02-28", "Paper", "tabloid", "https://example.org/a", coding.digest(article)],
        ["2025-02-28-b", "read", "en", "2025-02-28", "Paper", "tabloid", "https://example.org/b", "0" * 64],
    ]  # fmt: skip
    with (folder / real_news.LIST).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    head_of_coding = coding.skeleton(article, "ana").removesuffix("events: []\n")
    (folder / "2025-02-28-a.yaml").write_text(head_of_coding + OF_EVENT, encoding="utf-8")
    texts = folder / "texts"
    texts.mkdir()
    (texts / "2025-02-28-a.txt").write_text(f"{TITLE}\n\n{TEXT}\n", encoding="utf-8")
    return texts


def test_the_articles_at_hand_are_scored_and_the_others_told(tmp_path: Path) -> None:
    """A text that is at hand is scored in its half; one that is not is a problem with its file, and stops nothing."""
    found = real_news.read(tmp_path, _folder(tmp_path))
    assert [(problem.code, Path(str(problem.where)).name) for problem in found.problems] == [
        ("RB-706", "2025-02-28-b.txt")
    ]
    done = real_news.scores(found, real_news.by_machine(found, lambda: None))
    of_all = {half: next(row for row in scores.scores if row.event_type == "all") for half, scores in done.items()}
    assert (of_all["aside"].n_gold, of_all["aside"].n_matched, of_all["read"].n_gold) == (1, 1, 0)


def test_an_edited_text_is_not_scored(tmp_path: Path) -> None:
    """Offsets hold of one text only."""
    texts = _folder(tmp_path)
    (texts / "2025-02-28-a.txt").write_text(f"{TITLE}\n\nMexico, {TEXT}\n", encoding="utf-8")
    assert {problem.code for problem in real_news.read(tmp_path, texts).problems} == {"RB-706"}
    assert real_news.read(tmp_path, texts).gold.claims == {}


@pytest.mark.parametrize(("old", "new"), [("aside", "third"), ("2025-02-28,", "someday,"), ("half", "part")])
def test_a_broken_list_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """Another half, a day that is none, another column: the list is named."""
    _folder(tmp_path)
    path = tmp_path / real_news.LIST
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-705"):
        real_news.entries(tmp_path)


def test_the_chapter_shows_both_runs(tmp_path: Path) -> None:
    """First and last run stand side by side, by half."""
    found = real_news.read(tmp_path, _folder(tmp_path))
    machine = real_news.by_machine(found, lambda: None)
    figures = real_news.joined({}, "first", real_news.scores(found, {name: [] for name in machine}))
    figures = real_news.joined(figures, "last", real_news.scores(found, machine))
    page = "\n".join(real_news.lines(figures))
    assert "| first run | last run |" in page.replace("  ", " ")
    assert "1.00" in page


def test_what_the_repository_holds_is_whole_and_without_texts() -> None:
    """Every article of the list has its coding of the same text, its evidence in offsets; both languages are in both halves."""
    folder = resources.dataset_dir() / real_news.FOLDER
    listed = {entry.article_id: entry for entry in real_news.entries(folder)}
    codings = coding.read_folder(folder)
    assert listed.keys() == codings.keys()
    assert all(listed[name].sha256 == found.sha256 for name, found in codings.items())
    evidence = [item for found in codings.values() for event in found.events for item in event.evidence]
    assert evidence
    assert not any(isinstance(item.quote, str) for item in evidence)
    halves = {(entry.half, entry.language) for entry in listed.values()}
    assert halves == {(half, language) for half in real_news.HALVES for language in ("en", "es")}
