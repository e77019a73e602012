"""Whatever is thrown at the readers: a coded reason, no traceback, and the good articles beside it are read."""

from __future__ import annotations

import json
import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riobravo.articles import limits
from riobravo.articles.read import READERS, read_articles
from riobravo.errors import PROBLEMS, RioBravoError
from riobravo.records import Article, Quarantined
from tests.articles.corpus import BRIEF, ENGLISH, FRENCH, PAGE, SPANISH, read_all, reason_of, write


def _json(**values: object) -> str:
    return json.dumps({"id": "1", "text": ENGLISH, "published": "2025-01-31", **values})


def _without(text: str, old: str, new: str = "") -> str:
    assert old in text
    return text.replace(old, new, 1)


CASES: dict[str, tuple[str, str | bytes, str]] = {
    # files of any kind
    "empty": ("x.txt", b"", "RB-207"),
    "blank": ("x.txt", " \n\t\n", "RB-207"),
    "no letter": ("x.txt", "12 : 34\n", "RB-207"),
    "binary": ("x.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "RB-205"),
    "control characters": ("x.txt", b"abc \x01\x02 def", "RB-205"),
    "Latin-1": ("x.txt", SPANISH.encode("latin-1"), "RB-206"),
    "UTF-16": ("x.txt", SPANISH.encode("utf-16"), "RB-206"),
    "French": ("x.txt", FRENCH, "RB-218"),
    "no language": ("x.txt", "xqzt 77 kk", "RB-218"),
    "no reader": ("folder/x.pdf", b"%PDF-1.7", "RB-203"),
    "no ending": ("folder/README", b"hello", "RB-203"),
    # markdown
    "front matter without end": ("x.md", "---\nid: a\n", "RB-213"),
    "front matter is a list": ("x.md", "---\n- a\n---\nb", "RB-213"),
    "front matter is empty": ("x.md", f"---\n---\n{ENGLISH}", "RB-213"),
    "broken YAML": ("x.md", "---\ntitle: [\n---\nb", "RB-213"),
    "key twice": ("x.md", _without(BRIEF, "language: en", "id: b"), "RB-213"),
    "misspelt key": ("x.md", _without(BRIEF, "published:", "publishd:"), "RB-213"),
    "YAML bomb": ("x.md", "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nb", "RB-213"),
    "YAML depth": ("x.md", "---\na: " + "[" * 9000 + "\n---\nb", "RB-213"),
    "YAML object": ("x.md", "---\nid: !!python/name:os.system\n---\nb", "RB-213"),
    "brief without text": ("x.md", _without(BRIEF, ENGLISH), "RB-207"),
    "31 February": ("x.md", _without(BRIEF, "published: 2025-02-27", "published: 2025-02-31"), "RB-213"),
    "language that YAML reads as false": ("x.md", _without(BRIEF, "language: en", "language: no"), "RB-214"),
    "sources as text": ("x.md", f"---\nsources: a\n---\n{ENGLISH}", "RB-214"),
    "source without url": ("x.md", _without(BRIEF, "    url: https://example.org/a\n"), "RB-214"),
    "source with odd url": ("x.md", _without(BRIEF, "https://example.org/a", "javascript:x"), "RB-214"),
    "source with odd key": ("x.md", _without(BRIEF, "    url:", "    link:"), "RB-214"),
    "source with odd day": ("x.md", _without(BRIEF, "published_on: 2025-02-27", "published_on: soon"), "RB-209"),
    # pages
    "bomb of nested tags": ("x.html", "<html><body>" + "<div>" * 300_000, "RB-219"),
    "page of too many tags": ("x.html", "<html><body>" + "<b>x</b>" * 60_000, "RB-204"),
    "page without article": ("x.html", "<html><body><script>x</script></body></html>", "RB-220"),
    "page that is no page": ("x.html", "\n", "RB-207"),
    "page of undeclared Latin-1": ("x.html", PAGE.replace(ENGLISH, SPANISH).encode("latin-1"), "RB-206"),
    "page of unknown encoding": ("x.html", b'<meta charset="klingon">' + SPANISH.encode("latin-1"), "RB-206"),
    # JSON lines
    "no JSON": ("x.jsonl", "nope", "RB-215"),
    "a list": ("x.jsonl", "[1]", "RB-215"),
    "brackets": ("x.jsonl", "[" * 100_000, "RB-215"),
    "long number": ("x.jsonl", '{"id": ' + "9" * 5000 + "}", "RB-215"),
    "JSON key twice": ("x.jsonl", '{"id": "a", "id": "b"}', "RB-215"),
    "half a surrogate pair": ("x.jsonl", _json(text="\ud800 abc"), "RB-206"),
    "NUL": ("x.jsonl", _json(text="a\0b"), "RB-205"),
    "Latin-1 line": ("x.jsonl", _json(text="xx").replace("xx", SPANISH).encode("latin-1"), "RB-206"),
    "id missing": ("x.jsonl", '{"text": "hello there"}', "RB-210"),
    "id blank": ("x.jsonl", _json(id=" "), "RB-210"),
    "id a list": ("x.jsonl", _json(id=["a"]), "RB-214"),
    "id true": ("x.jsonl", _json(id=True), "RB-214"),
    "id too long": ("x.jsonl", _json(id="a" * (limits.ID + 1)), "RB-211"),
    "id with line break": ("x.jsonl", _json(id="a\nb"), "RB-211"),
    "text missing": ("x.jsonl", '{"id": "a"}', "RB-207"),
    "text a number": ("x.jsonl", _json(text=5), "RB-214"),
    "text too long": ("x.jsonl", _json(text="a" * (limits.TEXT + 1)), "RB-204"),
    "title too long": ("x.jsonl", _json(title="a" * (limits.TITLE + 1)), "RB-214"),
    "title a number": ("x.jsonl", _json(title=5), "RB-214"),
    "day odd": ("x.jsonl", _json(published="yesterday"), "RB-209"),
    "day a number": ("x.jsonl", _json(published=20250131), "RB-209"),
    "month 13": ("x.jsonl", _json(published="2025-13-01"), "RB-209"),
    "day too early": ("x.jsonl", _json(published="1899-12-31"), "RB-209"),
    "day too late": ("x.jsonl", _json(published="2100-01-01"), "RB-209"),
    "language not coded": ("x.jsonl", _json(language="fr"), "RB-218"),
    # CSV
    "no columns": ("x.csv", "\n", "RB-217"),
    "column missing": ("x.csv", "id,body\n1,a\n", "RB-217"),
    "column twice": ("x.csv", "id,text,text\n1,a,b\n", "RB-217"),
    "too many fields": ("x.csv", "id,text\n1,a,b\n", "RB-216"),
    "too few fields": ("x.csv", "id,text\n1\n", "RB-207"),
    "lines that end with CR": ("x.csv", "id,text\r1,a\r", "RB-216"),
    "CSV with NUL": ("x.csv", "id,text\n1,a\0b\n", "RB-205"),
    "CSV in Latin-1": ("x.csv", f"id,text\n1,\"{SPANISH}\"\n".encode("latin-1"), "RB-206"),
    "CSV in UTF-16": ("x.csv", "id,text\n1,a\n".encode("utf-16"), "RB-206"),
    # Parquet
    "no Parquet": ("x.parquet", b"PAR1 and nothing more", "RB-216"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_garbage_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    """Each broken input gives one row of quarantine, whose reason is the code of what is wrong."""
    file, content, reason = CASES[name]
    path = write(tmp_path, file, content)
    assert reason == reason_of(path.parent if file.startswith("folder/") else path)


def test_a_missing_day_is_refused_without_a_default(tmp_path: Path) -> None:
    """No day is made up."""
    assert reason_of(write(tmp_path, "x.txt", ENGLISH), published=None) == "RB-208"


def test_the_encoding_it_looks_like_is_named(tmp_path: Path) -> None:
    """The message names the likely encoding and how to convert."""
    _, [refused] = read_all(write(tmp_path, "x.txt", SPANISH.encode("cp1252")))
    assert "cp1252" in refused.detail
    assert "iconv" in refused.detail


def test_good_articles_beside_garbage_are_read(tmp_path: Path) -> None:
    """All garbage in one folder with three good files: three articles, and each broken one in quarantine with its name."""
    for number, (file, content, _) in enumerate(CASES.values()):
        write(tmp_path, f"{number:03}/{Path(file).name}", content)
    write(tmp_path, "000/good.txt", ENGLISH)
    write(tmp_path, "050/good.md", BRIEF)
    write(tmp_path, "zzz/good.jsonl", "nope\n" + _json(id="../../etc/passwd"))
    articles, quarantined = read_all(tmp_path)
    assert ["000/good", "2025-02-27-hand-over", "../../etc/passwd"] == [article.article_id for article in articles]
    assert len(CASES) + 1 == len(quarantined)
    assert len(CASES) + 1 == len({(item.origin, item.position) for item in quarantined})


def test_a_line_of_50_mb_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    """The long line is skipped without being held; the article after it is read, under its own line number."""
    long = b'{"id": "a", "text": "' + b"a" * 50_000_000 + b'"}\n'
    path = write(tmp_path, "x.jsonl", long + b"nope\n" + _json().encode())
    articles, quarantined = read_all(path)
    assert [(1, "RB-204"), (2, "RB-215")] == [(item.position, item.reason) for item in quarantined]
    assert len(articles) == 1


def test_a_text_file_of_50_mb_is_not_opened(tmp_path: Path) -> None:
    """Its size is enough to refuse it (the file is sparse: reading it would show NULs, not a size)."""
    path = tmp_path / "x.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert reason_of(path) == "RB-204"


def test_a_csv_line_of_50_mb_ends_the_file(tmp_path: Path) -> None:
    """What follows may stand inside its quotes, so the rows before it are kept and the rest is refused as one."""
    content = f'id,text\n1,"{ENGLISH}"\n'.encode() + b'2,"' + b"a" * 20_000_000 + b'"\n3,x\n'
    articles, quarantined = read_all(write(tmp_path, "x.csv", content))
    assert (["1"], ["RB-204"]) == ([a.article_id for a in articles], [q.reason for q in quarantined])


def test_an_id_given_twice_keeps_the_first(tmp_path: Path) -> None:
    """The second is refused, naming where the first stands, in one file and across files."""
    write(tmp_path, "a.jsonl", _json(title="first") + "\n" + _json(title="second"))
    write(tmp_path, "b.jsonl", _json(title="third"))
    articles, quarantined = read_all(tmp_path)
    assert ["first"] == [article.title for article in articles]
    assert [("a.jsonl", "RB-212"), ("b.jsonl", "RB-212")] == [(item.origin, item.reason) for item in quarantined]
    assert all("a.jsonl, 1" in item.detail for item in quarantined)


@pytest.mark.parametrize("kind", ["pipe", "broken link"])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    """A pipe would keep the reader waiting, a broken link leads nowhere."""
    path = tmp_path / "x.txt"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(tmp_path / "nowhere.txt")
    assert reason_of(tmp_path) == "RB-202"


def test_a_page_of_the_largest_shape_takes_seconds(tmp_path: Path) -> None:
    """Just under the bounds, time stays bounded too."""
    wide = "<html><body>" + f"<p>{ENGLISH} <b>x</b></p>" * 20_000
    started = time.monotonic()
    list(read_articles(write(tmp_path, "x.html", wide), published=date(2025, 1, 1)))
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("nowhere.txt", {}, "RB-201"),
        ("empty", {}, "RB-201"),
        ("x.pdf", {}, "RB-203"),
        ("x.txt", {"language": "fr"}, "RB-218"),
        ("x.txt", {"published": date(1066, 10, 14)}, "RB-209"),
    ],
)
def test_wrong_usage_is_raised_at_once(tmp_path: Path, name: str, options: dict[str, object], code: str) -> None:
    """A path or a default that no article can come of is an error of the call, before anything is read."""
    (tmp_path / "empty").mkdir()
    write(tmp_path, "x.pdf", b"%PDF")
    write(tmp_path, "x.txt", ENGLISH)
    with pytest.raises(RioBravoError) as caught:
        read_articles(tmp_path / name, **options)  # type: ignore[arg-type]
    assert code == caught.value.code


_PIECES = [
    b"---\n", b"id: a\n", b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"{", b"}", b'{"id":1,"text":"', b"<div>", b"</", b"<!--",
    b"&#x0;", b"id,text\n", b"PAR1", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"*a ", b"&a ", b": ", b"\t",
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(_PIECES), max_size=40).map(b"".join)))
@pytest.mark.parametrize("suffix", sorted(READERS))
def test_no_bytes_crash_a_reader(tmp_path: Path, suffix: str, content: bytes) -> None:
    """Any bytes in any format give articles and refusals that can be stored, with reasons we know."""
    path = write(tmp_path, f"x{suffix}", content)
    for item in read_articles(path, published=date(2025, 1, 1), language="es"):
        assert isinstance(item, Article | Quarantined)
        assert str(item.article_id).encode("utf-8")
        if isinstance(item, Quarantined):
            assert item.reason in PROBLEMS
            assert item.detail.isprintable()
        else:
            assert item.text.encode("utf-8")
