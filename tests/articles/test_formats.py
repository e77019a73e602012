"""Each format gives the same article for the same content."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from riobravo.records import Source
from tests.articles.corpus import BRIEF, DAY, ENGLISH, PAGE, SPANISH, read_all, write

ROW = {
    "id": "a/1",
    "title": "Mexico hands over 29",
    "text": ENGLISH,
    "published": "2025-02-27",
    "language": "en",
    "publisher": "A Paper",
    "url": "https://example.org/a",
}


def _csv(delimiter: str) -> str:
    row = delimiter.join('"' + value.replace('"', '""') + '"' for value in ROW.values())
    return delimiter.join(ROW) + "\r\n" + row + "\r\n"


def _parquet(folder: Path, row: dict[str, object], **types: pa.DataType) -> Path:
    columns = {name: pa.array([value], type=types.get(name)) for name, value in row.items()}
    path = folder / "t.parquet"
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.jsonl", json.dumps(ROW) + "\n"),
        ("t.jsonl", "\ufeff" + json.dumps(ROW | {"text": ENGLISH, "more": [1]}, ensure_ascii=False)),
        ("t.ndjson", "\n\n" + json.dumps(ROW)),
        ("t.csv", _csv(",")),
        ("t.csv", "\ufeff" + _csv(";")),
        ("t.tsv", _csv("\t")),
    ],
)
def test_a_row_is_an_article_in_every_format(tmp_path: Path, name: str, content: str) -> None:
    """JSON lines and delimited text give the row's own values, whatever else the row holds."""
    articles, quarantined = read_all(write(tmp_path, name, content), published=None)
    assert quarantined == []
    [article] = articles
    found = (article.article_id, article.title, article.text, article.language, article.publisher, article.url)
    assert tuple(ROW[key] for key in ("id", "title", "text", "language", "publisher", "url")) == found
    assert date(2025, 2, 27) == article.published_on


@pytest.mark.parametrize(
    ("published", "kind"),
    [
        ("2025-02-27", pa.large_string()),
        (date(2025, 2, 27), pa.date32()),
        (datetime(2025, 2, 27, 23, 30), pa.timestamp("ns")),
        (datetime(2025, 2, 28, 5, 30, tzinfo=UTC), pa.timestamp("us", tz="America/Mexico_City")),
    ],
)
def test_parquet_dates_of_every_kind(tmp_path: Path, published: object, kind: pa.DataType) -> None:
    """A column of texts, of days or of moments gives the day it shows in its own time zone."""
    articles, quarantined = read_all(_parquet(tmp_path, {**ROW, "published": published}, published=kind))
    assert quarantined == []
    assert [date(2025, 2, 27)] == [article.published_on for article in articles]


def test_a_number_is_an_id_in_parquet_and_json(tmp_path: Path) -> None:
    """Corpora number their articles; the id is then the digits."""
    write(tmp_path, "a.jsonl", json.dumps({**ROW, "id": 7}))
    _parquet(tmp_path, {**ROW, "id": 8})
    assert ["7", "8"] == [article.article_id for article in read_all(tmp_path)[0]]


def test_a_brief_carries_its_sources_and_licence(tmp_path: Path) -> None:
    """Front matter that names sources makes a brief: ours, CC BY, its text without blank edges and else untouched."""
    [article], quarantined = read_all(write(tmp_path, "2025/b.md", BRIEF), published=None)
    assert quarantined == []
    assert ("2025-02-27-hand-over", "Mexico hands over 29", ENGLISH) == (
        article.article_id,
        article.title,
        article.text,
    )
    assert ("Río Bravo", "CC-BY-4.0") == (article.publisher, article.licence)
    assert (Source("A Paper", "https://example.org/a", date(2025, 2, 27), "en"),) == article.sources


def test_markdown_without_front_matter_is_text(tmp_path: Path) -> None:
    """A foreign .md file needs no front matter, and is not claimed as ours."""
    [article], _ = read_all(write(tmp_path, "x.md", f"\n\n{SPANISH}\n"))
    assert ("x", SPANISH, "es", None, None) == (
        article.article_id,
        article.text,
        article.language,
        article.publisher,
        article.licence,
    )


def test_plain_text_is_kept_to_the_character(tmp_path: Path) -> None:
    """Only the byte order mark goes: line ends, edges and odd spaces stay, for offsets count them."""
    text = f"  {SPANISH}\r\n\r\n\u00a0Fin.\n\n"
    [article], _ = read_all(write(tmp_path, "sub/x.y.txt", "\ufeff" + text).parent.parent)
    assert ("sub/x.y", "", text, DAY) == (article.article_id, article.title, article.text, article.published_on)


def test_a_page_gives_article_and_metadata(tmp_path: Path) -> None:
    """The menu stays out; title, day and paper come from the page's head."""
    [article], quarantined = read_all(write(tmp_path, "p.html", PAGE), published=None)
    assert quarantined == []
    assert ("Mexico hands over 29", date(2025, 2, 27), "A Paper") == (
        article.title,
        article.published_on,
        article.publisher,
    )
    assert ENGLISH in article.text
    assert "menu" not in article.text


def test_a_page_may_declare_an_older_encoding(tmp_path: Path) -> None:
    """A page that names its encoding is read by it: that is no guess."""
    page = PAGE.replace(ENGLISH, SPANISH).replace("<head>", '<head><meta charset="iso-8859-1">')
    [article], quarantined = read_all(write(tmp_path, "p.html", page.encode("latin-1")))
    assert quarantined == []
    assert SPANISH in article.text


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    """Order depends on names alone, and hidden files are passed over."""
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", ".hidden.txt", ".git/x.txt", "a-b.txt"):
        write(tmp_path, name, ENGLISH)
    assert ["a/b/c", "a/z", "a-b", "b"] == [article.article_id for article in read_all(tmp_path)[0]]


def test_missing_day_and_language_take_the_defaults(tmp_path: Path) -> None:
    """What the caller names stands in for what an article lacks, and for nothing else."""
    rows = [
        {"id": "1", "text": FRAGMENT},
        {"id": "2", "text": FRAGMENT, "published": "2020-01-02", "language": "en-US"},
    ]
    path = write(tmp_path, "t.jsonl", "\n".join(json.dumps(row) for row in rows))
    articles, _ = read_all(path, language="es")
    assert [(DAY, "es"), (date(2020, 1, 2), "en")] == [(a.published_on, a.language) for a in articles]


FRAGMENT = "Harfuch, Sheinbaum"
