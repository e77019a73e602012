"""A corpus of one's own: streamed, resumed, by any number of processes, and the same bytes in the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from riobravo.articles.read import read_articles
from riobravo.corpus import state
from riobravo.corpus.progress import Status
from riobravo.errors import RioBravoError
from riobravo.mentions import annotators
from riobravo.release import chain, registry, stages, validate, write
from riobravo.release.annotate import annotate, resolve
from riobravo.tables import model
from tests.corpus import fakes
from tests.release import fakes as release_fakes

DECLARED = model.load()
LOGGING = fakes.stages(fakes.logging)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where `fakes.logging` writes down what it codes."""
    path = tmp_path / "coded.log"
    path.touch()
    monkeypatch.setenv(fakes.LOG, str(path))
    return path


def _reasons(output: Path) -> list[tuple[str | None, str]]:
    return pl.read_parquet(output / "quarantine.parquet").select("article_id", "reason").rows()


def _undisturbed(corpus: Path, folder: Path) -> dict[str, bytes]:
    annotate(corpus, folder, given=release_fakes.STAGES)
    return fakes.tables(folder)


# ── the same bytes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_tables_are_those_of_the_chain(tmp_path: Path) -> None:
    """What is streamed in parts is what the chain makes of the whole corpus in memory, byte for byte."""
    corpus = fakes.write(
        tmp_path / "c.jsonl", [*fakes.rows(60), {"id": "x"}, {"id": "a-00003", "text": "One id twice."}]
    )
    annotate(corpus, tmp_path / "out", given=release_fakes.STAGES, batch=7)
    from riobravo.articles.duplicates import story_ids

    given = chain.Stages(annotate=release_fakes.annotate_all, resolve=release_fakes.STAGES.resolve, story_ids=story_ids)
    coded = chain.code(read_articles(corpus), pl.DataFrame(schema=registry.SCHEMA), given, DECLARED.tables)
    write.write_tables(
        {name: coded.tables[name] for name in DECLARED.corpus_tables}, DECLARED.tables, tmp_path / "chain"
    )
    assert fakes.tables(tmp_path / "out") == fakes.tables(tmp_path / "chain")
    assert _reasons(tmp_path / "out") == [("x", "RB-207"), ("a-00003", "RB-208")]
    assert validate.problems_at(tmp_path / "out") == ()


@pytest.mark.parametrize(
    ("workers", "batch", "seed", "n_files"),
    [(0, 1, 1, 1), (0, 1_000, 2, 1), (0, 9, 3, 4), (1, 10, 4, 1), (2, 8, 5, 3)],
)
def test_processes_batches_and_order_change_no_byte(
    workers: int, batch: int, seed: int, n_files: int, tmp_path: Path
) -> None:
    """Also not the ids of events and stories: they come from content."""
    found = fakes.rows(60, poison=())
    expected = _undisturbed(fakes.write(tmp_path / "c.jsonl", found), tmp_path / "first")
    shuffled = fakes.shuffled(found, seed)
    for number in range(n_files):
        fakes.write(tmp_path / "corpus" / f"{number}.jsonl", shuffled[number::n_files])
    annotate(tmp_path / "corpus", tmp_path / "out", given=release_fakes.STAGES, workers=workers, batch=batch)
    assert fakes.tables(tmp_path / "out") == expected
    stories = pl.read_parquet(tmp_path / "out" / "articles.parquet")["story_id"]
    assert 0 < stories.n_unique() < stories.len()


