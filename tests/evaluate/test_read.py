"""Codings as tables, the page of misses, and the committed page of quality."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from riobravo.cli import main
from riobravo.errors import RioBravoError
from riobravo.evaluate import misses, read, real_news, report, score, shown
from riobravo.evaluate.outside import figures
from riobravo.mentions.rules import precision
from riobravo.release import write
from riobravo.tables import model
from tests.release import fakes

DECLARED = model.load()
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder of tables with one extradition, told in the title and text of two articles."""
    write.write_tables(fakes.coded_tables(), DECLARED.tables, tmp_path)
    return tmp_path


def test_mentions_of_one_event_and_article_are_one_claim(tables: Path) -> None:
    """Four mentions of one event in two articles: two claims."""
    coded = read.read(tables)
    assert {name: len(claims) for name, claims in coded.claims.items()} == {"a0": 1, "a1": 1}
    assert coded.languages == {"a0": "en", "a1": "es"}


@pytest.mark.parametrize(("split", "code"), [(None, "RB-701"), ("test", "RB-702")])
def test_what_is_missing_is_told(split: str | None, code: str, tables: Path, tmp_path: Path) -> None:
    """No tables, and no article of that split."""
    with pytest.raises(RioBravoError, match=code):
        read.read(tables if split else tmp_path / "nowhere", split=split)


def test_evaluate_prints_scores_and_writes_the_misses(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Against itself every figure is 1; as JSON it is plain values; nothing is missed."""
    page = tables / "misses.html"
    assert main(["evaluate", str(tables), str(tables), "--json", "--misses", str(page)]) == 0
    rows = json.loads(capsys.readouterr().out)["scores"]
    assert {row["f1"] for row in rows if row["n_gold"]} == {1.0}
    assert "0 missed, 0 wrong" in page.read_text(encoding="utf-8")
    assert main(["evaluate", str(tables), str(tables)]) == 0
    assert "extradition" in capsys.readouterr().out


def test_the_page_of_misses_obeys_no_markup(tables: Path) -> None:
    """What an article holds is shown as text."""
    coded = read.read(tables)
    articles = coded.articles.with_columns(title="<script>alert(1)</script>" + coded.articles["title"])
    page = misses.page(score.matchings(coded.claims, {}), articles, "<b>")
    assert "2 missed" in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_of_quality_is_made_of_its_figures() -> None:
    """docs/quality.md is what the files of figures and the model's give, whatever the figures are; no outside set is read."""
    found = json.loads((DOCS / "quality.json").read_text(encoding="utf-8"))
    elsewhere = (*(shown.read_json(DOCS / name) for name in (figures.FILE, real_news.FILE)), precision.content())
    assert report.page(found, *elsewhere) == (DOCS / "quality.md").read_text(encoding="utf-8")
