"""The chain from articles to events, with an annotator that needs no model."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from riobravo.errors import RioBravoError
from riobravo.mentions.people.annotate import Reviewed
from riobravo.records import Article, Quarantined
from riobravo.release import chain, registry, validate
from riobravo.tables import model
from tests.release import fakes

DECLARED = model.load()
NONE_YET = pl.DataFrame(schema=registry.SCHEMA)


def _article(name: str, text: str) -> Article:
    return Article(article_id=name, title="T", text=text, language="en", published_on=date(2025, 2, 28), publisher=name)


def test_articles_become_valid_tables() -> None:
    """Ten reports of one act are ten mentions and one event; all tables hold together."""
    items = [_article(f"a{number}", "Mexico extradited 29 men.") for number in range(10)]
    coded = chain.code(items, NONE_YET, fakes.STAGES, DECLARED.tables)
    assert (coded.tables["mentions"].height, coded.tables["events"].height) == (10, 1)
    assert list(coded.tables) == list(DECLARED.corpus_tables)
    assert validate.problems_of(coded.tables, DECLARED, None) == ()
    assert coded.registry["event_id"].to_list() == coded.tables["events"]["event_id"].to_list()


def test_what_cannot_be_read_or_coded_is_kept_with_its_reason() -> None:
    """Nothing is dropped in silence, and good articles beside bad ones are coded."""
    unread = Quarantined("x.txt", None, None, "RB-206", "not UTF-8")
    items: list[Article | Quarantined] = [
        unread,
        _article("bad", "uncodable"),
        _article("good", "Mexico extradited 29 men."),
    ]
    tables = chain.code(items, NONE_YET, fakes.STAGES, DECLARED.tables).tables
    assert tables["quarantine"].select("origin", "reason").rows() == [("x.txt", "RB-206"), ("bad", "RB-410")]
    assert tables["articles"]["article_id"].to_list() == ["bad", "good"]
    assert tables["mentions"]["article_id"].to_list() == ["good"]


def test_no_articles_give_empty_tables_of_the_same_columns() -> None:
    """An empty corpus is no error."""
    tables = chain.code([], NONE_YET, fakes.STAGES, DECLARED.tables).tables
    assert {name: data.height for name, data in tables.items()} == dict.fromkeys(DECLARED.corpus_tables, 0)
    assert validate.problems_of(tables, DECLARED, None) == ()


def test_chunks_of_mentions_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holding fewer records at a time gives the same tables."""
    items = [_article(f"a{number}", "Mexico extradited 29 men.") for number in range(5)]
    whole = chain.code(items, NONE_YET, fakes.STAGES, DECLARED.tables).tables
    monkeypatch.setattr(chain, "_CHUNK", 2)
    in_parts = chain.code(items, NONE_YET, fakes.STAGES, DECLARED.tables).tables
    assert {name: whole[name].equals(in_parts[name]) for name in whole} == dict.fromkeys(whole, True)


def _reviewed(article: Article) -> Reviewed | None:
    """People coded a1 only, as one hand-over of 30, and read an older text of a2."""
    if article.article_id == "a2":
        raise RioBravoError(code="RB-413", found="another text", where=article.article_id)
    if article.article_id != "a1":
        return None
    (mention,) = fakes.annotate(article)
    mine = replace(mention, annotator="people", quantity_best=30.0, quantity_low=30.0, quantity_high=30.0)
    return Reviewed((mine,), {mine.mention_id: "a1#1"}, {mine.mention_id: "own"}, ())


def test_codings_of_people_replace_those_of_the_machine() -> None:
    """Where people coded an article theirs is published, the machine's is kept beside it, and the event says so."""
    items = [_article(name, "Mexico extradited 29 men.") for name in ("a0", "a1")]
    coded = chain.code(items, NONE_YET, replace(fakes.STAGES, review=_reviewed), DECLARED.tables)
    mentions = coded.tables["mentions"].select("article_id", "annotator", "quantity_best").rows()
    assert sorted(mentions) == [("a0", "rules", 29.0), ("a1", "people", 30.0)]
    assert coded.machine.select("article_id", "quantity_best").rows() == [("a1", 29.0)]
    assert "reviewed" in coded.tables["events"]["review_status"].to_list()
    assert "decided by people: key own" in coded.tables["event_mentions"]["reason"].to_list()


def test_a_coding_of_an_older_text_is_flagged_and_the_machine_stands() -> None:
    """Nothing is lost in silence: the article is coded by machine and has its row in quarantine."""
    items = [_article("a2", "Mexico extradited 29 men.")]
    coded = chain.code(items, NONE_YET, replace(fakes.STAGES, review=_reviewed), DECLARED.tables)
    assert coded.tables["mentions"]["annotator"].to_list() == ["rules"]
    assert coded.tables["quarantine"].select("article_id", "reason").rows() == [("a2", "RB-413")]
