"""How much memory coding takes as a corpus grows, and how much faster two processes are than one.

    python bench/corpus.py [--sizes N ...] [--scaling N] [--rounds N] [--resolving N ...]

The corpora are generated from the dataset's own briefs, with a fixed seed: each article is one with its numbers and the words
with a capital letter drawn anew, and an id of its own. **Memory** is measured on corpora as they come from a newsroom: of a
hundred articles two are of our events and the rest tell nothing. Those are handed back uncoded (they pass through everything
but the parser), so that 200,000 articles take minutes; their number is what the memory of a run could grow with. **Scaling** is
measured on briefs alone, all parsed. Each run is a process of its own that codes into a folder of its own, without resolving.
**Resolving** is measured on the parts of corpora that tell nothing: what articles cost there beside mentions, of which
`bench/identity.py` tells. Peaks are what the system says of a process (``ru_maxrss``) and of the largest that it started.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import riobravo
from riobravo.articles.read import files_of, read_articles
from riobravo.corpus import local, progress
from riobravo.corpus.plan import Plan, Reading
from riobravo.mentions import annotators
from riobravo.records import Article, Mention
from riobravo.release.annotate import resolve

SIZES = (10_000, 200_000)
SCALING = 1_500
RESOLVING = (10_000, 50_000)
SEED = 20_060_101
TOLD = 0.02
"""Share of the articles that are of our events, in the corpora that memory is measured on."""

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_QUIET = "The committee met again and nobody who was there could say what would come of it in the end."


def corpus(path: Path, n: int, *, told: float) -> None:
    """Writes ``n`` articles as JSON lines. The id says whether one is of our events."""
    briefs = [article for article in read_articles(_briefs()) if isinstance(article, Article)]
    names = sorted({name for brief in briefs for name in _NAME.findall(brief.text)})
    draw = random.Random(SEED)
    with path.open("w", encoding="utf-8") as file:
        for number in range(n):
            brief = draw.choice(briefs)
            text = _NUMBER.sub(lambda _: str(draw.randint(2, 900)), brief.text)
            text = _NAME.sub(lambda _: draw.choice(names), text)
            is_told = draw.random() < told
            if not is_told:
                text = " ".join([_QUIET, *draw.sample(text.split(), k=min(120, len(text.split())))])
            row = {
                "id": f"{'told' if is_told else 'quiet'}-{number:08}",
                "title": brief.title,
                "text": text,
                "published": str(brief.published_on),
                "language": brief.language,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def mostly_quiet(articles: Iterable[Article]) -> Iterator[tuple[Article, Sequence[Mention]]]:
    """The rule annotator for the articles that are of our events; the others are given back at once."""
    annotate = annotators.get("rules")
    for article in articles:
        yield article, annotate(article) if article.article_id.startswith("told") else ()


def one(path: Path, *, workers: int) -> dict[str, float]:
    """Codes a corpus here, and says what it took."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        plan = Plan(reading=Reading(), annotate_all=mostly_quiet, workers=workers, folder=folder)
        tally = progress.Tally(None, progress.nobody)
        local.code(files_of(path), plan, tally)
        seconds = time.monotonic() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        n_bytes = sum(file.stat().st_size for file in Path(folder).iterdir())
    return {
        "articles": tally.n_done,
        "mentions": tally.n_mentions,
        "seconds": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker_peak_mb": used.ru_maxrss / 1024,
        "worker_cpu": used.ru_utime + used.ru_stime,
        "parts_mb": n_bytes / 1e6,
    }


def silent(articles: Iterable[Article]) -> Iterator[tuple[Article, Sequence[Mention]]]:
    """An annotator that finds nothing."""
    for article in articles:
        yield article, ()


def resolve_one(folder: Path) -> dict[str, float]:
    """Resolves the parts of a folder here, and says what it took."""
    with tempfile.TemporaryDirectory() as output:
        started = time.monotonic()
        rows = resolve(folder, Path(output))
        seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"articles": rows["articles"], "seconds": seconds, "peak_mb": peak}


