"""Any two coders against each other: names, folders, tables; the figures and the list with the text."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from riobravo import resources
from riobravo.cli import main
from riobravo.errors import RioBravoError
from riobravo.evaluate import disagreements, sides
from riobravo.evaluate.read import Coded
from riobravo.evaluate.shown import said
from riobravo.release import write
from riobravo.tables import model
from tests.evaluate.make import claim
from tests.review import make

READ = [
    {
        "event_type": "extradition", "event_subtype": "transferred", "status": "planned", "source_country": "MEX",
        "target_country": "USA", "date_precision": "unknown", "evidence": [{"text": "Mexico extradited 29 men."}],
    },
]  # fmt: skip


def _coded(**articles: list[object]) -> Coded:
    rows = {"article_id": list(articles), "language": ["en"] * len(articles), "split": ["dev"] * len(articles)}
    return Coded(articles, pl.DataFrame(rows))  # type: ignore[arg-type]


def test_every_disagreement_is_listed_with_its_words() -> None:
    """What only one of them has, and what they say otherwise of one event; of what both say alike nothing."""
    first = _coded(a=[claim("arrest", 1, status="planned"), claim("threat", 2), claim("aid", 3)], b=[])
    second = _coded(a=[claim("arrest", 1), claim("aid", 3), claim("demand", 4)], c=[claim("aid", 1)])
    found = disagreements.report(("ana", first), ("luis", second))
    assert [(case.kind, case.event_type, dict(case.fields)) for case in found.disagreements] == [
        ("differ", "arrest", {"status": ("planned", "actual")}),
        ("first only", "threat", {}),
        ("second only", "demand", {}),
    ]
    assert [(row.column, row.first, row.second, row.n) for row in found.differences] == [
        ("status", "planned", "actual", 1)
    ]
    assert set(found.confusions) == {("threat", "", 1), ("", "demand", 1)}
    assert found.agreement.n_articles == 1
    page = disagreements.page(found)
    assert "- threat, only ana: " in page
    assert "    - status: planned / actual" in page


def test_coders_without_a_common_article_are_told() -> None:
    """Also where the split asked for leaves none."""
    first, second = ("ana", _coded(a=[])), ("luis", _coded(a=[]))
    assert disagreements.report(first, second, "dev").disagreements == ()
    for other, split in ((("luis", _coded(b=[])), None), (second, "test")):
        with pytest.raises(RioBravoError) as caught:
            disagreements.report(first, other, split)
        assert caught.value.code == "RB-710"


@pytest.mark.parametrize(
    ("value", "words"), [(None, ""), (True, "true"), (2.0, "2"), (2.5, "2.5"), (3, "3"), ("a", "a")]
)
def test_values_as_reports_show_them(value: object, words: str) -> None:
    """Whole numbers without a point, nothing for nothing."""
    assert said(value) == words


def test_a_folder_of_codings_against_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By one command, saved as a page or as JSON."""
    tables = make.tables(tmp_path / "tables")
    make.coded(tmp_path / "codings", READ)
    corpus = tmp_path / "corpus.jsonl"
    rows = [
        {
            "id": one.article_id,
            "title": one.title,
            "text": one.text,
            "published": f"{one.published_on}",
            "language": "en",
        }
        for one in make.ARTICLES.values()
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = ["agreement", str(tmp_path / "codings"), str(tables), "--articles", str(corpus)]
    assert main([*command, "--save", str(tmp_path / "out.md")]) == 0
    assert "in 1 articles" in capsys.readouterr().out
    assert "- deployment, only" in (tmp_path / "out.md").read_text("utf-8")
    assert main([*command, "--save", str(tmp_path / "out.json")]) == 0
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    differ = next(case for case in found["disagreements"] if case["kind"] == "differ")
    assert differ["fields"]["status"] == ["planned", "actual"]
    assert main(["agreement", "nobody", "rules"]) == 2
    assert "RB-709" in capsys.readouterr().err


def test_annotators_of_the_tables_have_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """People read the articles with a side, also those in which they found nothing; the rules read all."""
    tables = make.tables(tmp_path / "tables")
    articles = pl.read_parquet(tables / "articles.parquet")
    mentions = pl.read_parquet(tables / "mentions.parquet")
    split = pl.Series(["dev", None], dtype=pl.String)
    write.write_tables(
        {
            "articles": articles.with_columns(split.alias("split")),
            "mentions": mentions.filter(pl.col("article_id") == make.GUARDS.article_id),
            "mentions_machine": mentions.filter(pl.col("article_id") == make.TRANSFER.article_id),
        },
        model.load_tables(),
        tables,
    )
    monkeypatch.setattr(resources, "tables_dir", lambda: tables)
    rules = sides.side("rules", sides.Articles())
    assert {name: len(found) for name, found in rules.claims.items()} == {
        make.TRANSFER.article_id: 3,
        make.GUARDS.article_id: 3,
    }
    with pytest.raises(RioBravoError) as caught:
        sides.side("people", sides.Articles())
    assert "rules" in caught.value.allowed
