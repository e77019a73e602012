"""What becomes of a build that is killed, starved, lied to or doubled: a table of faults (docs/faults.md).

A small dataset of briefs is built once undisturbed. Then every fault is done to a build of the same sources, and the build is
run again: it must give the same bytes. While builds run, a reader checks the set again and again against SHA256SUMS; it must
see the old set, the new one, or that the set is not whole, and never a set that passes and is neither.

    python bench/faults.py                # 100 kills and all else: about 10 minutes
    python bench/faults.py --kills 10
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from riobravo import resources
from riobravo.errors import RioBravoError

SEED = 20260630
BRIEFS = 20
AT_ONCE = 4
"""Codings a file of the cache, so that kills also hit the cache."""

NOT_COMPARED = frozenset({".build.lock", "riobravo.duckdb"})
"""The lock, and the file whose bytes are DuckDB's."""

_fork = multiprocessing.get_context("forkserver")


def job(dataset: str, cache: str | None, patience: float, limit: int | None) -> None:
    """One build, in a process of its own; 0 done, 1 refused with a coded line."""
    from riobravo.release import build, mention_cache
    from riobravo.tables import as_expectations

    # the shares of the real dataset do not hold of twenty briefs
    for name in ("load", "load_derived"):
        setattr(as_expectations, name, list)
    setattr(mention_cache, "AT_ONCE", AT_ONCE)  # noqa: B010 - it is no constant here
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        build.build(Path(dataset), cache=Path(cache) if cache else None, patience=patience)
    except RioBravoError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)


@dataclass
class Case:
    """A folder with a dataset that was built before, one more brief in it, a cache, and what an undisturbed build gives."""

    folder: Path
    before: Path
    after: dict[str, str]
    sums: frozenset[str]
    seconds: float
    cache_before: Path

    @property
    def dataset(self) -> Path:
        """Where it is built."""
        return self.folder / "dataset"

    @property
    def cache(self) -> Path:
        """The cache of its builds."""
        return self.folder / "cache"

    def reset(self) -> None:
        """As before, with the cache of the earlier build."""
        for path, origin in ((self.dataset, self.before), (self.cache, self.cache_before)):
            shutil.rmtree(path, ignore_errors=True)
            shutil.copytree(origin, path, symlinks=True)

    def start(self, *, patience: float = 600, limit: int | None = None, dataset: Path | None = None) -> _Process:
        """A build that runs."""
        process = _fork.Process(target=_quietly, args=(str(dataset or self.dataset), str(self.cache), patience, limit))
        process.start()
        return process

    def is_same_after_rerun(self) -> bool:
        """Whether a build that nothing disturbs now ends well and gives the bytes it should, with no scraps."""
        process = self.start()
        process.join()
        return process.exitcode == 0 and contents(self.dataset) == self.after


_Process = multiprocessing.context.ForkServerProcess


