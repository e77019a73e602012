"""The commands with a language model: `riobravo annotate --annotator` and `riobravo evaluate CODER...`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from riobravo import resources
from riobravo.cli import main
from riobravo.evaluate import beside
from riobravo.mentions.llm import settings
from riobravo.mentions.people import coding
from riobravo.records import Article
from riobravo.release import stages
from tests.mentions.llm.make import ARTICLE, GOOD, HANDOVER, KEY, coded, model, reply
from tests.mentions.llm.server import READ, WRITTEN, Answer, Request, Server, failed, in_turn, said, serving

Captured = pytest.CaptureFixture[str]

LIE = {**HANDOVER, "evidence": "Mexico declared war on the United States.", "trigger_quote": None}
QUIET = {
    "id": "quiet",
    "title": "Museum opens",
    "text": "The museum opens.",
    "published": "2025-02-28",
    "language": "en",
}
TOLD = {"id": "told", "title": ARTICLE.title, "text": ARTICLE.text, "published": "2025-02-28", "language": "en"}


def _answer(request: Request) -> Answer:
    is_quiet = "The museum" in request["messages"][1]["content"]
    return said(reply() if is_quiet else reply(*GOOD, LIE))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text(f"{json.dumps(TOLD)}\n{json.dumps(QUIET)}\n", encoding="utf-8")
    return path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(_answer) as running:
        _point_to(running, monkeypatch)
        yield running


def _point_to(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.URL, server.url)
    monkeypatch.setenv(settings.MODEL, "small")
    monkeypatch.setenv(settings.KEY, KEY)
    monkeypatch.delenv(settings.PARAMETERS, raising=False)


def _table(out: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(out / f"{name}.parquet")


def test_a_corpus_is_coded_by_a_model(corpus: Path, server: Server, tmp_path: Path, capsys: Captured) -> None:
    """Valid tables, the lie in quarantine, the record beside them; again, nothing is asked and the tables are the same."""
    out = tmp_path / "out"
    ask = ["annotate", str(corpus), "--output", str(out), "--annotator", "llm", "--prices", "1,2", "--max-cost", "5"]
    assert main(ask) == 0
    mentions, quarantine = _table(out, "mentions"), _table(out, "quarantine")
    assert mentions["annotator"].unique().to_list() == ["llm"]
    assert mentions["event_type"].to_list() == ["extradition", "deployment", "arrest"]
    assert quarantine.select("article_id", "position", "reason").rows() == [("told", 4, "RB-426")]
    record = json.loads((out / "llm_run.json").read_text(encoding="utf-8"))
    assert record["articles"] == {"asked": 2, "coded": 2}
    assert record["cost"] == pytest.approx(2 * (READ * 1 + WRITTEN * 2) / 1e6)
    assert main(["validate", str(out)]) == 0
    first = {path.name: path.read_bytes() for path in out.glob("*.parquet")}
    assert main(ask) == 0
    assert {path.name: path.read_bytes() for path in out.glob("*.parquet")} == first
    assert len(server.requests) == 2
    told = capsys.readouterr()
    assert "small: 2 articles asked of, 0 answered before, cost 0.0404" in told.err
    assert KEY not in told.out + told.err + "".join(
        path.read_bytes().decode("utf-8", "replace") for path in out.rglob("*") if path.is_file()
    )


def test_rules_and_model_together(corpus: Path, server: Server, tmp_path: Path) -> None:
    """What both found is one mention, surer than either; what one found stays as it is."""
    out = {name: tmp_path / name.replace(",", "-") for name in ("rules", "llm", "rules,llm")}
    for name, folder in out.items():
        ask = [
            "annotate",
            str(corpus),
            "--output",
            str(folder),
            "--annotator",
            name,
            "--replies",
            str(tmp_path / "kept"),
        ]
        assert main(ask) == 0
    by = {name: _table(folder, "mentions") for name, folder in out.items()}
    assert by["rules,llm"]["annotator"].unique().sort().to_list() == ["merged", "rules"]
    both = by["rules,llm"].filter(pl.col("annotator") == "merged")
    pairs = both.join(by["rules"], on=["evidence_start", "event_type", "evidence_in"], suffix="_rules")
    expected = [round(1 - (1 - rules) * 0.5, 3) for rules in pairs["confidence_rules"]]
    assert pairs["confidence"].to_list() == expected
    assert by["rules,llm"].height == by["rules"].height + by["llm"].height - both.height
    assert len(server.requests) == 2


def test_a_model_that_answers_nothing_leaves_the_rules(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is in quarantine, --strict tells of it, and the rules' coding stands."""
    out = tmp_path / "out"
    with serving(in_turn([failed(400)])) as running:
        _point_to(running, monkeypatch)
        ask = ["annotate", str(corpus), "--output", str(out), "--annotator", "rules,llm", "--strict"]
        assert main(ask) == 1
    assert _table(out, "quarantine")["reason"].to_list() == ["RB-429", "RB-429"]
    assert set(_table(out, "mentions")["annotator"]) == {"rules"}