def _briefs() -> Path:
    return Path(riobravo.__file__).resolve().parents[2] / "dataset" / "articles"


def _apart(*arguments: object) -> dict[str, float]:
    """This file with other arguments, in a process of its own."""
    command = [sys.executable, __file__, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def memory(sizes: Sequence[int]) -> None:
    """One process that codes, and the peak of it and of who feeds it, as the corpus grows."""
    _say(
        "| articles | mentions | seconds | articles a second | peak MB | peak MB of the process that codes | parts MB |"
    )
    _say("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "corpus.jsonl"
            corpus(path, size, told=TOLD)
            row = _apart("--one", path)
        found.append(row)
        rate = row["articles"] / row["seconds"]
        _say(
            f"| {row['articles']:,} | {row['mentions']:,} | {row['seconds']:.0f} | {rate:.0f} "
            f"| {row['peak_mb']:.0f} | {row['worker_peak_mb']:.0f} | {row['parts_mb']:.0f} |"
        )
    for name in ("peak_mb", "worker_peak_mb"):
        _say(f"{name}, largest corpus to smallest: {found[-1][name] / found[0][name]:.2f}")


def scaling(size: int, rounds: int) -> None:
    """One process and two on the same articles, in turns; of each the shorter time counts.

    On a machine that others use the clock tells who else was there. The processor's time says what two would gain with a
    core each: half of what they took together, beside what one took.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.jsonl"
        corpus(path, size, told=1.0)
        runs = {n: [_apart("--one", path, "--workers", n) for _ in range(rounds)] for n in (1, 2)}
    clock, cpu = ({n: min(run[name] for run in of_n) for n, of_n in runs.items()} for name in ("seconds", "worker_cpu"))
    _say(f"{size:,} briefs, load {os.getloadavg()[0]:.1f}")
    _say(f"clock: one process {clock[1]:.1f} s, two {clock[2]:.1f} s: {clock[1] / clock[2]:.2f} times")
    _say(
        f"processor: one {cpu[1]:.1f} s, two {cpu[2]:.1f} s together: {2 * cpu[1] / cpu[2]:.2f} times with a core each"
    )


def resolving(sizes: Sequence[int]) -> None:
    """What resolving takes for articles alone, as the corpus grows."""
    _say("| articles, no mentions | seconds | peak MB |")
    _say("| ---: | ---: | ---: |")
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path, parts = Path(folder) / "corpus.jsonl", Path(folder) / "parts"
            parts.mkdir()
            corpus(path, size, told=0.0)
            plan = Plan(reading=Reading(), annotate_all=silent, workers=1, folder=str(parts))
            local.code(files_of(path), plan, progress.Tally(None, progress.nobody))
            found.append(_apart("--resolve", parts))
        _say(f"| {size:,} | {found[-1]['seconds']:.0f} | {found[-1]['peak_mb']:.0f} |")
    if len(found) > 1:
        grown = found[-1]["peak_mb"] - found[0]["peak_mb"]
        _say(f"{grown * 2**20 / (found[-1]['articles'] - found[0]['articles']):,.0f} bytes an article")


def main() -> None:
    """Runs what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    asked.add_argument("--scaling", type=int, default=SCALING)
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--resolving", type=int, nargs="*", default=RESOLVING)
    asked.add_argument("--one", type=Path)
    asked.add_argument("--resolve", type=Path)
    asked.add_argument("--workers", type=int, default=1)
    given = asked.parse_args()
    if given.one is not None:
        _say(json.dumps(one(given.one, workers=given.workers)))
        return
    if given.resolve is not None:
        _say(json.dumps(resolve_one(given.resolve)))
        return
    _say(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    if given.sizes:
        memory(given.sizes)
    if given.scaling:
        scaling(given.scaling, given.rounds)
    if given.resolving:
        resolving(given.resolving)


if __name__ == "__main__":
    main()