def test_articles_are_sorted_in_groups_whatever_the_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the table has several groups of rows, each is full but the last, and the order is the declared one."""
    monkeypatch.setattr(write, "SORTED_ROWS", 25)
    corpus = fakes.write(tmp_path / "c.jsonl", fakes.rows(60))
    annotate(corpus, tmp_path / "one", given=release_fakes.STAGES, batch=4)
    annotate(corpus, tmp_path / "two", given=release_fakes.STAGES, batch=60)
    assert fakes.tables(tmp_path / "one") == fakes.tables(tmp_path / "two")
    ids = pl.read_parquet(tmp_path / "one" / "articles.parquet").select("published_on", "article_id").rows()
    assert (len(ids), ids) == (60, sorted(ids))


def test_of_two_articles_with_one_id_the_first_is_kept(tmp_path: Path) -> None:
    """In the order in which files are read, also where they fall into two parts; the refusal names the first place."""
    rows = fakes.rows(12)
    fakes.write(tmp_path / "c" / "b.jsonl", [{**rows[3], "text": "Mexico extradited 900 men."}, rows[5]])
    fakes.write(tmp_path / "c" / "a" / "z.jsonl", rows)
    annotate(tmp_path / "c", tmp_path / "out", given=release_fakes.STAGES, batch=2)
    kept_out = pl.read_parquet(tmp_path / "out" / "quarantine.parquet").select("origin", "position", "reason", "detail")
    assert kept_out.select("origin", "position", "reason").rows() == [
        ("b.jsonl", 1, "RB-212"),
        ("b.jsonl", 2, "RB-212"),
    ]
    assert "'a-00003', first in a/z.jsonl, 4" in kept_out["detail"][0]
    assert 900.0 not in pl.read_parquet(tmp_path / "out" / "mentions.parquet")["quantity_best"].to_list()
    assert pl.read_parquet(tmp_path / "out" / "articles.parquet").height == 12


# ── going on ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_run_that_is_done_does_nothing(tmp_path: Path, log: Path) -> None:
    """It says so, and the tables keep their time of change; where one of them was harmed, all are made again."""
    corpus, output = fakes.write(tmp_path / "c.jsonl", fakes.rows(20)), tmp_path / "out"
    first = annotate(corpus, output, given=LOGGING)
    before, changed = fakes.tables(output), (output / "events.parquet").stat().st_mtime_ns
    again = annotate(corpus, output, given=LOGGING)
    assert (first.was_done, again.was_done, again.rows) == (False, True, first.rows)
    assert (output / "events.parquet").stat().st_mtime_ns == changed
    assert len(log.read_text("utf-8").splitlines()) == 20
    (output / "events.parquet").write_bytes(b"harmed")
    assert not annotate(corpus, output, given=LOGGING).was_done
    assert fakes.tables(output) == before


@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_that_is_cut_goes_on(workers: int, tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was coded is not coded again; at most one batch a process is lost. The end is that of an undisturbed run."""
    corpus, output = fakes.write(tmp_path / "c.jsonl", fakes.rows(60)), tmp_path / "out"
    statuses: list[Status] = []

    def stop_in_the_middle(status: Status) -> None:
        if status.n_done > 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        annotate(corpus, output, given=LOGGING, workers=workers, batch=5, watch=stop_in_the_middle)
    assert fakes.tables(output) == {}
    annotate(corpus, output, given=LOGGING, workers=workers, batch=5, watch=statuses.append)
    assert max(status.n_from_before for status in statuses) > 30
    coded = log.read_text("utf-8").splitlines()
    assert (len(set(coded)), len(coded) <= 60 + 5 * workers) == (60, True)
    monkeypatch.delenv(fakes.LOG)
    assert fakes.tables(output) == _undisturbed(corpus, tmp_path / "undisturbed")


def test_a_run_that_is_cut_while_it_resolves_does_not_read_again(tmp_path: Path, log: Path) -> None:
    """The parts are all there: neither coding nor cutting the corpus is done twice."""
    corpus, output = fakes.write(tmp_path / "c.jsonl", fakes.rows(20)), tmp_path / "out"

    def stop(status: Status) -> None:
        if status.stage == "resolving events":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        annotate(corpus, output, given=LOGGING, watch=stop)
    stages_seen: list[str] = []
    annotate(corpus, output, given=LOGGING, watch=lambda status: stages_seen.append(status.stage))
    assert "coding articles" not in stages_seen
    assert len(log.read_text("utf-8").splitlines()) == 20
    assert not list(output.glob(".staging-*"))


@pytest.mark.parametrize("harm", ["cut", "gone", "run.json", "leftover"])
def test_harmed_parts_are_made_again(harm: str, tmp_path: Path, log: Path) -> None:
    """A part that was cut or lost is coded anew and no other; a state that says nothing costs no part."""
    corpus, output = fakes.write(tmp_path / "c.jsonl", fakes.rows(40)), tmp_path / "out"
    annotate(corpus, output, given=LOGGING, batch=10, keep_parts=True)
    before = fakes.tables(output)
    part = max(state.parts_of(output).iterdir(), key=lambda path: path.stat().st_size)
    match harm:
        case "cut":
            part.write_bytes(part.read_bytes()[:-9])
        case "gone":
            part.unlink()
        case "run.json":
            (state.work_of(output) / "run.json").write_text("{", encoding="utf-8")
        case _:
            part.with_suffix(".tmp").write_bytes(b"half a part")
    (output / "events.parquet").unlink()
    log.write_text("", encoding="utf-8")
    annotate(corpus, output, given=LOGGING, batch=10)
    n_again = len(log.read_text("utf-8").splitlines())
    assert n_again <= 10
    assert (n_again > 0) == (harm in ("cut", "gone"))
    assert fakes.tables(output) == before
    assert not list(state.work_of(output).rglob("*.tmp"))


