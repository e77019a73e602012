"""How long identity takes, and how much memory: synthetic mentions through `riobravo.events.resolve`, from 10,000 to 1,000,000.

    python bench/identity.py [--spread] [SIZE ...]

A synthetic corpus is made of stories. A story takes one event of the dataset, with all articles that tell it, moves them to a
day drawn from the dataset's own days, gives the names, numbers and places in them others, and tells it as often as events of
the dataset are told; a few stories are told ten times as often, as wire reports are. So types, subtypes, actors, precisions,
languages, mentions an article and events an article are those of the dataset, and the true event of each mention is known:
the story and the event that the mention was taken from. Each size runs in a process of its own, which reads the corpus from
Parquet files; the seed is fixed, and a larger corpus holds other stories than a smaller one.

The years are those of the dataset, so that a larger corpus is a denser one: of 1,000,000 mentions 200 times as dense as the
dataset. With ``--spread`` the days are spread over so many times these years that no corpus is denser than the dataset:
what then grows is the number of mentions alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

import riobravo
from riobravo.events.resolve import resolve
from riobravo.release import registry
from riobravo.tables import frames
from riobravo.tables.model import load_tables

SIZES = (10_000, 30_000, 100_000)
SEED = 20_060_101
WIRE, TIMES = 0.02, 10
"""The share of stories that wires carry, and how many times as many articles tell them."""
LEFT_OUT = 0.15
"""The share of words that one retelling leaves out, so that no two are letter by letter the same."""
COMMON = 0.01
"""Words of a share of all events from here on belong to no single event, and are kept."""
CHUNK = 20_000
"""Mentions that are held as Python objects while a corpus is made."""

Row = dict[str, Any]
_WORD = re.compile(r"[^\W_]+")
_NAMES = ("object_name", "target_name", "evidence")
_PLACE = (
    "place_name", "place_country", "place_admin1", "place_precision", "place_lat", "place_lon", "geoname_id",
)  # fmt: skip
_NUMBERS = ("quantity_low", "quantity_best", "quantity_high")


@dataclass(frozen=True)
class Dataset:
    """What stories are made from."""

    article: Mapping[str, Row]
    told_in: Mapping[str, list[str]]  # event → its articles
    mentions: Mapping[str, list[tuple[str, Row]]]  # article → event and columns of each mention
    days: Sequence[date]
    n_articles: Sequence[int]
    places: Mapping[tuple[str, str], list[Row]]  # country and precision → places, as often as they are named
    capitals: Sequence[str]  # words that few events share, as often as they are used
    kept: frozenset[str]


def read() -> Dataset:
    """The dataset of this checkout."""
    event_of = dict(riobravo.load("event_mentions").select("mention_id", "event_id").iter_rows())
    mentions: dict[str, list[tuple[str, Row]]] = {}
    told_in: dict[str, set[str]] = {}
    used: dict[str, set[str]] = {}
    places: dict[tuple[str, str], list[Row]] = {}
    for row in riobravo.load("mentions").sort("mention_id").iter_rows(named=True):
        event = event_of[row["mention_id"]]
        mentions.setdefault(row["article_id"], []).append((event, row))
        told_in.setdefault(event, set()).add(row["article_id"])
        for word in _capitals(row):
            used.setdefault(word, set()).add(event)
        if row["place_precision"]:
            places.setdefault((row["place_country"], row["place_precision"]), []).append({c: row[c] for c in _PLACE})
    limit = COMMON * len(told_in)
    counts = Counter({word: len(events) for word, events in used.items()})
    rare = [word for word, count in sorted(counts.items()) if count <= limit for _ in range(count)]
    articles = riobravo.load("articles").sort("article_id")
    return Dataset(
        article={row["article_id"]: row for row in articles.iter_rows(named=True)},
        told_in={event: sorted(names) for event, names in sorted(told_in.items())},
        mentions=mentions,
        days=[day for day in articles["published_on"] if day is not None],
        n_articles=riobravo.load("events").sort("event_id")["n_articles"].to_list(),
        places=places,
        capitals=rare,
        kept=frozenset(word for word, count in counts.items() if count > limit),
    )


def _capitals(row: Row) -> Iterator[str]:
    for column in _NAMES:
        yield from (word for word in _WORD.findall(row[column] or "") if word[0].isupper())


@dataclass
class Story:
    """One retelling of an event of the dataset elsewhere in time, with other names, numbers and places."""

    name: str
    of: Dataset
    draw: random.Random
    event: str
    days: timedelta

    def __post_init__(self) -> None:
        self.words: dict[str, str] = {}
        self.places: dict[tuple[Any, ...], Row] = {}
        self.factor = self.draw.choice((0.5, 0.7, 1.0, 1.3, 2.0, 3.0))

    def articles(self, count: int) -> Iterator[tuple[Row, list[tuple[str, Row]]]]:
        """So many articles, each with its mentions and their true events."""
        for number in range(count):
            base = self.draw.choice(self.of.told_in[self.event])
            article_id = f"{self.name}-{number}"
            article = dict(self.of.article[base])
            article |= {"article_id": article_id, "published_on": article["published_on"] + self.days}
            told = [item for item in self.of.mentions[base] if item[0] == self.event or self.draw.random() < 0.8]
            rows = [
                (f"{self.name}/{event}", self._mention(row, article_id, place))
                for place, (event, row) in enumerate(told)
            ]
            yield article, rows

    def _mention(self, row: Row, article_id: str, place: int) -> Row:
        made = row | {"article_id": article_id, "mention_id": f"{article_id}.{place}"}
        for column in ("date_start", "date_end"):
            made[column] = row[column] and row[column] + self.days
        for column in _NAMES:
            made[column] = row[column] and _WORD.sub(lambda found: self._word(found.group()), row[column])
        kept = [word for word in made["evidence"].split(" ") if self.draw.random() >= LEFT_OUT]
        made["evidence"] = " ".join(kept or made["evidence"].split(" ")[:1])
        for column in _NUMBERS:
            made[column] = self._number(row[column])
        if row["place_precision"]:
            made |= self._place(row)
        return made

    def _word(self, word: str) -> str:
        if word in self.of.kept or not (word[0].isupper() or word[0].isdigit()):
            return word
        if word not in self.words:
            self.words[word] = (
                str(self.draw.randrange(2, 5000)) if word[0].isdigit() else self.draw.choice(self.of.capitals)
            )
        return self.words[word]

    def _number(self, number: float | None) -> float | None:
        return number if number is None or number < 3 else float(max(3, round(number * self.factor)))

    def _place(self, row: Row) -> Row:
        known = row["place_name"], row["place_admin1"], row["place_country"], row["place_precision"]
        if known not in self.places:
            self.places[known] = self.draw.choice(self.of.places[row["place_country"], row["place_precision"]])
        return self.places[known]


def stories(of: Dataset, draw: random.Random, eras: int) -> Iterator[Iterator[tuple[Row, list[tuple[str, Row]]]]]:
    """Stories without end, over so many times the years of the dataset."""
    events = list(of.told_in)
    era = max(of.days) - min(of.days)
    number = 0
    while True:
        number += 1
        event = draw.choice(events)
        first = of.article[of.told_in[event][0]]["published_on"]
        day = draw.choice(of.days) + timedelta(days=draw.randint(-60, 60)) + draw.randrange(eras) * era
        count = draw.choice(of.n_articles) * (TIMES if draw.random() < WIRE else 1)
        yield Story(f"s{number:07d}", of, draw, event, day - first).articles(count)


def make(size: int, folder: Path, *, is_spread: bool) -> None:
    """A corpus of so many mentions: articles, mentions, and the true event of each."""
    tables = load_tables()
    of, draw = read(), random.Random(f"{SEED} {size}")
    eras = max(1, size // sum(map(len, of.mentions.values()))) if is_spread else 1
    articles: list[pl.DataFrame] = []
    mentions: list[pl.DataFrame] = []
    truth: dict[str, str] = {}
    waiting: tuple[list[Row], list[Row]] = ([], [])

    def put_away() -> None:
        articles.append(frames.frame(waiting[0], tables["articles"]))
        mentions.append(frames.frame(waiting[1], tables["mentions"]))
        waiting[0].clear()
        waiting[1].clear()

    for article, rows in (told for story in stories(of, draw, eras) for told in story):
        taken = rows[: size - len(truth)]
        waiting[0].append(article | {"text": None})
        waiting[1].extend(row for _, row in taken)
        truth |= {row["mention_id"]: event for event, row in taken}
        if len(waiting[1]) >= CHUNK:
            put_away()
        if len(truth) == size:
            break
    put_away()
    pl.concat(articles).write_parquet(folder / "articles.parquet")
    pl.concat(mentions).sample(fraction=1, shuffle=True, seed=SEED).write_parquet(folder / "mentions.parquet")
    pl.DataFrame({"mention_id": list(truth), "true_event": list(truth.values())}).write_parquet(
        folder / "truth.parquet"
    )


def measure(folder: Path) -> dict[str, float]:
    """One run of the stage, in a process that has done nothing else."""
    mentions = pl.read_parquet(folder / "mentions.parquet")
    articles = pl.read_parquet(folder / "articles.parquet")
    started, worked = time.perf_counter(), time.process_time()
    resolved = resolve(mentions, articles, pl.DataFrame(schema=registry.SCHEMA))
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    truth = resolved.event_mentions.join(pl.read_parquet(folder / "truth.parquet"), on="mention_id")
    return {
        "mentions": mentions.height,
        "articles": articles.height,
        "found": resolved.events.height,
        "true": truth["true_event"].n_unique(),
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "peak_mb": peak / 1024,
    } | _b3(truth)


def _b3(truth: pl.DataFrame) -> dict[str, float]:
    """B-cubed precision and recall of the events found."""
    both = pl.len().over("event_id", "true_event")
    shares = truth.select(
        precision=(both / pl.len().over("event_id")).mean(), recall=(both / pl.len().over("true_event")).mean()
    )
    return shares.row(0, named=True)


def main() -> None:
    """Makes each corpus, measures it, and prints the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES)
    asked.add_argument(
        "--spread", action="store_true", help="over more years, so that no corpus is denser than the dataset"
    )
    asked.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.make:
        make(given.sizes[0], given.make, is_spread=given.spread)
    elif given.measure:
        sys.stdout.write(json.dumps(measure(given.measure)))
    else:
        _table(given.sizes, is_spread=given.spread)


def _table(sizes: Sequence[int], *, is_spread: bool) -> None:
    say = sys.stdout.write
    heads = (
        "mentions", "articles", "events found / true", "B³ precision, recall", "seconds", "CPU seconds",
        "CPU per mention, to the first", "peak MB",
    )  # fmt: skip
    say(f"| {' | '.join(heads)} |\n|{' ---: |' * len(heads)}\n")
    first = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _run(str(size), "--make", folder, *(["--spread"] if is_spread else []))
            done = json.loads(_run("--measure", folder))
        each = done["cpu_seconds"] / done["mentions"]
        first = first or each
        say(
            f"| {done['mentions']:,} | {done['articles']:,} | {done['found']:,} / {done['true']:,} = "
            f"{done['found'] / done['true']:.3f} | {done['precision']:.3f}, {done['recall']:.3f} | "
            f"{done['seconds']:.1f} | {done['cpu_seconds']:.1f} | {each / first:.2f} | {done['peak_mb']:,.0f} |\n"
        )
        sys.stdout.flush()


def _run(*arguments: str) -> str:
    return subprocess.run([sys.executable, __file__, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
