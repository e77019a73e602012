"""``riobravo annotate``: the same chain for a corpus of one's own. All countries, no scope, nothing else than its tables.

Two steps with a wall between. Coding turns batches of articles into parts (`riobravo.corpus`): in bounded memory, by any
number of processes or machines, going on where an earlier run stopped. Resolving turns the parts into tables
(`riobravo.release.from_parts`): on one machine, for it needs all mentions.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riobravo.articles.read import files_of
from riobravo.corpus import progress, state
from riobravo.corpus.progress import Status, Watch
from riobravo.corpus.state import Run
from riobravo.errors import RioBravoError
from riobravo.release import chain, from_parts, manifest, stages, write
from riobravo.tables import model

if TYPE_CHECKING:
    from riobravo.corpus.fingerprint import Input
    from riobravo.corpus.plan import Plan
    from riobravo.release.chain import Resolve, Stages

ENGINES = ("local", "ray")


@dataclass(frozen=True, slots=True)
class AnnotateReport:
    """What was done: rows a table, and how long it took. ``was_done`` where an earlier run had done all of it."""

    rows: Mapping[str, int]
    seconds: float
    was_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A run in a folder of this machine: which files, coded how, and whether its parts are kept."""

    files: Sequence[Any]
    found: Input
    plan: Plan
    engine: str
    output: Path
    resolve: Resolve
    keep_parts: bool
    watch: Watch


def annotate(
    path: Path | str,
    output: Path | str,
    *,
    published: date | None = None,
    language: str | None = None,
    watch: Watch = progress.nobody,
    given: Stages | None = None,
    version: str | None = None,
    workers: int = 0,
    batch: int = 200,
    keep_parts: bool = False,
    engine: str = "local",
) -> AnnotateReport:
    """Codes the articles at ``path`` (a file or a folder) and writes the tables of a corpus into ``output``.

    ``published`` and ``language`` stand in for articles that give none. The stages are those of the rule annotator unless
    others are ``given``; of these it takes how to annotate and how to resolve, and ``version`` says what their coding depends
    on where their function alone does not. ``workers`` is the number of processes that code; with 0 it is done in this one.
    ``engine`` is ``local``, or ``ray`` for a cluster: then ``workers`` is the number of its actors, and both places may be
    addresses that fsspec knows. Neither these nor ``batch``, the most articles of a batch, nor the order of articles changes
    a byte of the tables.

    A run that was stopped goes on where it was, and one that was done does nothing. Tables of another run are replaced, once
    all new ones are there. ``keep_parts`` leaves the coded batches, so that articles that come later are coded alone.

    Raises:
        RioBravoError: RB-2xx for a path nothing can be read from, RB-105 without the libraries, RB-416 where processes end
            as they start, RB-606 where nothing can be written, RB-615 where another run is writing.
    """
    from riobravo.corpus import fingerprint, places, plan  # heavy

    started = time.monotonic()
    reading = plan.Reading(published=published, language=language, most=batch)
    reading.check()
    with tempfile.TemporaryDirectory(prefix="riobravo-") as scratch:
        is_address = places.is_address(output)
        here = Path(scratch) if is_address else Path(output)
        with state.locked(here):
            files: Sequence[Any] = places.files_at(path) if engine == "ray" else files_of(Path(path))
            of_stages = given or stages.rules(chain.silent)
            watch(Status("reading the files"))
            annotator = fingerprint.of_annotator(of_stages.annotate, version)
            job = _Job(
                files=files,
                found=fingerprint.of_files_at(files) if engine == "ray" else fingerprint.of_input(files),
                plan=plan.Plan(
                    reading=replace(reading, salt=annotator),
                    annotate_all=of_stages.annotate,
                    workers=workers,
                    folder=f"{output}/.work/parts" if is_address else str(state.parts_of(here)),
                ),
                engine=engine,
                output=here,
                resolve=of_stages.resolve,
                keep_parts=keep_parts,
                watch=watch,
            )
            rows, was_done = _rows(job)
            if is_address:
                for name in rows:
                    places.put(here / f"{name}.parquet", str(output))
    return AnnotateReport(rows, time.monotonic() - started, was_done)


