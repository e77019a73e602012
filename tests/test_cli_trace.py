"""`riobravo trace`: what it prints of the dataset and of tables of one's own, as text and as JSON."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console

import riobravo
from riobravo import data, resources
from riobravo.cli import main, show_trace
from riobravo.release import database, registry, stages, write
from riobravo.release.trace import TABLES
from riobravo.tables import model
from tests.release import fakes
from tests.test_layers import WRAPPED_BY

DECLARED = model.load()
EVENTS = riobravo.load("events").sort("n_mentions", "event_id", descending=[True, False])
LARGEST = EVENTS["event_id"][0]
Captured = pytest.CaptureFixture[str]

HOSTILE = "Mexico extradited 29 [red]x[/red] [link=https://x]men[/] \x1b[2J\u202e:smile:."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    """What `riobravo annotate` makes of three articles, with an annotator that needs no model."""
    monkeypatch.setattr(stages, "rules", lambda *_: fakes.STAGES)
    texts = ("Mexico extradited 29 men.", "Mexico extradited 29 inmates. Mexico deployed 500 guards.", HOSTILE)
    lines = [
        {"id": f"[b]{place}", "title": "T", "text": text, "published": "2025-03-01", "language": "en", "publisher": "P"}
        for place, text in enumerate(texts)
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["annotate", str(corpus), "--output", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    return tmp_path / "out"


def largest(folder: Path) -> str:
    """The event of most mentions."""
    events = riobravo.load("events", path=folder)
    return str(events.sort("n_mentions", descending=True)["event_id"][0])


def in_columns(event_id: str, columns: int, path: Path | None = None) -> str:
    """What is printed on a terminal of that width."""
    console = Console(file=io.StringIO(), width=columns)
    show_trace.to_terminal(data.trace(event_id, path=path), console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def flat(text: str) -> str:
    """Without the breaks and indents of its lines."""
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """Without spaces and breaks: long addresses are broken within."""
    return "".join(text.split())


# ── the dataset ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_event_of_the_dataset_is_told_with_all_behind_it(capsys: Captured) -> None:
    """Headline, each mention's evidence, each address of a source, who decided, each link with its reason."""
    assert main(["trace", LARGEST]) == 0
    out = squeezed(capsys.readouterr().out)
    found = data.trace(LARGEST)
    evidence = [member.mention["evidence"] for member in found.members]
    addresses = [source["url"] for article in found.articles for source in article["sources"]]
    links = [link.event["event_id"] for link in found.links]
    reasons = [link.reason for link in found.links]
    assert min(map(len, (evidence, addresses, links))) > 1
    wanted = [found.event["headline"], *evidence, *addresses, *links, *reasons]
    assert [text for text in wanted if squeezed(text) not in out] == []
    assert f"1-{len(evidence)}decidedbypeople:key" in out


def test_json_is_the_whole_thing(capsys: Captured) -> None:
    """One object that loads, with a row for each mention, and no line for people."""
    assert main(["trace", LARGEST, "--json"]) == 0
    out, err = capsys.readouterr()
    loaded: dict[str, Any] = json.loads(out)
    assert err == ""
    assert loaded == data.trace(LARGEST).as_json()
    assert len(loaded["members"]) == loaded["event"]["n_mentions"]
    assert loaded["event"].keys() == set(DECLARED.tables["events"].columns)


@pytest.mark.parametrize("event_id", EVENTS["event_id"][::100])
def test_eighty_columns_are_enough(event_id: str) -> None:
    """No line is longer, and no word of the evidence is lost, of large events and of small ones."""
    shown = in_columns(event_id, 80)
    assert max(map(len, shown.splitlines())) <= 80
    found = data.trace(event_id)
    said = squeezed(shown)
    assert [m.mention_id for m in found.members if squeezed(m.mention["evidence"]) not in said] == []
    assert found.notes == ()


# ── tables of one's own ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_rules_joined_is_told_with_its_evidence(folder: Path, capsys: Captured) -> None:
    """The points, what speaks for and against, and how many pairs there are beside those that joined."""
    event_id = largest(folder)
    assert main(["trace", event_id, "--tables", str(folder)]) == 0
    out = flat(capsys.readouterr().out)
    found = data.trace(event_id, path=folder)
    joining = [pair for pair in found.pairs if pair.joins]
    assert len(joining) == 2
    assert len(found.pairs) == 3
    assert [f"{pair.score:.2f} points" for pair in joining if f"{pair.score:.2f} points" not in out] == []
    told = [piece.says for pair in joining for piece in pair.evidence if piece.score]
    assert [says for says in told if says not in out] == []
    assert "further pairs: 1; --json gives all" in out


