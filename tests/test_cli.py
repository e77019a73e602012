"""The command: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from rich.console import Console

from riobravo import mentions as mentions_package
from riobravo import models, resources
from riobravo.cli import main, show
from riobravo.records import Article, Mention
from riobravo.release import stages, write
from riobravo.tables import as_expectations, model
from riobravo.tables.problems import Gate, Problem
from riobravo.version import version
from tests.release import fakes

DECLARED = model.load()
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    write.write_tables(fakes.coded_tables(), DECLARED.tables, folder)
    return folder


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles, one of them without a date, and an annotator that needs no model."""
    monkeypatch.setattr(stages, "rules", lambda *_, **__: fakes.STAGES)
    path = tmp_path / "corpus.jsonl"
    lines = [
        {"id": "1", "title": "T", "text": "Mexico extradited 29 men.", "published": "2025-03-01", "language": "en"},
        {"id": "2", "title": "T", "text": "Mexico extradited 29 men.", "language": "en"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_the_version_is_printed(capsys: Captured) -> None:
    """--version prints one line and ends with 0."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"riobravo {version()}\n"


def test_without_a_command_the_commands_are_listed(capsys: Captured) -> None:
    """A newcomer sees what there is."""
    assert main([]) == 0
    out = capsys.readouterr().out
    assert [
        name
        for name in ("build", "annotate", "explain", "trace", "validate", "query", "tables", "models")
        if name not in out
    ] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["quary"], "query"),
        (["annotate"], "IN"),
        (["annotate", "x"], "--output"),
        (["annotate", "x", "--output", "y", "--published", "yesterday"], "yesterday"),
        (["annotate", "x", "--output", "y", "--colour"], "--colour"),
        (["query"], "SQL"),
        (["query", "select 1", "--format", "xml"], "xml"),
        (["annotate", "/no/such/corpus.jsonl", "--output", "/tmp/riobravo-never-made"], "RB-201"),
        (["explain", "/no/such/file.txt"], "RB-201"),
        (["validate", "/no/such/folder"], "RB-602"),
        (["query", "select 1", "--tables", "/no/such/folder"], "RB-602"),
        (["tables", "--tables", "/no/such/folder"], "RB-602"),
    ],
)
def test_wrong_usage_and_unreadable_input_are_one_line_and_2(arguments: list[str], told: str, capsys: Captured) -> None:
    """One clear line on standard error, nothing on standard output, no traceback."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("riobravo: ")
    assert told in err


def test_a_query_is_printed_as_table_csv_or_json(tables: Path, capsys: Captured) -> None:
    """The three formats hold the same answer; null is empty, null or missing, never a word."""
    sql = "select event_type, persons_best, date_start, null as nothing from events_counted"
    assert main(["query", sql, "--tables", str(tables)]) == 0
    shown = capsys.readouterr().out
    assert "extradition" in shown
    assert " 29 " in shown
    assert main(["query", sql, "--tables", str(tables), "--format", "csv"]) == 0
    assert capsys.readouterr().out == "event_type,persons_best,date_start,nothing\nextradition,29.0,2025-02-27,\n"
    assert main(["query", sql, "--tables", str(tables), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"event_type": "extradition", "persons_best": 29.0, "date_start": "2025-02-27", "nothing": None}
    ]


def test_a_query_that_writes_is_refused(tables: Path, capsys: Captured) -> None:
    """It ends with 2 and one line that says what is allowed."""
    assert main(["query", "delete from events", "--tables", str(tables)]) == 2
    assert "RB-801" in capsys.readouterr().err


def test_what_data_holds_cannot_steer_the_terminal(tables: Path, capsys: Captured) -> None:
    """Markup and control characters of a text are shown, not obeyed."""
    assert main(["query", "select '[red]x[/red]' as a, chr(27) || '[2J' as b", "--tables", str(tables)]) == 0
    out = capsys.readouterr().out
    assert "[red]x[/red]" in out
    assert "\x1b" not in out


def test_long_answers_say_that_there_is_more(tables: Path, capsys: Captured) -> None:
    """The table stops at 500 rows and says so; CSV does not."""
    assert main(["query", "select * from range(600)", "--tables", str(tables)]) == 0
    assert "500 of 600 rows" in capsys.readouterr().err
    assert main(["query", "select * from range(600)", "--tables", str(tables), "--format", "csv"]) == 0
    assert capsys.readouterr().out.count("\n") == 601


def test_tables_and_views_are_listed_with_rows_and_grain(tables: Path, capsys: Captured) -> None:
    """Every declared table and a view are in the list."""
    assert main(["tables", "--tables", str(tables)]) == 0
    out = capsys.readouterr().out
    assert [name for name in (*DECLARED.tables, "threats_by_year") if name not in out] == []
    assert "one row per event" in out


def test_validation_tells_each_problem_and_ends_with_1(tables: Path, tmp_path: Path, capsys: Captured) -> None:
    """Valid tables end with 0; problems are told gate by gate with their rows, and the number of them."""
    assert main(["validate", str(tables)]) == 0
    assert capsys.readouterr().out == f"{tables}: valid\n"
    broken = fakes.coded_tables()
    broken["events"] = broken["events"].with_columns(status=pl.lit("maybe"))
    write.write_tables(broken, DECLARED.tables, tmp_path)
    assert main(["validate", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert out == f"{tmp_path}: 2 problems (1 by pandera, 1 by sql/checks)\n"
    gate, first, *_ = err.splitlines()
    assert gate.startswith("pandera: ")
    assert first.startswith("  events.status [event_id=rb-")


def test_a_fault_in_every_row_does_not_bury_the_others(capsys: Captured) -> None:
    """Of many rows that break one rule the first are told and the rest are counted; every other rule is still told."""
    rows = [
        Problem(gate=Gate.SCHEMA, table="events", column="status", check="codes", row=f"event_id=rb-{n}")
        for n in range(99)
    ]
    show.problems([Problem(gate=Gate.QUERIES, table="sql/checks", check="dates_are_ordered"), *rows])
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines if not line.startswith(" ")] == ["pandera", "sql/checks"]
    assert lines[-3] == "  ... and 89 more: codes"
    assert "dates_are_ordered" in lines[-1]


def test_annotate_writes_tables_and_tells_what_was_kept_out(corpus: Path, tmp_path: Path, capsys: Captured) -> None:
    """It ends with 0, or under --strict with 1 where something was quarantined; a date for all mends that."""
    arguments = ["annotate", str(corpus), "--output", str(tmp_path / "out")]
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert "events" in out
    assert "1 quarantined" in err
    assert main([*arguments, "--strict"]) == 1
    assert main([*arguments, "--strict", "--published", "2025-03-01"]) == 0
    assert pl.read_parquet(tmp_path / "out" / "articles.parquet").height == 2


def test_build_ends_with_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """Rows a table, events of the headline types by year, quarantined, seconds; a fault ends with 1 and its problems."""
    monkeypatch.setattr(stages, "rules", lambda *_, **__: fakes.STAGES)
    monkeypatch.setattr(as_expectations, "load", list)
    dataset = fakes.write_dataset(tmp_path / "dataset")
    monkeypatch.setattr(resources, "dataset_dir", lambda: dataset)
    assert main(["build"]) == 0
    out = capsys.readouterr().out
    assert [
        word
        for word in ("event_mentions", "extradition", "2025", "0 quarantined", "1 events out of scope")
        if word not in out
    ] == []
    places = dataset / "places.yaml"
    places.write_text(places.read_text("utf-8").replace("precision: admin1", "precision: planet"), encoding="utf-8")
    assert main(["build"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "places.precision [place_id=usa-tx]: codes: found planet" in err
    assert "RB-605" in err


def test_build_without_a_checkout_says_so(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """From a wheel there is nothing to build from."""
    monkeypatch.setattr(resources, "is_checkout", lambda: False)
    assert main(["build"]) == 2
    assert "RB-102" in capsys.readouterr().err


def test_a_reader_that_stops_early_is_no_error(tables: Path) -> None:
    """`riobravo query ... | head -1` ends in silence."""
    command = [
        sys.executable,
        "-m",
        "riobravo.cli",
        "query",
        "select * from range(200000)",
        "--format",
        "csv",
        "--tables",
        str(tables),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"range\n"
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for the annotator and for what shows its mentions; holds the ids of the articles that were shown."""
    shown: list[str] = []

    def to_terminal(article: Article, mentions: Sequence[Mention], console: Console) -> None:
        shown.append(article.article_id)
        console.print(f"{article.title}: {len(mentions)}")

    explain = SimpleNamespace(to_terminal=to_terminal, to_html=lambda article, mentions: f"<p>{article.title}</p>")
    monkeypatch.setattr(mentions_package, "explain", explain, raising=False)
    monkeypatch.setattr(stages, "rule_annotator", lambda: fakes.annotate)
    return shown


def test_explain_shows_every_article_of_a_file(corpus: Path, told: list[str], capsys: Captured) -> None:
    """What could be read is shown, what could not is told; one id picks one article."""
    assert main(["explain", str(corpus)]) == 0
    out, err = capsys.readouterr()
    assert (told, out) == (["1"], "T: 1\n")
    assert "RB-208" in err
    assert main(["explain", str(corpus), "--published", "2025-03-01", "--id", "2"]) == 0
    assert told == ["1", "2"]


def test_explain_writes_a_page_for_one_article(corpus: Path, told: list[str], tmp_path: Path, capsys: Captured) -> None:
    """--html writes a file instead; of several articles it asks which one."""
    page = tmp_path / "page.html"
    assert main(["explain", str(corpus), "--html", str(page)]) == 0
    assert (page.read_text(encoding="utf-8"), told) == ("<p>T</p>", [])
    capsys.readouterr()
    assert main(["explain", str(corpus), "--published", "2025-03-01", "--html", str(page)]) == 2
    assert "name one with --id" in capsys.readouterr().err
    assert main(["explain", str(corpus), "--id", "3"]) == 2
    assert "no article '3'" in capsys.readouterr().err


def test_models_are_installed_by_their_own_module(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """The command hands the languages on and lists the models there are then."""
    asked: list[list[str]] = []

    def install(languages: Sequence[str]) -> list[models.Model]:
        asked.append(list(languages))
        return [models.Model("es_x", "3.1.0")]

    monkeypatch.setattr(models, "install", install)
    assert main(["models", "install", "es"]) == 0
    assert (asked, capsys.readouterr().out) == ([["es"]], "es_x 3.1.0\n")


def test_coding_without_the_extra_says_what_to_install(corpus: Path, tmp_path: Path) -> None:
    """With the core install alone `annotate` is one line, no traceback."""
    block = (
        "import sys\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'spacy':\n"
        "            raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Block())\n"
        "from riobravo.cli import main\n"
        f"sys.exit(main(['annotate', {str(corpus)!r}, '--output', {str(tmp_path / 'out')!r}]))\n"
    )
    done = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "RB-105" in done.stderr
    assert "riobravo[annotate]" in done.stderr