def resolve(parts: Path, output: Path, *, watch: Watch = progress.nobody) -> dict[str, int]:
    """The tables of a corpus from a folder of Parquet files that hold what `code_batch` gave; the rows of each.

    Raises:
        RioBravoError: RB-201 where there are none, RB-616 for files of other columns, RB-606, RB-615.
    """
    files = sorted(file for file in parts.rglob("*.parquet") if file.is_file())
    if not files:
        raise RioBravoError(code="RB-201", found="no *.parquet", where=parts)
    with state.locked(output):
        return _resolved(files, output, stages.rules(chain.silent).resolve, watch)


def _rows(job: _Job) -> tuple[dict[str, int], bool]:
    """The rows a table, and whether an earlier run had made them all."""
    from riobravo.corpus import fingerprint

    reading = job.plan.reading
    key = fingerprint.of_run(job.found, reading.salt, [reading.published, reading.language])
    before = state.read(job.output)
    before = before if before is not None and before.fingerprint == key else None
    if before is not None and _stands(before, job.output):
        return {name: int(said["rows"]) for name, said in before.tables.items()}, True
    names = _parts_of(before, job.output) if before is not None else None
    if names is None:
        state.write(Run(fingerprint=key, state=state.CODING), job.output)
        names = _coded(job)
        state.write(Run(fingerprint=key, state=state.CODED, parts=names), job.output)
    files = [state.parts_of(job.output) / name for name in names]
    rows = _resolved(files, job.output, job.resolve, job.watch)
    state.write(_done(key, names, rows, job.output), job.output)
    _tidied(job, names)
    return rows, False


def _coded(job: _Job) -> Sequence[str]:
    """The names of all parts, which are in the folder of parts."""
    from riobravo.corpus import places

    tally = progress.Tally(job.found.n_articles, job.watch)
    if job.engine == "ray":
        from riobravo.corpus import on_ray

        names = on_ray.code(job.files, job.plan, tally)
    else:
        from riobravo.corpus import local

        names = local.code(job.files, job.plan, tally)
    if places.is_address(job.plan.folder):
        job.watch(Status("fetching the parts"))
        places.take(job.plan.folder, names, state.parts_of(job.output))
    return names


def _resolved(files: Sequence[Path], output: Path, resolve: Resolve, watch: Watch) -> dict[str, int]:
    """The tables, written beside their places and moved there."""
    from riobravo.articles.duplicates import stories

    declared = model.load()
    with write.staging(output) as staged:
        rows = from_parts.write_tables(
            files,
            staged,
            declared.tables,
            resolve=resolve,
            stories=stories,
            tell=lambda stage: watch(Status(stage)),
        )
        for name in declared.corpus_tables:
            (staged / f"{name}.parquet").replace(output / f"{name}.parquet")
    return {name: rows[name] for name in declared.corpus_tables}


def _done(key: str, names: Sequence[str], rows: Mapping[str, int], output: Path) -> Run:
    tables: dict[str, dict[str, int | str]] = {
        name: {"rows": n_rows, "sha256": manifest.sha256(output / f"{name}.parquet")} for name, n_rows in rows.items()
    }
    return Run(fingerprint=key, state=state.DONE, parts=names, tables=tables)


def _tidied(job: _Job, names: Sequence[str]) -> None:
    from riobravo.corpus import places

    state.remove_parts(job.output, but=names if job.keep_parts else ())
    if places.is_address(job.plan.folder) and not job.keep_parts:
        places.remove(job.plan.folder)


def _stands(run: Run, output: Path) -> bool:
    """Whether the tables of a run that was done are there as it wrote them."""
    files = {output / f"{name}.parquet": said["sha256"] for name, said in run.tables.items()}
    return run.state == state.DONE and all(
        path.is_file() and manifest.sha256(path) == digest for path, digest in files.items()
    )


def _parts_of(run: Run, output: Path) -> Sequence[str] | None:
    """The parts of a run that had coded all articles, where every one of them stands whole."""
    from riobravo.corpus import parts

    is_coded = run.state in (state.CODED, state.DONE)
    is_whole = is_coded and all(parts.whole_at(state.parts_of(output) / name) for name in run.parts)
    return run.parts if is_whole else None