def _quietly(*arguments: object) -> None:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 2)
    job(*arguments)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, str]:
    """File → hash of its bytes, of all that must be the same."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in NOT_COMPARED)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def prepared(folder: Path, draw: random.Random) -> Case:
    """Briefs drawn from the dataset; all but one are built, then the last comes."""
    briefs = draw.sample(sorted((resources.dataset_dir() / "articles").rglob("*.md")), BRIEFS)
    case = Case(folder, folder / "before", {}, frozenset(), 0.0, folder / "cache_before")
    case.dataset.mkdir(parents=True)
    for name in ("actors.yaml", "places.yaml", "README.md"):
        shutil.copyfile(resources.dataset_dir() / name, case.dataset / name)
    for path in briefs[1:]:
        _put(path, case.dataset)
    _done(case.start())
    old = (case.dataset / "SHA256SUMS").read_text()
    _put(briefs[0], case.dataset)
    shutil.copytree(case.dataset, case.before)
    shutil.copytree(case.cache, case.cache_before)
    started = time.monotonic()
    _done(case.start())
    case.seconds = time.monotonic() - started
    case.after = contents(case.dataset)
    case.sums = frozenset({old, (case.dataset / "SHA256SUMS").read_text()})
    return case


def _put(brief: Path, dataset: Path) -> None:
    to = dataset / "articles" / brief.parent.name / brief.name
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(brief, to)


def _done(process: _Process) -> None:
    process.join()
    if process.exitcode != 0:
        raise SystemExit(f"an undisturbed build ended with {process.exitcode}")


# ── the reader ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Reader:
    """Checks a set against its checksums for as long as it is asked to, and counts what it saw."""

    case: Case
    seen: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While it lasts the set is looked at."""
        stop = threading.Event()
        thread = threading.Thread(target=self._watch, args=(stop,))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _watch(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.seen[self._look()] += 1
            time.sleep(0.001)

    def _look(self) -> str:
        dataset = self.case.dataset
        try:
            sums = (dataset / "SHA256SUMS").read_text()
            for line in sums.splitlines():
                expected, _, name = line.partition("  ")
                if hashlib.sha256((dataset / name).read_bytes()).hexdigest() != expected:
                    return "refused by its checksums"
        except OSError:
            return "refused: a file is missing"
        return "whole" if sums in self.case.sums else "A MIX THAT PASSES"


# ── the faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    fault: str
    tried: int
    same: int
    told: str


def kills(case: Case, reader: Reader, draw: random.Random, times: int) -> Row:
    """SIGKILL at a random moment of the run."""
    same, hit = 0, 0
    for _ in range(times):
        case.reset()
        process = case.start()
        with reader.watching():
            process.join(draw.uniform(0, case.seconds))
            hit += process.is_alive()
            process.kill()
            process.join()
        same += case.is_same_after_rerun()
    return Row("SIGKILL at a random moment", times, same, f"{hit} hit a running build, the others came after its end")


def kills_while_writing(case: Case, reader: Reader, draw: random.Random, times: int) -> Row:
    """SIGKILL at a random moment after the first file was staged."""
    same, cut = 0, 0
    for _ in range(times):
        case.reset()
        process = case.start()
        with reader.watching():
            while process.is_alive() and not any(case.dataset.glob(".staging-*")):
                time.sleep(0.001)
            process.join(draw.uniform(0, 0.35) * case.seconds)
            process.kill()
            process.join()
        cut += any(case.dataset.glob(".staging-*"))
        same += case.is_same_after_rerun()
    return Row(
        "SIGKILL while files are written and moved",
        times,
        same,
        f"{cut} left a half-written set, which the rerun took away",
    )


def disk_full(case: Case, draw: random.Random, times: int) -> Row:
    """A file system with room for the old set and a part of the new one."""
    same, refused, whole = 0, 0, 0
    size = sum(path.stat().st_size for path in case.before.rglob("*") if path.is_file())
    for _ in range(times):
        case.reset()
        with _tmpfs(case, size + draw.randrange(0, size)) as room:
            if room is None:
                return Row("disk full", 0, 0, "no tmpfs can be mounted here")
            shutil.copytree(case.before, case.dataset, dirs_exist_ok=True)
            process = case.start()
            process.join()
            refused += process.exitcode == 1
            whole += Reader(case)._look() == "whole"
            room()
            same += case.is_same_after_rerun()
    return Row(
        "disk full (tmpfs of random size)", times, same, f"{refused} refused with RB-606, the set whole after {whole}"
    )


@contextmanager
def _tmpfs(case: Case, size: int) -> Iterator[Callable[[], bool] | None]:
    """A small file system in place of the dataset's folder; what is yielded makes room."""
    shutil.rmtree(case.dataset)
    case.dataset.mkdir()
    if not _runs("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(case.dataset)):
        yield None
        return
    try:
        yield lambda: _runs("mount", "-o", "remount,size=1g", str(case.dataset))
    finally:
        _runs("umount", str(case.dataset))


def _runs(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def file_too_large(case: Case, draw: random.Random, times: int) -> Row:
    """A limit on the size of a file (RLIMIT_FSIZE): the write that passes it fails, also in the cache."""
    same, ended = 0, Counter[int | None]()
    for _ in range(times):
        case.reset()
        shutil.rmtree(case.cache)
        process = case.start(limit=draw.randrange(1_000, 60_000))
        process.join()
        ended[process.exitcode] += 1
        same += case.is_same_after_rerun()
    return Row("a write that fails at a random size (RLIMIT_FSIZE)", times, same, f"{ended[1]} refused with RB-606")


def unreadable_source(case: Case, draw: random.Random, times: int) -> Row:
    """A brief becomes a link into nowhere, a folder, a pipe; after it is back all is as it should be."""
    same, told = 0, 0
    for number in range(times):
        case.reset()
        brief = draw.choice(sorted((case.dataset / "articles").rglob("*.md")))
        content = brief.read_bytes()
        brief.unlink()
        if number % 2:
            os.mkfifo(brief)
        else:
            brief.symlink_to("/nowhere")
        process = case.start()
        process.join()
        told += process.exitcode == 0 and "RB-202" in _quarantined(case)
        brief.unlink()
        brief.write_bytes(content)
        same += case.is_same_after_rerun()
    return Row(
        "a source that cannot be read, then can",
        times,
        same,
        f"{told} builds went on and put it in quarantine (RB-202)",
    )


def _quarantined(case: Case) -> Sequence[str]:
    import polars as pl

    return pl.read_parquet(case.dataset / "tables" / "quarantine.parquet")["reason"].cast(pl.String).to_list()


def truncated_table(case: Case, draw: random.Random, times: int) -> Row:
    """A built table is cut."""
    same, told = 0, 0
    for _ in range(times):
        case.reset()
        table = draw.choice(sorted((case.dataset / "tables").glob("*.parquet")))
        os.truncate(table, draw.randrange(table.stat().st_size))
        told += Reader(case)._look() != "whole"
        same += case.is_same_after_rerun()
    return Row("a table cut at a random place", times, same, f"{told} found by the checksums before")


def corrupt_cache(case: Case, draw: random.Random, times: int) -> Row:
    """A file of the cache is cut, altered, emptied, or becomes a folder or garbage."""
    same, gone = 0, 0
    for number in range(times):
        case.reset()
        path = draw.choice(sorted(case.cache.rglob("*.parquet")))
        content = bytearray(path.read_bytes())
        match number % 5:
            case 0:
                os.truncate(path, draw.randrange(len(content)))
            case 1:
                content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
                path.write_bytes(content)
            case 2:
                path.write_bytes(b"")
            case 3:
                path.unlink()
                path.mkdir()
            case 4:
                path.write_bytes(draw.randbytes(2_000))
        same += case.is_same_after_rerun()
        gone += path.is_dir() or not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    return Row("a file of the cache cut, altered, emptied, replaced", times, same, f"{gone} thrown away or made anew")


def two_at_once(case: Case, reader: Reader, times: int) -> Row:
    """Two builds of one folder: the second waits."""
    same = 0
    for _ in range(times):
        case.reset()
        with reader.watching():
            both = [case.start(), case.start()]
            for process in both:
                process.join()
        same += all(process.exitcode == 0 for process in both) and contents(case.dataset) == case.after
    return Row("two builds at once", times, same, "the second waited, both ended well")


def impatient(case: Case, times: int) -> Row:
    """Two builds, and the second has no patience."""
    same, refused = 0, 0
    for _ in range(times):
        case.reset()
        both = [case.start(patience=0), case.start(patience=0)]
        for process in both:
            process.join()
        refused += sorted(process.exitcode or 0 for process in both) == [0, 1]
        same += contents(case.dataset) == case.after
    return Row("two builds at once, no patience", times, same, f"{refused} times one was refused (RB-611)")


def main() -> None:
    """Does all of it and prints the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--writing", type=int, default=50, help="kills while files are written and moved")
    asked.add_argument("--others", type=int, default=20, help="times that each other fault is done")
    given = asked.parse_args()
    draw = random.Random(SEED)
    _fork.set_forkserver_preload(["riobravo.release.build", "riobravo.mentions.rules.annotator", "filelock"])
    with tempfile.TemporaryDirectory() as folder:
        case = prepared(Path(folder), draw)
        reader = Reader(case)
        sys.stdout.write(f"{BRIEFS} briefs; a build over a warm cache takes {case.seconds:.1f} s here\n\n")
        sys.stdout.write(
            "| fault | times tried | identical after a rerun | what was seen |\n| --- | ---: | ---: | --- |\n"
        )
        faults: list[Callable[[], Row]] = [
            lambda: kills(case, reader, draw, given.kills),
            lambda: kills_while_writing(case, reader, draw, given.writing),
            lambda: disk_full(case, draw, given.others),
            lambda: file_too_large(case, draw, given.others),
            lambda: unreadable_source(case, draw, given.others // 2),
            lambda: truncated_table(case, draw, given.others),
            lambda: corrupt_cache(case, draw, given.others),
            lambda: two_at_once(case, reader, given.others // 2),
            lambda: impatient(case, given.others // 2),
        ]
        for fault in faults:
            row = fault()
            sys.stdout.write(
                f"| {row.fault} | {row.tried} | {'yes' if row.same == row.tried else row.same} | {row.told} |\n"
            )
            sys.stdout.flush()
        seen = ", ".join(f"{count:,} {what}" for what, count in reader.seen.most_common())
        sys.stdout.write(f"\nA reader looked {sum(reader.seen.values()):,} times while builds ran: {seen}.\n")


if __name__ == "__main__":
    main()