def test_no_text_of_an_article_steers_the_terminal(folder: Path, capsys: Captured) -> None:
    """Markup, control characters and emoji codes of evidence and ids are shown, not obeyed."""
    assert main(["trace", largest(folder), "--tables", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "[red]x[/red] [link=https://x]men[/] \\x1b[2J\\u202e:smile:" in flat(out)
    assert "[b]0" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_long_events_are_cut_and_say_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many mentions the first are shown, with how many more there are; nothing breaks where pairs were not compared."""
    monkeypatch.setattr(show_trace, "_MOST", 1)
    shown = flat(in_columns(largest(folder), 80, folder))
    assert "further mentions: 2; --json gives all" in shown
    assert "further pairs: 2; --json gives all" in shown


def test_a_record_without_comparable_mentions_is_shown_as_recorded(folder: Path) -> None:
    """Types of another ontology cannot be compared; what the table says is told, and the note says why."""
    event_id = largest(folder)
    path = folder / "mentions.parquet"
    pl.read_parquet(path).with_columns(event_type=pl.lit("party")).write_parquet(path)
    shown = flat(in_columns(event_id, 200, folder))
    assert "one event; for: " in shown
    assert "the pairs cannot be compared: [RB-302]" in shown


def test_a_duckdb_file_is_traced_like_its_tables(folder: Path, tmp_path: Path) -> None:
    """As `query` and `tables` take one."""
    file = tmp_path / "riobravo.duckdb"
    database.write_database(file, folder, DECLARED)
    event_id = largest(folder)
    assert data.trace(event_id, path=file) == data.trace(event_id, path=folder)


def test_a_retired_id_leads_to_its_event_and_says_so(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """event_ids.csv lies beside the folder of tables, or in a folder of tables; without it the id is not known."""
    event_id = largest(folder)
    ids = pl.DataFrame([("rb-old", "m", event_id)], schema=registry.SCHEMA, orient="row")
    assert main(["trace", "rb-old", "--tables", str(folder)]) == 2
    assert "RB-609" in capsys.readouterr().err
    dataset = tmp_path / "dataset"
    shutil.copytree(folder, dataset / "tables")
    for place, tables in ((folder, folder), (dataset, dataset), (dataset, dataset / "tables")):
        (place / registry.FILE).write_text(registry.render(ids), encoding="utf-8")
        assert main(["trace", "rb-old", "--tables", str(tables)]) == 0
        assert f"rb-old was retired: it proved to be {event_id}." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["trace"], "EVENT_ID"),
        (["trace", "rb-0"], "RB-609"),
        (["trace", LARGEST[:-1]], f"did you mean {LARGEST}"),
        (["trace", "rb-0", "--tables", "/no/such/folder"], "RB-602"),
        (["trace", "rb-0", "--tables", __file__], "RB-603"),
    ],
)
def test_what_cannot_be_traced_is_one_line_and_2(arguments: list[str], told: str, capsys: Captured) -> None:
    """Nothing on standard output, and on standard error what was wrong and what to do."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert told in err


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.unlink(), "RB-602"),
        (lambda path: path.write_bytes(b"PAR1 no table PAR1"), "RB-603"),
        (lambda path: path.write_bytes(path.read_bytes()[:200] + bytes(300) + path.read_bytes()[500:]), "RB-603"),
        (lambda path: pl.read_parquet(path).select("language").write_parquet(path), "no column"),
    ],
)
@pytest.mark.parametrize("name", TABLES)
def test_spoiled_files_are_told(folder: Path, name: str, spoil: Any, told: str, capsys: Captured) -> None:
    """Missing, damaged and foreign files: one line, whichever table it is."""
    event_id = largest(folder)
    path = folder / f"{name}.parquet"
    if name != "articles" and told == "no column":
        pl.DataFrame({"language": ["en"]}).write_parquet(path)
    spoil(path)
    assert main(["trace", event_id, "--tables", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert told in err
    assert name in err


def test_the_core_install_traces() -> None:
    """Whoever only reads the data needs none of the libraries of the extras."""
    code = f"""
import sys
sys.modules.update(dict.fromkeys({sorted(WRAPPED_BY)!r}))
from riobravo.cli import main
raise SystemExit(main(["trace", {LARGEST!r}, "--json"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["event_id"] == LARGEST
    assert resources.is_checkout()


def test_the_tables_of_a_corpus_are_all_that_is_read(tmp_path: Path) -> None:
    """`annotate` writes every table that a trace needs."""
    assert set(TABLES) <= set(DECLARED.corpus_tables)
    write.write_tables({name: fakes.coded_tables()[name] for name in TABLES}, DECLARED.tables, tmp_path)
    assert data.trace(largest(tmp_path), path=tmp_path).n_pairs > 0
