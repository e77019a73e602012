"""A session in a real browser: fifty mentions of real briefs, killed in the middle, and a build of what was decided."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from riobravo.mentions.people import coding
from riobravo.release import build, codings
from riobravo.review import journal
from riobravo.tables import as_expectations, model
from tests.review import browser, corpus
from tests.review.browser import Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(browser.missing()), reason=f"the page of a review is NOT tested: {browser.missing()}"),
]

N = 50
SHOTS = os.environ.get("RIOBRAVO_SHOTS")
"""A folder for pictures of the page."""


@contextmanager
def _review(root: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The command, with the address it prints."""
    command = [sys.executable, "-m", "riobravo.cli", "review", str(root / "tables"), "--no-browser", "--coder", "ana"]
    command += ["--into", str(root / "dataset" / "annotations")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process.stdout.readline().strip() if process.stdout else "", process
    finally:
        process.kill()
        process.wait()


def _decisions(root: Path) -> list[dict[str, Any]]:
    """What the log holds, without what was undone."""
    lines = (root / "dataset" / "annotations" / journal.FILE).read_bytes().split(b"\n")
    found = [json.loads(line) for line in lines[:-1]]
    undone = {one["undoes"] for one in found if one["kind"] == "undo"}
    return [one for one in found if one["kind"] != "undo" and one["n"] not in undone]


def _decided(root: Path) -> set[tuple[str, str]]:
    """The mentions of the queue that are decided."""
    return {(one["article_id"], one["line_id"]) for one in _decisions(root) if one["kind"] != "add"}


def _shoot(page: Browser, name: str) -> None:
    if SHOTS:
        page.do("shoot", path=str(Path(SHOTS) / f"{name}.png"))


def _progress(page: Browser, name: str = "page") -> int:
    return int(re.sub(r"\D", "", page.do("text", name, selector=".progress span").split(" ")[0]))


SELECT = """() => {
  const text = [...document.querySelectorAll("#article .text")][0];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const node = walker.nextNode();
  const range = document.createRange();
  range.setStart(node, 0);
  range.setEnd(node, Math.min(node.length, 24));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return range.toString();
}"""


def test_fifty_mentions_are_reviewed_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One key a mention; every decision on disk; undo; a kill in the middle; the next build follows the reader."""
    root = corpus.make(tmp_path)
    with Browser() as page:
        with _review(root) as (address, process):
            page.do("open", url=address)
            _shoot(page, "1-first")
            assert page.do("axe") == []
            begun = time.monotonic()
            page.do("press", keys=["a"] * 12 + ["r"] * 3)
            page.do("idle")
            seconds = time.monotonic() - begun
            assert seconds < 15, f"{seconds:.1f} s for 15 mentions"
            kinds = [one["kind"] for one in _decisions(root)]
            assert kinds == ["accept"] * 12 + ["reject"] * 3
            _shoot(page, "2-going")
            _corrected(page, root)
            _undone(page, root)
            _added(page, root)
            _merged(page, root)
            _in_spanish(page)
            watched = page.do("watched")
            assert watched["complaints"] == []
            assert [url for url in watched["asked"] if not url.startswith(address)] == []
            n_before = len(_decided(root))
            _killed_between_keys(page, process)
        assert n_before <= _progress(page) <= len(_decided(root))  # what the page was told is on disk
        with _review(root) as (address, _):
            page.do("open", url=address)
            n_begun = _progress(page)
            assert n_begun == len(_decided(root))
            page.do("press", keys=["a"] * (N - n_begun))
            page.do("idle")
            _two_tabs(page, root, address)
            _shoot(page, "9-last")
    assert len(_decisions(root)) >= N
    expected = {"rows", "fresh", "filled"}  # too small for the shares that the whole dataset is held to
    entries = [entry for entry in as_expectations.load() if entry["expect"] in expected]
    monkeypatch.setattr(as_expectations, "load", lambda: entries)
    _built(root)


def _corrected(page: Browser, root: Path) -> None:
    """The form opens on C and is saved by Enter; a value that does not hold is refused with its reason, and nothing is lost."""
    page.do("press", keys=["c"])
    page.do("wait", selector="form.form")
    _shoot(page, "3-correct")
    assert page.do("axe") == []
    page.do("choose", selector="#f-status", value="hypothetical")
    page.do("fill", selector="#f-acting_name", value="el juez 🐍")
    page.do("press", keys=["Enter"])
    page.do("wait", selector="table.fields, .is-done")
    page.do("idle")
    last = _decisions(root)[-1]
    entry = next(iter(last["changes"][0]["after"].values()))
    assert (last["kind"], entry["columns"]["acting_name"]) == ("correct", "el juez 🐍")
    assert "hypothetical" in {entry["columns"]["status"], *(line["own"].get("status") for line in entry["lines"])}


def _undone(page: Browser, root: Path) -> None:
    """U takes the last decision back and shows its mention."""
    n = len(_decisions(root))
    page.do("press", keys=["u"])
    page.do("idle")
    assert len(_decisions(root)) == n - 1
    page.do("wait", selector="#card table.fields")
    page.do("press", keys=["a"])
    page.do("idle")
    assert len(_decisions(root)) == n


def _added(page: Browser, root: Path) -> None:
    """N codes the selected words."""
    words = page.do("evaluate", code=f"({SELECT})()")
    page.do("press", keys=["n"])
    page.do("wait", selector="form.form")
    page.do("choose", selector="#f-event_type", value="other")
    page.do("choose", selector="#f-event_subtype", value="statement")
    _shoot(page, "4-add")
    page.do("press", keys=["Enter"])
    page.do("wait", selector="#card table.fields, #card .why")
    page.do("idle")
    last = _decisions(root)[-1]
    (entry,) = last["changes"][0]["after"].values()
    line = entry["lines"][0]
    article = page.do("evaluate", code="document.querySelector('#article .text').textContent")
    assert (last["kind"], article[line["start"] : line["end"]]) == ("add", words.strip())


def _merged(page: Browser, root: Path) -> None:
    """M offers events, a number takes one; Escape leaves all as it was."""
    n = len(_decisions(root))
    page.do("press", keys=["m"])
    page.do("wait", selector="h2.asks")
    _shoot(page, "5-merge")
    page.do("press", keys=["Escape"])
    page.do("wait", selector="#card table.fields")
    assert len(_decisions(root)) == n
    page.do("press", keys=["m"])
    page.do("wait", selector="h2.asks")
    page.do(
        "press",
        keys=["1"] if page.do("evaluate", code="document.querySelectorAll('.choice li').length") else ["Escape", "a"],
    )
    page.do("wait", selector="#card table.fields")
    page.do("idle")
    assert len(_decisions(root)) == n + 1


def _in_spanish(page: Browser) -> None:
    """The page in the other language, in dark colours, and back."""
    page.do("click", selector="button[lang=es]")
    page.do("wait", selector="html[lang=es] button[data-do=accept]")
    assert page.do("text", selector="button[data-do=accept]").startswith("Aceptar")
    page.do("evaluate", code="document.documentElement.dataset.theme = 'dark'")
    _shoot(page, "6-spanish-dark")
    assert page.do("axe") == []
    page.do("click", selector="button[lang=en]")


def _killed_between_keys(page: Browser, process: subprocess.Popen[str]) -> None:
    """SIGKILL while keys come in; the page says that it lost the review."""
    page.do("press", keys=["a"] * 3)
    process.kill()
    page.do("press", keys=["a"] * 3)
    page.do("wait", selector="#message:not([hidden])")
    _shoot(page, "7-killed")


def _two_tabs(page: Browser, root: Path, address: str) -> None:
    """A second tab that decides on what the first has not seen yet is no harm: the first is told and shows how it is."""
    page.do("open", "tab", url=address)
    n = len(_decisions(root))
    page.do("press", "tab", keys=["a"])
    page.do("idle", "tab")
    page.do("press", keys=["r"])
    page.do("idle")
    page.do("wait", selector="#message:not([hidden])")
    _shoot(page, "8-conflict")
    assert len(_decisions(root)) == n + 1


def _built(root: Path) -> None:
    """The codings hold, and the tables of the next build are the reader's where the reader is done."""
    dataset = root / "dataset"
    files = sorted((dataset / "annotations").rglob("*.yaml"))
    articles = {path.stem for path in (dataset / "articles").rglob("*.md")}
    assert corpus.N_CODED < len(files) <= len(articles)
    by_ana = {path.stem: coding.read(path) for path in files if "ana" in coding.read(path).coder}
    assert len(by_ana) >= 3
    build.build(dataset, given=corpus.rules(root))
    mentions = pl.read_parquet(dataset / "tables" / "mentions.parquet")
    for name, found in by_ana.items():
        rows = mentions.filter(pl.col("article_id") == name)
        assert rows.is_empty() or rows["annotator"].unique().to_list() == ["people"]
        assert rows.height <= sum(len(event.evidence) for event in found.events)
    rejected = [one for one in _decisions(root) if one["kind"] == "reject" and one["article_id"] in by_ana]
    for one in rejected:
        (entry,) = one["changes"][0]["after"].values()
        line = next(line for line in entry["lines"] if line["line_id"] == one["line_id"])
        of_line = (pl.col("article_id") == one["article_id"]) & (pl.col("evidence_start") == line["start"])
        of_type = (pl.col("evidence_in") == line["part"]) & (pl.col("event_type") == entry["columns"]["event_type"])
        assert mentions.filter(of_line & of_type).is_empty()
    keys = {f for f in files if "event_key" in f.read_text("utf-8")}
    checked = codings.check([path for path in files if path not in keys], _articles(dataset), model.load())
    assert checked.problems == ()


def _articles(dataset: Path) -> Any:
    from riobravo.evaluate.sides import Articles

    return Articles(dataset / "articles").by_id