WRONG: dict[str, tuple[list[str], str]] = {
    "a name that is none": (["--annotator", "oracle"], "RB-401"),
    "prices that are none": (["--annotator", "llm", "--prices", "cheap"], "--prices"),
    "a cost without prices": (["--annotator", "llm", "--max-cost", "1"], "RB-420"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_usage_is_told_in_one_line(
    name: str, corpus: Path, server: Server, tmp_path: Path, capsys: Captured
) -> None:
    """Before anything is asked or written."""
    arguments, told = WRONG[name]
    assert main(["annotate", str(corpus), "--output", str(tmp_path / "out"), *arguments]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1
    assert server.requests == []


def test_a_server_that_refuses_us_ends_the_run(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """One line with the reason, no tables, and a record of what was asked."""
    with serving(in_turn([failed(401, f"no key {KEY}")])) as running:
        _point_to(running, monkeypatch)
        assert main(["annotate", str(corpus), "--output", str(tmp_path / "out"), "--annotator", "llm"]) == 2
    err = capsys.readouterr().err
    assert "RB-421" in err
    assert KEY not in err
    assert [path.name for path in (tmp_path / "out").glob("*") if path.is_file()] == ["llm_run.json"]


# ── people over both ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _dataset(folder: Path) -> Path:
    """Two reviewed articles, one a split: in the one of dev, people found the hand-over and nothing else."""
    for number, name in enumerate(("2025-02-28-told", "2025-02-28-other")):
        path = folder / "articles" / "2025" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"id: {name}\ntitle: {ARTICLE.title}\nlanguage: en\npublished: 2025-02-28\n"
        source = "sources:\n  - {publisher: P, url: 'https://example.org/x', published_on: 2025-02-28, language: en}\n"
        path.write_text(f"---\n{head}{source}---\n{ARTICLE.text}{' More.' * number}\n", encoding="utf-8")
    (folder / "splits.csv").write_text(
        "article_id,split\n2025-02-28-other,test\n2025-02-28-told,dev\n", encoding="utf-8"
    )
    from riobravo.articles.read import read_articles

    for of in read_articles(folder / "articles"):
        assert isinstance(of, Article)
        path = folder / coding.FOLDER / coding.file_of(of)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(coding.skeleton(of, "ana").replace("events: []", _PEOPLE), encoding="utf-8")
    return folder


_PEOPLE = """events:
  - event_type: extradition
    event_subtype: transferred
    status: actual
    evidence:
      - text: "Mexico on Thursday sent 29 inmates to the United States, among them “Rafael\u00a0Caro Quintero”."
    source_country: MEX
    target_country: USA
"""


def test_people_win_over_both(tmp_path: Path, server: Server) -> None:
    """Of an article that people coded the table of mentions holds their coding, and the merged one is kept for measuring."""
    from riobravo.articles.read import read_articles
    from riobravo.release import chain, registry
    from riobravo.tables import model as declared

    folder = _dataset(tmp_path / "dataset")
    given = stages.rules(chain.silent, folder / coding.FOLDER)
    both = stages.with_model(given, ("rules", "llm"), model(server.url), chain.silent)
    none_yet = pl.DataFrame(schema=registry.SCHEMA)
    found = chain.code(read_articles(folder / "articles"), none_yet, both, declared.load_tables())
    assert set(found.tables["mentions"]["annotator"]) == {"people"}
    assert {"merged"} < set(found.machine["annotator"])
    assert set(found.tables["quarantine"]["reason"]) == {"RB-426"}


def test_annotators_are_scored_side_by_side(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Each and the merge against people, by type and language, on one split; the model is asked once for both columns."""
    folder = _dataset(tmp_path / "dataset")
    monkeypatch.setattr(resources, "dataset_dir", lambda: folder)
    coders = ["rules", "llm", "rules,llm"]
    assert main(["evaluate", *coders, "--split", "dev", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == coders
    assert {coder: _of(found[coder], "extradition") for coder in coders}["llm"] == (1, 1, 1)
    assert {coder: _of(found[coder], "arrest") for coder in coders}["llm"] == (0, 1, 0)
    assert all(_of(found["rules,llm"], kind)[2] >= _of(found["llm"], kind)[2] for kind in ("extradition", "all"))
    assert len(server.requests) == 1
    assert (tmp_path / "build" / "llm_run.json").is_file()
    assert main(["evaluate", *coders, "--split", "dev"]) == 0
    shown = capsys.readouterr().out
    assert "Events in 1 articles that people coded" in shown
    assert [head for head in beside.columns(coders) if head.split()[0] not in shown] == []


def _of(scores: dict[str, Any], event_type: str) -> tuple[int, int, int]:
    row = next(r for r in scores["scores"] if (r["event_type"], r["language"]) == (event_type, "all"))
    return row["n_gold"], row["n_predicted"], row["n_matched"]


def test_articles_that_the_model_was_not_asked_of_are_scored_for_nobody(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """--max-articles bounds the sample; a score of what was never asked would be a lie."""
    folder = _dataset(tmp_path / "dataset")
    monkeypatch.setattr(resources, "dataset_dir", lambda: folder)
    assert main(["evaluate", "rules", "llm", "--max-articles", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [scores["n_articles"] for scores in found.values()] == [1, 1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["rules", "somewhere"], "RB-701"), (["one"], "two codings"), (["rules", "--split", "none"], "RB-702")],
)
def test_what_cannot_be_scored_is_told(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Paths where nothing is, one path alone, a split of no article: one line and 2."""
    folder = _dataset(tmp_path / "dataset")
    monkeypatch.setattr(resources, "dataset_dir", lambda: folder)
    assert main(["evaluate", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_the_rules_alone_need_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the environment is asked for where no model is named."""
    for name in (settings.URL, settings.MODEL, settings.KEY):
        monkeypatch.delenv(name, raising=False)
    corpus = tmp_path / "one.jsonl"
    corpus.write_text(json.dumps(QUIET), encoding="utf-8")
    assert main(["annotate", str(corpus), "--output", str(tmp_path / "out"), "--annotator", "rules"]) == 0
    assert not (tmp_path / "out" / "llm_run.json").exists()


def test_no_state_of_a_run_is_in_the_rows() -> None:
    """Coding twice with one model gives equal rows."""
    with serving(_answer) as running:
        asked = model(running.url)
        assert coded(asked) == coded(asked)