def test_with_its_parts_kept_only_what_is_new_is_coded(tmp_path: Path, log: Path) -> None:
    """A file more, lines more at the end: their batches. Another annotator: all. The tables are those of a fresh run."""
    rows = fakes.rows(90)
    folder, output = tmp_path / "c", tmp_path / "out"
    for number in range(4):
        fakes.write(folder / f"{number}.jsonl", rows[number * 20 : number * 20 + 20])
    annotate(folder, output, given=LOGGING, batch=8, keep_parts=True)
    log.write_text("", encoding="utf-8")
    fakes.write(folder / "9.jsonl", rows[80:])
    annotate(folder, output, given=LOGGING, batch=8, keep_parts=True)
    coded = log.read_text("utf-8").splitlines()
    assert {row["id"] for row in rows[80:]} <= set(coded)
    assert len(coded) < 20
    assert fakes.tables(output) == _undisturbed(folder, tmp_path / "fresh")
    log.write_text("", encoding="utf-8")
    annotate(folder, output, given=fakes.seeming_slow(0), batch=8, keep_parts=True)
    assert len(log.read_text("utf-8").splitlines()) == 90
    kept = {path.name for path in state.parts_of(output).iterdir()}
    run = state.read(output)
    assert run is not None
    assert kept == set(run.parts)


def test_an_annotator_without_a_name_is_never_taken_for_another(tmp_path: Path, log: Path) -> None:
    """A function made within a function could be any: what it coded is not taken again, unless its version is said."""
    corpus = fakes.write(tmp_path / "c.jsonl", fakes.rows(6))
    given = fakes.stages(lambda articles: list(fakes.logging(articles)))
    for version in (None, None, "model 1", "model 1", "model 2"):
        annotate(corpus, tmp_path / "out", given=given, version=version)
    assert len(log.read_text("utf-8").splitlines()) == 4 * 6


# ── deaths ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("annotate_all", "workers", "reason"),
    [(fakes.breaking, 0, "RB-410"), (fakes.dying, 1, "RB-415")],
)
def test_a_poisoned_article_is_kept_out_alone(annotate_all: object, workers: int, reason: str, tmp_path: Path) -> None:
    """Whether it raises or ends its process: the others of its batch are coded, and it has its row."""
    corpus = fakes.write(tmp_path / "c.jsonl", fakes.rows(30, poison=[9]))
    output = tmp_path / "out"
    done = annotate(corpus, output, given=fakes.stages(annotate_all), workers=workers, batch=30)
    assert _reasons(output) == [("a-00009", reason)]
    assert (done.rows["articles"], done.rows["mentions"]) == (30, 9)
    assert validate.problems_at(output) == ()


def test_a_process_that_is_ended_from_outside_costs_no_article(tmp_path: Path) -> None:
    """Its batch is coded again, and the tables are those of an undisturbed run."""
    corpus = fakes.write(tmp_path / "c.jsonl", fakes.rows(30))
    given = fakes.stages(partial(fakes.dying_once, marker=tmp_path / "marker"))
    annotate(corpus, tmp_path / "out", given=given, workers=1, batch=10)
    assert (tmp_path / "marker").exists()
    assert fakes.tables(tmp_path / "out") == _undisturbed(corpus, tmp_path / "undisturbed")


_COMMAND = """
import sys
from riobravo.cli import main
from riobravo.release import stages
from tests.corpus import fakes
if __name__ == "__main__":
    stages.rules = lambda *_: fakes.seeming_slow({seconds})
    sys.exit(main(sys.argv[1:]))
"""


def _started(tmp_path: Path, *arguments: str, seconds: float = 0.03) -> subprocess.Popen[str]:
    script = tmp_path / "command.py"
    script.write_text(_COMMAND.format(seconds=seconds), encoding="utf-8")
    path = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, str(script), "annotate", *arguments],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _wait_for(log: Path, n: int) -> None:
    for _ in range(600):
        if len(log.read_text("utf-8").splitlines()) >= n:
            return
        time.sleep(0.05)
    pytest.fail("nothing was coded")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_stopped_command_goes_on_and_a_second_one_waits_outside(
    number: signal.Signals, code: int, tmp_path: Path, log: Path
) -> None:
    """Ctrl-C says how to go on and ends with 130. Meanwhile nobody else may write there. The rest is coded by the next run."""
    corpus, output = fakes.write(tmp_path / "c.jsonl", fakes.rows(60)), tmp_path / "out"
    running = _started(tmp_path, str(corpus), "--output", str(output), "--batch", "4", "--workers", "1")
    _wait_for(log, 20)
    with pytest.raises(RioBravoError, match="RB-615"):
        annotate(corpus, output, given=LOGGING)
    if number == signal.SIGINT:
        os.killpg(running.pid, number)  # a terminal tells all its processes
    else:
        running.kill()
    _, told = running.communicate(timeout=30)
    assert running.returncode == code
    if number == signal.SIGINT:
        assert "goes on from there" in told
        assert "Traceback" not in told
    annotate(corpus, output, given=fakes.seeming_slow(0.03), batch=4)
    coded = log.read_text("utf-8").splitlines()
    assert (len(set(coded)), len(coded) <= 64) == (60, True)
    assert fakes.tables(output) == _undisturbed(corpus, tmp_path / "undisturbed")


