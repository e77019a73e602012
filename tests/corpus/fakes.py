"""A corpus, and annotators that need no model: quick ones, slow ones, and ones that articles break or kill."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from riobravo.records import Article, Mention, Quarantined
from riobravo.release.chain import Stages
from tests.release import fakes

Coded = tuple[Article, Sequence[Mention] | Quarantined]

LOG = "RIOBRAVO_TEST_LOG"
"""Names the file to which `logging` adds the id of each article that it codes."""


def stages(annotate_all: object) -> Stages:
    """The fake stages with another annotator."""
    return replace(fakes.STAGES, annotate=annotate_all)  # type: ignore[arg-type]


def logging(articles: Iterable[Article]) -> Iterator[Coded]:
    """Writes down which articles are coded, so that tests can count how often each is."""
    for coded in fakes.annotate_all(articles):
        with Path(os.environ[LOG]).open("a", encoding="utf-8") as log:
            log.write(f"{coded[0].article_id}\n")
        yield coded


def slow(articles: Iterable[Article], *, seconds: float) -> Iterator[Coded]:
    """As `logging`, and takes its time."""
    for coded in logging(articles):
        time.sleep(seconds)
        yield coded


def breaking(articles: Iterable[Article]) -> Iterator[Coded]:
    """Raises what nobody expects of an annotator."""
    for coded in fakes.annotate_all(articles):
        if "poison" in coded[0].text:
            raise TypeError("poison")
        yield coded


def dying(articles: Iterable[Article]) -> Iterator[Coded]:
    """Ends its process, as one that runs out of memory is ended."""
    for coded in fakes.annotate_all(articles):
        if "poison" in coded[0].text:
            os.kill(os.getpid(), signal.SIGKILL)
        yield coded


def dying_once(articles: Iterable[Article], *, marker: Path) -> Iterator[Coded]:
    """Ends its process when it is called for the first time, and never again."""
    for coded in fakes.annotate_all(articles):
        if not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        yield coded


def misfitting(articles: Iterable[Article]) -> Iterator[Coded]:
    """Gives a mention that no table can hold."""
    for article, coded in fakes.annotate_all(articles):
        if "poison" in article.text and not isinstance(coded, Quarantined):
            yield article, [replace(coded[0], evidence_start="here")]  # type: ignore[arg-type]
        else:
            yield article, coded


def seeming_slow(seconds: float) -> Stages:
    """Stages whose annotator takes so long an article."""
    return stages(partial(slow, seconds=seconds))


def rows(n: int, *, poison: Sequence[int] = ()) -> list[dict[str, str]]:
    """Articles, every third with an event, some alike; those of the given numbers hold the poison."""
    made = []
    for number in range(n):
        event = f"Mexico extradited {number % 7 + 1} men." if number % 3 == 0 else "Nothing happened at all."
        words = " ".join(sha256(f"{number // 2}-{place}".encode()).hexdigest()[:6] for place in range(40))
        made.append(
            {
                "id": f"a-{number:05}",
                "title": f"Story {number}",
                "text": f"{event} {words}{' poison' if number in poison else ''}",
                "published": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
                "language": "en",
                "publisher": f"Paper {number % 5}",
            }
        )
    return made


def write(path: Path, found: Iterable[object]) -> Path:
    """JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in found), encoding="utf-8")
    return path


def shuffled(found: Sequence[dict[str, str]], seed: int) -> list[dict[str, str]]:
    """The same rows in another order."""
    return random.Random(seed).sample(list(found), len(found))


def tables(output: Path) -> dict[str, bytes]:
    """The bytes of the tables in a folder."""
    return {path.name: path.read_bytes() for path in sorted(output.glob("*.parquet"))}
