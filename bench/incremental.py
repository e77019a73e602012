"""How long a build takes after one more brief, against a build of everything: both measured here, one after the other.

Briefs are generated (`generated.py`, seeded) into a folder of their own and built with an empty cache; then one more comes, and
they are built again. Each build is a command of its own, so that the start of Python and the loading of models count.

    python bench/incremental.py              # 20,000 briefs: half an hour or more on one core
    python bench/incremental.py --briefs 500
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import generated
from riobravo import resources

AIM = 0.03


def one_build(dataset: Path, cache: Path) -> dict[str, Any]:
    """A build in this process; what real shares ask of the real dataset is not asked of generated briefs."""
    from riobravo.release import build, validate

    validate.problems_of = lambda *arguments, real=validate.problems_of, **options: real(*arguments, **options) and ()
    started = time.perf_counter()
    at: dict[str, float] = {}

    def note(stage: str, _: int) -> None:
        at.setdefault(stage, time.perf_counter() - started)

    done = build.build(dataset, cache=cache, progress=note)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"coded": done.n_coded, "rows": done.rows, "at": at, "cpu": used.ru_utime + used.ru_stime}


def timed(dataset: Path, cache: Path) -> dict[str, Any]:
    """A build in a process of its own, with the time of the whole process."""
    started = time.perf_counter()
    command = [sys.executable, __file__, "--build", str(dataset), str(cache)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(told)
    return found | {"seconds": time.perf_counter() - started}


def main() -> None:
    """Both builds, and their ratio."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--briefs", type=int, default=20_000)
    asked.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.build:
        sys.stdout.write(json.dumps(one_build(*given.build)))
        return
    with tempfile.TemporaryDirectory() as folder:
        dataset, cache = Path(folder) / "dataset", Path(folder) / "cache"
        made = generated.articles(given.briefs + 1)
        generated.write(islice(made, given.briefs), dataset / "articles")
        for name in ("actors.yaml", "places.yaml", "README.md"):
            shutil.copyfile(resources.dataset_dir() / name, dataset / name)
        full = timed(dataset, cache)
        generated.write(made, dataset / "articles")
        again = timed(dataset, cache)
    _tell("everything", full)
    _tell("one more brief", again)
    for what in ("seconds", "cpu"):
        sys.stdout.write(f"{what}: {again[what] / full[what]:.4f} of a full build (the aim: {AIM})\n")


def _tell(what: str, done: dict[str, Any]) -> None:
    stages = ", ".join(f"{stage} from {seconds:.1f}" for stage, seconds in done["at"].items())
    rows = f"{done['rows']['articles']:,} articles, {done['rows']['mentions']:,} mentions, {done['rows']['events']:,} events"
    sys.stdout.write(
        f"{what}: {done['seconds']:.1f} s, {done['cpu']:.1f} CPU s; {done['coded']:,} coded; {rows}; stages: {stages}\n"
    )


if __name__ == "__main__":
    main()
