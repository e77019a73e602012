"""One batch: what goes in, what comes out, and that nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pyarrow as pa
import pytest

from riobravo.corpus import coding, schema
from riobravo.errors import RioBravoError
from riobravo.records import Article, Quarantined
from tests.corpus import fakes
from tests.release import fakes as release_fakes

DAY = date(2025, 2, 28)
SPANISH = "Los soldados llegaron a la frontera y nadie supo decir cuándo iban a volver a sus casas."
ENGLISH = "The soldiers came to the border and nobody could say when they would go home again."


def _batch(**columns: list[object]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def _minimal(*texts: str | None, **more: list[object]) -> pa.RecordBatch:
    ids = [f"a{number}" for number in range(len(texts))]
    text = pa.array(texts, pa.string())
    return pa.RecordBatch.from_pydict({"article_id": ids, "text": text, "published_on": [DAY] * len(texts), **more})


def _reasons(coded: pa.RecordBatch) -> list[list[str]]:
    return [[row["reason"] for row in rows] for rows in coded["quarantine"].to_pylist()]


def test_three_columns_are_enough() -> None:
    """Whoever has ids, texts and days gets all columns that are declared, a row for each row, in order."""
    batch = _minimal(
        "Mexico extradited 29 men to Texas on this day.", "Mexico deployed 500 guards. Mexico extradited 2 men."
    )
    coded = coding.coded(batch, release_fakes.annotate_all)
    assert coded.schema.equals(schema.coded())
    assert coded["article_id"].to_pylist() == ["a0", "a1"]
    assert [[m["event_type"] for m in found] for found in coded["mentions"].to_pylist()] == [
        ["extradition"],
        ["deployment", "extradition"],
    ]
    assert coded["n_words"].to_pylist() == [9, 8]
    assert [len(one) for one in coded["sketch"].to_pylist()] == [512, 512]


@pytest.mark.parametrize(
    ("batch", "reasons"),
    [
        (_minimal(ENGLISH, SPANISH), [[], []]),
        (_minimal(None, "", "12 !", ENGLISH), [["RB-207"], ["RB-207"], ["RB-207"], []]),
        (_minimal(ENGLISH, language=["fr"]), [["RB-218"]]),
        (_minimal("Ceci n'est pas un texte anglais, ni espagnol, ni quoi que ce soit que l'on code."), [["RB-218"]]),
        (_batch(article_id=["a", None], text=[ENGLISH, ENGLISH], published_on=[None, DAY]), [["RB-208"], ["RB-210"]]),
        (
            _minimal(None, ENGLISH, origin=["f", "f"], position=[1, 2], reason=["RB-206", None], detail=["bad", None]),
            [["RB-206"], []],
        ),
        (_minimal("uncodable words of English that nobody can code"), [["RB-410"]]),
    ],
)
def test_what_cannot_be_read_or_coded_is_told(batch: pa.RecordBatch, reasons: list[list[str]]) -> None:
    """Rows are checked as those of a file are; a refusal that was given passes; the others are coded."""
    coded = coding.coded(batch, release_fakes.annotate_all)
    assert _reasons(coded) == reasons
    is_read = [not found or found == ["RB-410"] for found in reasons]
    assert [sha is not None for sha in coded["text_sha256"].to_pylist()] == is_read


def test_a_language_that_is_not_given_is_told() -> None:
    """It is detected where the article is coded."""
    coded = coding.coded(_minimal(ENGLISH, SPANISH, language=[None, None]), release_fakes.annotate_all)
    assert coded["language"].to_pylist() == ["en", "es"]


@pytest.mark.parametrize(
    ("annotate_all", "reason", "told"),
    [(fakes.breaking, "RB-410", "TypeError: poison"), (fakes.misfitting, "RB-303", "")],
)
def test_an_article_that_breaks_the_annotator_stops_no_other(
    annotate_all: coding.AnnotateAll, reason: str, told: str
) -> None:
    """Whatever is raised, and whatever comes back that is no mention: its article alone is kept out, and stays an article."""
    texts = ["Mexico extradited 1 man.", "Mexico extradited 2 men. poison", "Mexico extradited 3 men."]
    coded = coding.coded(_minimal(*texts, language=["en"] * 3), annotate_all)
    assert _reasons(coded) == [[], [reason], []]
    assert [len(found) for found in coded["mentions"].to_pylist()] == [1, 0, 1]
    assert coded["text"].to_pylist() == texts
    assert told in coded["quarantine"].to_pylist()[1][0]["detail"]


def test_what_an_annotator_leaves_out_is_told_beside_its_mentions() -> None:
    """An article may give mentions and reasons at once."""

    def partly(articles: Iterable[Article]) -> Iterator[tuple[Article, coding.Found]]:
        for article, found in release_fakes.annotate_all(articles):
            assert not isinstance(found, Quarantined)
            yield (
                article,
                [*found, Quarantined(article.article_id, None, article.article_id, "RB-412", "no such words")],
            )

    coded = coding.coded(_minimal("Mexico extradited 1 man.", language=["en"]), partly)
    assert _reasons(coded) == [["RB-412"]]
    assert len(coded["mentions"].to_pylist()[0]) == 1


def test_articles_no_process_survives_are_kept_uncoded() -> None:
    """They are articles with a row in quarantine; a refusal among them stays one."""
    batch = _minimal("Mexico extradited 1 man.", None, language=["en", None], reason=[None, "RB-206"])
    coded = coding.killed(batch)
    assert _reasons(coded) == [["RB-415"], ["RB-206"]]
    assert coded["text"].to_pylist()[0] == "Mexico extradited 1 man."


def test_columns_of_another_type_are_refused() -> None:
    """A batch that is none ends in one clear line."""
    with pytest.raises(RioBravoError, match="RB-303"):
        coding.coded(_minimal(ENGLISH, sources=[1]), release_fakes.annotate_all)