def test_the_command_tells_that_there_was_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second time it ends at once with the same rows, and --strict still looks at quarantine."""
    from riobravo.cli import main

    monkeypatch.setattr(stages, "rules", lambda *_: release_fakes.STAGES)
    corpus = fakes.write(tmp_path / "c.jsonl", [*fakes.rows(6), {"id": "x"}])
    arguments = ["annotate", str(corpus), "--output", str(tmp_path / "out"), "--workers", "0"]
    assert main(arguments) == 0
    first = capsys.readouterr()
    assert main([*arguments, "--strict"]) == 1
    again = capsys.readouterr()
    assert again.out == first.out
    assert "nothing was done" in again.err
    assert "nothing was done" not in first.err


# ── parts of other engines ───────────────────────────────────────────────────────────────────────────────────────────────


def test_parts_that_other_programs_wrote_are_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark and Dask write what `code_batch` gave into files of their own; the tables are the same."""
    monkeypatch.setattr(stages, "rules", lambda *_: release_fakes.STAGES)
    corpus = fakes.write(tmp_path / "c.jsonl", fakes.rows(30))
    annotate(corpus, tmp_path / "out", given=release_fakes.STAGES, keep_parts=True, batch=10)
    coded = pl.concat(pl.read_parquet(path) for path in state.parts_of(tmp_path / "out").iterdir())
    (tmp_path / "spark").mkdir()
    coded.sample(fraction=1, shuffle=True, seed=1).with_columns(origin=None, position=None).write_parquet(
        tmp_path / "spark" / "part-00000.parquet"
    )
    rows = resolve(tmp_path / "spark", tmp_path / "resolved")
    assert fakes.tables(tmp_path / "resolved") == fakes.tables(tmp_path / "out")
    assert rows["articles"] == 30


@pytest.mark.parametrize(
    ("columns", "code"), [({"article_id": ["a"]}, "RB-616"), (None, "RB-201"), ({"twice": ["a", "a"]}, "RB-616")]
)
def test_what_is_no_coded_corpus_is_refused(
    columns: dict[str, list[str]] | None, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what is missing: files, a column, or what tells two articles of one id apart."""
    monkeypatch.setattr(stages, "rules", lambda *_: release_fakes.STAGES)
    folder = tmp_path / "parts"
    folder.mkdir()
    if columns is not None and "twice" in columns:
        corpus = fakes.write(tmp_path / "c.jsonl", fakes.rows(1))
        annotate(corpus, tmp_path / "out", given=release_fakes.STAGES, keep_parts=True)
        (part,) = state.parts_of(tmp_path / "out").iterdir()
        row = pl.read_parquet(part).with_columns(origin=None, position=None)
        pl.concat([row, row]).write_parquet(folder / "p.parquet")
    elif columns is not None:
        pl.DataFrame(columns).write_parquet(folder / "p.parquet")
    with pytest.raises(RioBravoError, match=code):
        resolve(folder, tmp_path / "resolved")


# ── with the models ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_rule_annotator_in_processes_gives_what_it_gives_here(tmp_path: Path) -> None:
    """English and Spanish, with language and without; the function that is called there is found there."""
    texts = {
        "en": "Mexico extradited 29 men to the United States on Thursday, the Justice Department said.",
        "es": "México entregó este martes a 26 reos a Estados Unidos, informó el gobierno mexicano.",
    }
    rows = [
        {"id": f"{code}-{given}", "text": text, "published": "2025-08-12", **({"language": code} if given else {})}
        for code, text in texts.items()
        for given in (False, True)
    ]
    corpus = fakes.write(tmp_path / "c.jsonl", rows)
    done = annotate(corpus, tmp_path / "out", workers=1, batch=2)
    found = [annotators.get("rules")(article) for article in read_articles(corpus) if hasattr(article, "text")]  # type: ignore[arg-type]
    assert done.rows["mentions"] == sum(map(len, found)) >= 4
    assert sorted(pl.read_parquet(tmp_path / "out" / "mentions.parquet")["mention_id"]) == sorted(
        mention.mention_id for mentions in found for mention in mentions
    )
    assert pl.read_parquet(tmp_path / "out" / "articles.parquet")["language"].to_list() == ["en", "en", "es", "es"]
